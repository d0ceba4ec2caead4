// The RPCs that /v1/… stands for: which backend is asked, and what becomes of its answer.
#include <google/protobuf/arena.h>
#include <google/protobuf/message.h>
#include <grpcpp/support/proto_buffer_reader.h>

#include <string>
#include <utility>
#include <vector>

#include "common/error.h"
#include "common/names.h"
#include "gateway/core/http_status.h"
#include "gateway/core/json_writer.h"
#include "gateway/core/transcoder.h"
#include "gateway/event_stream.h"
#include "gateway/gateway.h"
#include "gateway/gateway_call.h"
#include "runtime/rpc_status.h"

namespace duban::gateway {
namespace {

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

Backend& Gateway::BackendOf(const google::protobuf::MethodDescriptor* method,
                            const std::string& district) {
  const std::string& package = method->file()->package();  // duban.registry.v1
  const size_t first = package.find('.') + 1;
  const auto found = backends_.find(package.substr(first, package.find('.', first) - first));
  return found == backends_.end() ? ingests_.For(district) : *found->second;
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

}  // namespace duban::gateway
