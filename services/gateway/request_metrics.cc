#include "gateway/request_metrics.h"

#include "common/error.h"

namespace duban::gateway {
namespace {

std::string StatusLabel(int http, int grpc_code) {
  return grpc_code != 0 ? CodeName(static_cast<absl::StatusCode>(grpc_code)) : std::to_string(http);
}

}  // namespace

void RequestMetrics::Know(const std::string& route) {
  answered_[route] = {&Count(route, "200"), &Seconds(route)};
}

void RequestMetrics::Record(const std::string& route, int status, int grpc_code,
                            std::chrono::duration<double> took) {
  // Looking metrics up by label costs more than a short answer; the common ones are at hand.
  const auto known = status == 200 && grpc_code == 0 ? answered_.find(route) : answered_.end();
  if (known != answered_.end()) {
    known->second.count->Increment();
    known->second.seconds->Observe(took.count());
    return;
  }
  Count(route, StatusLabel(status, grpc_code)).Increment();
  Seconds(route).Observe(took.count());
}

prometheus::Counter& RequestMetrics::Count(const std::string& route, const std::string& code) {
  return metrics_.Counter("duban_http_requests_total",
                          "HTTP requests answered, by RPC or page and status.",
                          {{"route", route}, {"code", code}});
}

prometheus::Histogram& RequestMetrics::Seconds(const std::string& route) {
  return metrics_.Histogram(
      "duban_http_request_seconds",
      "Time from request to answer; of event streams, how long they were open.",
      {{"route", route}});
}

}  // namespace duban::gateway
