#pragma once

#include "documents/quantities/date_numbers.h"
#include "documents/quantities/line.h"

// Dates that digits and marks alone make: 2022-06-30, 10/1/2018.
namespace duban::quantities {

struct NumericDate {
  int year = 0;  // 0: not printed
  int month = 0;
  int day = 0;  // 0: the whole month
  int end = 0;  // one past the last character
  explicit operator bool() const { return month != 0; }
};

// 2022-06-30, 2022.6.30, 2022/6 behind its year; a month in one digit and without a day only where
// a range ends (`in_range`).
NumericDate YearMonthDay(const Line& line, const Int& year, bool in_range);
// 10/1/2018.
NumericDate MonthDayYear(const Line& line, int pos);
// 06.30 with its mark, behind 2022.01.01-.
NumericDate MonthDay(const Line& line, int pos, char32_t mark);
// 20207月, whose 年 was lost on the way: `end` is before 月.
NumericDate FusedYearMonth(const Line& line, int pos);
// 20231130日, whose 年 and 月 were lost, and 1125日 where a word before it leads to a date
// (截至1125日).
NumericDate FusedDay(const Line& line, int pos, bool led);

}  // namespace duban::quantities
