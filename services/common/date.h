// Civil dates (Asia/Shanghai, proleptic Gregorian). Pure values; thread-safe.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "common/clock.h"

namespace duban {

// A civil date. {0, 0, 0} is "no date".
struct Date {
  int year = 0;
  int month = 0;
  int day = 0;

  bool IsSet() const { return year != 0; }
  auto operator<=>(const Date&) const = default;
};

// True for a day that the calendar has, years 1 to 9999.
bool IsValid(const Date& date);

// Days since 1970-01-01; negative before. Requires IsValid(date).
int DayNumber(const Date& date);

// The inverse of DayNumber.
Date FromDayNumber(int days);

// `date` moved by days.
Date AddDays(const Date& date, int days);

// Days from `from` to `to`; negative when `to` is earlier.
int DaysBetween(const Date& from, const Date& to);

// Last day of a month (1..12).
Date LastDayOfMonth(int year, int month);

// Reads "2022-06-30"; nothing else. nullopt when it is no valid date.
std::optional<Date> ParseDate(std::string_view text);

// "2022-06-30"; "" for no date.
std::string FormatDate(const Date& date);

// The date in Asia/Shanghai (UTC+8, no daylight saving since 1991) at an instant.
Date DateAt(TimePoint instant);

}  // namespace duban
