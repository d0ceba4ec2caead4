#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "documents/core/utf8.h"

namespace duban::documents {

// Finds many words at once: a text is read one time, however many words there are. Words are not empty and fewer than 65535;
// their characters must outlive the finder. Immutable, thread-safe.
class WordFinder {
 public:
  explicit WordFinder(std::vector<std::string_view> words);

  // Calls visit(index of the word, where it begins) for every occurrence, also overlapping ones, in order of place.
  template <typename Visit>
  void ForEach(std::string_view text, const Visit& visit) const {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = at;
      std::uint16_t index = first_[CharKey(text, &at)];
      if (index == kNone) continue;
      const std::string_view rest(text.data() + begin, text.size() - begin);
      for (; index != kNone; index = next_[index]) {
        if (StartsWith(rest, words_[index])) visit(std::size_t{index}, begin);
      }
    }
  }

  // True when one of the words occurs in `text`.
  bool In(std::string_view text) const;
  // True when one of the words begins `text`.
  bool AtStartOf(std::string_view text) const;
  // Where each word occurs first; npos where it does not.
  std::vector<std::size_t> FirstOf(std::string_view text) const;

 private:
  static constexpr std::uint16_t kNone = 65535;

  // Whether one of the words begins `text`, whose first character has the key.
  bool BeginsAt(std::string_view text, std::size_t key) const;

  std::vector<std::string_view> words_;
  std::array<std::uint16_t, kCharKeys> first_;  // by the key of its first character, a word that begins so
  std::vector<std::uint16_t> next_;             // another word that begins with the same key
};

}  // namespace duban::documents
