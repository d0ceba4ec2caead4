#include "documents/core/columns.h"

#include <algorithm>
#include <string>

namespace duban::documents {

// A head that names a place: its column holds that place's numbers.
bool IsPlaceHead(std::string_view head) {
  if (HasMoreThan(8, head)) return false;
  std::string storage;
  const std::string_view normal = NormalIn(head, &storage);
  return CountChars(normal) >= 2 &&
         EndsWithAny(normal, {"区", "县", "市", "旗", "镇", "乡", "街道", "街道办", "新城",
                              "市本级", "县本级", "区本级"});
}

Role RoleOfHead(const Dictionary& dictionary, std::string_view head) {
  constexpr std::size_t kMaxBytes = 200;
  if (head.size() > kMaxBytes) return Role::kNone;
  const Role role = dictionary.HeadRole(head);
  if (role != Role::kNone) return role;
  // 进展情况、存在问题及下一步打算: what comes first is what the column is for.
  const std::size_t at = HasMoreThan(24, head) ? std::string_view::npos : Find(head, "、");
  if (at != std::string_view::npos) return dictionary.HeadRole(head.substr(0, at));
  return IsPlaceHead(head) ? Role::kRegion : Role::kNone;
}

bool IsHeadRow(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row) {
  const auto filled = static_cast<std::size_t>(
      std::ranges::count_if(row, [](Range cell) { return !cell.empty(); }));
  std::size_t unknown = 0;  // of more than half of the cells the role is known
  for (const Range cell : row) {
    if (cell.empty()) continue;
    unknown += RoleOfHead(dictionary, text.Of(cell)) == Role::kNone;
    if (unknown * 2 >= filled) return false;
  }
  return filled >= 2 && filled - unknown >= 2;
}

std::optional<std::vector<Column>> ReadHead(const Text& text, const Dictionary& dictionary,
                                            const std::vector<Range>& row) {
  if (!IsHeadRow(text, dictionary, row)) return std::nullopt;
  std::vector<Column> columns;
  bool substance = false;
  bool places = false;
  std::size_t numbers = 0;
  for (const Range cell : row) {
    Column column{.role = cell.empty() ? Role::kNone : RoleOfHead(dictionary, text.Of(cell)),
                  .head = cell};
    column.name = Normal(text.Of(cell));
    substance = substance || column.role == Role::kTitle || column.role == Role::kContent ||
                column.role == Role::kTarget || column.role == Role::kProgress ||
                column.role == Role::kMeasure;
    places = places || column.role == Role::kPlace;
    numbers += column.role == Role::kPlanned || column.role == Role::kReached;
    columns.push_back(std::move(column));
  }
  if (!substance && !(places && numbers > 0)) return std::nullopt;
  return columns;
}

}  // namespace duban::documents
