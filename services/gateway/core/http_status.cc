#include "gateway/core/http_status.h"

#include <google/protobuf/util/json_util.h>
#include <google/rpc/error_details.pb.h>

#include <algorithm>
#include <array>

namespace duban::gateway {

int HttpStatusOf(int grpc_code) {
  constexpr std::array<int, 17> kStatuses = {
      200,  // OK
      499,  // CANCELLED
      500,  // UNKNOWN
      400,  // INVALID_ARGUMENT
      504,  // DEADLINE_EXCEEDED
      404,  // NOT_FOUND
      409,  // ALREADY_EXISTS
      403,  // PERMISSION_DENIED
      429,  // RESOURCE_EXHAUSTED
      400,  // FAILED_PRECONDITION
      409,  // ABORTED
      400,  // OUT_OF_RANGE
      501,  // UNIMPLEMENTED
      500,  // INTERNAL
      503,  // UNAVAILABLE
      500,  // DATA_LOSS
      401,  // UNAUTHENTICATED
  };
  if (grpc_code < 0 || grpc_code >= static_cast<int>(kStatuses.size())) return 500;
  return kStatuses[static_cast<size_t>(grpc_code)];
}

std::string StatusJson(const google::rpc::Status& status) {
  google::rpc::Status known = status;
  known.clear_details();
  for (const auto& detail : status.details()) {
    std::string json;
    if (google::protobuf::util::MessageToJsonString(detail, &json).ok())
      *known.add_details() = detail;
  }
  std::string json;
  if (google::protobuf::util::MessageToJsonString(known, &json).ok()) return json;
  return "{\"code\":13,\"message\":\"an error that cannot be shown\"}";
}

int RetryAfterSeconds(const google::rpc::Status& status) {
  for (const auto& detail : status.details()) {
    google::rpc::RetryInfo retry;
    if (!detail.UnpackTo(&retry)) continue;
    const auto seconds = retry.retry_delay().seconds() + (retry.retry_delay().nanos() > 0 ? 1 : 0);
    return static_cast<int>(std::clamp<std::int64_t>(seconds, 1, 3600));
  }
  return 0;
}

}  // namespace duban::gateway
