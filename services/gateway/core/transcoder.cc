#include "gateway/core/transcoder.h"

#include <google/protobuf/descriptor.h>
#include <google/type/date.pb.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "common/date.h"
#include "common/error.h"
#include "common/names.h"
#include "common/utf8.h"
#include "runtime/wire.h"

namespace duban::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Quote(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// A scalar as text becomes the JSON value that ProtoJSON would hold, so that one parser judges all
// spellings.
std::string JsonValue(const FieldDescriptor* field, const std::string& text) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (text.empty()) return "true";  // "?validateOnly" alone
      return text == "true" || text == "false" ? text : Quote(text);
    case FieldDescriptor::CPPTYPE_ENUM:
      if (!text.empty() &&
          std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return text;
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field->message_type() == google::type::Date::descriptor()) {
        const auto date = ParseDate(text);
        if (!date) return "\"\"";
        return "{\"year\":" + std::to_string(date->year) +
               ",\"month\":" + std::to_string(date->month) +
               ",\"day\":" + std::to_string(date->day) + "}";
      }
      break;
    default:
      break;
  }
  return Quote(text);
}

template <class T>
std::optional<T> WholeNumber(const std::string& text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Sets the usual parameters without a parser. False leaves the message unchanged: another type, or
// another spelling.
bool SetPlainly(Message& message, const std::vector<const FieldDescriptor*>& steps,
                const std::string& text) {
  const FieldDescriptor* field = steps.back();
  if (field->is_repeated() || steps.size() > 1) return false;
  const auto* reflection = message.GetReflection();
  if (field->type() == FieldDescriptor::TYPE_STRING) {
    reflection->SetString(&message, field, text);
    return true;
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
    const auto value = WholeNumber<std::int32_t>(text);
    if (value) reflection->SetInt32(&message, field, *value);
    return value.has_value();
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    const auto value = WholeNumber<std::int64_t>(text);
    if (value) reflection->SetInt64(&message, field, *value);
    return value.has_value();
  }
  if (field->message_type() != google::type::Date::descriptor()) return false;
  const auto date = ParseDate(text);
  if (!date) return false;
  auto& out = static_cast<google::type::Date&>(*reflection->MutableMessage(&message, field));
  out.set_year(date->year);
  out.set_month(date->month);
  out.set_day(date->day);
  return true;
}

// Sets the field that `path` names. False when the text is no value of its type.
bool SetField(Message& message, const std::vector<const FieldDescriptor*>& steps,
              const std::string& text) {
  if (SetPlainly(message, steps, text)) return true;
  std::string json;
  std::string tail;
  for (const FieldDescriptor* step : steps) {
    json += "{\"" + step->json_name() + "\":";
    tail += "}";
  }
  const FieldDescriptor* field = steps.back();
  const std::string value = JsonValue(field, text);
  json += field->is_repeated() ? "[" + value + "]" : value;
  const std::unique_ptr<Message> piece(message.New());
  if (!FromJson(json + tail, *piece).ok()) return false;
  message.MergeFrom(*piece);
  return true;
}

// Path variables are nearly always strings of the request itself: no need of a parser.
bool BindPath(Message& message, const std::string& path, const std::string& value) {
  std::vector<const FieldDescriptor*> steps;
  if (FindField(message.GetDescriptor(), path, &steps) == nullptr) return false;
  Message* target = &message;
  for (size_t i = 0; i + 1 < steps.size(); ++i)
    target = target->GetReflection()->MutableMessage(target, steps[i]);
  const FieldDescriptor* field = steps.back();
  // gRPC refuses broken UTF-8 only at the far end, and without naming the field.
  if (field->is_repeated() || !IsUtf8(value)) return false;
  target->GetReflection()->ClearField(target, field);
  if (field->type() != FieldDescriptor::TYPE_STRING) return SetField(*target, {field}, value);
  target->GetReflection()->SetString(target, field, value);
  return true;
}

bool IsBound(const PathTemplate::Bindings& bindings,
             const std::vector<const FieldDescriptor*>& steps) {
  std::string path;
  for (const FieldDescriptor* step : steps) path += (path.empty() ? "" : ".") + step->name();
  return std::any_of(bindings.begin(), bindings.end(),
                     [&](const auto& binding) { return binding.first == path; });
}

// One "name=value" of the query; adds to `violations` what is wrong with it.
void BindQuery(Message& message, const RouteTable::Found& found, std::string_view parameter,
               std::vector<FieldViolation>& violations) {
  const size_t equals = parameter.find('=');
  const auto name = PercentDecode(parameter.substr(0, equals), true);
  const auto value = equals == std::string_view::npos
                         ? std::optional<std::string>("")
                         : PercentDecode(parameter.substr(equals + 1), true);
  if (!name || !value || !IsUtf8(*value)) {
    violations.push_back(
        {name.value_or("").substr(0, 64), "QUERY_VALUE_INVALID", "not percent-encoded UTF-8"});
    return;
  }
  std::vector<const FieldDescriptor*> steps;
  const FieldDescriptor* field = FindField(message.GetDescriptor(), *name, &steps);
  const bool in_body = field != nullptr && steps.front()->name() == found.route->body;
  if (field == nullptr || in_body || IsBound(found.bindings, steps)) {
    violations.push_back({name->substr(0, 64), "QUERY_PARAMETER_UNKNOWN",
                          "no such parameter here; /openapi.json lists them"});
  } else if (!SetField(message, steps, *value)) {
    violations.push_back({*name, "QUERY_VALUE_INVALID", "not a value of this field's type"});
  }
}

absl::Status ReadBody(Message& message, const Route& route, const std::string& body) {
  if (body.empty()) return absl::OkStatus();
  if (route.body.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "BODY_NOT_EXPECTED",
                 "this method takes no body; use query parameters");
  }
  if (route.body == "*") return FromJson(body, message);
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(route.body);
  return FromJson(body, *message.GetReflection()->MutableMessage(&message, field));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Message>> BuildRequest(const RouteTable::Found& found,
                                                      std::string_view query,
                                                      const std::string& body) {
  const Message* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(
      found.route->method->input_type());
  std::unique_ptr<Message> message(prototype->New());
  RETURN_IF_ERROR(ReadBody(*message, *found.route, body));
  std::vector<FieldViolation> violations;
  for (const auto& [path, value] : found.bindings) {
    if (!BindPath(*message, path, value))
      violations.push_back({path, "PATH_VALUE_INVALID", "not a value of this field's type"});
  }
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view parameter = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (parameter.empty()) continue;
    if (found.route->body == "*") {
      violations.push_back({std::string(parameter.substr(0, parameter.find('='))).substr(0, 64),
                            "QUERY_PARAMETER_UNKNOWN",
                            "this method reads everything from its body"});
    } else {
      BindQuery(*message, found, parameter, violations);
    }
  }
  RETURN_IF_ERROR(InvalidFields(violations));
  return message;
}

std::string DistrictOf(const PathTemplate::Bindings& bindings) {
  constexpr std::string_view kPrefix = "districts/";
  for (const auto& [path, value] : bindings) {
    if (!value.starts_with(kPrefix)) continue;
    const std::string code =
        value.substr(kPrefix.size(), value.find('/', kPrefix.size()) - kPrefix.size());
    if (IsDistrictCode(code)) return code;
  }
  return "";
}

}  // namespace duban::gateway
