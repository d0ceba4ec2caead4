#include "common/date.h"

#include <fmt/format.h>

#include <charconv>

namespace duban {
namespace {

std::chrono::year_month_day Ymd(const Date& date) {
  return {std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
          std::chrono::day(static_cast<unsigned>(date.day))};
}

bool ParseInt(std::string_view text, int& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && text.front() != '-';
}

}  // namespace

bool IsValid(const Date& date) {
  return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.day >= 1 && Ymd(date).ok();
}

int DayNumber(const Date& date) {
  return static_cast<int>(std::chrono::sys_days(Ymd(date)).time_since_epoch().count());
}

Date FromDayNumber(int days) {
  const std::chrono::year_month_day ymd{std::chrono::sys_days(std::chrono::days(days))};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

Date AddDays(const Date& date, int days) { return FromDayNumber(DayNumber(date) + days); }

int DaysBetween(const Date& from, const Date& to) { return DayNumber(to) - DayNumber(from); }

Date LastDayOfMonth(int year, int month) {
  const std::chrono::year_month_day_last last(
      std::chrono::year(year),
      std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(month))));
  return {year, month, static_cast<int>(static_cast<unsigned>(last.day()))};
}

std::optional<Date> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  Date date;
  if (!ParseInt(text.substr(0, 4), date.year) || !ParseInt(text.substr(5, 2), date.month) ||
      !ParseInt(text.substr(8, 2), date.day) || !IsValid(date)) {
    return std::nullopt;
  }
  return date;
}

std::string FormatDate(const Date& date) {
  if (!date.IsSet()) return "";
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

Date DateAt(TimePoint instant) {
  const auto local = instant + std::chrono::hours(8);
  return FromDayNumber(
      static_cast<int>(std::chrono::floor<std::chrono::days>(local).time_since_epoch().count()));
}

}  // namespace duban
