#include "documents/core/columns.h"

namespace duban::documents {

// A head that names a place: its column holds that place's numbers.
bool IsPlaceHead(std::string_view head) {
  if (HasMoreThan(8, head)) return false;
  const std::string normal = Normal(head);
  if (CountChars(normal) < 2) return false;
  for (const std::string_view end : {"区", "县", "市", "旗", "镇", "乡", "街道", "新城", "市本级", "县本级", "区本级"}) {
    if (normal.ends_with(end)) return true;
  }
  return false;
}

Role RoleOfHead(const Dictionary& dictionary, std::string_view head) {
  const Role role = dictionary.HeadRole(head);
  if (role != Role::kNone) return role;
  // 进展情况、存在问题及下一步打算: what comes first is what the column is for.
  if (const std::size_t at = head.find("、"); at != std::string_view::npos && !HasMoreThan(24, head)) {
    return dictionary.HeadRole(head.substr(0, at));
  }
  return IsPlaceHead(head) ? Role::kRegion : Role::kNone;
}

bool IsHeadRow(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row) {
  std::size_t known = 0;
  std::size_t filled = 0;
  for (const Range cell : row) {
    if (cell.empty()) continue;
    ++filled;
    known += RoleOfHead(dictionary, text.Of(cell)) != Role::kNone;
  }
  return filled >= 2 && known >= 2 && known * 2 > filled;
}

std::optional<std::vector<Column>> ReadHead(const Text& text, const Dictionary& dictionary,
                                            const std::vector<Range>& row) {
  if (!IsHeadRow(text, dictionary, row)) return std::nullopt;
  std::vector<Column> columns;
  bool substance = false;
  bool places = false;
  std::size_t numbers = 0;
  for (const Range cell : row) {
    Column column{.role = cell.empty() ? Role::kNone : RoleOfHead(dictionary, text.Of(cell)), .head = cell};
    column.name = Normal(text.Of(cell));
    substance = substance || column.role == Role::kTitle || column.role == Role::kContent ||
                column.role == Role::kTarget || column.role == Role::kProgress || column.role == Role::kMeasure;
    places = places || column.role == Role::kPlace;
    numbers += column.role == Role::kPlanned || column.role == Role::kReached;
    columns.push_back(std::move(column));
  }
  if (!substance && !(places && numbers > 0)) return std::nullopt;
  return columns;
}

}  // namespace duban::documents
