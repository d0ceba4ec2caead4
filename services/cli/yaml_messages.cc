#include "cli/yaml_messages.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/time_util.h>
#include <google/type/date.pb.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <functional>

#include "common/error.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kMaxDepth = 20;

absl::Status Problem(const YAML::Node& node, std::string_view what) {
  const int line = node.Mark().line + 1;
  return InvalidField("file", "YAML_INVALID", fmt::format("line {}: {}", line, what));
}

const FieldDescriptor* FindField(const google::protobuf::Descriptor& type,
                                 const std::string& name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  return field != nullptr ? field : type.FindFieldByCamelcaseName(name);
}

std::string FieldNames(const google::protobuf::Descriptor& type) {
  std::string out;
  for (int i = 0; i < type.field_count(); ++i)
    out += (i > 0 ? ", " : "") + type.field(i)->camelcase_name();
  return out;
}

template <typename T>
bool ParseNumber(const std::string& text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

class Reader {
 public:
  absl::Status Read(const YAML::Node& node, Message& message, int depth) {
    if (depth > kMaxDepth) return Problem(node, "is nested too deeply");
    if (auto* date = dynamic_cast<google::type::Date*>(&message); date && node.IsScalar())
      return ReadDate(node, *date);
    if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(&message);
        time && node.IsScalar()) {
      if (google::protobuf::util::TimeUtil::FromString(node.Scalar(), time))
        return absl::OkStatus();
      return Problem(node, "want an instant like 2022-06-30T08:00:00Z");
    }
    const auto& type = *message.GetDescriptor();
    if (!node.IsMap()) return Problem(node, fmt::format("want the fields of a {}", type.name()));
    for (const auto& entry : node) {
      const std::string name = entry.first.as<std::string>("");
      const FieldDescriptor* field = FindField(type, name);
      if (field == nullptr)
        return Problem(entry.first, fmt::format("there is no field \"{}\" in {}; there are {}",
                                                name, type.name(), FieldNames(type)));
      if (entry.second.IsNull()) continue;
      RETURN_IF_ERROR(ReadField(entry.second, field, message, depth));
    }
    return absl::OkStatus();
  }

 private:
  static absl::Status ReadDate(const YAML::Node& node, google::type::Date& out) {
    const auto date = ParseDate(node.Scalar());
    if (!date)
      return Problem(node, fmt::format("\"{}\" is no date like 2022-06-30", node.Scalar()));
    out = ToProto(*date);
    return absl::OkStatus();
  }

  absl::Status ReadField(const YAML::Node& node, const FieldDescriptor* field, Message& message,
                         int depth) {
    if (!field->is_repeated()) return ReadValue(node, field, message, depth);
    if (!node.IsSequence())
      return Problem(node, fmt::format("field {} wants a list", field->camelcase_name()));
    for (const YAML::Node& item : node) RETURN_IF_ERROR(ReadValue(item, field, message, depth));
    return absl::OkStatus();
  }

  absl::Status ReadValue(const YAML::Node& node, const FieldDescriptor* field, Message& message,
                         int depth) {
    const Reflection& reflection = *message.GetReflection();
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Message* part = field->is_repeated() ? reflection.AddMessage(&message, field)
                                           : reflection.MutableMessage(&message, field);
      return Read(node, *part, depth + 1);
    }
    if (!node.IsScalar())
      return Problem(node, fmt::format("field {} wants a single value", field->camelcase_name()));
    const std::string& text = node.Scalar();
    const auto wrong = [&](std::string_view want) {
      return Problem(
          node, fmt::format("field {} wants {}, got \"{}\"", field->camelcase_name(), want, text));
    };
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        field->is_repeated() ? reflection.AddString(&message, field, text)
                             : reflection.SetString(&message, field, text);
        return absl::OkStatus();
      case FieldDescriptor::CPPTYPE_DOUBLE: {
        double value = 0;
        if (!ParseNumber(text, value)) return wrong("a number");
        reflection.SetDouble(&message, field, value);
        return absl::OkStatus();
      }
      case FieldDescriptor::CPPTYPE_INT32: {
        std::int32_t value = 0;
        if (!ParseNumber(text, value)) return wrong("a whole number");
        reflection.SetInt32(&message, field, value);
        return absl::OkStatus();
      }
      case FieldDescriptor::CPPTYPE_INT64: {
        std::int64_t value = 0;
        if (!ParseNumber(text, value)) return wrong("a whole number");
        reflection.SetInt64(&message, field, value);
        return absl::OkStatus();
      }
      case FieldDescriptor::CPPTYPE_BOOL:
        if (text != "true" && text != "false") return wrong("true or false");
        reflection.SetBool(&message, field, text == "true");
        return absl::OkStatus();
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* value = field->enum_type()->FindValueByName(text);
        if (value == nullptr) {
          std::string names;
          for (int i = 1; i < field->enum_type()->value_count(); ++i)
            names += (i > 1 ? ", " : "") + field->enum_type()->value(i)->name();
          return wrong("one of " + names);
        }
        reflection.SetEnum(&message, field, value);
        return absl::OkStatus();
      }
      default:
        return wrong("something else");
    }
  }
};

