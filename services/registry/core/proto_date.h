// google.type.Date <-> Date, for rules that speak in civil dates. Pure; thread-safe.
#pragma once

#include "common/date.h"
#include "google/type/date.pb.h"

namespace duban::registry {

inline Date FromProto(const google::type::Date& date) {
  return {date.year(), date.month(), date.day()};
}

inline google::type::Date ToProto(const Date& date) {
  google::type::Date out;
  out.set_year(date.year);
  out.set_month(date.month);
  out.set_day(date.day);
  return out;
}

}  // namespace duban::registry
