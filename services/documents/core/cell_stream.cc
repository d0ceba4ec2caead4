#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "documents/core/align.h"
#include "documents/core/cell_traits.h"
#include "documents/core/guess_roles.h"
#include "documents/core/labels.h"
#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/settle_columns.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

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
    // 主要举措 above 牵头单位 are two, 市级牵头 above 责任单位 is one.
    const Role role = dictionary.HeadRole(word);
    const bool whole = i + 1 < heads.size() && HasMoreThan(2, word) && role != Role::kNone && !NamesSomebody(role) &&
                       dictionary.LabelRole(text.Of(heads[i + 1])) != Role::kNone;
    if (i + 1 < heads.size() && !whole && dictionary.LabelRole(word) == Role::kNone) {
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

// The heads of a stream and where its cells begin.
struct Heads {
  std::vector<Range> words;
  std::vector<Column> columns;
  std::size_t begin = 0;  // blocks
  std::size_t end = 0;
};

// A run of heads of which most are known words; a head may hold words of its own between these.
std::optional<Heads> FindHeads(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks) {
  Heads found;
  std::vector<Range>& heads = found.words;
  for (std::size_t& begin = found.begin; begin < blocks.size(); ++begin) {
    heads.clear();
    std::size_t end = begin;
    std::size_t known = 0;
    while (end < blocks.size() && blocks[end].table < 0 && heads.size() < 24) {
      const std::string_view cell = text.Of(blocks[end].range);
      const bool word = RoleOfHead(dictionary, cell) != Role::kNone;
      if (heads.empty() && !word) break;
      // 任务分解表 and (截至8月底) belong to the title, and 1.城区改造项目 to the first record.
      const bool caption = cell.starts_with("(") || cell.starts_with("（") || EndsWithAny(cell, {"表", "清单", "台账"});
      if (heads.empty() && (caption || MentionsAny<"截至", "截止">(cell))) break;
      if (heads.size() >= 3 && (IsTotal(cell) || NumberingAt(text.str(), blocks[end].range.begin))) break;
      // 开工 above 时间 and (万元) below 总投资 are pieces of one head.
      const auto piece = [&] {
        return known > 0 && CountChars(cell) <= 12 &&
               (cell.starts_with("(") || cell.starts_with("（") ||
                dictionary.LabelRole(Normal(text.Of(heads.back())) + Normal(cell)) != Role::kNone);
      };
      if (word || piece()) {
        ++known;
      } else if (known < 1 || heads.size() - known > 3 || CountChars(cell) > 12 || HoldsDigit(cell) || BareNumber(cell) > 0 ||
                 NumberingAt(cell, 0)) {
        break;
      }
      heads.push_back(blocks[end++].range);
    }
    if (heads.empty()) continue;
    const bool counted = end < blocks.size() && BareNumber(text.Of(blocks[end].range)) > 0;
    if (!counted) {
      while (!heads.empty() && RoleOfHead(dictionary, text.Of(heads.back())) == Role::kNone) heads.pop_back();
    }
    // 备注 is the last head: what follows it groups the records below.
    const auto note = std::find_if(heads.begin(), heads.end(), [&](Range head) { return Normal(text.Of(head)) == "备注"; });
    const bool grouped = note != heads.end() && std::all_of(note + 1, heads.end(), [&](Range head) {
                           return dictionary.HeadRole(text.Of(head)) == Role::kNone;
                         });
    if (grouped) heads.erase(note + 1, heads.end());
    if (known * 2 <= heads.size()) continue;
    if (heads.size() >= 3 || (heads.size() == 2 && dictionary.HeadRole(text.Of(heads[0])) == Role::kNumber)) break;
  }
  found.end = found.begin + heads.size();
  const std::size_t printed = heads.size();
  heads = JoinBrokenHeads(text, dictionary, heads);
  auto columns = found.begin < blocks.size() ? ReadHead(text, dictionary, heads) : std::nullopt;
  if (!columns) return std::nullopt;
  // What stands before the number (工程名称) holds for many rows and is printed once above them.
  if (heads.size() < printed) {
    while (columns->size() > 3 && columns->front().role != Role::kNumber) columns->erase(columns->begin());
  }
  // What stands before them and is no head (公开时限 | 长期公开) belongs to the form above the table.
  const auto number = std::find_if(columns->begin(), columns->end(), [](const Column& column) { return column.role == Role::kNumber; });
  if (number != columns->end()) {
    const auto stray = std::find_if(std::make_reverse_iterator(number), columns->rend(), [](const Column& column) { return column.role == Role::kNone; });
    columns->erase(columns->begin(), stray.base());
  }
  found.columns = *std::move(columns);
  // The head above the numbers may be a word of its own.
  const bool numbered = found.end < blocks.size() && BareNumber(text.Of(blocks[found.end].range)) > 0;
  const bool counted = std::any_of(found.columns.begin(), found.columns.end(), [](const Column& column) { return column.role == Role::kNumber; });
  if (numbered && !counted && found.begin > 0 && blocks[found.begin - 1].table < 0 && !HasMoreThan(6, text.Of(blocks[found.begin - 1].range))) {
    const Range head = blocks[--found.begin].range;
    found.columns.insert(found.columns.begin(), {.role = Role::kNumber, .head = head, .name = Normal(text.Of(head))});
    heads.insert(heads.begin(), head);
  } else if (numbered && !counted) {
    found.columns.insert(found.columns.begin(), {.role = Role::kNumber});
  }
  return found;
}

struct Records {
  std::vector<std::vector<Range>> rows;
  std::vector<Range> categories;  // of each row
  std::size_t end = 0;            // the block behind the last cell
};

// What may stand behind the number of a record: a name, or the year of the works where the name holds for several records,
// but no figure (9 of 2 | 9 | 60% is reached).
bool OpensText(std::string_view cell) {
  const bool year = cell.size() >= 4 && cell.size() <= 24 && (cell.starts_with("20") || cell.starts_with("19")) &&
                    NumeralValue(cell.substr(0, 3)) > 190 && (cell.size() == 4 || Contains(cell, "-"));
  return year || (BareNumber(cell) == 0 && (cell.size() > 24 || !IsNumeric(Normal(cell))));
}

// The numbering of the first title, before which a group's name may stand.
std::optional<NumberStyle> StyleOfTitles(const Text& text, const std::vector<Block>& blocks, std::size_t at) {
  std::optional<NumberStyle> style;
  for (std::size_t i = at; i < std::min(at + 2, blocks.size()); ++i) {
    const auto numbering = NumberingAt(text.str(), blocks[i].range.begin);
    if (!numbering || (i > at && *style != NumberStyle::kChinese)) break;
    style = numbering->style;
  }
  return style;
}

// Bytes of the number `expected` where it runs on into the name behind it (5农村公路提档升级); 0 where it counts something
// (5所学校) or is none.
std::size_t GluedNumber(std::string_view cell, int expected) {
  const std::string digits = std::to_string(expected);
  if (expected < 2 || !cell.starts_with(digits) || cell.size() < digits.size() + 9 || HasMoreThan(40, cell)) return 0;
  const char32_t next = CharAt(cell, digits.size()).code;
  const bool counts = std::u32string_view(U"个家处所条名人户座台项次场辆张间套平万亿元公千百吨米月年日级期对批支岁份分件大类号楼层镇村里天种步周").find(next) !=
                      std::u32string_view::npos;
  return IsHan(next) && !counts ? digits.size() : 0;
}

// Records from block `at` on, each opened by the number that comes next: alone in its cell, or at the head of a title where
// the first cell below heads without one for numbers is numbered.
Records NumberedRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, std::size_t at,
                        const Heads* heads) {
  Records records{.end = at};
  auto& rows = records.rows;
  Range category;
  int expected = 0;
  const bool counted = heads == nullptr || std::any_of(heads->columns.begin(), heads->columns.end(), [](const Column& column) {
    return column.role == Role::kNumber;
  });
  const std::optional<NumberStyle> style = counted ? std::nullopt : StyleOfTitles(text, blocks, at);
  // 180 below a head of figures counts no record; before the first one a category may stand.
  const auto one = [&](std::size_t i) { return i < blocks.size() && BareNumber(text.Of(blocks[i].range)) == 1; };
  if (!counted && !style && !one(at) && !one(at + 1)) return records;
  for (; at < blocks.size() && blocks[at].table < 0; ++at) {
    const Range cell = blocks[at].range;
    int number = cell.size() <= 12 ? BareNumber(text.Of(cell)) : 0;
    if (const auto title = style ? NumberingAt(text.str(), cell.begin) : std::nullopt; title && title->style == *style) number = title->value;
    const bool titled = number > 0 && style && cell.size() > 12;
    const std::size_t glued = counted && number == 0 ? GluedNumber(text.Of(cell), expected) : 0;
    if (glued > 0) number = expected;
    const bool opens = number > 0 && (expected == 0 ? number <= 200 : number == expected) && at + 1 < blocks.size() &&
                       (titled || OpensText(text.Of(blocks[at + 1].range))) && (rows.empty() || rows.back().size() >= 2);
    if (opens) {
      // A heading of a group stands between two records, as the last cell of the one before.
      if (!rows.empty() && rows.back().size() > 2) {
        const Range tail = rows.back().back();
        const auto numbering = NumberingAt(text.str(), tail.begin);
        if (numbering && numbering->style == NumberStyle::kChinese && CountChars(text.Of(tail)) <= 30) {
          category = tail;
          rows.back().pop_back();
        }
      }
      if (glued > 0) {
        rows.push_back({{cell.begin, cell.begin + glued}, {cell.begin + glued, cell.end}});
      } else {
        rows.push_back({text.Of(cell).ends_with("*") ? Range{cell.begin, cell.end - 1} : cell});
      }
      records.categories.push_back(category);
      expected = number + 1;
    } else if (!rows.empty()) {
      const auto again = [&](std::size_t i) { return at + i < blocks.size() && text.Of(blocks[at + i].range) == text.Of(heads->words[i]); };
      if (heads != nullptr && again(0) && (dictionary.HeadRole(text.Of(cell)) != Role::kNone || (heads->words.size() > 2 && again(1) && again(2)))) {
        at += heads->end - heads->begin - 1;  // the heads again, on the next page
        continue;
      }
      rows.back().push_back(cell);
    } else if (CountChars(text.Of(cell)) <= 30 && !IsTotal(text.Of(cell)) && !(at > 0 && IsTotal(text.Of(blocks[at - 1].range)))) {
      category = cell;
    }
    records.end = at + 1;
  }
  // A heading or prose behind as many cells as a record has follows the table.
  if (rows.size() >= 4) {
    std::size_t longest = 0;
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) longest = std::max(longest, rows[i].size());
    for (std::size_t i = longest; i < rows.back().size(); ++i) {
      const std::string_view cell = text.Of(rows.back()[i]);
      const auto numbering = NumberingAt(cell, 0);
      if (!(numbering && numbering->style == NumberStyle::kChinese) && !(CountChars(cell) > 50 && cell.ends_with("。"))) continue;
      records.end -= rows.back().size() - i;
      rows.back().resize(i);
    }
  }
  return records;
}

