#include <algorithm>

#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"

namespace duban::documents {
namespace {

// The number that a cell prints alone: 3, 3., 3*, (三); 0 when it is none.
int BareNumber(std::string_view cell) {
  const std::string normal = Normal(cell);
  std::string_view bare = normal;
  if (bare.starts_with("(")) bare.remove_prefix(1);
  while (!bare.empty() && (bare.back() == '.' || bare.back() == ')' || bare.back() == '*')) bare.remove_suffix(1);
  if (bare.ends_with("、")) bare.remove_suffix(3);
  const int value = NumeralValue(bare);
  return value > 0 && value < 1000 ? value : 0;
}

bool IsTotalRow(std::string_view cell) {
  const std::string normal = Normal(cell);
  for (const std::string_view word : {"合计", "总计", "小计", "共计", "全省", "全市", "全县", "全区", "全州", "总数"}) {
    if (normal == word) return true;
  }
  return false;
}

// Turns aligned rows into items. One instance reads one table.
class RowReader {
 public:
  RowReader(const Text& text, const Dictionary& dictionary, std::vector<Column> columns)
      : text_(text), dictionary_(dictionary), columns_(std::move(columns)) {
    numbered_ = std::any_of(columns_.begin(), columns_.end(),
                            [](const Column& c) { return c.role == Role::kNumber; });
    places_ = std::any_of(columns_.begin(), columns_.end(), [](const Column& c) { return c.role == Role::kPlace; }) &&
              std::none_of(columns_.begin(), columns_.end(), [](const Column& c) {
                return c.role == Role::kTitle || c.role == Role::kContent || c.role == Role::kTarget || c.role == Role::kMeasure;
              });
    titled_ = std::any_of(columns_.begin(), columns_.end(),
                          [](const Column& c) { return c.role == Role::kTitle; });
  }

  void SetCategory(Range category) { category_ = category; }

  // The titles carry numbers of their own (一、…) and hold for several numbered rows: these are parts of a project.
  void TitlesNumber() { titles_number_ = titled_ && numbered_; }

  // Empty cells leave no trace here: an office that is not printed is the one of the record above.
  void InheritOffices() { inherit_offices_ = true; }

  void Add(const std::vector<Range>& row, bool may_share) {
    const std::vector<std::size_t> place = AlignRow(text_, dictionary_, row, columns_, may_share);
    std::vector<Range> cells(columns_.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0 && place[i] < place[i - 1]) {
        AddCells(cells);
        cells.assign(columns_.size(), Range{});
      }
      Range& cell = cells[place[i]];
      if (row[i].empty()) continue;
      cell = cell.empty() ? row[i] : Range{cell.begin, row[i].end};
    }
    AddCells(cells);
  }

  std::vector<Item> Take() {
    for (Item& item : items_) {
      if (item.title.empty()) item.title = FallbackTitle(item);
    }
    return std::move(items_);
  }

  const std::vector<std::vector<Field>>& totals() const { return totals_; }

 private:
  Range CellOf(const std::vector<Range>& cells, Role role) const {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (columns_[i].role == role && !cells[i].empty()) return cells[i];
    }
    return {};
  }

  static bool NamesOffice(Role role) {
    return role == Role::kLead || role == Role::kResponsible || role == Role::kCooperating;
  }

  bool Opens(int number, Range title) const {
    if (items_.empty()) return true;
    if (number > 0) {
      const Item& last = items_.back();
      const bool repeated = number == last.number &&
                            (title.empty() || Normal(text_.Of(title)) == Normal(text_.Of(last.title)));
      return !repeated;
    }
    return !numbered_ && !title.empty();
  }

