// Counts, times and logs every RPC, so that no handler has to.
#pragma once

#include <grpcpp/support/server_interceptor.h>

#include <memory>
#include <string>

#include "common/clock.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

namespace duban::runtime {

// Which calls leave a line in the log.
enum class RpcLogging { kNone, kErrors, kAll };

// Metrics: duban_grpc_server_started_total, duban_grpc_server_handled_total{grpc_code},
// duban_grpc_server_handling_seconds, all with {grpc_service, grpc_method}.
// The arguments are not owned and must outlive the server.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeRpcObserver(
    Metrics& metrics, Log& log, const Clock& clock, RpcLogging logging);

}  // namespace duban::runtime
