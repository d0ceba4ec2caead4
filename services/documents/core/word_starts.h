#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "documents/core/utf8.h"

namespace duban::documents {

// The characters that words begin with, of one byte or of three each. A text is searched sixteen
// bytes at once for them.
class WordStarts {
 public:
  constexpr explicit WordStarts(std::span<const std::string_view> words) {
    for (const std::string_view word : words) {
      std::size_t at = 0;
      const std::size_t key = CharKey(word, &at);
      keys_[key / 64] |= std::uint64_t{1} << (key % 64);
      if (at == 1) {
        const auto byte = static_cast<unsigned char>(word[0]);
        any_narrow_ = true;
        narrow_[byte & 15] = static_cast<std::uint8_t>(narrow_[byte & 15] | 1U << (byte >> 4));
        continue;
      }
      const unsigned second = static_cast<unsigned char>(word[1]);
      const unsigned third = static_cast<unsigned char>(word[2]);
      // Characters of one group are told apart worse than others: those that differ less share one.
      const unsigned group = 1U << ((third >> 4 & 3U) << 1 | (second >> 5 & 1U));
      const auto add = [group](std::uint8_t& row) { row = static_cast<std::uint8_t>(row | group); };
      add(groups_[0][second & 15]);
      add(groups_[1][second >> 4]);
      add(groups_[2][third & 15]);
      add(groups_[3][third >> 4]);
    }
  }

  // Where, at or behind `at`, one of them may stand; the size of the text, or more, where none
  // does.
  std::size_t Next(std::string_view text, std::size_t at) const;

 private:
  bool Has(std::size_t key) const { return (keys_[key / 64] >> (key % 64) & 1) != 0; }

  std::array<std::uint64_t, kCharKeys / 64> keys_{};  // utf8.h
  bool any_narrow_ = false;                           // whether one has one byte
  std::array<std::uint8_t, 16>
      narrow_{};  // of those of one byte, by its low half, a bit for each high half
  // Of the others, by the halves of the second byte and of the third, the low one first: a bit for
  // each group.
  std::array<std::array<std::uint8_t, 16>, 4> groups_{};
};

}  // namespace duban::documents