// A message that is written as one scalar; "" when it is not.
std::string Scalar(const Message& message) {
  if (const auto* date = dynamic_cast<const google::type::Date*>(&message))
    return FormatDate(FromProto(*date));
  if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&message))
    return google::protobuf::util::TimeUtil::ToString(*time);
  return "";
}

std::string NumberText(double value) { return fmt::format("{}", value); }

// A value that is not a message; `index` < 0 for a single field.
std::string ValueText(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return index < 0 ? reflection.GetString(message, field)
                       : reflection.GetRepeatedString(message, field, index);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return NumberText(reflection.GetDouble(message, field));
    case FieldDescriptor::CPPTYPE_INT32:
      return fmt::format("{}", reflection.GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return fmt::format("{}", reflection.GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnum(message, field)->name();
    default:
      return "";
  }
}

void Write(const Message& message, YAML::Emitter& out);

void WriteValue(const Message& message, const FieldDescriptor* field, int index,
                YAML::Emitter& out) {
  const Reflection& reflection = *message.GetReflection();
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const Message& part = index < 0 ? reflection.GetMessage(message, field)
                                    : reflection.GetRepeatedMessage(message, field, index);
    const std::string scalar = Scalar(part);
    if (scalar.empty()) {
      Write(part, out);
    } else {
      out << scalar;
    }
    return;
  }
  // Text that looks like a number or a quoted etag must come back as text.
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    const std::string text = ValueText(message, field, index);
    double number = 0;
    const bool quote = text.empty() || ParseNumber(text, number) || text == "true" ||
                       text == "false" || text == "null" || text == "~";
    if (quote) out << YAML::DoubleQuoted;
    out << text;
    return;
  }
  out << ValueText(message, field, index);
}

void Write(const Message& message, YAML::Emitter& out) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  out << YAML::BeginMap;
  for (const FieldDescriptor* field : fields) {
    out << YAML::Key << field->camelcase_name() << YAML::Value;
    if (!field->is_repeated()) {
      WriteValue(message, field, -1, out);
      continue;
    }
    const bool inline_list = field->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
    if (inline_list) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (int i = 0; i < reflection.FieldSize(message, field); ++i)
      WriteValue(message, field, i, out);
    out << YAML::EndSeq;
  }
  out << YAML::EndMap;
}

}  // namespace

absl::StatusOr<std::vector<std::unique_ptr<Message>>> ReadYaml(const std::string& text,
                                                               const MessageFor& message_for) {
  std::vector<std::unique_ptr<Message>> out;
  try {
    for (const YAML::Node& document : YAML::LoadAll(text)) {
      if (document.IsNull()) continue;
      if (!document.IsMap()) return Problem(document, "want the fields of one resource");
      const std::string name = document["name"] ? document["name"].as<std::string>("") : "";
      auto message = message_for(name);
      if (message == nullptr)
        return Problem(document, fmt::format("name \"{}\" says of nothing what it is", name));
      RETURN_IF_ERROR(Reader().Read(document, *message, 0));
      out.push_back(std::move(message));
    }
  } catch (const YAML::Exception& error) {
    return InvalidField("file", "YAML_INVALID",
                        fmt::format("line {}: {}", error.mark.line + 1, error.msg));
  }
  return out;
}

std::string ToYaml(const Message& message) {
  YAML::Emitter out;
  Write(message, out);
  return std::string(out.c_str()) + "\n";
}

std::string FieldText(const Message& message, const FieldDescriptor* field) {
  const Reflection& reflection = *message.GetReflection();
  if (!field->is_repeated()) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return ValueText(message, field, -1);
    return reflection.HasField(message, field) ? Scalar(reflection.GetMessage(message, field)) : "";
  }
  std::string out;
  for (int i = 0; i < reflection.FieldSize(message, field); ++i)
    out += (i > 0 ? "、" : "") + ValueText(message, field, i);
  return out;
}

}  // namespace duban::cli
