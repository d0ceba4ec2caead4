// Messages of our protos as YAML that people write by hand: dates as 2022-06-30, enums by name,
// JSON's field names. Pure functions; thread-safe.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace duban::cli {

// Makes the message that a document is about, from the document's `name`; null when none fits.
using MessageFor =
    std::function<std::unique_ptr<google::protobuf::Message>(const std::string& name)>;

// Reads the documents of YAML text (JSON is YAML too); empty ones are passed over. Field names in
// lowerCamelCase or snake_case. Errors: INVALID_ARGUMENT YAML_INVALID, with the line and what is
// wrong there.
absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::Message>>> ReadYaml(
    const std::string& text, const MessageFor& message_for);

// The message as YAML, its fields in the order of the proto, those that are unset left out.
std::string ToYaml(const google::protobuf::Message& message);

// One field as short text, for tables and differences; "" when unset.
std::string FieldText(const google::protobuf::Message& message,
                      const google::protobuf::FieldDescriptor* field);

}  // namespace duban::cli
