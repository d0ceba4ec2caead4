#include "runtime/wire.h"

#include <google/protobuf/util/json_util.h>

#include "common/error.h"

namespace duban {

google::type::Date ToProto(const Date& date) {
  google::type::Date out;
  out.set_year(date.year);
  out.set_month(date.month);
  out.set_day(date.day);
  return out;
}

Date FromProto(const google::type::Date& date) { return {date.year(), date.month(), date.day()}; }

google::protobuf::Timestamp ToProto(TimePoint instant) {
  const auto us = instant.time_since_epoch().count();
  google::protobuf::Timestamp out;
  const auto seconds = us >= 0 ? us / 1'000'000 : (us - 999'999) / 1'000'000;
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int>((us - seconds * 1'000'000) * 1000));
  return out;
}

TimePoint FromProto(const google::protobuf::Timestamp& timestamp) {
  return TimePoint(
      std::chrono::microseconds(timestamp.seconds() * 1'000'000 + timestamp.nanos() / 1000));
}

std::string ToJson(const google::protobuf::Message& message, bool pretty) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = pretty;
  std::string out;
  // Fails only for an Any of an unknown type, which none of our messages holds.
  (void)google::protobuf::util::MessageToJsonString(message, &out, options);
  return out;
}

absl::Status FromJson(std::string_view json, google::protobuf::Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(json.data(), json.size()), &message);
  if (status.ok()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "JSON_INVALID", std::string(status.message()));
}

}  // namespace duban
