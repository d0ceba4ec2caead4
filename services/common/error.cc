#include "common/error.h"

#include <nlohmann/json.hpp>

namespace duban {
namespace {

constexpr char kPayloadUrl[] = "duban.error";

using Json = nlohmann::json;

Json PayloadOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload) return Json::object();
  return Json::parse(std::string(*payload), nullptr, /*allow_exceptions=*/false);
}

void SetPayload(absl::Status& status, const Json& json) {
  // Text from outside may hold broken UTF-8; it must not turn an error into a crash.
  status.SetPayload(kPayloadUrl,
                    absl::Cord(json.dump(-1, ' ', false, Json::error_handler_t::replace)));
}

absl::Status Make(absl::StatusCode code, std::string_view message) {
  return absl::Status(code, absl::string_view(message.data(), message.size()));
}

}  // namespace

absl::Status Error(absl::StatusCode code, std::string_view reason, std::string_view message,
                   const std::map<std::string, std::string>& metadata) {
  absl::Status status = Make(code, message);
  Json json = {{"reason", reason}};
  if (!metadata.empty()) json["metadata"] = metadata;
  SetPayload(status, json);
  return status;
}

absl::Status InvalidField(std::string_view field, std::string_view reason,
                          std::string_view message) {
  return InvalidFields({{std::string(field), std::string(reason), std::string(message)}});
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  if (violations.empty()) return absl::OkStatus();
  std::string message;
  Json fields = Json::array();
  for (const FieldViolation& violation : violations) {
    if (!message.empty()) message += "; ";
    message += violation.field + ": " + violation.message;
    fields.push_back(
        {{"field", violation.field}, {"reason", violation.reason}, {"message", violation.message}});
  }
  absl::Status status = Make(absl::StatusCode::kInvalidArgument, message);
  SetPayload(status, {{"reason", violations.front().reason}, {"fields", fields}});
  return status;
}

absl::Status WithRetryAfter(absl::Status status, std::chrono::milliseconds delay) {
  Json json = PayloadOf(status);
  json["retry_ms"] = delay.count();
  SetPayload(status, json);
  return status;
}

std::string ReasonOf(const absl::Status& status) { return PayloadOf(status).value("reason", ""); }

std::string MessageOf(const absl::Status& status) {
  return std::string(status.message().data(), status.message().size());
}

std::map<std::string, std::string> MetadataOf(const absl::Status& status) {
  return PayloadOf(status).value("metadata", std::map<std::string, std::string>{});
}

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  const Json payload = PayloadOf(status);
  if (!payload.contains("fields")) return violations;
  for (const Json& field : payload["fields"]) {
    violations.push_back(
        {field.value("field", ""), field.value("reason", ""), field.value("message", "")});
  }
  return violations;
}

std::optional<std::chrono::milliseconds> RetryAfterOf(const absl::Status& status) {
  const Json payload = PayloadOf(status);
  if (!payload.contains("retry_ms")) return std::nullopt;
  return std::chrono::milliseconds(payload["retry_ms"].get<std::int64_t>());
}

std::string CodeName(absl::StatusCode code) { return std::string(absl::StatusCodeToString(code)); }

}  // namespace duban