// Records without numbers below known heads: as many cells as heads each, as long as they fit.
Records EqualRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, const Heads& heads) {
  const std::size_t width = heads.columns.size();
  Records records{.end = heads.end};
  const auto printed = [](const Block& block) { return block.table < 0; };
  while (records.end + width <= blocks.size()) {
    const auto first = blocks.begin() + static_cast<std::ptrdiff_t>(records.end);
    if (!std::all_of(first, first + static_cast<std::ptrdiff_t>(width), printed)) break;
    std::vector<Range> row;
    for (std::size_t i = 0; i < width; ++i) row.push_back(blocks[records.end + i].range);
    const Anchors anchors = FitsAnchors(text, dictionary, row, heads.columns);
    const bool figures = std::any_of(row.begin(), row.end(), [&](Range cell) { return cell.size() < 24 && IsNumeric(Normal(text.Of(cell))); });
    if (!FitsHeads(text, dictionary, row, heads.columns) || anchors == Anchors::kContradicted || !(anchors == Anchors::kHeld || figures)) break;
    records.rows.push_back(std::move(row));
    records.categories.emplace_back();
    records.end += width;
  }
  if (records.rows.size() < (width >= 4 ? 1U : 2U)) records.rows.clear();
  return records;
}

// The columns as the first cells tell them, where these make whole records that fit better then: 单位 above 个 and 张.
std::vector<Column> SettledByFirst(const Text& text, const Dictionary& dictionary, const std::vector<Range>& cells, const std::vector<Column>& columns) {
  constexpr std::size_t kMaxRows = 5;
  std::vector<std::vector<Range>> rows;
  for (std::size_t at = 0; at + columns.size() <= cells.size() && rows.size() < kMaxRows; at += columns.size()) {
    rows.emplace_back(cells.begin() + static_cast<std::ptrdiff_t>(at), cells.begin() + static_cast<std::ptrdiff_t>(at + columns.size()));
  }
  if (rows.size() < 3) return columns;
  std::vector<Column> settled = columns;
  SettleColumns(text, dictionary, rows, &settled);
  std::vector<const std::vector<Range>*> fitted;
  for (const auto& row : rows) fitted.push_back(&row);
  const bool better = settled.size() == columns.size() && FitRows(text, dictionary, fitted, settled).score > FitRows(text, dictionary, fitted, columns).score;
  return better ? settled : columns;
}

