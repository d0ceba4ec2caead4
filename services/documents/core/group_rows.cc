#include "documents/core/group_rows.h"

#include <algorithm>

#include "documents/core/cell_traits.h"
#include "documents/core/numbering.h"
#include "documents/core/table_rows.h"
#include "documents/core/word_edges.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// Whether a number is written 一 or (一).
bool IsChineseNumber(std::string_view cell) { return BareNumber(cell) > 0 && !HoldsDigit(cell); }

// 社保惠民3个项目合计, 小计
bool NamesSum(std::string_view cell) {
  return EndsWithAny<"合计", "小计">(cell) && !HasMoreThan(20, cell);
}

// The name of the group, where a row has nothing else but its number and sums.
Range NameOfGroup(const Text& text, const std::vector<Range>& row) {
  if (row.size() < 2) return {};
  // 一 | 教育, 一 | 教育 | 9860, 一、教育 | 9860 | 4870 or 一、教育 | 教育2个项目合计 | 9860.
  const auto numbering = NumberingAt(text.str(), row[0].begin);
  const bool named =
      numbering && numbering->style == NumberStyle::kChinese && numbering->range.end < row[0].end;
  if (!named && (!IsChineseNumber(text.Of(row[0])) || row[1].empty())) return {};
  const std::size_t sums = named && !NamesSum(text.Of(row[1])) ? 1 : 2;
  const bool only =
      std::all_of(row.begin() + static_cast<std::ptrdiff_t>(sums), row.end(),
                  [&](Range cell) { return cell.empty() || IsNumeric(Normal(text.Of(cell)), 0); });
  if (!only) return {};
  return named ? row[0] : row[1];
}

}  // namespace

std::vector<Range> GroupRows(const Text& text, const std::vector<Column>& heads,
                             const std::vector<std::vector<Range>>& rows) {
  constexpr int kLeastRows = 3;
  const std::vector<Range> none(rows.size());
  if (heads.size() < 3 || heads[0].role != Role::kNumber || heads[1].role != Role::kTitle)
    return none;
  std::vector<Range> groups = none;
  int last = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].empty()) continue;
    groups[i] = NameOfGroup(text, rows[i]);
    const int number = groups[i].empty() ? BareNumber(text.Of(rows[i][0])) : 0;
    if (number == 0) continue;
    if (!HoldsDigit(text.Of(rows[i][0])) || number <= last) return none;
    last = number;
  }
  return last >= kLeastRows ? groups : none;
}

void DropMergedCategory(const Text& text, const std::vector<std::vector<Range>>& rows,
                        std::vector<Column>* heads) {
  if (heads->size() < 4 || (*heads)[0].role != Role::kCategory) return;
  const std::vector<Column> rest(heads->begin() + 1, heads->end());
  const std::vector<Range> groups = GroupRows(text, rest, rows);
  if (std::ranges::any_of(groups, [](Range group) { return !group.empty(); })) *heads = rest;
}

}  // namespace duban::documents
