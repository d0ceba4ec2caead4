#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "documents/core/utf8.h"

namespace duban::documents {

// A string literal as a template argument.
template <std::size_t kSize>
struct Literal {
  char chars[kSize] = {};
  constexpr Literal(const char (&literal)[kSize]) {  // NOLINT: "已" stands for itself
    for (std::size_t i = 0; i < kSize; ++i) chars[i] = literal[i];
  }
  constexpr std::string_view view() const { return {chars, kSize - 1}; }
};

// A few words that the compiler knows. A text is searched sixteen bytes at once for the places where one may begin, and only
// there are they compared. Words are not empty and begin with a character of one byte or of three.
class WordSet {
 public:
  constexpr explicit WordSet(std::span<const std::string_view> words) : words_(words) {
    for (const std::string_view word : words) {
      std::size_t at = 0;
      const std::size_t key = CharKey(word, &at);
      begins_[key / 64] |= std::uint64_t{1} << (key % 64);
      if (at == 1) {
        const auto byte = static_cast<unsigned char>(word[0]);
        narrow_[byte & 15] = static_cast<std::uint8_t>(narrow_[byte & 15] | 1U << (byte >> 4));
        continue;
      }
      const unsigned second = static_cast<unsigned char>(word[1]);
      const unsigned third = static_cast<unsigned char>(word[2]);
      // Characters of one group are told apart worse than others: those that differ less share one.
      const auto group = static_cast<std::uint8_t>(1U << ((third >> 4 & 3U) << 1 | (second >> 5 & 1U)));
      for (const auto [half, of] : {Half{second & 15, 0}, Half{second >> 4, 1}, Half{third & 15, 2}, Half{third >> 4, 3}}) {
        groups_[of][half] = static_cast<std::uint8_t>(groups_[of][half] | group);
      }
    }
  }

  // True when one of the words occurs in `text`.
  bool In(std::string_view text) const;

  // Where, at or behind `at`, a word may begin; the size of the text, or more, where none can.
  std::size_t Next(std::string_view text, std::size_t at) const;

  // Calls visit(index of the word, where it begins) for every occurrence, also overlapping ones, in order of place, until it
  // returns false.
  template <typename Visit>
  void ForEach(std::string_view text, const Visit& visit) const {
    for (std::size_t at = Next(text, 0); at < text.size(); at = Next(text, at + 1)) {
      const std::string_view rest = text.substr(at);
      for (std::size_t i = 0; i < words_.size(); ++i) {
        if (StartsWith(rest, words_[i]) && !visit(i, at)) return;
      }
    }
  }

 private:
  struct Half {
    unsigned half;
    std::size_t of;
  };

  bool Begins(std::size_t key) const { return (begins_[key / 64] >> (key % 64) & 1) != 0; }

  std::span<const std::string_view> words_;
  std::array<std::uint64_t, kCharKeys / 64> begins_{};  // the keys of their first characters
  std::array<std::uint8_t, 16> narrow_{};  // of those of one byte, by its low half, a bit for each high half
  // Of the others, by the halves of the second byte and of the third, the low one first: a bit for each group.
  std::array<std::array<std::uint8_t, 16>, 4> groups_{};
};

template <Literal... kWords>
inline constexpr std::array<std::string_view, sizeof...(kWords)> kWordsOf{kWords.view()...};
template <Literal... kWords>
inline constexpr WordSet kSetOf{kWordsOf<kWords...>};

// True when one of the words occurs in `text`: MentionsAny<"已", "完成">(narrative).
template <Literal... kWords>
bool MentionsAny(std::string_view text) {
  return kSetOf<kWords...>.In(text);
}

}  // namespace duban::documents
