// Civil days as numbers: what the arithmetic of progress works with. Pure values; thread-safe.
#pragma once

#include <cstdint>
#include <limits>

#include "common/date.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace duban::analytics {

// Days since 1970-01-01 in Asia/Shanghai.
using Day = std::int32_t;

// "No day"; earlier than every day.
inline constexpr Day kNoDay = std::numeric_limits<Day>::min();

// kNoDay when the date is unset or the calendar does not have it.
Day ToDay(const google::type::Date& date);

// The day on which an instant falls.
Day ToDay(const google::protobuf::Timestamp& instant);

// Leaves `out` without fields for kNoDay.
google::type::Date ToDate(Day day);

// "2022-06-30"; "" for kNoDay.
std::string FormatDay(Day day);

// 1 January and 31 December of a year.
Day FirstDay(int year);
Day LastDay(int year);

}  // namespace duban::analytics
