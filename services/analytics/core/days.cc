#include "analytics/core/days.h"

namespace duban::analytics {

Day ToDay(const google::type::Date& date) {
  const Date value{date.year(), date.month(), date.day()};
  return IsValid(value) ? DayNumber(value) : kNoDay;
}

Day ToDay(const google::protobuf::Timestamp& instant) {
  return DayNumber(DateAt(TimePoint(std::chrono::seconds(instant.seconds()))));
}

google::type::Date ToDate(Day day) {
  google::type::Date date;
  if (day == kNoDay) return date;
  const Date value = FromDayNumber(day);
  date.set_year(value.year);
  date.set_month(value.month);
  date.set_day(value.day);
  return date;
}

std::string FormatDay(Day day) { return day == kNoDay ? "" : FormatDate(FromDayNumber(day)); }

Day FirstDay(int year) { return DayNumber({year, 1, 1}); }

Day LastDay(int year) { return DayNumber({year, 12, 31}); }

}  // namespace duban::analytics
