#include "documents/quantities/numeric_dates.h"

#include "documents/quantities/numeral.h"

namespace duban::quantities {
namespace {

bool IsMonth(const Int& number) { return number && number.value >= 1 && number.value <= 12; }
bool IsDay(const Int& number) { return number && number.value >= 1 && number.value <= 31; }
bool IsFullYear(const Int& number) { return number && number.digits == 4 && IsYear(number.value); }

// 2023.03, 2023-03: a month in two digits with nothing behind that it could be a part of; one digit
// will do at an end of a range (2022.3-2023.6).
bool StandsAlone(const Line& line, const Int& month, char32_t mark, bool in_range) {
  const char32_t next = line[month.end];
  if (IsRangeMark(next) && next != mark) {
    const Int year = ReadArabic(line, AfterRangeMark(line, month.end));
    if (IsFullYear(year) && line[year.end] == mark) return true;
  }
  if (IsHan(next) || IsAsciiDigit(next) || IsAsciiLetter(next) || next == U'%') return false;
  if (in_range && next != U'.' && next != U'/') return true;
  return month.digits == 2 && (mark != U'/' || (next != U'.' && next != U'-'));
}

}  // namespace

NumericDate YearMonthDay(const Line& line, const Int& year, bool in_range) {
  const char32_t mark = line[year.end];
  if (!IsFullYear(year) || (mark != U'-' && mark != U'.' && mark != U'/')) return {};
  const Int month = ReadArabic2(line, year.end + 1);
  if (!IsMonth(month)) return {};
  if (line[month.end] != mark) {
    if (!StandsAlone(line, month, mark, in_range)) return {};
    return {.year = year.value, .month = month.value, .end = month.end};
  }
  const Int day = ReadArabic2(line, month.end + 1);
  if (!IsDay(day)) return {};
  return {.year = year.value, .month = month.value, .day = day.value, .end = day.end};
}

NumericDate MonthDayYear(const Line& line, int pos) {
  const Int month = ReadArabic2(line, pos);
  if (!IsMonth(month) || line[month.end] != U'/') return {};
  const Int day = ReadArabic2(line, month.end + 1);
  if (!IsDay(day) || line[day.end] != U'/') return {};
  const Int year = ReadArabic(line, day.end + 1);
  if (!IsFullYear(year)) return {};
  return {.year = year.value, .month = month.value, .day = day.value, .end = year.end};
}

NumericDate MonthDay(const Line& line, int pos, char32_t mark) {
  const Int month = ReadArabic2(line, pos);
  if (!IsMonth(month) || line[month.end] != mark) return {};
  const Int day = ReadArabic2(line, month.end + 1);
  if (!IsDay(day) || line[day.end] == mark) return {};
  return {.month = month.value, .day = day.value, .end = day.end};
}

NumericDate FusedYearMonth(const Line& line, int pos) {
  int end = pos;
  int value = 0;
  while (IsAsciiDigit(line[end]) && end - pos < 7)
    value = value * 10 + static_cast<int>(line[end++] - U'0');
  const int digits = end - pos;
  if (digits < 5 || digits > 6 || line[end] != U'月') return {};
  const int year = digits == 5 ? value / 10 : value / 100;
  const int month = digits == 5 ? value % 10 : value % 100;
  if (!IsYear(year) || month < 1 || month > 12) return {};
  return {.year = year, .month = month, .end = end};
}

NumericDate FusedDay(const Line& line, int pos, bool led) {
  constexpr int kWhole = 8;  // digits
  constexpr int kOfYear = 4;
  int end = pos;
  int value = 0;
  while (IsAsciiDigit(line[end]) && end - pos < kWhole)
    value = value * 10 + static_cast<int>(line[end++] - U'0');
  const int digits = end - pos;
  if (line[end] != U'日' || !(digits == kWhole || (digits == kOfYear && led))) return {};
  const NumericDate date{
      .year = value / 10000, .month = value / 100 % 100, .day = value % 100, .end = end + 1};
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31 ||
      (date.year != 0 && !IsYear(date.year)))
    return {};
  return date;
}

}  // namespace duban::quantities
