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
#include "documents/core/stream_heads.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

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
                        const StreamHeads* heads) {
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
    const std::size_t glued = counted && number == 0 ? GluedNumber(text.Of(cell), expected) : 0;
    if (glued > 0) number = expected;
    const bool opens = number > 0 && (expected == 0 ? number <= 200 : number == expected) && at + 1 < blocks.size() &&
                       OpensText(text.Of(blocks[at + 1].range)) && (rows.empty() || rows.back().size() >= 2);
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
    } else if (CountChars(text.Of(cell)) <= 30) {
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
Records EqualRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, const StreamHeads& heads) {
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

// Records without numbers below known heads, some of which lack a cell or hold one more: of all ways to part the cells the one
// in which they fit the heads best. None where no head is told by its cells.
Records FittingRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks, const StreamHeads& heads) {
  constexpr std::size_t kMaxCells = 600;
  constexpr std::size_t kFewer = 2;     // cells that a record may lack
  constexpr double kLeastFit = 1.2;     // of a cell in a record
  constexpr double kWhole = 4.0;        // for a record with a cell below each head
  const std::size_t width = heads.columns.size();
  Records records{.end = heads.end};
  const bool told = std::ranges::any_of(heads.columns, [](const Column& column) { return NamesSomebody(column.role) || column.role == Role::kStatus; });
  if (width < 4 || !told) return records;
  const auto named = static_cast<std::size_t>(std::ranges::find_if(heads.columns, [](const Column& column) {
    return column.role == Role::kTitle || column.role == Role::kContent || column.role == Role::kTarget;
  }) - heads.columns.begin());
  std::vector<Range> cells;
  while (heads.end + cells.size() < blocks.size() && cells.size() < kMaxCells && blocks[heads.end + cells.size()].table < 0) {
    cells.push_back(blocks[heads.end + cells.size()].range);
  }
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
      const double fit = FitRows(text, dictionary, {&row}, heads.columns).score;
      const bool fits = fit >= kLeastFit * static_cast<double>(size);
      if (size != width && !fits) continue;
      if (AlignRow(text, dictionary, row, heads.columns, /*may_share=*/size > width).front() > named) continue;  // names nothing
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

// How many cells most records have, where most have as many; the last one may hold what follows the table. 0 for others.
std::size_t UsualSize(const Records& records) {
  std::map<std::size_t, std::size_t> sizes;
  for (const auto& row : records.rows) ++sizes[row.size()];
  for (const auto& [size, count] : sizes) {
    if (count * 5 >= (records.rows.size() - 1) * 3) return size;
  }
  return 0;
}

// Heads that are mostly no known words: as many short lines right above record 1 as most records have cells.
std::optional<StreamHeads> HeadsOfRecords(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks) {
  constexpr std::size_t kMaxHead = 14;  // characters
  std::size_t first = 0;
  const Records records = CountedRecords(text, dictionary, blocks, &first);
  if (records.rows.empty()) return std::nullopt;
  const std::size_t width = UsualSize(records);
  if (width < 4 || first < width) return std::nullopt;
  StreamHeads found{.begin = first - width, .end = first};
  std::size_t known = 0;
  for (std::size_t i = found.begin; i < first; ++i) {
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
  const std::optional<StreamHeads> heads = FindStreamHeads(text, dictionary, *blocks);
  if (!heads || heads->end >= blocks->size() || (*blocks)[heads->end].in_stream) return;
  const Records records = FittingRecords(text, dictionary, *blocks, *heads);
  for (std::size_t at = heads->end; at < records.end; ++at) (*blocks)[at].in_stream = true;
}

std::vector<Item> ReadCellStream(const Text& text, const Dictionary& dictionary,
                                 const std::vector<Block>& blocks, std::size_t* first, std::size_t* last,
                                 std::vector<std::vector<Field>>* totals) {
  std::optional<StreamHeads> heads = FindStreamHeads(text, dictionary, blocks);
  if (std::optional<StreamHeads> whole = HeadsOfRecords(text, dictionary, blocks);
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
