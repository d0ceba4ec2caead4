#include "gateway/gateway.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "common/error.h"
#include "gateway/core/http_status.h"
#include "gateway/core/openapi.h"
#include "gateway/descriptors.h"
#include "gateway/gateway_call.h"
#include "runtime/rpc_status.h"

namespace duban::gateway {
namespace {

const char* const kServing = R"({"status":"SERVING"})";

bool IsRequestId(const std::string& text) {
  return !text.empty() && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-';
         });
}

std::string HostName(const std::string& host) {
  const size_t colon = host.rfind(':');
  return colon == std::string::npos || host.ends_with("]") ? host : host.substr(0, colon);
}

}  // namespace

Gateway::Gateway(const GatewayConfig& config, StaticFiles files, const Environment& environment)
    : config_(config),
      files_(std::move(files)),
      environment_(environment),
      requests_(environment.metrics),
      limiter_(config.rate_per_second, config.rate_burst, /*max_clients=*/100'000,
               environment.clock),
      ingests_(config.ingest_address, config.connections, config.stream_connections) {
  const std::pair<const char*, const std::string&> addresses[] = {
      {"registry", config_.registry_address}, {"analytics", config_.analytics_address}};
  for (const auto& [name, address] : addresses)
    backends_.emplace(name, std::make_unique<Backend>(name, address, config_.connections,
                                                      config_.stream_connections));
}

Gateway::~Gateway() { Stop(); }

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Make(const GatewayConfig& config,
                                                       StaticFiles files,
                                                       const Environment& environment) {
  std::unique_ptr<Gateway> gateway(new Gateway(config, std::move(files), environment));
  ASSIGN_OR_RETURN(gateway->routes_, RouteTable::Make(PublicServices()));
  for (const Route& route : gateway->routes_.routes())
    gateway->requests_.Know(route.method->name());
  google::protobuf::FileDescriptorSet sources;
  if (!sources.ParseFromString(std::string(DescriptorSet()))) {
    return Error(absl::StatusCode::kInternal, "DESCRIPTORS_BROKEN",
                 "the descriptors that were built in cannot be read");
  }
  gateway->openapi_ = WriteOpenApi(gateway->routes_, sources, "1");
  return gateway;
}

std::string Gateway::Farewell() const {
  // Spread, so that the clients of a stopped instance do not fall on the others all at once.
  std::random_device random;
  const int pause = std::uniform_int_distribution<int>(500, 3000)(random);
  const absl::Status stopping =
      WithRetryAfter(Error(absl::StatusCode::kUnavailable, "SERVER_STOPPING",
                           "this instance is being stopped; connect again"),
                     std::chrono::milliseconds(pause));
  return fmt::format("retry: {}\nevent: status\ndata: {}\n\n", pause,
                     StatusJson(runtime::ToRpcStatus(stopping)));
}

void Gateway::Stop() {
  for (const auto& [name, backend] : backends_) backend->Stop();
  ingests_.Stop();
}

std::string Gateway::ClientOf(const HttpRequest& request) const {
  const auto& trusted = config_.trusted_proxies;
  if (std::find(trusted.begin(), trusted.end(), request.peer) == trusted.end()) return request.peer;
  // The last entry is what our own proxy saw; the ones before it are whatever the client wrote.
  const size_t comma = request.forwarded_for.rfind(',');
  std::string client = request.forwarded_for.substr(comma == std::string::npos ? 0 : comma + 1);
  client.erase(0, client.find_first_not_of(' '));
  return client.empty() || client.size() > 64 ? request.peer : client;
}

absl::Status Gateway::Check(const HttpRequest& request, const std::string& client) const {
  const auto& hosts = config_.allowed_hosts;
  if (!hosts.empty() &&
      std::find(hosts.begin(), hosts.end(), HostName(request.host)) == hosts.end()) {
    return Error(absl::StatusCode::kPermissionDenied, "HOST_NOT_ALLOWED",
                 "this server does not answer for that host name; see --allowed-hosts");
  }
  if (const double wait = limiter_.Take(client); wait > 0) {
    return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "RATE_LIMITED",
                                "too many requests from this client; slow down"),
                          std::chrono::milliseconds(static_cast<int>(wait * 1000) + 1));
  }
  if (request.method == "GET" || request.method == "HEAD") return absl::OkStatus();
  // Other sites' pages can make a browser send forms and plain text here, but neither JSON nor this
  // header's lie.
  if (request.fetch_site == "cross-site" ||
      (!request.body.empty() && !request.content_type.starts_with(kJson))) {
    return Error(absl::StatusCode::kPermissionDenied, "CROSS_SITE",
                 "changes are taken as application/json and not from other sites");
  }
  return absl::OkStatus();
}

void Gateway::Handle(HttpRequest request, std::shared_ptr<Exchange> exchange) {
  auto call = std::make_shared<Call>();
  call->id = IsRequestId(request.request_id) ? request.request_id : environment_.new_id();
  call->started = environment_.clock.Steady();
  call->exchange = std::move(exchange);
  call->request = std::move(request);
  const std::string& path = call->request.path;
  if (path == "/healthz") {
    call->route = "healthz";
    return Answer(*call, 200, kJson, kServing);
  }
  if (path == "/readyz") {
    call->route = "readyz";
    return draining_ ? Answer(*call, 503, kJson, R"({"status":"NOT_SERVING"})")
                     : Answer(*call, 200, kJson, kServing);
  }
  if (const absl::Status checked = Check(call->request, ClientOf(call->request)); !checked.ok())
    return Fail(*call, checked);
  if (path.starts_with("/v1/")) return HandleApi(call);
  if (path.starts_with("/operator/") && path.size() > 10 && path != "/operator/board")
    return HandleOperator(call);
  if (path == "/openapi.json") {
    call->route = "openapi";
    return Answer(*call, 200, kJson, openapi_);
  }
  call->route = "board";
  HttpResponse response = files_.Answer(call->request);
  response.headers.emplace_back("x-request-id", call->id);
  Record(*call, response.status, 0);
  call->exchange->Reply(std::move(response));
}

void Gateway::Record(const Call& call, int status, int grpc_code) {
  requests_.Record(call.route, status, grpc_code, environment_.clock.Steady() - call.started);
}

}  // namespace duban::gateway
