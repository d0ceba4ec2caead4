#pragma once

#include "documents/quantities/lexicon.h"
#include "documents/quantities/line.h"

namespace duban::quantities {

// A number as written, before anybody asks what it counts.
struct Numeral {
  int start = 0;
  int end = 0;       // one past the last character; start == end: no numeral here
  double value = 0;  // multiplied out; of a range the low end
  double high = 0;   // of a range (二三十); else equal to value
  bool range = false;
  bool chinese = false;
  bool more = false;        // 多, 余, 几 inside it (100余万, 十几)
  bool vague = false;       // 数百, 几十, 上千: no first digit
  bool positional = false;  // digits read one by one: 二〇二二
  bool grouped = false;     // thousands separators
  bool scaled = false;      // 十 百 千 万 亿 in it
  int digits = 0;           // digits before the point of an Arabic numeral
  int decimals = 0;
  double scale = 1;     // weight of the printed unit digit: 1e4 for 6.5033万
  int point = -1;       // position of the decimal point, -1: none
  double mantissa = 0;  // value / scale
  int characters = 0;   // numeral characters of a Chinese numeral
  explicit operator bool() const { return end > start; }
};

// The longest numeral that starts at `pos`, with its sign. `bare_unit`: may start with 百, 千, 万
// (after 百分之, 上, 近).
Numeral ParseNumeral(const Line& line, int pos, bool bare_unit = false);

inline bool IsAsciiDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
// 0-9 for a digit, Arabic or Chinese (两 is 2); -1 otherwise.
int DigitOfNumeral(char32_t c);
inline int DigitOf(char32_t c) {
  if (IsAsciiDigit(c)) return static_cast<int>(c - U'0');
  return (CharClass(c) & kNumeralChar) != 0 ? DigitOfNumeral(c) : -1;
}
// 10, 100, 1000, 1e4, 1e8, 1e12 for 十 百 千 万 亿 兆; 0 otherwise.
double MagnitudeOfNumeral(char32_t c);
inline double MagnitudeOf(char32_t c) {
  return (CharClass(c) & kNumeralChar) != 0 ? MagnitudeOfNumeral(c) : 0;
}
inline bool IsAsciiLetter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}
inline bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF);
}
// Joins the ends of a range: 1-2个, 1月至6月.
inline bool IsRangeMark(char32_t c) { return c == U'-' || c == U'~' || c == U'至' || c == U'到'; }

}  // namespace duban::quantities