  void AddCells(const std::vector<Range>& cells) {
    const Range number_cell = CellOf(cells, Role::kNumber);
    Range title = CellOf(cells, Role::kTitle);
    if (!titled_) title = CellOf(cells, Role::kContent);
    bool total = IsTotalRow(text_.Of(title));
    for (std::size_t i = 0; i < cells.size() && i < 3; ++i) total = total || IsTotalRow(text_.Of(cells[i]));
    if (total) {
      totals_.emplace_back();
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!cells[i].empty()) totals_.back().push_back({columns_[i].role, cells[i], columns_[i].head, columns_[i].name});
      }
      if (!places_) return;
    }
    int number = number_cell.empty() ? 0 : BareNumber(text_.Of(number_cell));
    if (titles_number_) {
      const auto numbering = title.empty() ? std::nullopt : NumberingAt(text_.str(), title.begin);
      number = numbering ? numbering->value : items_.empty() ? 1 : items_.back().number;
    }
    if (const Range category = CellOf(cells, Role::kCategory); !category.empty()) category_ = category;
    if (places_ ? items_.empty() : Opens(number, title)) {
      Item item{.number = places_ ? 1 : number > 0 ? number : NextNumber(), .category = category_};
      if (titled_) item.title = title;
      items_.push_back(std::move(item));
      for (std::size_t i = 0; i < above_.size(); ++i) {
        if (!inherit_offices_ || !NamesOffice(columns_[i].role)) above_[i] = Range{};
      }
      above_.resize(columns_.size());
    }
    AddPart(cells);
  }

  void AddPart(const std::vector<Range>& cells) {
    Item& item = items_.back();
    Part part;
    if (places_) part.heading = CellOf(cells, Role::kPlace);
    const bool first = item.parts.empty();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Role role = columns_[i].role;
      if (role == Role::kNumber || role == Role::kCategory || role == Role::kPlace) continue;
      const bool inherited = cells[i].empty();
      if (places_ && inherited) continue;
      const Range range = inherited ? above_[i] : cells[i];
      if (range.empty()) continue;
      above_[i] = range;
      if (role == Role::kTitle && !first && inherited) continue;
      part.fields.push_back({role, range, columns_[i].head, columns_[i].name,
                             inherited && !(first && NamesOffice(role))});
    }
    const bool empty = std::all_of(part.fields.begin(), part.fields.end(),
                                   [](const Field& field) { return field.inherited; });
    if (!empty || first) item.parts.push_back(std::move(part));
  }

  int NextNumber() const { return items_.empty() ? 1 : items_.back().number + 1; }

  Range FallbackTitle(const Item& item) const {
    for (const Part& part : item.parts) {
      for (const Field& field : part.fields) {
        if (field.role == Role::kContent || field.role == Role::kTarget || field.role == Role::kMeasure) {
          const std::string_view all = text_.Of(field.range);
          std::size_t end = all.size();
          for (const std::string_view mark : {"。", "；", ";", "，", ",", "：", ":", "\n"}) {
            end = std::min(end, all.find(mark));
          }
          return {field.range.begin, field.range.begin + end};
        }
      }
    }
    return {};
  }

  const Text& text_;
  const Dictionary& dictionary_;
  std::vector<Column> columns_;
  std::vector<Item> items_;
  std::vector<std::vector<Field>> totals_;
  std::vector<Range> above_;  // the last printed cell of each column inside the current item
  Range category_;
  bool numbered_ = false;
  bool titled_ = false;
  bool titles_number_ = false;
  bool places_ = false;  // rows are places, and all of them report on one promise
  bool inherit_offices_ = false;
};

// A row of one filled cell that groups the rows below it: 一、基本公共服务(5件).
Range CategoryRow(const Text& text, const std::vector<Range>& row) {
  Range only;
  for (const Range cell : row) {
    if (cell.empty()) continue;
    if (!only.empty()) return {};
    only = cell;
  }
  if (only.empty() || CountChars(text.Of(only)) > 40 || BareNumber(text.Of(only)) > 0) return {};
  return Contains(text.Of(only), "。") ? Range{} : only;
}

// Heads over two rows: the lower row names the columns, the upper one what several of them share.
void JoinHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& lower,
               std::vector<Column>* columns) {
  std::string upper;
  for (std::size_t i = 0; i < columns->size(); ++i) {
    Column& column = (*columns)[i];
    if (!column.head.empty()) upper = column.name;
    if (lower[i].empty()) continue;
    const Role role = dictionary.HeadRole(text.Of(lower[i]));
    const std::string name = Normal(text.Of(lower[i]));
    column.name = (column.head.empty() ? upper : column.name) + name;
    column.head = lower[i];
    if (role != Role::kNone) column.role = role;
  }
}

// A lower row that holds only what parts the last head (2025年进展情况 over 截至6月底 | 7月计划), moved to the left where the
// heads above it were merged over both rows. False when it is no such row.
bool SpreadLastHead(const Text& text, const Dictionary& dictionary, const std::vector<Range>& lower,
                    std::vector<Column>* columns) {
  std::vector<Range> parts;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (lower[i].empty()) continue;
    if (parts.size() != i || CountChars(text.Of(lower[i])) > 14) return false;
    parts.push_back(lower[i]);
  }
  std::size_t heads = columns->size();
  while (heads > 0 && (*columns)[heads - 1].head.empty()) --heads;
  if (parts.size() < 2 || parts.size() > 4 || heads < 3 || parts.size() * 2 > heads) return false;
  const auto known = std::count_if(parts.begin(), parts.end(), [&](Range part) {
    return dictionary.HeadRole(text.Of(part)) != Role::kNone;
  });
  if (known * 2 < static_cast<std::ptrdiff_t>(parts.size())) return false;
  const Column last = (*columns)[heads - 1];
  columns->resize(heads - 1);
  for (const Range part : parts) {
    const Role role = dictionary.HeadRole(text.Of(part));
    columns->push_back({.role = role == Role::kNone ? last.role : role, .head = part,
                        .name = last.name + Normal(text.Of(part))});
  }
  return true;
}

