#include "gateway/core/route_table.h"

#include <google/api/annotations.pb.h>

#include <algorithm>
#include <set>

#include "common/error.h"

namespace duban::gateway {
namespace {

using google::protobuf::FieldDescriptor;

std::pair<std::string, std::string> MethodAndTemplate(const google::api::HttpRule& rule) {
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      return {"GET", rule.get()};
    case google::api::HttpRule::kPut:
      return {"PUT", rule.put()};
    case google::api::HttpRule::kPost:
      return {"POST", rule.post()};
    case google::api::HttpRule::kDelete:
      return {"DELETE", rule.delete_()};
    case google::api::HttpRule::kPatch:
      return {"PATCH", rule.patch()};
    case google::api::HttpRule::kCustom:
      return {rule.custom().kind(), rule.custom().path()};
    case google::api::HttpRule::PATTERN_NOT_SET:
      break;
  }
  return {"", ""};
}

absl::Status AddRoute(const google::protobuf::MethodDescriptor* method,
                      const google::api::HttpRule& rule, std::vector<Route>& routes) {
  const auto [http_method, text] = MethodAndTemplate(rule);
  ASSIGN_OR_RETURN(PathTemplate path, PathTemplate::Parse(text));
  bool known = rule.body().empty() || rule.body() == "*" ||
               method->input_type()->FindFieldByName(rule.body()) != nullptr;
  for (const auto& variable : path.variables())
    known = known && FindField(method->input_type(), variable.field) != nullptr;
  if (!known) {
    return Error(
        absl::StatusCode::kInvalidArgument, "BODY_UNKNOWN",
        "the HTTP annotation of " + method->full_name() + " names a field that is not there",
        {{"method", method->full_name()}});
  }
  routes.push_back({method, http_method, std::move(path), rule.body(),
                    "/" + method->service()->full_name() + "/" + method->name()});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RouteTable> RouteTable::Make(
    const std::vector<const google::protobuf::ServiceDescriptor*>& services) {
  RouteTable table;
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      // HTTP/1.1 has no way to stream requests that browsers speak.
      if (method->client_streaming() || !method->options().HasExtension(google::api::http))
        continue;
      const auto& rule = method->options().GetExtension(google::api::http);
      RETURN_IF_ERROR(AddRoute(method, rule, table.routes_));
      for (const auto& more : rule.additional_bindings())
        RETURN_IF_ERROR(AddRoute(method, more, table.routes_));
    }
  }
  std::stable_sort(table.routes_.begin(), table.routes_.end(), [](const Route& a, const Route& b) {
    return a.path.IsMoreSpecificThan(b.path);
  });
  return table;
}

std::variant<RouteTable::Found, RouteTable::UnknownPath, RouteTable::OtherMethods> RouteTable::Find(
    std::string_view http_method, std::string_view path) const {
  std::set<std::string> others;
  for (const Route& route : routes_) {
    if (route.http_method != http_method && others.contains(route.http_method)) continue;
    auto bindings = route.path.Match(path);
    if (!bindings) continue;
    if (route.http_method == http_method) return Found{&route, *std::move(bindings)};
    others.insert(route.http_method);
  }
  if (others.empty()) return UnknownPath{};
  return OtherMethods{{others.begin(), others.end()}};
}

const FieldDescriptor* FindField(const google::protobuf::Descriptor* type, std::string_view path,
                                 std::vector<const FieldDescriptor*>* steps) {
  const FieldDescriptor* field = nullptr;
  while (!path.empty()) {
    if (field != nullptr) {
      if (field->is_repeated() || field->message_type() == nullptr) return nullptr;
      type = field->message_type();
    }
    const size_t dot = path.find('.');
    const std::string name(path.substr(0, dot));
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    field = type->FindFieldByName(name);
    if (field == nullptr) field = type->FindFieldByCamelcaseName(name);
    if (field == nullptr) return nullptr;
    if (steps != nullptr) steps->push_back(field);
  }
  return field;
}

}  // namespace duban::gateway
