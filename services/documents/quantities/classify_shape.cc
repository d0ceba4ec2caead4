#include "documents/quantities/classify.h"

namespace duban::quantities {
namespace {

bool IsAlnum(char32_t c) { return IsAsciiDigit(c) || IsAsciiLetter(c); }

// Whole number of at most `digits` Arabic digits, with nothing vague about it.
bool SmallWhole(const Figure& f, int digits) {
  return f.number.digits > 0 && f.number.digits <= digits && f.number.decimals == 0 &&
         !f.number.scaled && !f.number.grouped && !f.fraction;
}

int DigitsEnd(const Line& line, int pos) {
  while (IsAsciiDigit(line[pos])) ++pos;
  return pos;
}

// 8:30, 8:30-17:30.
Verdict Time(const Line& line, const Figure& f) {
  int at = f.number.end;
  if (f.number.digits > 2 || f.number.digits == 0 || f.number.value > 24 || line[at] != U':')
    return {};
  int end = DigitsEnd(line, at + 1);
  if (end - at != 3 || line[at + 1] > U'5') return {};
  for (int i = 0; i < 4; ++i) {
    const char32_t mark = line[end];
    if (mark != U'-' && mark != U'~' && mark != U'至' && mark != U':') break;
    const int next = DigitsEnd(line, end + 1);
    if (next == end + 1) break;
    end = next;
  }
  return {Kind::kTime, f.start, end};
}

// “1+1+3”, N+1, 7×24小时.
Verdict Mode(const Line& line, const Figure& f) {
  const auto joins = [](char32_t c) { return c == U'+' || c == U'×' || c == U'*'; };
  const int end = f.number.end;
  const bool before = joins(line[f.number.start - 1]) &&
                      (IsAlnum(line[f.number.start - 2]) || IsHan(line[f.number.start - 2]));
  const bool counted = f.more && f.unit_start >= 0;  // 50+个
  const bool after = !counted && joins(line[end]) &&
                     (IsAlnum(line[end + 1]) || (line[end] == U'+' && IsHan(line[end + 1])));
  if (!before && !after) return {};
  int last = end;
  while (joins(line[last]) && IsAlnum(line[last + 1])) {
    ++last;
    while (IsAlnum(line[last])) ++last;
  }
  return {Kind::kModel, f.start, last};
}

// G107, X298, A1, PM2.5 before; 5G, 3D, 4K after.
Verdict Latin(const Line& line, const Figure& f) {
  const int start = f.number.start;
  int end = f.number.end;
  if (IsAsciiLetter(line[start - 1]) ||
      (line[start - 1] == U'-' && IsAsciiLetter(line[start - 2]))) {
    const char32_t c = line[start - 1];
    const bool highway = (c == U'G' || c == U'S') && f.number.digits >= 2;
    const bool rural =
        (c == U'X' || c == U'Y' || c == U'C') && f.number.digits >= 3;  // C30 is concrete
    const bool road = (highway || rural) && !IsAsciiLetter(line[start - 2]);
    while (IsAlnum(line[end]) ||
           ((line[end] == U'-' || line[end] == U'.') && IsAsciiDigit(line[end + 1])))
      ++end;
    return {road ? Kind::kRoad : Kind::kModel, f.start, end};
  }
  if (line[end] == U'#') return {Kind::kHouseNumber, f.start, end + 1};
  if (!IsAsciiLetter(line[end]) || f.unit_start >= 0 || f.number_end > end) return {};
  while (IsAlnum(line[end])) ++end;
  return {Kind::kModel, f.start, end};
}

// 020-84636200, 13800138000, 5·21, 1-2-3.
Verdict Number(const Line& line, const Figure& f) {
  const int end = f.number.end;
  if (f.number.digits == 0 || f.number.decimals > 0) return {};
  if ((line[end] == U'·' || line[end] == U'•') && IsAsciiDigit(line[end + 1]) &&
      f.number.value <= 12) {
    return {Kind::kDate, f.start, DigitsEnd(line, end + 1)};
  }
  if (line[end] == U'-' && IsAsciiDigit(line[end + 1])) {
    const int last = DigitsEnd(line, end + 1);
    if (last - end - 1 >= 7 && f.number.digits <= 4) return {Kind::kHotline, f.start, last};
    if (line[last] == U'-' && IsAsciiDigit(line[last + 1])) {
      int chain = last;
      while (line[chain] == U'-' && IsAsciiDigit(line[chain + 1]))
        chain = DigitsEnd(line, chain + 1);
      return {Kind::kDocumentNumber, f.start, chain};
    }
  }
  if (f.number.grouped || f.number.scaled || f.unit_start >= 0 || f.percent) return {};
  if (f.number.digits == 11 && line[f.number.start] == U'1') return {Kind::kHotline, f.start, end};
  if (f.number.digits >= 9 && f.number.digits <= 40 &&
      (f.number.digits > 12 || line[f.number.start] == U'0')) {
    return {Kind::kDocumentNumber, f.start, end};
  }
  return {};
}

// 12345, 12315, 96110: service numbers without a unit.
Verdict ServiceNumber(const Line& line, const Figure& f) {
  if (f.number.digits != 5 || f.number.decimals > 0 || f.number.scaled ||
      (f.unit_start >= 0 && line[f.unit_start] != U'平') || f.percent || f.number.grouped ||
      f.compared)
    return {};
  const int value = static_cast<int>(f.number.value);
  const bool service =
      (value >= 12300 && value < 12400) || (value >= 96000 && value < 97000) || value == 12110;
  const char32_t next = line[f.number.end];
  return service && (IsHan(next) || next == U'”' || next == U'、' || next == U',')
             ? Verdict{Kind::kHotline, f.start, f.number.end}
             : Verdict{};
}

// 参加2020东京奥运会: a year that dropped its 年.
Verdict BareYear(const Line& line, const Figure& f) {
  const bool year = f.number.digits == 4 && f.number.value >= 1980 && f.number.value <= 2040 &&
                    f.number.decimals == 0 && !f.number.grouped && !f.number.scaled;
  const bool bare =
      f.unit_start < 0 && !f.percent && !f.range && !f.compared && f.end == f.number.end;
  return year && bare && IsHan(line[f.number.end]) ? Verdict{Kind::kDate, f.start, f.number.end}
                                                   : Verdict{};
}

// 〔2022〕3号, (2022)3号.
Verdict DocumentNumber(const Line& line, const Figure& f) {
  const char32_t open = line[f.start - 1];
  const char32_t close = line[f.number.end];
  if (open != U'〔' && open != U'[' && open != U'(' && open != U'【') return {};
  if (close != U'〕' && close != U']' && close != U')' && close != U'】') return {};
  const int number = f.number.end + 1 + (line[f.number.end + 1] == U'第' ? 1 : 0);
  const int end = DigitsEnd(line, number);
  if (end > number && line[end] == U'号') return {Kind::kDocumentNumber, f.start, end + 1};
  return open == U'〔' ? Verdict{Kind::kDocumentNumber, f.start, f.number.end} : Verdict{};
}

// 营商环境6.0, 2.0版: a release, for nobody counts tenths of nothing.
Verdict Release(const Line& line, const Figure& f) {
  const bool release = f.number.decimals == 1 && line[f.number.point + 1] == U'0' &&
                       f.unit_start < 0 && !f.percent && !f.number.scaled &&
                       IsHan(line[f.number.end]);
  return release ? Verdict{Kind::kModel, f.start, f.number.end} : Verdict{};
}

// 3.1.4 and 1.2.
Verdict Outline(const Line& line, const Figure& f) {
  if (f.number.decimals == 0 || f.number.decimals > 2 || line[f.number.end] != U'.' ||
      f.number.chinese)
    return {};
  if (!IsAsciiDigit(line[f.number.end + 1]) && !StartsSegment(line, f.start)) return {};
  int end = f.number.end;
  int parts = 2;
  while (line[end] == U'.' && IsAsciiDigit(line[end + 1]) && parts < 6) {
    const int next = DigitsEnd(line, end + 1);
    if (next - end > 3) break;
    end = next;
    ++parts;
  }
  return {Kind::kNumbering, f.start, line[end] == U'.' ? end + 1 : end};
}

// 1.3家 is number 1 of a list and 3家; 1.2023年 number 1 and a date.
bool GluedToNumbering(const Line& line, const Figure& f) {
  if (f.number.point < 0 || f.number.chinese || f.number.scale > 1) return false;
  if (f.number.mantissa < 0 || f.number.mantissa >= 60) return false;
  const int fraction_end = DigitsEnd(line, f.number.point + 1);
  const int digits = fraction_end - f.number.point - 1;
  int fraction = 0;
  for (int i = f.number.point + 1; i < fraction_end && digits <= 6; ++i)
    fraction = fraction * 10 + static_cast<int>(line[i] - U'0');
  const char32_t next = line[SkipSpaces(line, fraction_end, 2)];
  if (digits == 4 && next == U'年' && fraction >= 1900 && fraction <= 2100) return true;
  if (!StartsSegment(line, f.start)) return false;
  if (digits == 4 && fraction >= 1990 && fraction <= 2050 && (next == U'-' || next == U'.'))
    return true;
  if (digits <= 2 && next == U'月' && fraction >= 1 && fraction <= 12) return true;
  if (digits <= 3 && next == U'小') return fraction == 24;
  if (f.unit_start < 0) return false;
  return (f.unit.flags & kWhole) != 0 && line[f.number.point + 1] != U'0';
}

// 1. 2、 (1) 一、 at the start of a segment; (3) anywhere between brackets after a break.
Verdict ListNumber(const Line& line, const Figure& f) {
  const int end = f.number.end;
  const char32_t next = line[end];
  const bool bracket = (line[f.start - 1] == U'(' || line[f.start - 1] == U'[') &&
                       (next == U')' || next == U']') && f.start == f.number.start;
  const bool small = f.number.chinese
                         ? f.number.value <= 50 && f.number.decimals == 0 && !f.number.range
                         : SmallWhole(f, 3) && f.number.value <= 200;
  if (!small) return {};
  if (bracket) {
    const char32_t before = line[SkipSpacesBack(line, f.start - 1, 4) - 1];
    const bool open =
        StartsSegment(line, f.start - 1) || !IsHan(before) || line[f.start - 2] == U' ';
    return open || f.number.chinese ? Verdict{Kind::kNumbering, f.start, end} : Verdict{};
  }
  const bool starts = StartsSegment(line, f.start);
  if (next == U')' && starts) return {Kind::kNumbering, f.start, end};
  const int mark = SkipSpaces(line, end, 1);
  const char32_t sign = line[mark];
  const bool stop = sign == U'。' && SkipSpacesBack(line, f.start) ==
                                         0;  // 1。 at the head of a line, in damaged copies
  if (sign != U'.' && sign != U'、' && !stop) return {};
  const bool loose = line[f.start - 1] == U' ' || line[f.start - 1] == U',';
  if (!starts && !(loose && f.number.value <= 60)) return {};
  const int after = SkipSpaces(line, mark + 1, 2);
  const bool list = sign == U'、' &&
                    (IsAsciiDigit(line[after]) || (f.number.chinese && DigitOf(line[after]) >= 0));
  if (!list) return {Kind::kNumbering, f.start, mark + 1};
  // 1、2023年3月: a list number before a year; 1、3号楼: two numbers of one list.
  const int digits_end = DigitsEnd(line, after);
  const bool year = digits_end - after == 4 && line[digits_end] == U'年';
  const bool hard =
      SkipSpacesBack(line, f.start) == 0 || line[SkipSpacesBack(line, f.start) - 1] == U'|';
  return year || (hard && IsAsciiDigit(line[after]) && digits_end - after >= 2)
             ? Verdict{Kind::kNumbering, f.start, mark + 1}
             : Verdict{};
}

// 新建23个: up to three digits before a character tell nothing, unless a sign or a letter stands
// before them.
bool IsPlain(const Line& line, const Figure& f) {
  const char32_t before = line[f.number.start - 1];
  return f.number.digits <= 3 && f.number.point < 0 && IsHan(line[f.number.end]) &&
         !IsAsciiLetter(before) && before != U'-' && before != U'+' && before != U'×' &&
         before != U'*';
}

}  // namespace

bool StartsSegment(const Line& line, int pos) {
  const int end = SkipSpacesBack(line, pos, 8);
  if (end <= 0) return true;
  switch (line[end - 1]) {
    case U'|':
    case U'。':
    case U';':
    case U':':
    case U'!':
    case U'?':
    case U'】':
    case U'*':
    case U'#':
    case U'●':
    case U'•':
    case U'■':
    case U'◆':
    case U'▪':
    case U'—':
    case U')':
    case U'▲':
    case U'★':
    case U'\r':
    case U'”':
    case U'》':
      return true;
    default:
      return false;
  }
}

Verdict ClassifyShape(const Line& line, const Figure& figure) {
  if (IsPlain(line, figure)) return {};
  if (figure.number.digits == 0) return ListNumber(line, figure);
  if (GluedToNumbering(line, figure))
    return {Kind::kNumbering, figure.start, figure.number.point + 1};
  for (const auto check : {Time, Mode, DocumentNumber, Latin, Number, ServiceNumber, BareYear,
                           Release, Outline, ListNumber}) {
    if (const Verdict verdict = check(line, figure); verdict.kind != Kind::kQuantity)
      return verdict;
  }
  return {};
}

}  // namespace duban::quantities
