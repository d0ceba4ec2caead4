#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/core/word_starts.h"
#include "documents/core/utf8.h"

namespace duban::documents {

// Finds many words at once: a text is read one time, however many words there are. Words begin with a character of one byte or of three, and are fewer than 65535;
// their characters must outlive the finder. Immutable, thread-safe.
class WordFinder {
 public:
  explicit WordFinder(std::vector<std::string_view> words);

  // Calls visit(index of the word, where it begins) for every occurrence, also overlapping ones, in order of place.
  template <typename Visit>
  void ForEach(std::string_view text, const Visit& visit) const {
    ForEachUntil(text, [&visit](std::size_t index, std::size_t at) {
      visit(index, at);
      return true;
    });
  }

  // True when one of the words occurs in `text`.
  bool In(std::string_view text) const;
  // True when one of the words begins `text`.
  bool AtStartOf(std::string_view text) const;
  // Where each word occurs first; npos where it does not.
  std::vector<std::size_t> FirstOf(std::string_view text) const;

 private:
  static constexpr std::uint16_t kNone = 65535;
  static constexpr std::size_t kMany = 300;

  // The place in pairs_ of two characters by their keys.
  std::size_t PairOf(std::size_t first, std::size_t second) const { return (first * 37 + second) & (pairs_.size() - 1); }

  // ForEach until the visit returns false.
  template <typename Visit>
  void ForEachUntil(std::string_view text, const Visit& visit) const {
    // Of many words hardly any character begins none.
    const auto next = [&](std::size_t at) { return words_.size() > kMany ? at : first_.Next(text, at); };
    for (std::size_t begin = next(0); begin < text.size();) {
      std::size_t at = begin;
      const std::size_t key = CharKey(text, &at);
      if (!VisitAt(text.substr(begin), key, at - begin, [&](std::size_t index) { return visit(index, begin); })) return;
      begin = next(at);
    }
  }

  // Calls visit(index) until it returns false for the words that begin `text`, whose first character has the key and so many
  // bytes; false when a visit did.
  template <typename Visit>
  bool VisitAt(std::string_view text, std::size_t key, std::size_t bytes, const Visit& visit) const {
    const auto visit_all = [&](std::uint16_t index) {
      for (; index != kNone; index = next_[index]) {
        if (StartsWith(text, words_[index]) && !visit(std::size_t{index})) return false;
      }
      return true;
    };
    if (!singles_.empty() && !visit_all(singles_[key])) return false;
    return bytes >= text.size() || visit_all(pairs_[PairOf(key, CharKey(text, &bytes))]);
  }

  std::vector<std::string_view> words_;
  WordStarts first_;
  std::vector<std::uint16_t> singles_;  // by the key, a word of one character; empty when there is none
  std::vector<std::uint16_t> pairs_;    // by the keys of its first two characters, a longer word
  std::vector<std::uint16_t> next_;     // another word in the same place
};

}  // namespace duban::documents
