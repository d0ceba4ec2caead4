// What the operator page asks: which services answer, and their metrics.
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "common/error.h"
#include "gateway/backend/probe.h"
#include "gateway/gateway.h"
#include "gateway/gateway_call.h"

namespace duban::gateway {

void Gateway::HandleOperator(const std::shared_ptr<Call>& call) {
  static constexpr std::string_view kMetrics = "/operator/metrics/";
  const std::string path = call->request.path;
  call->route = "operator";
  const bool taken = operator_pool_.TryRun([this, call, path] {
    if (path == "/operator/services") return Answer(*call, 200, kJson, ServicesJson());
    if (!path.starts_with(kMetrics))
      return Fail(*call, Error(absl::StatusCode::kNotFound, "PATH_UNKNOWN",
                               "nothing answers at this path"));
    auto page = MetricsPage(path.substr(kMetrics.size()));
    if (!page.ok()) return Fail(*call, page.status());
    Answer(*call, 200, "text/plain; charset=utf-8", *std::move(page));
  });
  if (!taken) {
    Fail(*call, WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "SERVER_OVERLOADED",
                                     "too many operators ask at once"),
                               std::chrono::seconds(1)));
  }
}

std::string Gateway::ServicesJson() const {
  nlohmann::json services = nlohmann::json::array({{{"name", "gateway"}, {"state", "SERVING"}}});
  for (const auto& [name, backend] : backends_)
    services.push_back({{"name", name}, {"state", HealthOf(*backend)}});
  services.push_back({{"name", "ingest"}, {"state", HealthOf(ingests_.For(""))}});
  nlohmann::json out = {{"services", services}, {"liveClients", event_streams_.load()}};
  // A link that is none would let a typo in the configuration run as javascript: in the board.
  if (config_.grafana_url.starts_with("http")) out["grafana"] = config_.grafana_url;
  if (config_.prometheus_url.starts_with("http")) out["prometheus"] = config_.prometheus_url;
  return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

absl::StatusOr<std::string> Gateway::MetricsPage(const std::string& program) const {
  const std::map<std::string, std::string> pages = {
      {"registry", config_.registry_metrics_address},
      {"ingest", config_.ingest_metrics_address},
      {"analytics", config_.analytics_metrics_address}};
  if (program == "gateway") return environment_.metrics.Text();
  const auto it = pages.find(program);
  if (it == pages.end() || it->second.empty())
    return Error(absl::StatusCode::kNotFound, "METRICS_UNKNOWN",
                 "no metrics page of that name is configured");
  return FetchPage(it->second, "/metrics");
}

}  // namespace duban::gateway
