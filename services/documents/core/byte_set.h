#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace duban::documents {

// A few bytes, for which a text is searched sixteen bytes at once.
class ByteSet {
 public:
  constexpr explicit ByteSet(std::string_view bytes) {
    for (const char byte : bytes) {
      const auto value = static_cast<unsigned char>(byte);
      std::uint8_t& row = (value < 0x80 ? low_ : high_)[value & 15];
      row = static_cast<std::uint8_t>(row | 1U << (value >> 4 & 7));
    }
  }

  constexpr bool Has(char byte) const {
    const auto value = static_cast<unsigned char>(byte);
    return ((value < 0x80 ? low_ : high_)[value & 15] >> (value >> 4 & 7) & 1) != 0;
  }

  // Where the first of them in [at, end) of `text` stands; `end` when there is none.
  std::size_t Next(std::string_view text, std::size_t at, std::size_t end) const;

  // Calls visit(where it stands) for each of them in [begin, end) of `text`, in order.
  template <typename Visit>
  void ForEach(std::string_view text, std::size_t begin, std::size_t end,
               const Visit& visit) const {
    for (; begin < end; begin += kBlock) {
      for (std::uint64_t found = InBlock(text, begin, end); found != 0; found &= found - 1) {
        visit(begin + static_cast<std::size_t>(std::countr_zero(found)));
      }
    }
  }

 private:
  static constexpr std::size_t kBlock = 64;

  // A bit for each of the first kBlock bytes of [begin, end), set where one of them stands.
  std::uint64_t InBlock(std::string_view text, std::size_t begin, std::size_t end) const;

  // By the low half of a byte, a bit for each high half: of bytes below 0x80, and of the others.
  std::array<std::uint8_t, 16> low_{};
  std::array<std::uint8_t, 16> high_{};
};

}  // namespace duban::documents
