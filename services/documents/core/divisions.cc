#include "documents/core/divisions.h"

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

constexpr Division kDivisions[] = {
#include "divisions_table.inc"
};

// The character at byte `at` of a name; 0 behind its end.
char32_t CodeAt(std::string_view name, std::size_t at) {
  return at < name.size() ? CharAt(name, at).code : 0;
}

// Those of `divisions`, whose backward names agree up to byte `at`, that have the character `code`
// there.
std::span<const Division> Narrow(std::span<const Division> divisions, std::size_t at,
                                 char32_t code) {
  const auto begin = std::partition_point(
      divisions.begin(), divisions.end(),
      [=](const Division& place) { return CodeAt(place.backwards, at) < code; });
  const auto end = std::partition_point(begin, divisions.end(), [=](const Division& place) {
    return CodeAt(place.backwards, at) == code;
  });
  return {begin, end};
}

// The last two characters of a name, of which no name has fewer.
std::uint64_t EndingOf(char32_t last, char32_t second) {
  return std::uint64_t{last} << 32 | second;
}
std::uint64_t EndingOf(std::string_view backwards) {
  return EndingOf(CodeAt(backwards, 0), CodeAt(backwards, CharAt(backwards, 0).bytes));
}

// Those whose names end in two such characters.
std::span<const Division> EndingIn(char32_t last, char32_t second) {
  static const auto kByEnding = [] {
    std::unordered_map<std::uint64_t, std::span<const Division>> groups;
    const std::span<const Division> all = kDivisions;
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
      const std::uint64_t ending = EndingOf(all[begin].backwards);
      while (end < all.size() && EndingOf(all[end].backwards) == ending) ++end;
      groups.emplace(ending, all.subspan(begin, end - begin));
    }
    return groups;
  }();
  // 小区, 社区, 城市 end no name: most endings are told by some bits of theirs.
  constexpr auto bits = [](char32_t one, char32_t other) {
    return (std::size_t{one} * 31 + other) & 0xFFFF;
  };
  static const auto kMayEnd = [&] {
    std::bitset<0x10000> may;
    for (const Division& place : kDivisions)
      may.set(bits(CodeAt(place.backwards, 0),
                   CodeAt(place.backwards, CharAt(place.backwards, 0).bytes)));
    return may;
  }();
  if (!kMayEnd[bits(last, second)]) return {};
  const auto found = kByEnding.find(EndingOf(last, second));
  return found == kByEnding.end() ? std::span<const Division>() : found->second;
}

// Those at the front of `divisions`, which start with a name of that many bytes, that bear just
// this name.
std::span<const Division> Whole(std::span<const Division> divisions, std::size_t bytes) {
  const auto end = std::partition_point(
      divisions.begin(), divisions.end(),
      [bytes](const Division& place) { return place.backwards.size() == bytes; });
  return {divisions.begin(), end};
}

}  // namespace

std::span<const Division> AllDivisions() { return kDivisions; }

std::span<const Division> OneOfEachProvince() {
  static const std::vector<Division> kPlaces = [] {
    std::vector<Division> places;
    for (const Division& place : kDivisions) {
      const bool known = std::any_of(places.begin(), places.end(), [&](const Division& other) {
        return other.province == place.province;
      });
      if (!known) places.push_back(place);
    }
    return places;
  }();
  return kPlaces;
}

std::span<const Division> DivisionsEndingAt(std::string_view text, std::size_t end) {
  std::span<const Division> found;
  if (end == 0) return found;
  const Char last = CharBefore(text, end);
  std::size_t begin = end - last.bytes;
  const Char second = begin > 0 ? CharBefore(text, begin) : Char{};
  begin -= begin > 0 ? second.bytes : 0;
  std::span<const Division> candidates = EndingIn(last.code, second.code);
  std::size_t bytes = last.bytes + second.bytes;
  while (!candidates.empty()) {
    if (candidates.front().backwards.size() == bytes) found = Whole(candidates, bytes);
    if (begin == 0) break;
    const Char c = CharBefore(text, begin);
    begin -= c.bytes;
    candidates = Narrow(candidates, bytes, c.code);
    bytes += c.bytes;
  }
  return found;
}

std::span<const Division> DivisionsNamed(std::string_view name) {
  const std::span<const Division> found = DivisionsEndingAt(name, name.size());
  return found.empty() || found.front().name != name ? std::span<const Division>() : found;
}

}  // namespace duban::documents
