#include "documents/quantities/line.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

namespace duban::quantities {
namespace {

// Pairs: a traditional or financial form, and the character that the grammar knows for it.
constexpr std::u32string_view kVariants =
    U"萬万億亿兩两倆两俩两餘余點点個个箇个幾几數数負负號号歲岁間间來来壹一貳二贰二叁三"
    U"參三叄三肆四伍五陸六陆六柒七捌八玖九拾十佰百仟千戶户條条輛辆處处場场畝亩噸吨級级"
    U"張张臺台項项筆笔隻只頭头層层對对種种類类盞盏時时鐘钟週周樓楼過过達达約约於于總总"
    U"計计後后內内據据棟栋塊块課课節节雙双標标極极線线區区學学實实國国縣县開开從从會会"
    U"東东裡里裏里侖仑館馆環环幣币圓元〇零○零";
constexpr std::u32string_view kDashes = U"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE63\u2500";
constexpr std::u32string_view kSpaces = U"\t\u00A0\u3000\u2002\u2003\u2009\u202F\uFEFF\u200B";

using Table = std::array<char16_t, 0x10000>;

// What every character of the basic plane reads as.
constexpr Table MakeTable() {
  Table table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    const bool full_width = c >= 0xFF01 && c <= 0xFF5E;
    table[c] = static_cast<char16_t>(full_width ? c - 0xFEE0 : c);
  }
  for (std::size_t i = 0; i < kVariants.size(); i += 2) {
    table[kVariants[i]] = static_cast<char16_t>(kVariants[i + 1]);
  }
  for (const char32_t c : kDashes) table[c] = u'-';
  for (const char32_t c : kSpaces) table[c] = u' ';
  table[0x301C] = table[0x223C] = u'~';
  table[0xFE6A] = u'%';
  table[0x2266] = table[0x2A7D] = u'≤';
  table[0x2267] = table[0x2A7E] = u'≥';
  return table;
}

constexpr Table kTable = MakeTable();

// One bit for each of them: set where it reads as another. Small enough to stay near the processor.
constexpr std::array<std::uint64_t, 0x10000 / 64> kReadsAsOther = [] {
  std::array<std::uint64_t, 0x10000 / 64> other{};
  for (std::size_t c = 0; c < kTable.size(); ++c) {
    if (kTable[c] != c) other[c / 64] |= std::uint64_t{1} << (c % 64);
  }
  return other;
}();

char32_t NormalizeBasic(char32_t c) { return (kReadsAsOther[c / 64] >> (c % 64) & 1) != 0 ? kTable[c] : c; }

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

char32_t ReadsAs(char32_t c) { return c < kTable.size() ? NormalizeBasic(c) : c; }

void Line::Decode(std::string_view text, std::size_t byte, std::int64_t character) {
  text_ = text;
  first_character_ = character;
  first_byte_ = byte;
  const std::size_t end = std::min(text.find('\n', byte), text.size());
  if (capacity_ <= end - byte) {  // no more characters than bytes, and the end
    capacity_ = end - byte + 1;
    places_ = std::make_unique_for_overwrite<Place[]>(capacity_);
  }
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data()) + byte;
  const auto* const stop = begin + (end - byte);
  const auto* const far = end - byte > 3 ? stop - 3 : begin;  // before it four bytes can be read
  Place* place = places_.get();
  for (const unsigned char* at = begin; at < stop;) {
    // Most characters have three bytes: all are looked at together.
    for (; at < far; at += 3) {
      std::uint32_t four = 0;
      std::memcpy(&four, at, sizeof(four));
      static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");
      const char32_t c = (four & 0x0F) << 12 | (four >> 2 & 0xFC0) | (four >> 16 & 0x3F);
      if ((four & 0xC0C0F0) != 0x8080E0 || c - 0x800 >= 0xD000) break;
      *place++ = {NormalizeBasic(c), static_cast<std::uint32_t>(at - begin)};
    }
    const Decoded one = DecodeOne(at, static_cast<std::size_t>(stop - at));
    *place++ = {ReadsAs(one.c), static_cast<std::uint32_t>(at - begin)};
    at += one.size;
  }
  place->byte = static_cast<std::uint32_t>(end - byte);
  size_ = static_cast<std::size_t>(place - places_.get());
}

Span Line::SpanOf(int start, int end) const {
  return {.start = first_character_ + start,
          .end = first_character_ + end,
          .start_byte = static_cast<std::int64_t>(Byte(start)),
          .end_byte = static_cast<std::int64_t>(Byte(end))};
}

std::string_view Line::Text(int start, int end) const {
  return text_.substr(Byte(start), Byte(end) - Byte(start));
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