// Records without numbers below known heads, some of which lack a cell or hold one more: of all ways to part the cells the one
// in which they fit the heads best. None where no head is told by its cells.
Records FittingRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, const Heads& heads) {
  constexpr std::size_t kMaxCells = 600;
  constexpr std::size_t kFewer = 2;     // cells that a record may lack
  constexpr double kLeastFit = 1.2;     // of a cell in a record
  constexpr double kWhole = 4.0;        // for a record with a cell below each head
  const std::size_t width = heads.columns.size();
  Records records{.end = heads.end};
  std::vector<Range> cells;
  while (heads.end + cells.size() < blocks.size() && cells.size() < kMaxCells && blocks[heads.end + cells.size()].table < 0) {
    cells.push_back(blocks[heads.end + cells.size()].range);
  }
  const std::vector<Column> columns = SettledByFirst(text, dictionary, cells, heads.columns);
  const bool told = std::ranges::any_of(columns, [](const Column& column) { return NamesSomebody(column.role) || column.role == Role::kStatus; });
  if (width < 4 || !told) return records;
  const auto named = static_cast<std::size_t>(std::ranges::find_if(columns, [](const Column& column) {
    return column.role == Role::kTitle || column.role == Role::kContent || column.role == Role::kTarget;
  }) - columns.begin());
  struct Step {
    double score = 0;
    std::size_t size = 0;  // of the record that ends here; 0 where none does
  };
  std::vector<Step> steps(cells.size() + 1);
  std::size_t best = 0;
  for (std::size_t end = width - kFewer; end <= cells.size(); ++end) {
    for (std::size_t size = width - kFewer; size <= std::min(end, width + 1); ++size) {
      const std::size_t begin = end - size;
      if (begin > 0 && steps[begin].size == 0) continue;
      const std::vector<Range> row(cells.begin() + static_cast<std::ptrdiff_t>(begin), cells.begin() + static_cast<std::ptrdiff_t>(end));
      const double fit = FitRows(text, dictionary, {&row}, columns).score;
      const bool fits = fit >= kLeastFit * static_cast<double>(size);
      if (size != width && !fits) continue;
      if (AlignRow(text, dictionary, row, columns, /*may_share=*/size > width).front() > named) continue;  // names nothing
      const double score = steps[begin].score + fit + (size == width && fits ? kWhole : 0);
      if (steps[end].size == 0 || score > steps[end].score) steps[end] = {.score = score, .size = size};
    }
    if (steps[end].size > 0 && steps[end].score > steps[best].score) best = end;
  }
  records.end += best;
  for (std::size_t end = best; end > 0; end -= steps[end].size) {
    records.rows.emplace_back(cells.begin() + static_cast<std::ptrdiff_t>(end - steps[end].size), cells.begin() + static_cast<std::ptrdiff_t>(end));
    records.categories.emplace_back();
  }
  std::ranges::reverse(records.rows);
  if (records.rows.size() < 3) records.rows.clear();
  return records;
}

