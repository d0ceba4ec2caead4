#include "documents/quantities/date_years.h"

#include <string_view>

#include "documents/quantities/date_months.h"
#include "documents/quantities/date_parts.h"

namespace duban::quantities {
namespace {

int AfterYearMark(const Line& line, int mark) {
  return line[mark + 1] == U'度' ? mark + 2 : mark + 1;
}

bool IsPartOfYearAt(const Line& line, int at) {
  if (IsMonthAt(line, at)) return true;
  const WordMatch word = DateWordAt(line, at);
  if (!word) return false;
  const auto kind = static_cast<DateWord>(word.entry.kind);
  constexpr std::u32string_view kGoOn = U"端层蕴线气子座梢";  // 20年底蕴
  const bool end = kind == DateWord::kEnd && kGoOn.find(line[at + 1]) == std::u32string_view::npos;
  const bool before = kind == DateWord::kBefore && (line[at] == U'底' || line[at] == U'末');
  return NamesPartOfYear(kind) || end || before;
}

bool TakeYear(const Line& line, int year, int mark, DateMatch& date) {
  date.year = year;
  date.precision = DatePrecision::kYear;
  date.kind = DateKind::kPeriod;
  date.end = AfterYearMark(line, mark);
  if (line[date.end - 1] != U'度') ReadRestOfYear(line, date);
  return true;
}

// 2021-2025[年]
bool ReadYears(const Line& line, const Int& number, int mark, DateMatch& date) {
  const Int second = ReadInt(line, AfterRangeMark(line, mark));
  if (!second || !IsYear(second.value) || second.value <= number.value) return false;
  const int year_mark = SkipBlanks(line, second.end);
  date.year = number.value;
  date.year2 = second.value;
  date.precision = DatePrecision::kYears;
  date.kind = DateKind::kPeriod;
  date.end = line[year_mark] == U'年' ? AfterYearMark(line, year_mark) : second.end;
  return true;
}

void SetPoint(int month, int day, int end, DateMatch& date) {
  date.month1 = date.month2 = month;
  date.day1 = day;
  date.kind = DateKind::kPoint;
  date.precision = DatePrecision::kMonth;
  date.end = end;
}

}  // namespace

bool CountsYears(const Line& line, int pos) {
  int start = SkipSpacesBack(line, pos, 1);
  const char32_t last = line[start - 1];
  if (last == U'多' || last == U'余' || last == U'几') return true;
  const int end = start;
  while (DigitOf(line[start - 1]) >= 0 || MagnitudeOf(line[start - 1]) > 0) --start;
  return start < end && end - start <= 3;  // a year itself has four digits
}

bool ReadYear(const Line& line, const Int& number, DateMatch& date) {
  const int mark = SkipBlanks(line, number.end);
  const bool full = IsYear(number.value) && (number.digits == 4 || number.digits == 0);
  if (full && IsRangeMark(line[mark]) && ReadYears(line, number, mark, date)) return true;
  if (line[mark] != U'年') return false;
  const bool old =
      number.value >= 1000 && number.value < kEarliestYear && number.digits != 3 &&
      IsMonthAt(line, SkipBlanks(line, mark + 1));  // 1898年7月; 1200年 alone is a length
  return (full || old) && TakeYear(line, number.value, mark, date);
}

bool ReadShortYear(const Line& line, int pos, DateMatch& date) {
  const char32_t tens = line[pos];
  const bool arabic = IsAsciiDigit(tens);
  if (DigitOf(tens) < 0 || tens == U'两' || DigitOf(line[pos - 1]) >= 0 ||
      MagnitudeOf(line[pos - 1]) > 0)
    return false;
  const int ones = arabic && line[pos + 1] == U' ' ? pos + 2 : pos + 1;
  if (DigitOf(line[ones]) < 0 || IsAsciiDigit(line[ones]) != arabic) return false;
  const int mark = SkipBlanks(line, ones + 1);
  if (line[mark] != U'年' || line[mark + 1] == U'代') return false;
  const int value = DigitOf(tens) * 10 + DigitOf(line[ones]);
  const bool zero = DigitOf(tens) == 0 && (ones == pos + 1 || arabic);
  if (!zero && !IsPartOfYearAt(line, SkipBlanks(line, mark + 1))) return false;
  if (!arabic && value >= 30 && value < 50) return false;  // 三五年 are three to five years
  return TakeYear(line, value < 50 ? 2000 + value : kEarliestYear + value, mark, date);
}

void ReadRestOfYear(const Line& line, DateMatch& date) {
  int at = SkipBlanks(line, date.end);
  if (line[at] == U'的') at = SkipBlanks(line, at + 1);
  if (ReadFirstMonths(line, at, date)) return;
  if (const WordMatch word = DateWordAt(line, at)) {
    const auto kind = static_cast<DateWord>(word.entry.kind);
    const int end = at + word.length;
    if (PartOfYear(kind, date)) {
      date.end = end;
      return;
    }
    if (kind == DateWord::kEnd && line[at] != U'月') return SetPoint(12, 31, end, date);
    if (kind == DateWord::kBegin) return SetPoint(1, 0, end, date);
  }
  ReadMonths(line, ReadInt(line, at), date);
}

}  // namespace duban::quantities
