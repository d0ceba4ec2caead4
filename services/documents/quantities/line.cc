#include "documents/quantities/line.h"

namespace duban::quantities {
namespace {

// Traditional and financial forms that stand in for a character the grammar knows.
char32_t Simplify(char32_t c) {
  switch (c) {
    case U'萬': return U'万';
    case U'億': case U'忆': return c == U'億' ? U'亿' : c;
    case U'兩': case U'倆': case U'俩': return U'两';
    case U'餘': return U'余';
    case U'點': return U'点';
    case U'個': case U'箇': return U'个';
    case U'幾': return U'几';
    case U'數': return U'数';
    case U'負': return U'负';
    case U'號': return U'号';
    case U'歲': return U'岁';
    case U'間': return U'间';
    case U'來': return U'来';
    case U'壹': return U'一';
    case U'貳': case U'贰': return U'二';
    case U'叁': case U'參': case U'叄': return U'三';
    case U'肆': return U'四';
    case U'伍': return U'五';
    case U'陸': case U'陆': return U'六';
    case U'柒': return U'七';
    case U'捌': return U'八';
    case U'玖': return U'九';
    case U'拾': return U'十';
    case U'佰': return U'百';
    case U'仟': return U'千';
    case U'〇': case U'○': return U'零';
    default: return c;
  }
}

char32_t Normalize(char32_t c) {
  if (c < 0x2000) return c == U'\t' || c == 0xA0 ? U' ' : c;
  if (c >= 0xFF01 && c <= 0xFF5E) {
    c -= 0xFEE0;
    return c;
  }
  switch (c) {
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: case 0xFE63:
    case 0x2500:
      return U'-';
    case 0x301C: case 0x223C: case 0xFF5E:
      return U'~';
    case 0xFE6A:
      return U'%';
    case 0x3000: case 0x2002: case 0x2003: case 0x2009: case 0x202F:
      return U' ';
    case 0x2266: return U'≤';
    case 0x2267: return U'≥';
    case 0x2A7D: return U'≤';
    case 0x2A7E: return U'≥';
    default:
      return c >= 0x3007 ? Simplify(c) : c == 0x25CB ? U'零' : c;
  }
}

struct Decoded {
  char32_t c;
  std::size_t size;
};

Decoded DecodeOne(const unsigned char* p, std::size_t left) {
  constexpr Decoded kBad{0xFFFD, 1};
  const auto tail = [&](std::size_t i) { return i < left && (p[i] & 0xC0) == 0x80; };
  if (p[0] < 0x80) return {p[0], 1};
  if (p[0] >= 0xC2 && p[0] < 0xE0 && tail(1)) {
    return {static_cast<char32_t>(((p[0] & 0x1F) << 6) | (p[1] & 0x3F)), 2};
  }
  if (p[0] >= 0xE0 && p[0] < 0xF0 && tail(1) && tail(2)) {
    const auto c = static_cast<char32_t>(((p[0] & 0x0F) << 12) | ((p[1] & 0x3F) << 6) | (p[2] & 0x3F));
    return c < 0x800 || (c >= 0xD800 && c < 0xE000) ? kBad : Decoded{c, 3};
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
  chars_.clear();
  bytes_.clear();
  const auto* p = reinterpret_cast<const unsigned char*>(text.data());
  while (byte < text.size() && p[byte] != '\n') {
    const Decoded one = DecodeOne(p + byte, text.size() - byte);
    chars_.push_back(Normalize(one.c));
    bytes_.push_back(static_cast<std::uint32_t>(byte - first_byte_));
    byte += one.size;
  }
  bytes_.push_back(static_cast<std::uint32_t>(byte - first_byte_));
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

int SkipSpaces(const Line& line, int pos, int limit) {
  int i = pos;
  while (i - pos < limit && line[i] == U' ') ++i;
  return line[i] == U' ' ? pos : i;
}

int SkipSpacesBack(const Line& line, int end, int limit) {
  int i = end;
  while (end - i < limit && i > 0 && line[i - 1] == U' ') --i;
  return i > 0 && line[i - 1] == U' ' ? end : i;
}

}  // namespace duban::quantities
