// Answers and errors as HTTP responses.
#include <string>
#include <utility>
#include <vector>

#include "common/error.h"
#include "gateway/core/http_status.h"
#include "gateway/gateway.h"
#include "gateway/gateway_call.h"
#include "gateway/http/gzip.h"
#include "runtime/rpc_status.h"

namespace duban::gateway {
namespace {

constexpr size_t kGzipFrom = 4096;  // below that a packet or two is saved at most

}  // namespace

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

}  // namespace duban::gateway
