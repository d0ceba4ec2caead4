// Configuration of duban-gateway.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "gateway/http/server.h"
#include "runtime/options.h"

namespace duban::gateway {

struct GatewayConfig {
  // Behaviour.
  std::string registry_address = "127.0.0.1:7401";
  std::string ingest_address = "127.0.0.1:7402";
  std::string analytics_address = "127.0.0.1:7403";
  std::string placement;  // path of the placement file; "" = everything goes to ingest_address
  std::chrono::milliseconds placement_interval{1'000};
  // /metrics pages that the operator page shows, host:port; empty = not shown.
  std::string registry_metrics_address = "127.0.0.1:9401";
  std::string ingest_metrics_address = "127.0.0.1:9402";
  std::string analytics_metrics_address = "127.0.0.1:9403";
  std::string web_dir;         // the built board; empty = ../board beside this program
  std::string grafana_url;     // linked from the operator page; empty = no link
  std::string prometheus_url;  // likewise
  std::vector<std::string> trusted_proxies;  // their X-Forwarded-For names the client
  std::vector<std::string> allowed_hosts;    // host names that requests may be for; empty = any
  std::chrono::milliseconds call_timeout{30'000};
  double rate_per_second = 100;  // requests of one client on the long run
  double rate_burst = 400;       // and at once
  int max_event_streams = 2000;  // more are answered 503
  HttpServerConfig http{.address = "127.0.0.1:7480"};
  // Performance.
  int connections = 2;         // gRPC connections per service for calls
  int stream_connections = 4;  // gRPC connections per service for event streams
};

// Binds every field to an option.
void AddOptions(runtime::OptionTable& table, GatewayConfig& config);

}  // namespace duban::gateway