bool Reports(Role role) {
  return role == Role::kProgress || role == Role::kTarget || role == Role::kPlanned || role == Role::kReached || role == Role::kRatio ||
         role == Role::kSteps || role == Role::kPeriod;
}

// The columns with two heads next to each other in one, where both together are a known head: 攻坚目标 above 任务. Empty where
// they are none.
std::vector<Column> Joined(const Dictionary& dictionary, const std::vector<Column>& columns, std::size_t at) {
  const std::string name = columns[at].name + columns[at + 1].name;
  Role role = dictionary.LabelRole(name);
  if (role == Role::kNone && columns[at].role == Role::kNone) role = dictionary.HeadRole(name);
  if (role == Role::kNone || HasMoreThan(10, name)) return {};
  std::vector<Column> joined = columns;
  joined[at] = {.role = role, .head = {columns[at].head.begin, columns[at + 1].head.end}, .name = name};
  joined.erase(joined.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  return joined;
}

// Without the heads that only stand above others (2025年进展情况 above 截至6月底 and 7月计划): there are more heads than the
// longest record has cells, and the records fit better without them. Pieces of broken heads are one head in the same way.
void DropSpanningHeads(const Text& text, const Dictionary& dictionary, const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns) {
  constexpr double kWhole = 0.1;  // of a row; a head in pieces is likelier than one too many
  if (rows.size() < 3) return;
  std::vector<const std::vector<Range>*> filled;
  std::size_t longest = 0;
  for (const auto& row : rows) {
    if (filled.size() < 30) filled.push_back(&row);
    longest = std::max(longest, row.size());
  }
  // A few records hold cells of several lines.
  std::vector<std::size_t> sizes;
  for (const auto& row : rows) sizes.push_back(row.size());
  std::sort(sizes.begin(), sizes.end());
  const std::size_t usual = sizes[sizes.size() * 3 / 4];
  while (columns->size() > usual && columns->size() > 4) {
    const double now = FitRows(text, dictionary, filled, *columns).score;
    std::size_t drop = columns->size();
    std::vector<Column> whole;  // two pieces of a broken head in one
    double best = now + kWhole * static_cast<double>(filled.size());
    for (std::size_t i = 1; i + 1 < columns->size(); ++i) {
      std::vector<Column> fewer = Joined(dictionary, *columns, i);
      if (fewer.empty()) continue;
      const double score = FitRows(text, dictionary, filled, fewer).score;
      if (score <= best) continue;
      best = score;
      whole = std::move(fewer);
    }
    best = std::max(best, now + 0.5 * static_cast<double>(filled.size()));
    for (std::size_t i = 1; i + 1 < columns->size() && columns->size() > longest; ++i) {
      if (!Reports((*columns)[i].role) || !Reports((*columns)[i + 1].role)) continue;
      std::vector<Column> fewer = *columns;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      const double score = FitRows(text, dictionary, filled, fewer).score;
      if (score <= best) continue;
      best = score;
      drop = i;
    }
    if (drop == columns->size() && whole.empty()) return;
    if (drop == columns->size()) {
      *columns = std::move(whole);
      continue;
    }
    columns->erase(columns->begin() + static_cast<std::ptrdiff_t>(drop));
  }
}

// What a cell holds at a glance, for the period in which cells of one kind come again.
char KindOf(std::string_view cell, const Dictionary& dictionary) {
  if (cell.size() > 120 || FindColon(cell) != std::string_view::npos || NumberingAt(cell, 0)) return 't';
  const Traits traits = Describe(cell, dictionary);
  if (traits.status) return 's';
  if (traits.people) return 'p';
  if (traits.units) return 'u';
  if (traits.percent) return '%';
  if (traits.numeric) return 'n';
  if (traits.date && traits.chars <= 16) return 'd';
  return 't';
}

// Records without numbers: cells whose kinds come again after as many cells each time, at least three times.
Records PeriodicRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, std::size_t* first) {
  constexpr std::size_t kMaxCells = 200;
  std::string kinds;
  for (const Block& block : blocks) {
    if (block.table >= 0 || kinds.size() >= kMaxCells) break;
    kinds.push_back(KindOf(text.Of(block.range), dictionary));
  }
  std::size_t best = 0;
  std::size_t best_begin = 0;
  std::size_t best_end = 0;
  for (std::size_t period = 3; period <= 10; ++period) {
    for (std::size_t begin = 0; begin + 3 * period <= kinds.size() && begin < 40; ++begin) {
      std::size_t end = begin + period;
      while (end + period <= kinds.size() && kinds.compare(end, period, kinds, begin, period) == 0) end += period;
      const std::string_view one = std::string_view(kinds).substr(begin, period);
      const bool told_apart = one[0] == 't' && one.find_first_not_of('t') != std::string_view::npos;
      if (!told_apart || end - begin < 3 * period || end - begin <= best_end - best_begin) continue;
      best = period;
      best_begin = begin;
      best_end = end;
    }
  }
  Records records{.end = best_end};
  for (std::size_t at = best_begin; best > 0 && at < best_end; at += best) {
    records.rows.emplace_back();
    for (std::size_t i = 0; i < best; ++i) records.rows.back().push_back(blocks[at + i].range);
    records.categories.emplace_back();
  }
  *first = best_begin;
  return records;
}

