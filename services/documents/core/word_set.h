#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "documents/core/utf8.h"
#include "documents/core/word_starts.h"

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

// A few words that the compiler knows. A text is read one time for all of them.
class WordSet {
 public:
  constexpr explicit WordSet(std::span<const std::string_view> words)
      : words_(words), first_(words) {}

  // True when one of the words occurs in `text`.
  bool In(std::string_view text) const;

  // Where the first of the words begins; the size of the text when none occurs.
  std::size_t First(std::string_view text) const;

  // Where, at or behind `at`, a word may begin; the size of the text, or more, where none can.
  std::size_t Next(std::string_view text, std::size_t at) const { return first_.Next(text, at); }

  // Calls visit(index of the word, where it begins) for every occurrence, also overlapping ones, in
  // order of place, until it returns false.
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
  std::span<const std::string_view> words_;
  WordStarts first_;
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
