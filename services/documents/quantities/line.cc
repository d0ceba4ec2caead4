#include "documents/quantities/line.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

#include "documents/quantities/lexicon.h"
#include "documents/quantities/reads_as.h"

namespace duban::quantities {
namespace {

struct Decoded {
  char32_t c;
  std::size_t size;
};

inline Decoded DecodeOne(const unsigned char* p, std::size_t left) {
  constexpr Decoded kBad{0xFFFD, 1};
  const auto tail = [&](std::size_t i) { return i < left && (p[i] & 0xC0) == 0x80; };
  if (p[0] < 0x80) return {p[0], 1};
  if (p[0] >= 0xE0 && p[0] < 0xF0 && tail(1) && tail(2)) {
    const auto c =
        static_cast<char32_t>(((p[0] & 0x0F) << 12) | ((p[1] & 0x3F) << 6) | (p[2] & 0x3F));
    return c < 0x800 || (c >= 0xD800 && c < 0xE000) ? kBad : Decoded{c, 3};
  }
  if (p[0] >= 0xC2 && p[0] < 0xE0 && tail(1)) {
    return {static_cast<char32_t>(((p[0] & 0x1F) << 6) | (p[1] & 0x3F)), 2};
  }
  if (p[0] >= 0xF0 && p[0] < 0xF5 && tail(1) && tail(2) && tail(3)) {
    const auto c = static_cast<char32_t>(((p[0] & 0x07) << 18) | ((p[1] & 0x3F) << 12) |
                                         ((p[2] & 0x3F) << 6) | (p[3] & 0x3F));
    return c < 0x10000 || c > 0x10FFFF ? kBad : Decoded{c, 4};
  }
  return kBad;
}

}  // namespace

void Line::Decode(std::string_view text, std::size_t byte, std::int64_t character) {
  text_ = text;
  first_character_ = character;
  first_byte_ = byte;
  const std::size_t end = std::min(text.find('\n', byte), text.size());
  if (capacity_ <= end - byte) {  // no more characters than bytes, and the end
    capacity_ = end - byte + 1;
    places_ = std::make_unique_for_overwrite<Place[]>(capacity_);
    signs_ = std::make_unique_for_overwrite<int[]>(capacity_);
  }
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data()) + byte;
  const auto* const stop = begin + (end - byte);
  const auto* const far = end - byte > 3 ? stop - 3 : begin;  // before it four bytes can be read
  Place* const places = places_.get();
  Place* place = places;
  int* sign = signs_.get();
  const auto put = [&](char32_t c, const unsigned char* at) {
    std::uint32_t flags = CharClass(c);
    if ((flags & kVariantChar) != 0) {
      c = ReadsAs(c);
      flags = CharClass(c);
    }
    *sign = static_cast<int>(place - places);
    sign += (flags & kSignChars) != 0;
    *place++ = {c, static_cast<std::uint32_t>(at - begin)};
  };
  for (const unsigned char* at = begin; at < stop;) {
    if (at < far) {  // most characters have three bytes: all are looked at together
      std::uint32_t four = 0;
      std::memcpy(&four, at, sizeof(four));
      static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");
      const char32_t c = (four & 0x0F) << 12 | (four >> 2 & 0xFC0) | (four >> 16 & 0x3F);
      const bool one =
          (four & 0xC0C0F0) == 0x8080E0 && c >= 0x800 && c >> 11 != 0x1B;  // no surrogate
      if (one) {
        put(c, at);
        at += 3;
        continue;
      }
    }
    const Decoded one = DecodeOne(at, static_cast<std::size_t>(stop - at));
    put(one.c, at);
    at += one.size;
  }
  place->byte = static_cast<std::uint32_t>(end - byte);
  size_ = static_cast<std::size_t>(place - places);
  sign_count_ = static_cast<std::size_t>(sign - signs_.get());
}

int SkipOverSpaces(const Line& line, int pos, int limit) {
  int i = pos;
  while (i - pos < limit && line[i] == U' ') ++i;
  return line[i] == U' ' ? pos : i;
}

int SkipBackOverSpaces(const Line& line, int end, int limit) {
  int i = end;
  while (end - i < limit && i > 0 && line[i - 1] == U' ') --i;
  return i > 0 && line[i - 1] == U' ' ? end : i;
}

}  // namespace duban::quantities
