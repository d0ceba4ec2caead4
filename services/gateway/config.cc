#include "gateway/config.h"

namespace duban::gateway {

void AddOptions(runtime::OptionTable& table, GatewayConfig& config) {
  table.Add("http_address", &config.http.address, "IP:port for browsers; port 0 = any");
  table.Add("registry_address", &config.registry_address, "host:port of duban-registry");
  table.Add("ingest_address", &config.ingest_address, "host:port of duban-ingest");
  table.Add("placement", &config.placement,
            "placement file by which calls to ingest are routed in place of ingest_address; read "
            "again when it changes");
  table.Add("placement_interval", &config.placement_interval,
            "time between two looks at the placement file", 50, 600'000);
  table.Add("analytics_address", &config.analytics_address, "host:port of duban-analytics");
  table.Add("registry_metrics_address", &config.registry_metrics_address,
            "host:port of its /metrics for the operator page; empty = not shown");
  table.Add("ingest_metrics_address", &config.ingest_metrics_address, "the same of duban-ingest");
  table.Add("analytics_metrics_address", &config.analytics_metrics_address,
            "the same of duban-analytics");
  table.Add("web_dir", &config.web_dir, "the built board; empty = ../board beside this program");
  table.Add("grafana_url", &config.grafana_url, "linked from the operator page; empty = no link");
  table.Add("prometheus_url", &config.prometheus_url,
            "linked from the operator page; empty = no link");
  table.Add("trusted_proxies", &config.trusted_proxies,
            "IP addresses whose X-Forwarded-For names the client");
  table.Add("allowed_hosts", &config.allowed_hosts,
            "host names that requests may be for; empty = any");
  table.Add("call_timeout", &config.call_timeout, "deadline of calls to the services");
  table.Add("rate_per_second", &config.rate_per_second, "requests of one client on the long run",
            0.1);
  table.Add("rate_burst", &config.rate_burst, "requests of one client at once", 1);
  table.Add("max_body_bytes", &config.http.max_body_bytes, "largest request body", 1024, 1 << 30);
  table.Add("max_header_bytes", &config.http.max_header_bytes, "largest request header", 1024,
            1 << 20);
  table.Add("max_connections", &config.http.max_connections, "connections at once", 1, 1'000'000);
  table.Add("max_event_streams", &config.max_event_streams, "live clients at once", 0, 1'000'000);
  table.Add("header_timeout", &config.http.header_timeout,
            "time for the headers, idle time included");
  table.Add("body_timeout", &config.http.body_timeout, "time for a body");
  table.Add("write_timeout", &config.http.write_timeout, "time for one write");
  table.Add("keep_alive", &config.http.keep_alive,
            "pause after which a live client gets a sign of life");
  table.Add("http_threads", &config.http.threads, "threads for HTTP", 1, 64);
  table.Add("connections", &config.connections, "gRPC connections per service for calls", 1, 256);
  table.Add("stream_connections", &config.stream_connections,
            "gRPC connections per service for live clients", 1, 256);
}

}  // namespace duban::gateway
