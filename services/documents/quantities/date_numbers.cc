#include "documents/quantities/date_numbers.h"

#include "documents/quantities/numeral.h"

namespace duban::quantities {

Int ReadArabic(const Line& line, int pos) {
  Int out{.value = 0, .end = pos};
  int i = pos;
  const char32_t close = line[SkipSpaces(line, pos + 3, 1)];
  const bool pair = close == U'年' || close == U'月' || close == U'日';
  const bool spaced = line[pos + 1] == U' ' && IsAsciiDigit(line[pos + 2]) &&
                      (line[pos + 3] == U' ' || pair) && !IsAsciiDigit(line[pos - 1]);
  while (IsAsciiDigit(line[i]) && out.digits < 5) {
    out.value = out.value * 10 + static_cast<int>(line[i] - U'0');
    ++out.digits;
    out.end = ++i;
    if (spaced && line[i] == U' ' && IsAsciiDigit(line[i + 1])) ++i;
  }
  if (out.digits > 4 || out.digits == 0) return {};
  return out;
}

Int ReadArabic2(const Line& line, int pos) {
  const Int out = ReadArabic(line, pos);
  return out && out.digits <= 2 ? out : Int{};
}

Int ReadInt(const Line& line, int pos) {
  if (IsAsciiDigit(line[pos])) return ReadArabic(line, pos);
  if (DigitOf(line[pos]) < 0 && line[pos] != U'十' && line[pos] != U'廿') return {};
  const Numeral numeral = ParseNumeral(line, pos);
  if (!numeral || numeral.range || numeral.decimals > 0 || numeral.value > 9999 || numeral.more)
    return {};
  return {.value = static_cast<int>(numeral.value), .end = numeral.end, .digits = 0};
}

int AfterRangeMark(const Line& line, int mark) {
  const bool twice = line[mark] == U'-' && line[mark + 1] == U'-';
  return SkipBlanks(line, mark + (twice ? 2 : 1));
}

}  // namespace duban::quantities
