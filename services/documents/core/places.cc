#include "documents/core/places.h"

#include <algorithm>
#include <string>

#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

constexpr Place kPlaces[] = {
#include "places_table.inc"
};

// Those of `places` whose backward name starts with `key`.
std::span<const Place> Narrow(std::span<const Place> places, std::string_view key) {
  const auto begin = std::partition_point(places.begin(), places.end(), [key](const Place& place) { return place.backwards < key; });
  const auto end = std::partition_point(begin, places.end(), [key](const Place& place) { return place.backwards.starts_with(key); });
  return {begin, end};
}

// Those at the front of `places`, which start with a name of that many bytes, that bear just this name.
std::span<const Place> Whole(std::span<const Place> places, std::size_t bytes) {
  const auto end = std::partition_point(places.begin(), places.end(), [bytes](const Place& place) { return place.backwards.size() == bytes; });
  return {places.begin(), end};
}

}  // namespace

std::span<const Place> AllPlaces() { return kPlaces; }

std::span<const Place> PlacesEndingAt(std::string_view text, std::size_t end) {
  std::span<const Place> candidates = kPlaces;
  std::span<const Place> found;
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

std::span<const Place> PlacesNamed(std::string_view name) {
  const std::span<const Place> found = PlacesEndingAt(name, name.size());
  return found.empty() || found.front().name != name ? std::span<const Place>() : found;
}

}  // namespace duban::documents
