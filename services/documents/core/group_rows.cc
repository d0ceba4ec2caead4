#include "documents/core/group_rows.h"

#include <algorithm>

#include "documents/core/cell_traits.h"
#include "documents/core/numbering.h"
#include "documents/core/table_rows.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// Whether a number is written 一 or (一).
bool IsChineseNumber(std::string_view cell) { return BareNumber(cell) > 0 && !HoldsDigit(cell); }

// The name of the group, where a row has nothing else but its number and sums.
Range NameOfGroup(const Text& text, const std::vector<Range>& row) {
  if (row.size() < 2) return {};
  // 一 | 教育, 一 | 教育 | 9860 or 一、教育 | 9860 | 4870.
  const auto numbering = NumberingAt(text.str(), row[0].begin);
  const bool named =
      numbering && numbering->style == NumberStyle::kChinese && numbering->range.end < row[0].end;
  if (!named && (!IsChineseNumber(text.Of(row[0])) || row[1].empty())) return {};
  const bool sums = std::all_of(row.begin() + (named ? 1 : 2), row.end(), [&](Range cell) {
    return cell.empty() || IsNumeric(Normal(text.Of(cell)), 0);
  });
  if (!sums) return {};
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

}  // namespace duban::documents
