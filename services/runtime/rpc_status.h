// Between absl::Status with reasons and gRPC statuses with google.rpc details. Thread-safe.
#pragma once

#include <google/rpc/status.pb.h>
#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace duban::runtime {

// Renders google.rpc.Status: one ErrorInfo (domain "duban"), BadRequest for fields, RetryInfo. The
// message is cut at 1,024 bytes. INTERNAL, UNKNOWN and DATA_LOSS keep their reason; the message of
// an error without a reason is replaced by a generic one, since it was not written for users.
google::rpc::Status ToRpcStatus(const absl::Status& status);
grpc::Status ToGrpc(const absl::Status& status);

// The inverse: reason, metadata, field violations and retry delay are restored.
absl::Status FromRpcStatus(const google::rpc::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace duban::runtime
