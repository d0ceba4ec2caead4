// Which RPC answers which HTTP method and path: read from the google.api.http annotations of
// service descriptors.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/core/path_template.h"

namespace duban::gateway {

// One binding of one RPC; additional_bindings give routes of their own.
struct Route {
  const google::protobuf::MethodDescriptor* method = nullptr;  // not owned, of the descriptor pool
  std::string http_method;                                     // GET, POST, PATCH, PUT, DELETE
  PathTemplate path;
  std::string body;      // "" = no body, "*" = the whole request, else a field of it
  std::string rpc_path;  // "/duban.registry.v1.RegistryService/GetDistrict"
};

// RouteTable finds routes. Immutable; thread-safe.
class RouteTable {
 public:
  struct Found {
    const Route* route;
    PathTemplate::Bindings bindings;
  };
  // No route has this path.
  struct UnknownPath {};
  // The path is known under these methods, in alphabetical order.
  struct OtherMethods {
    std::vector<std::string> methods;
  };

  // Errors: INVALID_ARGUMENT TEMPLATE_INVALID, or BODY_UNKNOWN when an annotation names a field
  // that is not there.
  static absl::StatusOr<RouteTable> Make(
      const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  // `path` as in PathTemplate::Match. Of several templates that match, the most specific answers.
  std::variant<Found, UnknownPath, OtherMethods> Find(std::string_view http_method,
                                                      std::string_view path) const;

  // In order of trying.
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

// The field that a dotted path of snake_case or lowerCamelCase names ends at; null when there is
// none. On the way only singular message fields may be passed. `steps`, when given, receives the
// fields passed, the last one included.
const google::protobuf::FieldDescriptor* FindField(
    const google::protobuf::Descriptor* type, std::string_view path,
    std::vector<const google::protobuf::FieldDescriptor*>* steps = nullptr);

}  // namespace duban::gateway
