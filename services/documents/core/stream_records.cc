#include "documents/core/stream_records.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "documents/core/align.h"
#include "documents/core/cell_traits.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"
#include "documents/core/table_rows.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMaxGroup = 20;  // characters of the name of a group

// What may stand behind the number of a record: a name, or the year of the works where the name
// holds for several records, but no figure (9 of 2 | 9 | 60% is reached).
bool OpensText(std::string_view cell) {
  const bool year =
      cell.size() >= 4 && cell.size() <= 24 && (cell.starts_with("20") || cell.starts_with("19")) &&
      NumeralValue(cell.substr(0, 3)) > 190 && (cell.size() == 4 || Contains(cell, "-"));
  return year || (BareNumber(cell) == 0 && (cell.size() > 24 || !IsNumeric(Normal(cell))));
}

// The numbering of the first title, before which a group's name may stand.
std::optional<NumberStyle> StyleOfTitles(const Text& text, const std::vector<Block>& blocks,
                                         std::size_t at) {
  std::optional<NumberStyle> style;
  if (at < blocks.size() && EndsWithAny(text.Of(blocks[at].range), {"件)", "项)", "件）", "项）"}))
    return style;  // 一、教育(3件)
  for (std::size_t i = at; i < std::min(at + 2, blocks.size()); ++i) {
    const auto numbering = NumberingAt(text.str(), blocks[i].range.begin);
    if (!numbering || (i > at && *style != NumberStyle::kChinese)) break;
    style = numbering->style;
  }
  return style;
}

// Bytes of the number `expected` where it runs on into the name behind it (5农村公路提档升级); 0
// where it counts something (5所学校) or is none.
std::size_t GluedNumber(std::string_view cell, int expected) {
  const std::string digits = std::to_string(expected);
  if (expected < 2 || !cell.starts_with(digits) || cell.size() < digits.size() + 9 ||
      HasMoreThan(40, cell))
    return 0;
  const char32_t next = CharAt(cell, digits.size()).code;
  const bool counts = std::u32string_view(
                          U"个家处所条名人户座台项次场辆张间套平万亿元公千百吨米月年日级期对批支岁"
                          U"份分件大类号楼层镇村里天种步周")
                          .find(next) != std::u32string_view::npos;
  return IsHan(next) && !counts ? digits.size() : 0;
}

// Whether a cell is a text at a glance.
bool IsText(std::string_view cell) {
  return cell.size() > 120 || FindColon(cell) != std::string_view::npos || NumberingAt(cell, 0);
}

// What one that is none holds, for the period in which cells of one kind come again.
char KindOf(std::string_view cell, const Dictionary& dictionary) {
  const Traits traits = Describe(cell, dictionary);
  if (traits.status) return 's';
  if (traits.people) return 'p';
  if (traits.units) return 'u';
  if (traits.percent) return '%';
  if (traits.numeric) return 'n';
  if (traits.date && traits.chars <= 16) return 'd';
  return 't';
}

// Whether the last cell of a record of at least `least` cells is the name of the group that
// follows: the others fit the heads without it.
bool EndsWithGroup(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
                   const std::vector<Column>& columns, std::size_t least) {
  constexpr double kSlack = 0.3;
  if (row.size() < std::max<std::size_t>(least, 3) || columns.back().role == Role::kNone ||
      !HeadsGroup(dictionary, text.Of(row.back())))
    return false;
  const std::vector<Range> without(row.begin(), row.end() - 1);
  return FitRows(text, dictionary, {&without}, columns).score + kSlack >=
         FitRows(text, dictionary, {&row}, columns).score;
}

}  // namespace

bool HeadsGroup(std::string_view cell, const Traits& traits) {
  if (HasMoreThan(kMaxGroup, cell) || !HasMoreThan(1, cell)) return false;
  if (EndsWithAny(cell, {"件)", "项)", "个)", "件）", "项）", "个）"})) return true;
  if (traits.numbered == NumberStyle::kChinese && traits.chars > 3) return true;
  return !HoldsDigit(cell) && !traits.sentence && !traits.status && !traits.units &&
         !traits.people && !traits.date && !traits.number;
}

bool HeadsGroup(const Dictionary& dictionary, std::string_view cell) {
  return !HasMoreThan(kMaxGroup, cell) && HeadsGroup(cell, Describe(cell, dictionary));
}

