// From an HTTP request to the request message of an RPC, following google.api.http. Pure functions;
// thread-safe.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "gateway/core/route_table.h"

namespace duban::gateway {

// Builds the request of `found.route`: body as ProtoJSON, then path variables (which win), then
// query parameters.
//
// `query` is what follows "?", still percent-encoded. Parameters are named by field paths in
// snake_case or lowerCamelCase ("as_of", "asOf.year"), repeated for repeated fields; a
// google.type.Date may be written "2022-06-30", enums by name or number, bytes in base64. An empty
// body is an empty message; a body for a route that takes none is refused. Errors: INVALID_ARGUMENT
// with every bad parameter at once (QUERY_PARAMETER_UNKNOWN, QUERY_VALUE_INVALID,
// PATH_VALUE_INVALID), or JSON_INVALID, BODY_NOT_EXPECTED.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> BuildRequest(
    const RouteTable::Found& found, std::string_view query, const std::string& body);

// The six-digit code of the district that the path speaks of; empty where it speaks of none or of
// all.
std::string DistrictOf(const PathTemplate::Bindings& bindings);

}  // namespace duban::gateway
