#include <algorithm>

#include "documents/core/listing.h"
#include "documents/core/names.h"
#include "documents/core/numbering.h"

namespace duban::documents {
namespace {

bool IsNumberCell(std::string_view cell) {
  const std::string normal = Normal(cell);
  bool digit = false;
  for (std::size_t at = 0; at < normal.size();) {
    const Char c = CharAt(normal, at);
    at += c.bytes;
    if (IsDigit(c.code)) {
      digit = true;
    } else if (c.code != '.' && c.code != ',' && c.code != '%' && c.code != U'万') {
      return false;
    }
  }
  return digit;
}

bool IsTotal(std::string_view normal) {
  for (const std::string_view word : {"合计", "总计", "全区", "全县", "全市", "累计完成", "完成合计", "总数"}) {
    if (normal == word) return true;
  }
  return false;
}

// What a row of the matrix says of every promise: places reach, other rows are named like columns.
Role RowRole(std::string_view label, const Dictionary& dictionary) {
  const std::string normal = Normal(label);
  if (IsTotal(normal)) return Role::kReached;
  Role role = dictionary.LabelRole(label);
  if (role == Role::kNone && LooksLikeUnits(label, dictionary) && CountChars(normal) <= 10) return Role::kRegion;
  if (role == Role::kNone) role = dictionary.HeadRole(label);
  if (role == Role::kTarget) role = Role::kPlanned;
  return role;
}

// The text of a head without its numbering and its unit.
Range TitleOf(const Text& text, Range head) {
  if (const auto numbering = NumberingAt(text.str(), head.begin); numbering && numbering->range.end < head.end) {
    head.begin = numbering->range.end;
  }
  const std::string_view all = text.Of(head);
  for (const std::string_view open : {"(", "\uFF08"}) {
    const std::size_t at = all.find(open);
    if (at != std::string_view::npos && at > 0) head.end = std::min(head.end, head.begin + at);
  }
  return Trim(text.str(), head);
}

}  // namespace

std::vector<Item> ReadMatrix(const Text& text, const Dictionary& dictionary, const Table& table) {
  const auto& rows = table.rows;
  if (rows.size() < 3 || rows[0].size() < 3) return {};
  const std::size_t width = rows[0].size();
  std::size_t places = 0;
  std::size_t numbers = 0;
  std::size_t cells = 0;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    if (rows[r].size() != width) continue;
    if (RowRole(text.Of(rows[r][0]), dictionary) != Role::kRegion) continue;
    ++places;
    for (std::size_t c = 1; c < width; ++c) {
      ++cells;
      numbers += IsNumberCell(text.Of(rows[r][c]));
    }
  }
  if (places < 2 || numbers * 10 < cells * 7) return {};
  std::vector<Item> items;
  for (std::size_t c = 1; c < width; ++c) {
    const Range head = rows[0][c];
    if (head.empty()) continue;
    const auto numbering = NumberingAt(text.str(), head.begin);
    Item item{.number = numbering ? numbering->value : static_cast<int>(items.size()) + 1, .title = TitleOf(text, head)};
    Part part;
    part.fields.push_back({.role = Role::kMeasure, .range = head, .name = Normal(text.Of(head))});
    for (std::size_t r = 1; r < rows.size(); ++r) {
      if (rows[r].size() != width || rows[r][c].empty()) continue;
      const Role role = RowRole(text.Of(rows[r][0]), dictionary);
      if (role == Role::kNone) continue;
      part.fields.push_back({.role = role, .range = rows[r][c], .head = rows[r][0], .name = Normal(text.Of(rows[r][0]))});
    }
    item.parts.push_back(std::move(part));
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace duban::documents
