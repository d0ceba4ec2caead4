// The edge: turns HTTP into calls, answers as JSON, and serves the board.
#pragma once

#include <google/protobuf/descriptor.pb.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/backend/backend.h"
#include "gateway/backend/ingest_backends.h"
#include "gateway/config.h"
#include "gateway/core/rate_limiter.h"
#include "gateway/core/route_table.h"
#include "gateway/http/static_files.h"
#include "gateway/request_metrics.h"
#include "runtime/executor.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

namespace duban::gateway {

// Gateway handles requests; it holds no state but limits. Thread-safe.
//
// Paths: /v1/… as annotated in the protos, /openapi.json, /healthz (200 while the process lives),
// /readyz (503 once it drains), /operator/services and /operator/metrics/{program}, and the board
// for everything else. Every answer carries x-request-id, the client's own if it is 1..64 of A-Z
// a-z 0-9 . _ -.
class Gateway {
 public:
  struct Environment {
    runtime::Metrics& metrics;
    runtime::Log& log;
    const Clock& clock;
    // Makes a request id that no other request has.
    std::function<std::string()> new_id;
  };

  // Errors: as RouteTable::Make; INTERNAL DESCRIPTORS_BROKEN.
  static absl::StatusOr<std::unique_ptr<Gateway>> Make(const GatewayConfig& config,
                                                       StaticFiles files,
                                                       const Environment& environment);
  // Stops.
  ~Gateway();

  void Handle(HttpRequest request, std::shared_ptr<Exchange> exchange);

  // From now on calls to ingest go where the file says.
  void Follow(const Placement& placement) { ingests_.Follow(placement); }

  // From now on /readyz says that this instance is about to stop; everything else is answered as
  // before.
  void Drain() { draining_ = true; }

  // The event that tells a live client to connect again, to another instance.
  std::string Farewell() const;

  // Cancels what is open and waits for it; afterwards no callback touches an Exchange.
  void Stop();

  const RouteTable& routes() const { return routes_; }

 private:
  struct Call;  // one request on its way to its answer

  Gateway(const GatewayConfig& config, StaticFiles files, const Environment& environment);
  absl::Status Check(const HttpRequest& request, const std::string& client) const;
  std::string ClientOf(const HttpRequest& request) const;
  void HandleApi(const std::shared_ptr<Call>& call);
  // Asks `instance`, the first, second … of ingest's, where the call names no district.
  void StartUnary(const std::shared_ptr<Call>& call, const Route& route, const std::string& request,
                  const std::string& district, size_t instance = 0);
  // Asks another instance where that may know better; false = nobody else can be asked.
  bool AskElsewhere(const std::shared_ptr<Call>& call, const Route& route,
                    const std::string& request, size_t instance, const absl::Status& refused);
  void StartEvents(const std::shared_ptr<Call>& call, const RouteTable::Found& found,
                   const std::string& request, const std::string& district);
  void HandleOperator(const std::shared_ptr<Call>& call);
  std::string ServicesJson() const;
  absl::StatusOr<std::string> MetricsPage(const std::string& program) const;
  void Answer(Call& call, int status, const char* type, std::string body,
              std::vector<std::pair<std::string, std::string>> headers = {});
  void Fail(Call& call, const absl::Status& status);
  void Record(const Call& call, int status, int grpc_code);
  Backend& BackendOf(const google::protobuf::MethodDescriptor* method, const std::string& district);

  const GatewayConfig config_;
  const StaticFiles files_;
  const Environment environment_;
  RequestMetrics requests_;
  RouteTable routes_;
  std::string openapi_;
  mutable RateLimiter limiter_;
  std::map<std::string, std::unique_ptr<Backend>>
      backends_;  // by the part of the package: registry, analytics
  mutable IngestBackends ingests_;
  std::atomic<int> event_streams_{0};
  std::atomic<bool> draining_{false};
  runtime::Executor operator_pool_{2, 32};  // the operator page's questions, which block
};

}  // namespace duban::gateway
