#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/core/utf8.h"
#include "documents/core/word_starts.h"

namespace duban::documents {

// Finds many words at once: a text is read one time, however many words there are. Words begin with
// a character of one byte or of three, and are fewer than 65535; their characters must outlive the
// finder. Immutable, thread-safe.
class WordFinder {
 public:
  explicit WordFinder(std::vector<std::string_view> words);

  // Calls visit(index of the word, where it begins) for every occurrence, also overlapping ones, in
  // order of place.
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
  std::size_t PairOf(std::size_t first, std::size_t second) const {
    return (first * 37 + second) & (pairs_.size() - 1);
  }

  // ForEach until the visit returns false.
  template <typename Visit>
  void ForEachUntil(std::string_view text, const Visit& visit) const {
    if (words_.size() > kMany) return AtEachUntil(text, visit);
    for (std::size_t begin = first_.Next(text, 0); begin < text.size();) {
      std::size_t at = begin;
      const std::size_t key = CharKey(text, &at);
      if (!VisitAt(text.substr(begin), key, at - begin,
                   [&](std::size_t index) { return visit(index, begin); }))
        return;
      begin = first_.Next(text, at);
    }
  }

  // The same for many words: hardly any character begins none, so that each is looked at.
  template <typename Visit>
  void AtEachUntil(std::string_view text, const Visit& visit) const {
    std::size_t at = 0;
    std::size_t key = text.empty() ? 0 : CharKey(text, &at);
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t second = at;
      const std::size_t next = second < text.size() ? CharKey(text, &at) : 0;
      const auto visit_all = [&](std::uint16_t first) {
        return first == kNone || VisitAll(first, text.substr(begin),
                                          [&](std::size_t index) { return visit(index, begin); });
      };
      if (!singles_.empty() && !visit_all(singles_[key])) return;
      if (second < text.size() && !visit_all(pairs_[PairOf(key, next)])) return;
      begin = second;
      key = next;
    }
  }

  // Calls visit(index) until it returns false for the words of one place, from the first on, that
  // begin `text`; false when a visit did.
  template <typename Visit>
  bool VisitAll(std::uint16_t index, std::string_view text, const Visit& visit) const {
    for (; index != kNone; index = next_[index]) {
      if (StartsWith(text, words_[index]) && !visit(std::size_t{index})) return false;
    }
    return true;
  }

  // Calls visit(index) until it returns false for the words that begin `text`, whose first
  // character has the key and so many bytes; false when a visit did.
  template <typename Visit>
  bool VisitAt(std::string_view text, std::size_t key, std::size_t bytes,
               const Visit& visit) const {
    if (!singles_.empty() && !VisitAll(singles_[key], text, visit)) return false;
    return bytes >= text.size() ||
           VisitAll(pairs_[PairOf(key, CharKey(text, &bytes))], text, visit);
  }

  std::vector<std::string_view> words_;
  WordStarts first_;
  std::vector<std::uint16_t>
      singles_;  // by the key, a word of one character; empty when there is none
  std::vector<std::uint16_t> pairs_;  // by the keys of its first two characters, a longer word
  std::vector<std::uint16_t> next_;   // another word in the same place
};

}  // namespace duban::documents
