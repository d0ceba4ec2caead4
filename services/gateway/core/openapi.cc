#include "gateway/core/openapi.h"

#include <google/api/annotations.pb.h>
#include <google/api/field_behavior.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/rpc/status.pb.h>
#include <google/type/date.pb.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

namespace duban::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using Json = nlohmann::ordered_json;

// Comments of every declaration, by full name.
class Comments {
 public:
  explicit Comments(const google::protobuf::FileDescriptorSet& sources) : pool_(&database_) {
    for (const auto& file : sources.file()) database_.Add(file);
  }

  template <class D>
  std::string Of(const D* descriptor) const {
    google::protobuf::SourceLocation location;
    const D* twin = Twin(descriptor);
    if (twin == nullptr || !twin->GetSourceLocation(&location)) return "";
    std::string text = location.leading_comments;
    for (size_t at = 0; (at = text.find("\n ", at)) != std::string::npos;)
      text.replace(at, 2, "\n");
    while (!text.empty() && text.back() == '\n') text.pop_back();
    if (!text.empty() && text.front() == ' ') text.erase(0, 1);
    return text;
  }

 private:
  const Descriptor* Twin(const Descriptor* d) const {
    return pool_.FindMessageTypeByName(d->full_name());
  }
  const EnumDescriptor* Twin(const EnumDescriptor* d) const {
    return pool_.FindEnumTypeByName(d->full_name());
  }
  const FieldDescriptor* Twin(const FieldDescriptor* d) const {
    return pool_.FindFieldByName(d->full_name());
  }
  const MethodDescriptor* Twin(const MethodDescriptor* d) const {
    return pool_.FindMethodByName(d->full_name());
  }
  const google::protobuf::ServiceDescriptor* Twin(
      const google::protobuf::ServiceDescriptor* d) const {
    return pool_.FindServiceByName(d->full_name());
  }
  const google::protobuf::EnumValueDescriptor* Twin(
      const google::protobuf::EnumValueDescriptor* d) const {
    const auto* type = pool_.FindEnumTypeByName(d->type()->full_name());
    return type == nullptr ? nullptr : type->FindValueByName(d->name());
  }

  google::protobuf::SimpleDescriptorDatabase database_;
  google::protobuf::DescriptorPool pool_;
};

class Writer {
 public:
  Writer(const RouteTable& routes, const google::protobuf::FileDescriptorSet& sources)
      : routes_(routes), comments_(sources) {}

  Json Write(const std::string& version) {
    Json paths = Json::object();
    std::map<std::string, std::string> tags;
    for (const Route& route : routes_.routes()) {
      const std::string path = PathText(route.path);
      std::string http_method = route.http_method;
      std::transform(http_method.begin(), http_method.end(), http_method.begin(), [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      });
      paths[path][http_method] = Operation(route);
      tags[route.method->service()->name()] = comments_.Of(route.method->service());
    }
    Json tag_list = Json::array();
    for (const auto& [name, text] : tags)
      tag_list.push_back({{"name", name}, {"description", text}});
    Reference(google::rpc::Status::descriptor());
    Json schemas = Json::object();
    for (auto& [name, schema] : schemas_) schemas[name] = std::move(schema);
    return {{"openapi", "3.0.3"},
            {"info",
             {{"title", "duban"},
              {"description",
               "Livelihood promises of districts: catalog, progress, aggregates and findings."},
              {"version", version},
              {"license", {{"name", "See the repository"}}}}},
            {"servers", Json::array({{{"url", "/"}}})},
            {"tags", tag_list},
            {"paths", paths},
            {"components", {{"schemas", schemas}}}};
  }

 private:
  // "districts/*" becomes "districts/{district}": a wildcard is named after the collection before
  // it.
  static std::string WildcardName(const PathTemplate& path, size_t i) {
    if (path.segments()[i].kind == PathTemplate::Segment::Kind::kRest) return "resource";
    std::string name = i > 0 ? path.segments()[i - 1].literal : "";
    if (name.empty()) return "id" + std::to_string(i);
    if (name.ends_with("s")) name.pop_back();
    return name;
  }