// Records that three numbers or more that follow each other open; `first` receives the block of the first number.
Records CountedRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, std::size_t* first) {
  for (std::size_t at = 0; at + 6 < blocks.size(); ++at) {
    if (!blocks[at].in_stream || BareNumber(text.Of(blocks[at].range)) != 1) continue;
    Records records = NumberedRecords(text, dictionary, blocks, at, nullptr);
    if (records.rows.size() < 3) break;
    *first = at;
    return records;
  }
  return {};
}

// How many cells most records have; where rows below them lost merged cells, how many the shortest have of which there are
// several. 0 for others.
std::size_t UsualSize(const Records& records) {
  std::map<std::size_t, std::size_t> sizes;
  for (const auto& row : records.rows) ++sizes[row.size()];
  const std::size_t rows = records.rows.size() - 1;  // the last one may hold what follows the table
  for (const std::size_t share : {3, 1}) {
    for (const auto& [size, count] : sizes) {
      if (count >= 2 && count * 5 >= rows * share) return size;
    }
  }
  return 0;
}

// Heads that are mostly no known words: as many short lines right above record 1 as most records have cells.
std::optional<Heads> HeadsOfRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks) {
  constexpr std::size_t kMaxHead = 14;  // characters
  std::size_t first = 0;
  const Records records = CountedRecords(text, dictionary, blocks, &first);
  if (records.rows.empty()) return std::nullopt;
  const std::size_t width = UsualSize(records);
  if (width < 4 || first < width) return std::nullopt;
  Heads found{.begin = first - width, .end = first};
  // A total may stand between the heads and record 1.
  for (std::size_t back = 1; back <= 3 && back <= found.begin; ++back) {
    if (dictionary.HeadRole(text.Of(blocks[first - width - back].range)) != Role::kNumber) continue;
    found.begin -= back;
    break;
  }
  std::size_t known = 0;
  for (std::size_t i = found.begin; i < found.begin + width; ++i) {
    const std::string_view word = text.Of(blocks[i].range);
    const Role role = RoleOfHead(dictionary, word);
    const bool number = role == Role::kNumber || (role == Role::kNone && CountChars(word) <= 4);
    if (blocks[i].table >= 0 || HasMoreThan(kMaxHead, word) || BareNumber(word) > 0 || word.starts_with("(") || word.starts_with("（")) return std::nullopt;
    if (i == found.begin && !number) return std::nullopt;
    known += role != Role::kNone;
    found.words.push_back(blocks[i].range);
    found.columns.push_back({.role = i == found.begin ? Role::kNumber : role, .head = blocks[i].range, .name = Normal(word)});
  }
  return known >= 2 ? std::optional(std::move(found)) : std::nullopt;
}

