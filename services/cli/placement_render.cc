#include "cli/placement_render.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"

namespace duban::cli {
namespace {

// Room in nginx's hash of a map for all of China's districts.
constexpr std::size_t kLeastMapSize = 4096;

}  // namespace

std::string RenderNginx(const Placement& placement, const std::string& listen) {
  std::string out = kRenderedNote;
  out +=
      "# To be included in the http block of nginx (1.13.10 or later); `nginx -s reload` takes a "
      "change over.\n\n";
  out += fmt::format("map_hash_max_size {};\n\n",
                     std::max(kLeastMapSize, 4 * placement.districts().size()));
  out += "# The header duban-district, which clients set on every call about a district.\n";
  out += fmt::format("map $http_duban_district $duban_ingest {{\n  default {};\n",
                     placement.shared().name);
  for (const auto& [district, instance] : placement.districts())
    out += fmt::format("  {} {};\n", district, instance);
  out += "}\n";
  for (const PlacedInstance& instance : placement.instances()) {
    out += fmt::format("\nupstream {} {{\n  server {};\n  keepalive 64;\n}}\n", instance.name,
                       instance.endpoint);
  }
  out += fmt::format(R"(
server {{
  listen {} http2;
  # Connections are long, and so are watches and streams of reports; how large a message may be, ingest says itself.
  keepalive_requests 100000000;
  keepalive_timeout 1h;
  http2_max_concurrent_streams 1000;
  client_max_body_size 0;
  client_body_timeout 1d;
  grpc_read_timeout 1d;
  grpc_send_timeout 1d;
  grpc_socket_keepalive on;

  # PlacementService is for operators' tools, not for clients.
  location ~ ^/duban\.ingest\.v1\.(ProgressService|DocumentService)/ {{
    grpc_pass grpc://$duban_ingest;
    error_page 502 503 504 = @unavailable;
  }}
  # An instance that is not there is UNAVAILABLE to a gRPC client, which tries again.
  location @unavailable {{
    internal;
    default_type application/grpc;
    add_header grpc-status 14 always;
    add_header grpc-message "the ingest instance of this district cannot be reached" always;
    return 204;
  }}
  location / {{
    return 404;
  }}
}}
)",
                     listen);
  return out;
}

std::string RenderAnalytics(const Placement& placement) {
  std::string out = kRenderedNote;
  out +=
      "# For duban-analytics --config where it cannot read the placement file itself "
      "(--placement).\ningest_addresses:\n";
  for (const PlacedInstance& instance : placement.instances())
    out += fmt::format("  - {}\n", instance.endpoint);
  return out;
}

absl::StatusOr<std::map<std::string, std::string>> RenderPlacement(const Placement& placement,
                                                                   const std::string& text,
                                                                   const RenderOptions& options) {
  std::map<std::string, std::string> out = {
      {"hosts/nginx.conf", RenderNginx(placement, options.listen)},
      {"hosts/analytics.yaml", RenderAnalytics(placement)}};
  if (options.base_dir.empty()) return out;
  ASSIGN_OR_RETURN(auto kubernetes, RenderKubernetes(placement, text, options.base_dir));
  for (auto& [path, content] : kubernetes) out["kubernetes/" + path] = std::move(content);
  return out;
}

}  // namespace duban::cli
