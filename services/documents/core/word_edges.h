#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "documents/core/utf8.h"
#include "documents/core/word_set.h"

// Words that the compiler knows, at the start or the end of a text: most texts show by one
// character that none stands there.
namespace duban::documents {

// A set of characters by their keys (utf8.h): all that were added, and perhaps others.
class CharKeySet {
 public:
  constexpr void Add(std::size_t key) { bits_[key / 64] |= std::uint64_t{1} << (key % 64); }
  constexpr bool Has(std::size_t key) const { return (bits_[key / 64] >> (key % 64) & 1) != 0; }

 private:
  std::array<std::uint64_t, kCharKeys / 64> bits_{};
};

// Some bits of the last character, as CharKey of the first: equal characters have equal ones.
constexpr std::size_t LastCharKey(std::string_view text) {
  const auto byte = [text](std::size_t behind) {
    return static_cast<std::size_t>(static_cast<unsigned char>(text[text.size() - behind]));
  };
  return byte(1) < 0x80 || text.size() == 1 ? byte(1) : (byte(2) & 7U) << 6 | (byte(1) & 0x3FU);
}

template <Literal... kWords>
inline constexpr CharKeySet kFirstKeys = [] {
  CharKeySet keys;
  for (const std::string_view word : kWordsOf<kWords...>) {
    std::size_t at = 0;
    keys.Add(CharKey(word, &at));
  }
  return keys;
}();
template <Literal... kWords>
inline constexpr CharKeySet kLastKeys = [] {
  CharKeySet keys;
  for (const std::string_view word : kWordsOf<kWords...>) keys.Add(LastCharKey(word));
  return keys;
}();

// The first of the words that `text` starts with; empty when it starts with none.
template <Literal... kWords>
std::string_view WordAtStart(std::string_view text) {
  std::size_t at = 0;
  if (text.empty() || !kFirstKeys<kWords...>.Has(CharKey(text, &at))) return {};
  for (const std::string_view word : kWordsOf<kWords...>) {
    if (StartsWith(text, word)) return word;
  }
  return {};
}

// The first of the words that `text` ends with; empty when it ends with none.
template <Literal... kWords>
std::string_view WordAtEnd(std::string_view text) {
  if (text.empty() || !kLastKeys<kWords...>.Has(LastCharKey(text))) return {};
  for (const std::string_view word : kWordsOf<kWords...>) {
    if (EndsWith(text, word)) return word;
  }
  return {};
}

template <Literal... kWords>
bool StartsWithAny(std::string_view text) {
  return !WordAtStart<kWords...>(text).empty();
}
template <Literal... kWords>
bool EndsWithAny(std::string_view text) {
  return !WordAtEnd<kWords...>(text).empty();
}

// Removes the first of the words that `text` starts with, if any; true when one was there.
template <Literal... kWords>
bool DropHead(std::string_view* text) {
  const std::string_view word = WordAtStart<kWords...>(*text);
  text->remove_prefix(word.size());
  return !word.empty();
}
// The same at its end.
template <Literal... kWords>
bool DropTail(std::string_view* text) {
  const std::string_view word = WordAtEnd<kWords...>(*text);
  text->remove_suffix(word.size());
  return !word.empty();
}

}  // namespace duban::documents