// Heads that line breaks parted, made whole: the lines from the head of numbers to record 1, as many of them in one as leaves
// `width` heads, of all ways the one in which most are known. Nothing where there are not more lines than heads.
std::vector<Column> HeadsInPieces(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, std::size_t first, std::size_t width) {
  constexpr std::size_t kMaxPieces = 3;  // of a head
  constexpr std::size_t kMaxHead = 14;   // characters
  constexpr double kPiece = -0.5;        // each piece more
  std::size_t begin = first;
  for (std::size_t at = first; at-- > 0 && first - at <= kMaxPieces * width;) {
    const std::string_view word = text.Of(blocks[at].range);
    if (blocks[at].table >= 0 || HasMoreThan(kMaxHead, word) || IsTotal(word)) return {};
    const bool pieces = Normal(word) == "序" && at + 1 < first && Normal(text.Of(blocks[at + 1].range)) == "号";
    if (dictionary.HeadRole(word) != Role::kNumber && !pieces) continue;
    begin = at;
    break;
  }
  const std::size_t lines = first - begin;
  if (lines <= width) return {};
  // 落实情况 above 牵头单位 are two heads; 年度 above 目标任务 may be one.
  const auto two_heads = [&](std::size_t from, std::size_t end) {
    std::size_t whole = 0;
    std::size_t longer = 0;
    for (std::size_t i = from; i < end; ++i) {
      const std::string_view word = text.Of(blocks[begin + i].range);
      whole += HasMoreThan(3, word) && dictionary.HeadRole(word) != Role::kNone;
      longer += HasMoreThan(2, word);
    }
    return whole > 0 && longer > 1;
  };
  struct Step {
    double score = 0;
    std::size_t pieces = 0;  // of the head that ends here; 0 where none does
    Column column;
  };
  std::vector<std::vector<Step>> steps(width + 1, std::vector<Step>(lines + 1));
  for (std::size_t head = 1; head <= width; ++head) {
    for (std::size_t end = head; end <= lines; ++end) {
      for (std::size_t pieces = 1; pieces <= std::min(kMaxPieces, end); ++pieces) {
        const std::size_t from = end - pieces;
        if ((head == 1 ? from != 0 : steps[head - 1][from].pieces == 0) || (pieces > 1 && two_heads(from, end))) continue;
        Column column{.head = {blocks[begin + from].range.begin, blocks[begin + end - 1].range.end}};
        column.name = Normal(text.Of(column.head));
        if (HasMoreThan(kMaxHead, column.name)) continue;
        const bool exact = dictionary.LabelRole(column.name) != Role::kNone;
        if (head == 1 && pieces > 1 && dictionary.LabelRole(column.name) != Role::kNumber) continue;
        column.role = exact ? dictionary.LabelRole(column.name) : RoleOfHead(dictionary, column.name);
        const double score = steps[head - 1][from].score + (exact ? 3.0 : column.role != Role::kNone ? 2.0 : 0.0) + kPiece * static_cast<double>(pieces - 1);
        if (steps[head][end].pieces == 0 || score > steps[head][end].score) steps[head][end] = {.score = score, .pieces = pieces, .column = std::move(column)};
      }
    }
  }
  if (steps[width][lines].pieces == 0) return {};
  std::vector<Column> columns;
  for (std::size_t head = width, end = lines; head > 0; --head) {
    columns.push_back(steps[head][end].column);
    end -= steps[head][end].pieces;
  }
  std::ranges::reverse(columns);
  columns[0].role = Role::kNumber;
  return columns;
}

