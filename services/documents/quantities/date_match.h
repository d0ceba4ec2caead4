#pragma once

#include "documents/quantities/dates.h"
#include "documents/quantities/line.h"

namespace duban::quantities {

// A date expression at a place of a line, before years are filled in from outside.
struct DateMatch {
  int start = 0;
  int end = 0;       // one past the last character; start == end: no date here
  int core_end = 0;  // before 前, 内, 起, 以来
  DateKind kind = DateKind::kPoint;
  DatePrecision precision = DatePrecision::kDay;
  int year = 0;          // first year; 0: not printed
  int year2 = 0;         // last year of a range; 0: same as year
  int year2_offset = 0;  // 至次年3月: last year minus first, where the last is no number
  int year_offset = 0;   // with `year_word`: -1 去年, 0 今年, 1 明年
  bool year_word = false;
  int month1 = 0, month2 = 0;  // 0: the whole year
  int day1 = 0, day2 = 0;      // 0: the whole month
  bool from_reference =
      false;  // 本月, 目前, 昨天: unit_offset steps of `precision` from the reference date
  int unit_offset = 0;
  bool this_period = false;
  bool weak =
      false;  // looks like a date only by its form (15日, 2021-2025): another reading may win
  explicit operator bool() const { return end > start; }
};

// The longest date or period that starts at `pos`, ranges and closing words (底前, 内, 以来)
// included. The opening words 截至 and 到 are taken where they stand at `pos`.
DateMatch MatchDate(const Line& line, int pos);

}  // namespace duban::quantities
