#include "common/utf8.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace duban {

std::size_t Utf8SequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  const unsigned char next = byte(1);
  if ((lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F) ||
      (lead == 0xF0 && next < 0x90) || (lead == 0xF4 && next > 0x8F)) {
    return 0;
  }
  return length;
}

bool IsUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    // ASCII and ideographs, which are most of all text, without a call.
    if (text.size() - at > 3) {
      std::uint32_t four = 0;
      std::memcpy(&four, text.data() + at, sizeof(four));
      static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");
      constexpr std::uint32_t kAnyTails =
          0xDFFE;  // by the last bits of the first byte: all but E0 and ED
      if ((four & 0xC0C0F0) == 0x8080E0 && (kAnyTails >> (four & 0x0F) & 1) != 0) {
        at += 3;
        continue;
      }
    }
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = Utf8SequenceLength(text.substr(at));
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace duban