// The columns of `records` with heads that line breaks parted made whole, where their cells fit these better.
std::vector<Column> WithWholeHeads(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, std::vector<Column> columns) {
  constexpr double kWhole = 0.5;  // of a row
  std::size_t first = 0;
  const Records records = CountedRecords(text, dictionary, blocks, &first);
  const std::size_t width = records.rows.empty() ? 0 : UsualSize(records);
  if (width < 4) return columns;
  const std::vector<Column> whole = HeadsInPieces(text, dictionary, blocks, first, width);
  if (whole.empty() || std::ranges::equal(whole, columns, {}, &Column::name, &Column::name)) return columns;
  std::vector<const std::vector<Range>*> rows;
  for (const auto& row : records.rows) {
    if (row.size() == width && rows.size() < 30) rows.push_back(&row);
  }
  const auto score = [&](std::vector<Column> tried) {
    SettleColumns(text, dictionary, records.rows, &tried);
    return FitRows(text, dictionary, rows, tried).score;
  };
  const bool parted = std::ranges::all_of(whole, [&](const Column& column) {
    return column.head.empty() || column.role != Role::kNone;
  });
  return parted && score(whole) > score(columns) + kWhole * static_cast<double>(rows.size()) ? whole : columns;
}

// Whether a cell says what it or the one below it holds: 建设内容:新建…, 【建设内容】新建…, 建设内容.
bool OpensWithLabel(const Dictionary& dictionary, std::string_view cell) {
  if (!BracketedLabelAt(cell, 0).name.empty()) return true;
  const std::size_t colon = FindColon(cell.substr(0, 39));
  if (colon != std::string_view::npos) return colon >= 6 && !HoldsDigit(cell.substr(0, colon));
  return cell.size() <= 24 && dictionary.LabelRole(cell) != Role::kNone;
}

