// The OpenAPI 3 document of the HTTP interface, from descriptors alone. Pure; thread-safe.
#pragma once

#include <google/protobuf/descriptor.pb.h>

#include <string>

#include "gateway/core/route_table.h"

namespace duban::gateway {

// Writes the document as JSON: a path per route, a schema per message and enum that they reach,
// errors as google.rpc.Status, server-streaming methods as text/event-stream. `sources` are the
// same files with their comments (protoc --include_source_info), which become descriptions; what is
// missing there stays undescribed.
std::string WriteOpenApi(const RouteTable& routes,
                         const google::protobuf::FileDescriptorSet& sources,
                         const std::string& version);

}  // namespace duban::gateway
