#include "documents/core/divisions.h"

#include <algorithm>
#include <string>

#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

constexpr Division kDivisions[] = {
#include "divisions_table.inc"
};

// Those of `divisions` whose backward name starts with `key`.
std::span<const Division> Narrow(std::span<const Division> divisions, std::string_view key) {
  const auto begin = std::partition_point(divisions.begin(), divisions.end(), [key](const Division& place) { return place.backwards < key; });
  const auto end = std::partition_point(begin, divisions.end(), [key](const Division& place) { return place.backwards.starts_with(key); });
  return {begin, end};
}

// Those at the front of `divisions`, which start with a name of that many bytes, that bear just this name.
std::span<const Division> Whole(std::span<const Division> divisions, std::size_t bytes) {
  const auto end = std::partition_point(divisions.begin(), divisions.end(), [bytes](const Division& place) { return place.backwards.size() == bytes; });
  return {divisions.begin(), end};
}

}  // namespace

std::span<const Division> AllDivisions() { return kDivisions; }

std::span<const Division> DivisionsEndingAt(std::string_view text, std::size_t end) {
  std::span<const Division> candidates = kDivisions;
  std::span<const Division> found;
  std::string key;
  for (std::size_t begin = end; begin > 0 && !candidates.empty();) {
    const Char c = CharBefore(text, begin);
    if (!IsHan(c.code)) break;
    begin -= c.bytes;
    key.append(text.substr(begin, c.bytes));
    candidates = Narrow(candidates, key);
    if (!candidates.empty() && candidates.front().backwards.size() == key.size()) found = Whole(candidates, key.size());
  }
  return found;
}

std::span<const Division> DivisionsNamed(std::string_view name) {
  const std::span<const Division> found = DivisionsEndingAt(name, name.size());
  return found.empty() || found.front().name != name ? std::span<const Division>() : found;
}

}  // namespace duban::documents