  static std::string PathText(const PathTemplate& path) {
    std::string out;
    for (size_t i = 0; i < path.segments().size(); ++i) {
      const auto& segment = path.segments()[i];
      out += "/" + (segment.kind == PathTemplate::Segment::Kind::kLiteral
                        ? segment.literal
                        : "{" + WildcardName(path, i) + "}");
    }
    return path.verb().empty() ? out : out + ":" + path.verb();
  }

  Json Operation(const Route& route) {
    const MethodDescriptor* method = route.method;
    Json parameters = Json::array();
    for (size_t i = 0; i < route.path.segments().size(); ++i) {
      const auto kind = route.path.segments()[i].kind;
      if (kind == PathTemplate::Segment::Kind::kLiteral) continue;
      Json parameter = {{"name", WildcardName(route.path, i)},
                        {"in", "path"},
                        {"required", true},
                        {"schema", {{"type", "string"}}}};
      if (kind == PathTemplate::Segment::Kind::kRest)
        parameter["description"] =
            "One or more segments, e.g. 440113/programmes/2022; slashes stay slashes.";
      parameters.push_back(parameter);
    }
    if (route.body != "*") AddQuery(route, method->input_type(), "", 0, parameters);
    Json operation = {{"operationId", method->service()->name() + "_" + method->name()},
                      {"tags", Json::array({method->service()->name()})}};
    if (const std::string text = comments_.Of(method); !text.empty())
      operation["description"] = text;
    operation["parameters"] = parameters;
    if (!route.body.empty()) {
      const Descriptor* type =
          route.body == "*" ? method->input_type()
                            : method->input_type()->FindFieldByName(route.body)->message_type();
      operation["requestBody"] = {
          {"required", true}, {"content", {{"application/json", {{"schema", Reference(type)}}}}}};
    }
    const Json ok = {{"schema", Reference(method->output_type())}};
    const Json error = {{"schema", Reference(google::rpc::Status::descriptor())}};
    const char* type = method->server_streaming() ? "text/event-stream" : "application/json";
    operation["responses"] = {
        {"200",
         {{"description",
           method->server_streaming() ? "Events; the data of each is one message." : "OK"},
          {"content", {{type, ok}}}}},
        {"default",
         {{"description", "An error as google.rpc.Status."},
          {"content", {{"application/json", error}}}}}};
    return operation;
  }