// Heads broken over two lines made whole: 牵头 + 责任单位, 完成目标 + (%). Only a piece that is no known word by itself is
// joined, as 项目 and 内容 may be two columns.
std::vector<Range> JoinBrokenHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& heads) {
  std::vector<Range> out;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const std::string_view word = text.Of(heads[i]);
    if (!out.empty() && (word.starts_with("(") || word.starts_with("（"))) {
      out.back().end = heads[i].end;
      continue;
    }
    if (i + 1 < heads.size() && dictionary.LabelRole(word) == Role::kNone) {
      const std::string joined = Normal(word) + Normal(text.Of(heads[i + 1]));
      if (dictionary.LabelRole(joined) != Role::kNone) {
        out.push_back({heads[i].begin, heads[i + 1].end});
        ++i;
        continue;
      }
    }
    out.push_back(heads[i]);
  }
  return out;
}

// Whether the titles of whole rows are numbered in another style than the rows, and fewer than these.
bool TitlesNumber(const Text& text, const std::vector<Column>& columns, const std::vector<std::vector<Range>>& rows) {
  if (columns.size() < 2 || columns[0].role != Role::kNumber || columns[1].role != Role::kTitle) return false;
  std::size_t numbered = 0;
  std::size_t titled = 0;
  for (const auto& row : rows) {
    if (row.size() < 2 || row[0].empty() || BareNumber(text.Of(row[0])) == 0) continue;
    ++numbered;
    const auto numbering = NumberingAt(text.str(), row[1].begin);
    titled += numbering && numbering->style == NumberStyle::kChinese && numbering->range.end < row[1].end;
  }
  return titled >= 2 && titled < numbered;
}

}  // namespace

std::vector<Item> ReadTable(const Text& text, const Dictionary& dictionary, const Table& table,
                            std::vector<Column>* columns, std::vector<std::vector<Field>>* totals) {
  std::size_t row = 0;
  std::optional<std::vector<Column>> head;
  for (; row < table.rows.size() && row < 8 && !head; ++row) head = ReadHead(text, dictionary, table.rows[row]);
  if (!head) {
    if (columns->empty()) return {};
    row = 0;
    head = *columns;
  } else if (row < table.rows.size() && SpreadLastHead(text, dictionary, table.rows[row], &*head)) {
    ++row;
  } else if (row < table.rows.size() && table.rows[row].size() == head->size() &&
             IsHeadRow(text, dictionary, table.rows[row])) {
    JoinHeads(text, dictionary, table.rows[row], &*head);
    ++row;
  }
  const std::vector<std::vector<Range>> data(table.rows.begin() + static_cast<std::ptrdiff_t>(row),
                                             table.rows.end());
  SettleRoles(text, dictionary, data, &*head);
  RowReader reader(text, dictionary, *head);
  if (TitlesNumber(text, *head, data)) reader.TitlesNumber();
  for (const auto& cells : data) {
    if (IsHeadRow(text, dictionary, cells) && ReadHead(text, dictionary, cells)) continue;
    if (const Range category = CategoryRow(text, cells); !category.empty() && head->size() > 2) {
      reader.SetCategory(category);
      continue;
    }
    // The number is merged with the row above, and so are the cells that end this row empty: they say nothing of columns.
    std::vector<Range> row_cells = cells;
    while (row_cells.size() > head->size() && row_cells.back().empty()) row_cells.pop_back();
    if (head->front().role == Role::kNumber && !row_cells.empty() && !row_cells.front().empty() &&
        BareNumber(text.Of(row_cells.front())) == 0) {
      while (!row_cells.empty() && row_cells.back().empty()) row_cells.pop_back();
    } else if (row_cells.size() == head->size() && row_cells.back().empty() && !FitsHeads(text, dictionary, row_cells, *head)) {
      // A merged cell was dropped in the middle, and the row filled up at its end.
      while (!row_cells.empty() && row_cells.back().empty()) row_cells.pop_back();
    }
    reader.Add(row_cells, /*may_share=*/row_cells.size() > head->size());
  }
  *columns = *head;
  totals->insert(totals->end(), reader.totals().begin(), reader.totals().end());
  return reader.Take();
}

