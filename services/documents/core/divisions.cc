#include "documents/core/divisions.h"

#include <algorithm>
#include <vector>

#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

constexpr Division kDivisions[] = {
#include "divisions_table.inc"
};

// The character at byte `at` of a name; 0 behind its end.
char32_t CodeAt(std::string_view name, std::size_t at) { return at < name.size() ? CharAt(name, at).code : 0; }

// Those of `divisions`, whose backward names agree up to byte `at`, that have the character `code` there.
std::span<const Division> Narrow(std::span<const Division> divisions, std::size_t at, char32_t code) {
  const auto begin = std::partition_point(divisions.begin(), divisions.end(), [=](const Division& place) { return CodeAt(place.backwards, at) < code; });
  const auto end = std::partition_point(begin, divisions.end(), [=](const Division& place) { return CodeAt(place.backwards, at) == code; });
  return {begin, end};
}

// Those at the front of `divisions`, which start with a name of that many bytes, that bear just this name.
std::span<const Division> Whole(std::span<const Division> divisions, std::size_t bytes) {
  const auto end = std::partition_point(divisions.begin(), divisions.end(), [bytes](const Division& place) { return place.backwards.size() == bytes; });
  return {divisions.begin(), end};
}

}  // namespace

std::span<const Division> AllDivisions() { return kDivisions; }

std::span<const Division> OneOfEachProvince() {
  static const std::vector<Division> kPlaces = [] {
    std::vector<Division> places;
    for (const Division& place : kDivisions) {
      const bool known = std::any_of(places.begin(), places.end(), [&](const Division& other) { return other.province == place.province; });
      if (!known) places.push_back(place);
    }
    return places;
  }();
  return kPlaces;
}

std::span<const Division> DivisionsEndingAt(std::string_view text, std::size_t end) {
  std::span<const Division> candidates = kDivisions;
  std::span<const Division> found;
  std::size_t bytes = 0;
  for (std::size_t begin = end; begin > 0 && !candidates.empty();) {
    const Char c = CharBefore(text, begin);
    if (!IsHan(c.code)) break;
    begin -= c.bytes;
    candidates = Narrow(candidates, bytes, c.code);
    bytes += c.bytes;
    if (!candidates.empty() && candidates.front().backwards.size() == bytes) found = Whole(candidates, bytes);
  }
  return found;
}

std::span<const Division> DivisionsNamed(std::string_view name) {
  const std::span<const Division> found = DivisionsEndingAt(name, name.size());
  return found.empty() || found.front().name != name ? std::span<const Division>() : found;
}

}  // namespace duban::documents
