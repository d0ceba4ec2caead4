// Any path, query and body are a request message or an INVALID_ARGUMENT, never a crash; what was
// read can be written as JSON and read again as the same message.
#include <fuzzer/FuzzedDataProvider.h>

#include <cstdlib>

#include "common/error.h"
#include "duban/analytics/v1/analytics_service.pb.h"
#include "duban/ingest/v1/document_service.pb.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "duban/registry/v1/registry_service.pb.h"
#include "gateway/core/json_writer.h"
#include "gateway/core/transcoder.h"
#include "runtime/wire.h"

namespace {

using duban::gateway::PathTemplate;
using duban::gateway::RouteTable;

const RouteTable& Routes() {
  static const RouteTable table = *RouteTable::Make(
      {duban::analytics::v1::GetTrendRequest::descriptor()->file()->service(0),
       duban::ingest::v1::GetReportRequest::descriptor()->file()->service(0),
       duban::ingest::v1::GetDocumentRequest::descriptor()->file()->service(0),
       duban::registry::v1::GetDistrictRequest::descriptor()->file()->service(0)});
  return table;
}

// A path of this template with arbitrary text where it has variables.
std::string PathOf(const PathTemplate& path, FuzzedDataProvider& input) {
  std::string out;
  for (const auto& segment : path.segments()) {
    out += "/";
    out += segment.kind == PathTemplate::Segment::Kind::kLiteral
               ? segment.literal
               : input.ConsumeRandomLengthString(24);
  }
  return path.verb().empty() ? out : out + ":" + path.verb();
}

void CheckRoundTrip(const google::protobuf::Message& message) {
  const std::string json = duban::gateway::WriteJson(message);
  const std::unique_ptr<google::protobuf::Message> again(message.New());
  if (!duban::FromJson(json, *again).ok() || duban::gateway::WriteJson(*again) != json)
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  const auto& routes = Routes().routes();
  const auto& route = routes[input.ConsumeIntegralInRange<size_t>(0, routes.size() - 1)];
  const std::string path =
      input.ConsumeBool() ? PathOf(route.path, input) : input.ConsumeRandomLengthString(64);
  const std::string query = input.ConsumeRandomLengthString(64);
  const auto match = Routes().Find(route.http_method, path);
  const auto* found = std::get_if<RouteTable::Found>(&match);
  if (found == nullptr) return 0;
  (void)duban::gateway::DistrictOf(found->bindings);
  const auto message =
      duban::gateway::BuildRequest(*found, query, input.ConsumeRemainingBytesAsString());
  if (message.ok()) {
    CheckRoundTrip(**message);
  } else if (message.status().code() != absl::StatusCode::kInvalidArgument) {
    std::abort();
  }
  return 0;
}