std::vector<Item> ReadCellStream(const Text& text, const Dictionary& dictionary,
                                 const std::vector<Block>& blocks, std::size_t* first, std::size_t* last,
                                 std::vector<std::vector<Field>>* totals) {
  std::size_t begin = 0;
  std::vector<Range> heads;
  for (; begin < blocks.size(); ++begin) {
    heads.clear();
    std::size_t end = begin;
    // A head may hold words of its own: short cells between known heads belong to it.
    std::size_t known = 0;
    while (end < blocks.size() && blocks[end].table < 0 && heads.size() < 24) {
      const std::string_view cell = text.Of(blocks[end].range);
      if (heads.empty() && (cell.starts_with("(") || cell.starts_with("（"))) break;  // (截至8月底) belongs to the title
      if (dictionary.HeadRole(cell) != Role::kNone) {
        ++known;
      } else if (known < 1 || heads.size() - known > 3 || CountChars(cell) > 12 || BareNumber(cell) > 0 ||
                 NumberingAt(cell, 0)) {
        break;
      }
      heads.push_back(blocks[end++].range);
    }
    const bool counted = end < blocks.size() && BareNumber(text.Of(blocks[end].range)) > 0;
    if (!counted) {
      while (!heads.empty() && dictionary.HeadRole(text.Of(heads.back())) == Role::kNone) heads.pop_back();
    }
    // 备注 is the last head: what follows it groups the records below.
    const auto note = std::find_if(heads.begin(), heads.end(), [&](Range head) { return Normal(text.Of(head)) == "备注"; });
    const bool grouped = note != heads.end() && std::all_of(note + 1, heads.end(), [&](Range head) {
                           return dictionary.HeadRole(text.Of(head)) == Role::kNone;
                         });
    if (grouped) heads.erase(note + 1, heads.end());
    if (known * 2 <= heads.size()) continue;
    if (heads.size() >= 3 ||
        (heads.size() == 2 && dictionary.HeadRole(text.Of(heads[0])) == Role::kNumber)) {
      break;
    }
  }
  const std::size_t printed = heads.size();
  heads = JoinBrokenHeads(text, dictionary, heads);
  auto columns = begin < blocks.size() ? ReadHead(text, dictionary, heads) : std::nullopt;
  if (!columns) return {};
  // What stands before the number (工程名称) holds for many rows and is printed once above them.
  if (heads.size() < printed) {
    while (columns->size() > 3 && columns->front().role != Role::kNumber) columns->erase(columns->begin());
  }
  std::size_t at = begin + printed;
  // Records: each opened by the number that comes next.
  std::vector<std::vector<Range>> records;
  std::vector<Range> categories;
  Range category;
  int expected = 0;
  std::size_t end = at;
  for (; at < blocks.size() && blocks[at].table < 0; ++at) {
    const Range cell = blocks[at].range;
    const int number = cell.size() <= 12 ? BareNumber(text.Of(cell)) : 0;
    const bool opens = number > 0 && (expected == 0 ? number <= 200 : number == expected) && at + 1 < blocks.size() &&
                       BareNumber(text.Of(blocks[at + 1].range)) == 0 &&
                       (records.empty() || records.back().size() >= 2);
    if (opens) {
      // A heading of a group stands between two records, as the last cell of the one before.
      if (!records.empty() && records.back().size() > 2) {
        const Range tail = records.back().back();
        const auto numbering = NumberingAt(text.str(), tail.begin);
        if (numbering && numbering->style == NumberStyle::kChinese && CountChars(text.Of(tail)) <= 30) {
          category = tail;
          records.back().pop_back();
        }
      }
      records.push_back({text.Of(cell).ends_with("*") ? Range{cell.begin, cell.end - 1} : cell});
      categories.push_back(category);
      expected = number + 1;
    } else if (!records.empty()) {
      if (dictionary.HeadRole(text.Of(cell)) != Role::kNone && text.Of(cell) == text.Of(heads[0])) {
        at += printed - 1;  // the heads again, on the next page
        continue;
      }
      records.back().push_back(cell);
    } else if (CountChars(text.Of(cell)) <= 30) {
      category = cell;
    }
    end = at + 1;
  }
  if (records.empty() || (records.size() < 2 && heads.size() < 4)) return {};
  SettleRoles(text, dictionary, records, &*columns);
  RowReader reader(text, dictionary, *columns);
  reader.InheritOffices();
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!categories[i].empty()) reader.SetCategory(categories[i]);
    reader.Add(records[i], /*may_share=*/true);
  }
  *first = begin;
  *last = end;
  *totals = reader.totals();
  return reader.Take();
}