  // Singular message fields are spelled out two levels deep, which is all that our requests have.
  void AddQuery(const Route& route, const Descriptor* type, const std::string& prefix, int depth,
                Json& parameters) {
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      const auto is_bound = [&](const PathTemplate::Variable& v) {
        return v.field == prefix + field->name();
      };
      if (depth == 0 && field->name() == route.body) continue;
      if (std::any_of(route.path.variables().begin(), route.path.variables().end(), is_bound))
        continue;
      const Descriptor* message = field->message_type();
      if (message != nullptr && message != google::type::Date::descriptor() &&
          message != google::protobuf::Timestamp::descriptor()) {
        if (!field->is_repeated() && depth < 2)
          AddQuery(route, message, prefix + field->name() + ".", depth + 1, parameters);
        continue;
      }
      Json schema = message == google::type::Date::descriptor()
                        ? Json{{"type", "string"}, {"format", "date"}}
                        : Plain(field);
      if (field->is_repeated()) schema = {{"type", "array"}, {"items", schema}};
      Json parameter = {{"name", prefix + field->json_name()}, {"in", "query"}, {"schema", schema}};
      if (const std::string text = comments_.Of(field); !text.empty())
        parameter["description"] = text;
      parameters.push_back(parameter);
    }
  }

  // A value of a field, whether repeated or not.
  Json Plain(const FieldDescriptor* field) {
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        return {{"type", "integer"}, {"format", "int32"}};
      case FieldDescriptor::CPPTYPE_UINT32:
        return {{"type", "integer"}, {"format", "int64"}, {"minimum", 0}};
      case FieldDescriptor::CPPTYPE_INT64:
      case FieldDescriptor::CPPTYPE_UINT64:
        return {{"type", "string"}, {"format", "int64"}};
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return {{"type", "number"}, {"format", "double"}};
      case FieldDescriptor::CPPTYPE_FLOAT:
        return {{"type", "number"}, {"format", "float"}};
      case FieldDescriptor::CPPTYPE_BOOL:
        return {{"type", "boolean"}};
      case FieldDescriptor::CPPTYPE_ENUM:
        return Reference(field->enum_type());
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return Reference(field->message_type());
      case FieldDescriptor::CPPTYPE_STRING:
        break;
    }
    if (field->type() == FieldDescriptor::TYPE_BYTES)
      return {{"type", "string"}, {"format", "byte"}};
    return {{"type", "string"}};
  }

  Json FieldSchema(const FieldDescriptor* field) {
    Json schema = field->is_map()
                      ? Json{{"type", "object"},
                             {"additionalProperties", Plain(field->message_type()->map_value())}}
                      : Plain(field);
    if (field->is_repeated() && !field->is_map()) schema = {{"type", "array"}, {"items", schema}};
    const std::string text = comments_.Of(field);
    const auto& behaviors = field->options();
    bool output_only = false;
    for (int i = 0; i < behaviors.ExtensionSize(google::api::field_behavior); ++i)
      output_only = output_only || behaviors.GetExtension(google::api::field_behavior, i) ==
                                       google::api::OUTPUT_ONLY;
    if (text.empty() && !output_only) return schema;
    // Nothing may stand beside a $ref in OpenAPI 3.0.
    if (schema.contains("$ref")) schema = {{"allOf", Json::array({schema})}};
    if (!text.empty()) schema["description"] = text;
    if (output_only) schema["readOnly"] = true;
    return schema;
  }

  Json Reference(const Descriptor* type) {
    const std::string& name = type->full_name();
    if (name == "google.protobuf.Timestamp") return {{"type", "string"}, {"format", "date-time"}};
    if (name == "google.protobuf.Duration")
      return {{"type", "string"}, {"description", "Seconds with an s: 1.5s"}};
    if (name == "google.protobuf.FieldMask") return {{"type", "string"}};
    if (name == "google.protobuf.Any") {
      return {{"type", "object"},
              {"properties", {{"@type", {{"type", "string"}}}}},
              {"additionalProperties", true}};
    }
    if (schemas_.emplace(name, Json()).second) schemas_[name] = MessageSchema(type);
    return {{"$ref", "#/components/schemas/" + name}};
  }

  Json MessageSchema(const Descriptor* type) {
    Json properties = Json::object();
    Json required = Json::array();
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      properties[field->json_name()] = FieldSchema(field);
      for (int k = 0; k < field->options().ExtensionSize(google::api::field_behavior); ++k) {
        if (field->options().GetExtension(google::api::field_behavior, k) == google::api::REQUIRED)
          required.push_back(field->json_name());
      }
    }
    Json schema = {{"type", "object"}, {"properties", properties}};
    if (const std::string text = comments_.Of(type); !text.empty()) schema["description"] = text;
    // What the path binds need not be in the body, so "required" would be too strict for request
    // messages.
    if (!required.empty() && !type->name().ends_with("Request")) schema["required"] = required;
    return schema;
  }

  Json Reference(const EnumDescriptor* type) {
    const std::string& name = type->full_name();
    if (!schemas_.contains(name)) {
      Json values = Json::array();
      std::string text = comments_.Of(type);
      for (int i = 0; i < type->value_count(); ++i) {
        values.push_back(type->value(i)->name());
        if (const std::string note = comments_.Of(type->value(i)); !note.empty())
          text += "\n- " + type->value(i)->name() + ": " + note;
      }
      schemas_[name] = {{"type", "string"}, {"enum", values}};
      if (!text.empty()) schemas_[name]["description"] = text;
    }
    return {{"$ref", "#/components/schemas/" + name}};
  }

  const RouteTable& routes_;
  const Comments comments_;
  std::map<std::string, Json> schemas_;
};

}  // namespace

std::string WriteOpenApi(const RouteTable& routes,
                         const google::protobuf::FileDescriptorSet& sources,
                         const std::string& version) {
  return Writer(routes, sources).Write(version).dump(2);
}

}  // namespace duban::gateway
