// Between our values and well-known protos. Pure functions; thread-safe.
#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/clock.h"
#include "common/date.h"

namespace duban {

google::type::Date ToProto(const Date& date);
// No range check: see IsValid.
Date FromProto(const google::type::Date& date);

google::protobuf::Timestamp ToProto(TimePoint instant);
TimePoint FromProto(const google::protobuf::Timestamp& timestamp);

// ProtoJSON with lowerCamelCase names; `pretty` over several lines.
std::string ToJson(const google::protobuf::Message& message, bool pretty);
// Errors: INVALID_ARGUMENT JSON_INVALID. Unknown fields are errors.
absl::Status FromJson(std::string_view json, google::protobuf::Message& message);

}  // namespace duban
