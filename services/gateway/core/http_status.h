// gRPC codes and errors as HTTP. Pure functions; thread-safe.
#pragma once

#include <google/rpc/status.pb.h>

#include <string>

#include "absl/status/status.h"

namespace duban::gateway {

// The HTTP status of a gRPC code (0..16), as Google's API guide maps them; 500 for a code that is
// none.
int HttpStatusOf(int grpc_code);

// ProtoJSON of a google.rpc.Status; details of types that are not known here are left out.
std::string StatusJson(const google::rpc::Status& status);

// Whole seconds that a client should wait, from RetryInfo, at least 1; 0 when there is no advice.
int RetryAfterSeconds(const google::rpc::Status& status);

}  // namespace duban::gateway
