#include "documents/core/anchored_rows.h"

#include <algorithm>
#include <optional>

#include "documents/core/cell_traits.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLeastRows = 4;
constexpr std::size_t kMostParted = 2;  // columns that a head stands above besides its own

// The only cell of a row that is a number; nullopt where there is none, several, or an empty cell.
std::optional<std::size_t> OnlyNumber(const Text& text, const std::vector<Range>& row) {
  std::optional<std::size_t> only;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i].empty()) return std::nullopt;
    if (!IsNumeric(Normal(text.Of(row[i])), 0)) continue;
    if (only) return std::nullopt;
    only = i;
  }
  return only;
}

// The one column that promises, behind the one that names; nullopt where others hold numbers or
// count the rows.
std::optional<std::size_t> AnchorOf(const std::vector<Column>& heads) {
  std::optional<std::size_t> anchor;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    switch (heads[i].role) {
      case Role::kTarget:
      case Role::kPlanned:
        if (anchor) return std::nullopt;
        anchor = i;
        break;
      case Role::kNumber:
      case Role::kReached:
      case Role::kPeriodReached:
      case Role::kRegion:
      case Role::kRatio:
      case Role::kMeasure:
        return std::nullopt;
      default:
        break;
    }
  }
  return anchor && *anchor > 0 && heads[*anchor - 1].role == Role::kTitle ? anchor : std::nullopt;
}

}  // namespace

bool AnchorRows(const Text& text, std::vector<Column>* heads,
                std::vector<std::vector<Range>>* rows) {
  const std::optional<std::size_t> anchor =
      rows->size() >= kLeastRows ? AnchorOf(*heads) : std::nullopt;
  if (!anchor) return false;
  const std::size_t behind = heads->size() - *anchor - 1;
  std::vector<std::size_t> places;  // of the number in each row; 0 in one that only titles others
  std::size_t most = 0;
  bool same = true;
  for (const std::vector<Range>& row : *rows) {
    if (row.size() == 1) {
      places.push_back(0);
      continue;
    }
    const std::optional<std::size_t> at = OnlyNumber(text, row);
    if (!at || *at == 0 || row.size() - *at - 1 > behind) return false;
    same = same && (most == 0 || most == *at);
    most = std::max(most, *at);
    places.push_back(*at);
  }
  if (same || most <= *anchor || most > *anchor + kMostParted) return false;
  // What is counted stands right before the number, kinds of projects first.
  std::vector<Column> columns = *heads;
  Column measure{
      .role = Role::kMeasure, .head = columns[*anchor - 1].head, .name = columns[*anchor - 1].name};
  columns[*anchor].role = Role::kPlanned;
  columns.insert(columns.begin() + static_cast<std::ptrdiff_t>(*anchor), measure);
  if (most == *anchor + kMostParted) {
    measure.role = Role::kCategory;
    columns.insert(columns.begin(), measure);
  }
  for (std::size_t i = 0; i < rows->size(); ++i) {
    std::vector<Range>& row = (*rows)[i];
    if (places[i] == 0) continue;
    row.insert(row.begin(), most - places[i], Range{});
    row.resize(columns.size());
  }
  *heads = std::move(columns);
  return true;
}

}  // namespace duban::documents
