#include "documents/core/place_shares.h"

#include <string_view>

#include "documents/core/columns.h"

namespace duban::documents {
namespace {

constexpr std::size_t kLeastBytes = 16;    // of two places with a digit each
constexpr std::size_t kMostUnitBytes = 6;  // 公里

bool Separates(char32_t c) {
  return IsSpace(c) || std::u32string_view(U"、,，;；。").find(c) != std::u32string_view::npos;
}

// Where the run of characters of one kind that begins at `at` ends.
template <typename Kind>
std::size_t RunEnd(std::string_view words, std::size_t at, Kind kind) {
  while (at < words.size() && kind(CharAt(words, at).code)) at += CharAt(words, at).bytes;
  return at;
}

bool NamesPlace(std::string_view name) {
  for (const std::string_view open : {"(", "（"}) name = name.substr(0, name.find(open));
  return IsPlaceHead(name);
}

}  // namespace

std::vector<PlaceShare> PlaceShares(const Text& text, Range cell) {
  const std::string_view words = text.Of(cell);
  if (words.size() < kLeastBytes || !IsHan(CharAt(words, 0).code) || !HoldsDigit(words)) return {};
  const auto names = [](char32_t c) { return !IsDigit(c) && !Separates(c); };
  const auto counts = [](char32_t c) { return IsDigit(c) || c == '.'; };
  std::vector<PlaceShare> shares;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t number = RunEnd(words, at, names);
    std::size_t end = RunEnd(words, number, counts);
    if (end == number || !NamesPlace(words.substr(at, number - at))) return {};
    // A short word before the next mark is the unit.
    if (const std::size_t unit = RunEnd(words, end, names);
        unit - end <= kMostUnitBytes &&
        (unit == words.size() || Separates(CharAt(words, unit).code)))
      end = unit;
    shares.push_back(
        {{cell.begin + at, cell.begin + number}, {cell.begin + number, cell.begin + end}});
    at = RunEnd(words, end, Separates);
  }
  return shares.size() < 2 ? std::vector<PlaceShare>{} : shares;
}

}  // namespace duban::documents