namespace {

// The words of a line, at any blank; a word of one character belongs to the one before when both are of one (单 位).
std::vector<Range> SpacedWords(const Text& text, Range line, bool join) {
  std::vector<Range> words;
  for (std::size_t at = line.begin; at < line.end;) {
    std::size_t end = at;
    while (end < line.end && !IsSpace(CharAt(text.str(), end).code)) end += CharAt(text.str(), end).bytes;
    if (end > at) {
      const bool single = CountChars(text.Of({at, end})) == 1;
      if (join && single && !words.empty() && CountChars(text.Of(words.back())) == 1) {
        words.back().end = end;
      } else {
        words.push_back({at, end});
      }
    }
    at = end;
    while (at < line.end && IsSpace(CharAt(text.str(), at).code)) at += CharAt(text.str(), at).bytes;
  }
  return words;
}

}  // namespace

void PartSpacedTables(const Text& text, const Dictionary& dictionary, Page* page) {
  std::vector<Block> out;
  for (std::size_t i = 0; i < page->blocks.size(); ++i) {
    const Block& block = page->blocks[i];
    std::vector<Range> heads;
    if (block.table < 0 && block.range.size() < 300) heads = SpacedWords(text, block.range, /*join=*/true);
    const bool head = heads.size() >= 4 && dictionary.HeadRole(text.Of(heads[0])) == Role::kNumber &&
                      std::all_of(heads.begin(), heads.end(), [&](Range word) {
                        return dictionary.HeadRole(text.Of(word)) != Role::kNone;
                      });
    std::size_t end = i + 1;
    std::size_t numbered = 0;
    Table table{.form = TableForm::kBlanks, .range = block.range};
    // A wide blank here or there made a table of some of the lines.
    const auto add = [&](Range line) {
      std::vector<Range> row = SpacedWords(text, line, /*join=*/false);
      if (row.size() < 3 || row.size() > heads.size() + 2) return false;
      numbered += BareNumber(text.Of(row.front())) > 0;
      table.rows.push_back(std::move(row));
      return true;
    };
    if (head) {
      table.rows.push_back(heads);
      for (; end < page->blocks.size(); ++end) {
        const Block& below = page->blocks[end];
        if (below.table < 0) {
          if (!add(below.range)) break;
          continue;
        }
        const Table& wide = page->tables[static_cast<std::size_t>(below.table)];
        if (wide.form != TableForm::kBlanks) break;
        for (const std::vector<Range>& cells : wide.rows) add({cells.front().begin, cells.back().end});
      }
    }
    if (numbered < 2) {
      out.push_back(block);
      continue;
    }
    table.range.end = page->blocks[end - 1].range.end;
    out.push_back({.range = table.range, .table = static_cast<int>(page->tables.size())});
    page->tables.push_back(std::move(table));
    i = end - 1;
  }
  page->blocks = std::move(out);
}

std::vector<Block> PartRunOnTables(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks) {
  std::vector<Block> out;
  for (const Block& block : blocks) {
    const std::string_view line = text.Of(block.range);
    if (block.table >= 0 || line.size() < 60 || line.find(' ') == std::string_view::npos) {
      out.push_back(block);
      continue;
    }
    std::vector<Range> tokens;
    for (std::size_t at = block.range.begin; at < block.range.end;) {
      std::size_t end = at;
      while (end < block.range.end && !IsSpace(CharAt(text.str(), end).code)) end += CharAt(text.str(), end).bytes;
      if (end > at) tokens.push_back({at, end});
      at = end;
      while (at < block.range.end && IsSpace(CharAt(text.str(), at).code)) at += CharAt(text.str(), at).bytes;
    }
    std::size_t head = tokens.size();
    std::size_t length = 0;
    for (std::size_t i = 0; i < tokens.size() && length == 0; ++i) {
      if (dictionary.HeadRole(text.Of(tokens[i])) != Role::kNumber) continue;
      std::size_t end = i;
      while (end < tokens.size() && dictionary.HeadRole(text.Of(tokens[end])) != Role::kNone) ++end;
      if (end - i >= 3 && end < tokens.size() && BareNumber(text.Of(tokens[end])) == 1) {
        head = i;
        length = end - i;
      }
    }
    if (length == 0) {
      out.push_back(block);
      continue;
    }
    if (head > 0) out.push_back({.range = {block.range.begin, tokens[head - 1].end}});
    for (std::size_t i = head; i < tokens.size(); ++i) out.push_back({.range = tokens[i], .lone_cell = true});
  }
  return out;
}

}  // namespace duban::documents