StreamRecords NumberedRecords(const Text& text, const Dictionary& dictionary,
                              const std::vector<Block>& blocks, std::size_t at,
                              const StreamHeads* heads) {
  StreamRecords records{.end = at};
  auto& rows = records.rows;
  Range category;
  int expected = 0;
  const bool counted = heads == nullptr || std::any_of(heads->columns.begin(), heads->columns.end(),
                                                       [](const Column& column) {
                                                         return column.role == Role::kNumber;
                                                       });
  const std::optional<NumberStyle> style = counted ? std::nullopt : StyleOfTitles(text, blocks, at);
  // 180 below a head of figures counts no record; before the first one a category may stand.
  const auto one = [&](std::size_t i) {
    return i < blocks.size() && BareNumber(text.Of(blocks[i].range)) == 1;
  };
  if (!counted && !style && !one(at) && !one(at + 1)) return records;
  const bool plain =
      heads != nullptr && std::ranges::none_of(heads->columns, [](const Column& column) {
        return column.role == Role::kCategory;
      });
  const bool leads = heads != nullptr && heads->columns.size() > 3 &&
                     heads->columns[0].role == Role::kCategory &&
                     heads->columns[1].role == Role::kNumber;
  // A remark may stand in each record, the name of a group heads one.
  const auto comes_again = [&](Range cell, std::size_t from) {
    constexpr std::size_t kNear = 200;  // cells
    const auto begin = blocks.begin() + static_cast<std::ptrdiff_t>(from);
    const auto end = begin + static_cast<std::ptrdiff_t>(std::min(kNear, blocks.size() - from));
    const bool behind = std::any_of(
        begin, end, [&](const Block& block) { return text.Of(block.range) == text.Of(cell); });
    return behind ||
           std::any_of(rows.end() - static_cast<std::ptrdiff_t>(std::min(kNear, rows.size())),
                       rows.end(), [&](const std::vector<Range>& row) {
                         return row.back().begin != cell.begin &&
                                text.Of(row.back()) == text.Of(cell);
                       });
  };
  for (; at < blocks.size() && blocks[at].table < 0; ++at) {
    const Range cell = blocks[at].range;
    int number = cell.size() <= 12 ? BareNumber(text.Of(cell)) : 0;
    const auto title = style ? NumberingAt(text.str(), cell.begin) : std::nullopt;
    const bool titled = title && title->style == *style && title->range.end < cell.end;
    if (title && title->style == *style) number = title->value;
    const std::size_t glued = counted && number == 0 ? GluedNumber(text.Of(cell), expected) : 0;
    if (glued > 0) number = expected;
    const bool opens = number > 0 && (expected == 0 ? number <= 200 : number == expected) &&
                       at + 1 < blocks.size() &&
                       (titled || OpensText(text.Of(blocks[at + 1].range))) &&
                       (rows.empty() || rows.back().size() >= 2);
    if (opens) {
      // A heading of a group stands between two records, as the last cell of the one before.
      if (!rows.empty() && rows.back().size() > 2) {
        const Range tail = rows.back().back();
        const auto numbering = NumberingAt(text.str(), tail.begin);
        if ((numbering && numbering->style == NumberStyle::kChinese &&
             CountChars(text.Of(tail)) <= 30) ||
            (plain && !comes_again(tail, at) &&
             EndsWithGroup(text, dictionary, rows.back(), heads->columns,
                           heads->columns.size() + 1))) {
          category = tail;
          rows.back().pop_back();
        }
      }
      Range lead;  // 类别 in front of 序号: the name of a group belongs to the record below it
      if (leads && rows.empty()) lead = std::exchange(category, Range{});
      if (leads && !rows.empty() &&
          EndsWithGroup(text, dictionary, rows.back(), heads->columns, heads->columns.size() - 2)) {
        lead = rows.back().back();
        rows.back().pop_back();
      }
      if (glued > 0) {
        rows.push_back({{cell.begin, cell.begin + glued}, {cell.begin + glued, cell.end}});
      } else {
        rows.push_back({text.Of(cell).ends_with("*") ? Range{cell.begin, cell.end - 1} : cell});
      }
      if (!lead.empty()) rows.back().insert(rows.back().begin(), lead);
      records.categories.push_back(category);
      expected = number + 1;
    } else if (!rows.empty()) {
      const auto again = [&](std::size_t i) {
        return at + i < blocks.size() && text.Of(blocks[at + i].range) == text.Of(heads->words[i]);
      };
      if (heads != nullptr && again(0) &&
          (dictionary.HeadRole(text.Of(cell)) != Role::kNone ||
           (heads->words.size() > 2 && again(1) && again(2)))) {
        at += heads->end - heads->begin - 1;  // the heads again, on the next page
        continue;
      }
      rows.back().push_back(cell);
    } else if (CountChars(text.Of(cell)) <= 30 && !IsTotal(text.Of(cell)) &&
               !(at > 0 && IsTotal(text.Of(blocks[at - 1].range)))) {
      category = cell;
    }
    records.end = at + 1;
  }
  // 备注:… below the last row is about the table; where it dates the figures, it is read with them.
  if (rows.size() >= 2 && rows.back().size() > 2) {
    const std::string_view last = text.Of(rows.back().back());
    if (StartsWithAny(last, {"备注:", "备注：", "注:", "注："}) &&
        !MentionsAny(last, {"截至", "截止"})) {
      rows.back().pop_back();
      --records.end;
    }
  }
  // A heading or prose behind as many cells as a record has follows the table.
  if (rows.size() >= 4) {
    std::size_t longest = 0;
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) longest = std::max(longest, rows[i].size());
    for (std::size_t i = longest; i < rows.back().size(); ++i) {
      const std::string_view cell = text.Of(rows.back()[i]);
      const auto numbering = NumberingAt(cell, 0);
      if (!(numbering && numbering->style == NumberStyle::kChinese) &&
          !(CountChars(cell) > 50 && cell.ends_with("。")))
        continue;
      records.end -= rows.back().size() - i;
      rows.back().resize(i);
    }
  }
  return records;
}

