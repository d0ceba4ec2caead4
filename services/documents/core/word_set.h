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

// A few words that the compiler knows, and the keys of their first characters: a text is read one time for all of them, and
// most of its characters begin none. Words are not empty.
class WordSet {
 public:
  constexpr explicit WordSet(std::span<const std::string_view> words) : words_(words) {
    for (const std::string_view word : words) {
      std::size_t at = 0;
      const std::size_t key = CharKey(word, &at);
      begins_[key / 64] |= std::uint64_t{1} << (key % 64);
      if (at == 3) third_ |= std::uint64_t{1} << (key % 64);
    }
  }

  // True when one of the words occurs in `text`.
  bool In(std::string_view text) const;

  // Calls visit(index of the word, where it begins) for every occurrence, also overlapping ones, in order of place, until it
  // returns false.
  template <typename Visit>
  void ForEach(std::string_view text, const Visit& visit) const {
    const std::uint64_t third = third_;
    const std::size_t last = text.size() - std::min<std::size_t>(text.size(), 2);  // behind it no ideograph begins
    for (std::size_t at = 0; at < text.size();) {
      // The third byte tells most ideographs from those that begin words.
      while (at < last && BeginsHan(text[at]) && (third >> (static_cast<unsigned char>(text[at + 2]) % 64) & 1) == 0) at += 3;
      if (at >= text.size()) break;
      const std::size_t begin = at;
      if (!Begins(CharKey(text, &at))) continue;
      const std::string_view rest = text.substr(begin);
      for (std::size_t i = 0; i < words_.size(); ++i) {
        if (StartsWith(rest, words_[i]) && !visit(i, begin)) return;
      }
    }
  }

 private:
  bool Begins(std::size_t key) const { return (begins_[key / 64] >> (key % 64) & 1) != 0; }

  std::span<const std::string_view> words_;
  std::array<std::uint64_t, kCharKeys / 64> begins_{};  // the keys of their first characters
  std::uint64_t third_ = 0;                              // the low bits of the third bytes of these
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
