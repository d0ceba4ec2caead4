#include "gateway/gateway.h"

#include <fmt/format.h>
#include <google/protobuf/arena.h>
#include <google/protobuf/message.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "common/error.h"
#include "common/names.h"
#include "gateway/backend/probe.h"
#include "gateway/core/http_status.h"
#include "gateway/core/json_writer.h"
#include "gateway/core/openapi.h"
#include "gateway/core/transcoder.h"
#include "gateway/descriptors.h"
#include "gateway/event_stream.h"
#include "gateway/http/gzip.h"
#include "runtime/rpc_status.h"

namespace duban::gateway {
namespace {

constexpr size_t kGzipFrom = 4096;  // below that a packet or two is saved at most
const char* const kJson = "application/json";
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

std::string StatusLabel(int http, int grpc_code) {
  return grpc_code != 0 ? CodeName(static_cast<absl::StatusCode>(grpc_code)) : std::to_string(http);
}

// gRPC's own words about connections name addresses, and mean nothing to a reader of the board.
absl::Status ForClient(const grpc::Status& status, const std::string& service) {
  absl::Status out = runtime::FromGrpc(status);
  if (!ReasonOf(out).empty()) return out;
  if (out.code() == absl::StatusCode::kUnavailable) {
    return WithRetryAfter(Error(out.code(), "SERVICE_UNREACHABLE",
                                "the " + service + " service cannot be reached at the moment",
                                {{"service", service}}),
                          std::chrono::seconds(1));
  }
  if (out.code() == absl::StatusCode::kDeadlineExceeded) {
    return Error(out.code(), "DEADLINE_PASSED",
                 "the " + service + " service did not answer in time", {{"service", service}});
  }
  return out;
}

google::protobuf::Message& NewMessage(const google::protobuf::Descriptor* type,
                                      google::protobuf::Arena& arena) {
  return *google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New(&arena);
}

}  // namespace

// One request on its way to its answer.
struct Gateway::Call {
  HttpRequest request;
  std::shared_ptr<Exchange> exchange;  // shared with the connection
  std::string id;
  std::string route = "other";  // RPC name, or what else was asked for: a closed set
  SteadyPoint started;
};

Gateway::Gateway(const GatewayConfig& config, StaticFiles files, const Environment& environment)
    : config_(config),
      files_(std::move(files)),
      environment_(environment),
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
  for (const Route& route : gateway->routes_.routes()) {
    const std::string& name = route.method->name();
    gateway->answered_[name] = {&gateway->Count(name, "200"), &gateway->Seconds(name)};
  }
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

Backend& Gateway::BackendOf(const google::protobuf::MethodDescriptor* method,
                            const std::string& district) {
  const std::string& package = method->file()->package();  // duban.registry.v1
  const size_t first = package.find('.') + 1;
  const auto found = backends_.find(package.substr(first, package.find('.', first) - first));
  return found == backends_.end() ? ingests_.For(district) : *found->second;
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

void Gateway::HandleApi(const std::shared_ptr<Call>& call) {
  const HttpRequest& request = call->request;
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  const auto match = routes_.Find(method, request.path);
  if (const auto* others = std::get_if<RouteTable::OtherMethods>(&match)) {
    std::string allow;
    for (const std::string& other : others->methods) allow += (allow.empty() ? "" : ", ") + other;
    const auto error =
        Error(absl::StatusCode::kUnimplemented, "METHOD_NOT_ALLOWED", "this path takes " + allow);
    return Answer(*call, 405, kJson, StatusJson(runtime::ToRpcStatus(error)), {{"Allow", allow}});
  }
  if (std::holds_alternative<RouteTable::UnknownPath>(match)) {
    return Fail(*call, Error(absl::StatusCode::kNotFound, "PATH_UNKNOWN",
                             "nothing answers at this path; /openapi.json lists what does"));
  }
  const auto& found = std::get<RouteTable::Found>(match);
  call->route = found.route->method->name();
  const auto message = BuildRequest(found, request.query, request.body);
  if (!message.ok()) return Fail(*call, message.status());
  std::string district = DistrictOf(found.bindings);
  if (district.empty() && IsDistrictCode(request.district)) district = request.district;
  const std::string bytes = (*message)->SerializeAsString();
  call->request.body = {};
  if (!found.route->method->server_streaming())
    return StartUnary(call, *found.route, bytes, district);
  StartEvents(call, found, bytes, district);
}

void Gateway::StartUnary(const std::shared_ptr<Call>& call, const Route& route,
                         const std::string& request, const std::string& district, size_t instance) {
  const auto* type = route.method->output_type();
  const std::vector<Backend*> all = instance == 0 ? std::vector<Backend*>() : ingests_.All();
  Backend& backend = instance < all.size() ? *all[instance] : BackendOf(route.method, district);
  // Kept for another instance where the call does not say which district it is about.
  const bool may_go_on = district.empty() && backend.name() == "ingest";
  auto kept = may_go_on ? std::make_shared<const std::string>(request) : nullptr;
  backend.Call(
      {route.rpc_path, district, call->id, config_.call_timeout}, request,
      [this, call, type, &backend, &route, kept, instance](const grpc::Status& status,
                                                           grpc::ByteBuffer& bytes) {
        if (!status.ok()) {
          const absl::Status error = ForClient(status, backend.name());
          if (kept && AskElsewhere(call, route, *kept, instance, error)) return;
          return Fail(*call, error);
        }
        google::protobuf::Arena arena;
        google::protobuf::Message& message = NewMessage(type, arena);
        grpc::ProtoBufferReader reader(&bytes);
        if (!reader.status().ok() || !message.ParseFromZeroCopyStream(&reader)) {
          return Fail(*call,
                      Error(absl::StatusCode::kInternal, "ANSWER_BROKEN",
                            "the service's answer cannot be read; its version may be another one"));
        }
        Answer(*call, 200, kJson, WriteJson(message));
      });
}

bool Gateway::AskElsewhere(const std::shared_ptr<Call>& call, const Route& route,
                           const std::string& request, size_t instance,
                           const absl::Status& refused) {
  if (ReasonOf(refused) == "DISTRICT_NOT_OWNED" || ReasonOf(refused) == "DISTRICT_MOVING") {
    // A document that says itself which district it is of, for example; while it moves, the file
    // may know already.
    const std::string district = MetadataOf(refused)["district"];
    if (!IsDistrictCode(district)) return false;
    StartUnary(call, route, request, district);
    return true;
  }
  if (ReasonOf(refused) != "DOCUMENT_NOT_FOUND" || instance + 1 >= ingests_.All().size())
    return false;
  StartUnary(call, route, request, "", instance + 1);
  return true;
}

void Gateway::StartEvents(const std::shared_ptr<Call>& call, const RouteTable::Found& found,
                          const std::string& request, const std::string& district) {
  if (++event_streams_ > config_.max_event_streams) {
    --event_streams_;
    return Fail(*call, WithRetryAfter(Error(absl::StatusCode::kUnavailable, "TOO_MANY_LIVE_CLIENTS",
                                            "too many live clients; reload now and then instead"),
                                      std::chrono::seconds(30)));
  }
  Backend& backend = BackendOf(found.route->method, district);
  auto stream = std::make_shared<EventStream>(
      found.route->method->output_type(), call->exchange,
      std::vector<std::pair<std::string, std::string>>{{"x-request-id", call->id}},
      [this, call, &backend](const grpc::Status& status) {
        if (!status.ok()) return Fail(*call, ForClient(status, backend.name()));
        Answer(*call, 200, "text/event-stream", "event: end\ndata: {}\n\n");
      });
  stream->Start(backend, {found.route->rpc_path, district, call->id}, request,
                [this, call](const grpc::Status& status) {
                  --event_streams_;
                  Record(*call, 200, status.error_code());
                });
}

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

void Gateway::Answer(Call& call, int status, const char* type, std::string body,
                     std::vector<std::pair<std::string, std::string>> headers) {
  HttpResponse response{.status = status, .headers = std::move(headers)};
  response.headers.emplace_back("Content-Type", type);
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("x-request-id", call.id);
  if (body.size() >= kGzipFrom && call.request.accept_encoding.find("gzip") != std::string::npos) {
    if (std::string small = Gzip(body, 1); !small.empty()) {
      body = std::move(small);
      response.headers.emplace_back("Content-Encoding", "gzip");
    }
  }
  response.body = std::make_shared<const std::string>(std::move(body));
  Record(call, status, 0);
  call.exchange->Reply(std::move(response));
}

void Gateway::Fail(Call& call, const absl::Status& status) {
  const google::rpc::Status rpc = runtime::ToRpcStatus(status);
  std::vector<std::pair<std::string, std::string>> headers;
  if (const int seconds = RetryAfterSeconds(rpc); seconds > 0)
    headers.emplace_back("Retry-After", std::to_string(seconds));
  const int http = ReasonOf(status) == "TOO_MANY_LIVE_CLIENTS" ? 503 : HttpStatusOf(rpc.code());
  if (http >= 500) {
    environment_.log.Warn("request_failed", {{"route", call.route},
                                             {"status", std::int64_t{http}},
                                             {"reason", ReasonOf(status)},
                                             {"request_id", call.id}});
  }
  Answer(call, http, kJson, StatusJson(rpc), std::move(headers));
}

void Gateway::Record(Call& call, int status, int grpc_code) {
  // Looking metrics up by label costs more than a short answer; the common ones are at hand.
  const auto known = status == 200 && grpc_code == 0 ? answered_.find(call.route) : answered_.end();
  if (known != answered_.end()) {
    known->second.count->Increment();
    known->second.seconds->Observe(SecondsSince(call.started));
    return;
  }
  Count(call.route, StatusLabel(status, grpc_code)).Increment();
  Seconds(call.route).Observe(SecondsSince(call.started));
}

double Gateway::SecondsSince(SteadyPoint started) const {
  return std::chrono::duration<double>(environment_.clock.Steady() - started).count();
}

prometheus::Counter& Gateway::Count(const std::string& route, const std::string& code) {
  return environment_.metrics.Counter("duban_http_requests_total",
                                      "HTTP requests answered, by RPC or page and status.",
                                      {{"route", route}, {"code", code}});
}

prometheus::Histogram& Gateway::Seconds(const std::string& route) {
  return environment_.metrics.Histogram(
      "duban_http_request_seconds",
      "Time from request to answer; of event streams, how long they were open.",
      {{"route", route}});
}

}  // namespace duban::gateway
