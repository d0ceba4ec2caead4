#include "documents/quantities/date_months.h"

#include "documents/quantities/date_parts.h"

namespace duban::quantities {
namespace {

bool IsMonth(int value) { return value >= 1 && value <= 12; }

// 八月十五, 二月十三到十五: in Chinese numerals a day needs no 日 where nothing stands behind it
// that it could count.
bool IsBareDay(const Line& line, const Int& day, int behind) {
  return day.digits == 0 && !IsHan(line[behind]) && DigitOf(line[behind]) < 0;
}

bool IsDayMark(char32_t c) { return c == U'日' || c == U'号'; }

void SetDays(int first, int last, DatePrecision precision, int end, DateMatch& date) {
  date.day1 = first;
  date.day2 = last;
  date.precision = precision;
  date.end = end;
}

// 底, 初, 上旬 of a month.
bool ReadPartOfMonth(const WordMatch& word, int at, DateMatch& date) {
  const int end = at + word.length;
  switch (static_cast<DateWord>(word.entry.kind)) {
    case DateWord::kEnd:
      date.end = end;
      date.day1 = 31;
      return true;
    case DateWord::kBegin:
    case DateWord::kEarlyTen:
      SetDays(1, 10, DatePrecision::kTenDays, end, date);
      return true;
    case DateWord::kMiddleTen:
      SetDays(11, 20, DatePrecision::kTenDays, end, date);
      return true;
    case DateWord::kLateTen:
      SetDays(21, 31, DatePrecision::kTenDays, end, date);
      return true;
    default:
      return false;
  }
}

}  // namespace

bool IsMonthAt(const Line& line, int pos) {
  const Int month = ReadInt(line, pos);
  return month && IsMonth(month.value) && line[SkipBlanks(line, month.end)] == U'月';
}

bool ReadMonths(const Line& line, const Int& number, DateMatch& date) {
  if (!IsMonth(number.value) || number.digits > 2) return false;
  int mark = SkipBlanks(line, number.end);
  int last = number.value;
  const bool listed = line[mark] == U'、';
  if (IsRangeMark(line[mark]) || listed) {
    do {  // 4、5、6月
      const Int second = ReadInt(line, AfterRangeMark(line, mark));
      if (!second || second.value <= last || second.value > 12) return false;
      if (listed && second.value != last + 1) return false;
      mark = SkipBlanks(line, second.end);
      last = second.value;
    } while (listed && line[mark] == U'、');
  }
  const char32_t next = line[mark + 1];
  if (line[mark] != U'月' || next == U'均' || next == U'龄' || next == U'供') return false;
  if (next == U'初' && !IsAsciiDigit(line[mark + 2]) &&
      (DigitOf(line[mark + 2]) > 0 || line[mark + 2] == U'十'))
    return false;  // 十月初一 is a day of the moon's calendar
  date.end = next == U'份' ? mark + 2 : mark + 1;
  date.month1 = number.value;
  date.month2 = last;
  date.precision = DatePrecision::kMonth;
  date.kind = last > number.value ? DateKind::kPeriod : DateKind::kPoint;
  const bool bare = number.digits == 0 && line[date.end] != U' ';
  if (last == number.value) ReadDays(line, bare, date);
  return true;
}

bool ReadFirstMonths(const Line& line, int pos, DateMatch& date) {
  if (line[pos] != U'前') return false;
  const Int months = ReadInt(line, SkipBlanks(line, pos + 1));
  if (!months || months.value < 2 || months.value > 12) return false;
  int unit = SkipBlanks(line, months.end);
  if (line[unit] == U'个') ++unit;
  const WordMatch end = DateWordAt(line, unit + 1);  // 前6月底
  if (line[unit] != U'月' || end || DigitOf(line[unit + 1]) >= 0) return false;
  date.month1 = 1;
  date.month2 = months.value;
  date.precision = DatePrecision::kMonth;
  date.kind = DateKind::kPeriod;
  date.end = unit + 1;
  return true;
}

void ReadDays(const Line& line, bool bare, DateMatch& date) {
  const int at = SkipBlanks(line, date.end);
  const WordMatch word = DateWordAt(line, at);
  if (word && ReadPartOfMonth(word, at, date)) return;
  const Int day = ReadInt(line, at);
  if (!day || day.value < 1 || day.value > 31 || day.digits > 2) return;
  const int mark = SkipBlanks(line, day.end);
  if (IsDayMark(line[mark])) {
    SetDays(day.value, day.value, DatePrecision::kDay, mark + 1, date);
  } else if (IsRangeMark(line[mark])) {
    const Int second = ReadInt(line, AfterRangeMark(line, mark));
    if (!second || second.value <= day.value || second.value > 31) return;
    const int close = SkipBlanks(line, second.end);
    const bool closed = IsDayMark(line[close]);
    if (!closed && !(bare && IsBareDay(line, second, close))) return;
    SetDays(day.value, second.value, DatePrecision::kDay, closed ? close + 1 : second.end, date);
    date.kind = DateKind::kPeriod;
  } else if (bare && IsBareDay(line, day, mark)) {
    SetDays(day.value, day.value, DatePrecision::kDay, day.end, date);
  }
}

bool ReadLoneDay(const Line& line, const Int& number, bool in_range, DateMatch& date) {
  const int mark = SkipBlanks(line, number.end);
  const char32_t next = line[mark + 1];
  const bool number_of = in_range && line[mark] == U'号' && !IsHan(next);
  if (number.value < 1 || number.value > 31 || number.digits > 2 ||
      (line[mark] != U'日' && !number_of))
    return false;
  if (number.digits == 0 && !in_range) return false;
  if (next == U'均' || next == U'常' || next == U'元') return false;
  date.day1 = date.day2 = number.value;
  date.weak = true;
  date.end = mark + 1;
  return true;
}

}  // namespace duban::quantities