StreamRecords EqualRecords(const Text& text, const Dictionary& dictionary,
                           const std::vector<Block>& blocks, const StreamHeads& heads) {
  const std::size_t width = heads.columns.size();
  StreamRecords records{.end = heads.end};
  const auto printed = [](const Block& block) { return block.table < 0; };
  while (records.end + width <= blocks.size()) {
    const auto first = blocks.begin() + static_cast<std::ptrdiff_t>(records.end);
    if (!std::all_of(first, first + static_cast<std::ptrdiff_t>(width), printed)) break;
    std::vector<Range> row;
    for (std::size_t i = 0; i < width; ++i) row.push_back(blocks[records.end + i].range);
    const Anchors anchors = FitsAnchors(text, dictionary, row, heads.columns);
    const bool figures = std::any_of(row.begin(), row.end(), [&](Range cell) {
      return cell.size() < 24 && IsNumeric(Normal(text.Of(cell)));
    });
    if (!FitsHeads(text, dictionary, row, heads.columns) || anchors == Anchors::kContradicted ||
        !(anchors == Anchors::kHeld || figures))
      break;
    records.rows.push_back(std::move(row));
    records.categories.emplace_back();
    records.end += width;
  }
  if (records.rows.size() < (width >= 4 ? 1U : 2U)) records.rows.clear();
  return records;
}

namespace {

// Whether a cell of each row opens with a number that counts on (一、…, 二、…): the lines of an
// outline, which its numbers tell best.
bool CountOn(const Text& text, const std::vector<std::vector<Range>>& rows) {
  for (std::size_t column = 0; !rows.empty() && column < rows.front().size(); ++column) {
    int last = 0;
    const bool counts = std::ranges::all_of(rows, [&](const std::vector<Range>& row) {
      const auto numbering = NumberingAt(text.str(), row[column].begin);
      const int before = std::exchange(last, numbering ? numbering->value : 0);
      return numbering && (before == 0 || last == before + 1);
    });
    if (counts) return true;
  }
  return false;
}

}  // namespace

StreamRecords PeriodicRecords(const Text& text, const Dictionary& dictionary,
                              const std::vector<Block>& blocks) {
  constexpr std::size_t kMaxCells = 200;
  constexpr std::size_t kLeast = 3;  // periods, in each of which a cell is no text
  std::string kinds;
  for (const Block& block : blocks) {
    if (block.table >= 0 || kinds.size() >= kMaxCells) break;
    kinds.push_back(IsText(text.Of(block.range)) ? 't' : '?');
  }
  if (static_cast<std::size_t>(std::ranges::count(kinds, '?')) < kLeast) return {};
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] == '?') kinds[i] = KindOf(text.Of(blocks[i].range), dictionary);
  }
  std::size_t best = 0;
  std::size_t best_begin = 0;
  std::size_t best_end = 0;
  for (std::size_t period = 3; period <= 10; ++period) {
    for (std::size_t begin = 0; begin + kLeast * period <= kinds.size() && begin < 40; ++begin) {
      const std::string_view one = std::string_view(kinds).substr(begin, period);
      const bool told_apart = one[0] == 't' && one.find_first_not_of('t') != std::string_view::npos;
      if (!told_apart) continue;
      std::size_t end = begin + period;
      while (end + period <= kinds.size() && kinds.compare(end, period, one) == 0) end += period;
      if (end - begin < kLeast * period || end - begin <= best_end - best_begin) continue;
      best = period;
      best_begin = begin;
      best_end = end;
    }
  }
  StreamRecords records{.begin = best_begin, .end = best_end};
  for (std::size_t at = best_begin; best > 0 && at < best_end; at += best) {
    records.rows.emplace_back();
    for (std::size_t i = 0; i < best; ++i) records.rows.back().push_back(blocks[at + i].range);
    records.categories.emplace_back();
  }
  if (CountOn(text, records.rows)) return {};
  return records;
}

StreamRecords CountedRecords(const Text& text, const Dictionary& dictionary,
                             const std::vector<Block>& blocks) {
  for (std::size_t at = 0; at + 6 < blocks.size(); ++at) {
    if (!blocks[at].in_stream || BareNumber(text.Of(blocks[at].range)) != 1) continue;
    StreamRecords records = NumberedRecords(text, dictionary, blocks, at, nullptr);
    if (records.rows.size() < 3) break;
    records.begin = at;
    return records;
  }
  return {};
}

std::size_t UsualSize(const StreamRecords& records) {
  std::map<std::size_t, std::size_t> sizes;
  for (const auto& row : records.rows) ++sizes[row.size()];
  const std::size_t rows = records.rows.size() - 1;  // the last one may hold what follows the table
  for (const std::size_t share : {std::size_t{3}, std::size_t{1}}) {
    for (const auto& [size, count] : sizes) {
      if (count >= 2 && count * 5 >= rows * share) return size;
    }
  }
  return 0;
}

}  // namespace duban::documents