// Cells that say themselves what they hold, or that are the same in each record, are the lines of an outline.
bool SayWhatTheyHold(const Text& text, const Dictionary& dictionary, const std::vector<std::vector<Range>>& rows) {
  std::size_t cells = 0;
  std::size_t labelled = 0;
  for (const std::vector<Range>& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string_view cell = text.Of(row[i]);
      const auto same = [&](const std::vector<Range>& other) { return i < other.size() && text.Of(other[i]) == cell; };
      ++cells;
      labelled += OpensWithLabel(dictionary, cell) ||
                  (rows.size() >= 3 && cell.size() <= 24 && !HoldsDigit(cell) && std::all_of(rows.begin(), rows.begin() + 3, same));
    }
  }
  return labelled * 5 > cells * 2;
}

}  // namespace

void MarkCellStreams(const Text& text, const Dictionary& dictionary, std::vector<Block>* blocks) {
  constexpr std::size_t kMaxRecord = 60;  // cells
  std::vector<int> numbers;  // alone in each block
  for (const Block& block : *blocks) numbers.push_back(block.table < 0 && block.range.size() <= 12 ? BareNumber(text.Of(block.range)) : 0);
  for (std::size_t at = 0; at < blocks->size(); ++at) {
    if (numbers[at] != 1) continue;
    std::size_t last = at;
    std::size_t record = 0;  // cells of the one before the last
    int expected = 2;
    for (std::size_t next = at + 2; next < blocks->size() && next <= last + kMaxRecord; ++next) {
      if (numbers[next] != expected || next < last + 2) continue;
      record = next - last;
      last = next;
      ++expected;
    }
    if (expected < 4) continue;
    for (; at < std::min(last + record, blocks->size()); ++at) (*blocks)[at].in_stream = true;
  }
  // Below heads the records need no numbers.
  const std::optional<Heads> heads = FindHeads(text, dictionary, *blocks);
  if (!heads || heads->end >= blocks->size() || (*blocks)[heads->end].in_stream) return;
  const Records records = FittingRecords(text, dictionary, *blocks, *heads);
  for (std::size_t at = heads->end; at < records.end; ++at) (*blocks)[at].in_stream = true;
}

std::vector<Item> ReadCellStream(const Text& text, const Dictionary& dictionary,
                                 const std::vector<Block>& blocks, std::size_t* first, std::size_t* last,
                                 std::vector<std::vector<Field>>* totals) {
  std::optional<Heads> heads = FindHeads(text, dictionary, blocks);
  if (std::optional<Heads> whole = HeadsOfRecords(text, dictionary, blocks);
      whole && (!heads || (heads->begin >= whole->begin && heads->columns.size() < whole->columns.size()))) {
    heads = std::move(whole);
  }
  Records records;
  bool counted = true;  // records are told by numbers, or by their size
  std::vector<Column> columns;
  if (heads) {
    records = NumberedRecords(text, dictionary, blocks, heads->end, &*heads);
    columns = heads->columns;
    *first = heads->begin;
    if (records.rows.size() < 2 && columns.size() < 4) records.rows.clear();
    if (records.rows.empty()) {
      counted = false;
      records = EqualRecords(text, dictionary, blocks, *heads);
      Records fitting = FittingRecords(text, dictionary, blocks, *heads);
      if (fitting.rows.size() > records.rows.size()) records = std::move(fitting);
    }
    DropSpanningHeads(text, dictionary, records.rows, &columns);
    columns = WithWholeHeads(text, dictionary, blocks, std::move(columns));
  }
  if (records.rows.empty()) {
    counted = true;
    records = CountedRecords(text, dictionary, blocks, first);
    if (records.rows.empty()) records = PeriodicRecords(text, dictionary, blocks, first);
    if (SayWhatTheyHold(text, dictionary, records.rows)) return {};
    std::size_t top = 0;
    const auto guessed = GuessColumns(text, dictionary, records.rows, &top);
    if (!guessed || top > 0) return {};
    columns = *guessed;
  }
  SettleColumns(text, dictionary, records.rows, &columns);
  RowReader reader(text, dictionary, columns);
  reader.InheritOffices();
  if (TitlesNumber(text, columns, records.rows)) reader.TitlesNumber();
  for (std::size_t i = 0; i < records.rows.size(); ++i) {
    if (!records.categories[i].empty()) reader.SetCategory(records.categories[i]);
    reader.Add(records.rows[i], /*may_share=*/counted || records.rows[i].size() != columns.size());
  }
  *last = records.end;
  *totals = reader.totals();
  return reader.Take();
}

}  // namespace duban::documents
