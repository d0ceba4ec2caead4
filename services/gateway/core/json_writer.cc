#include "gateway/core/json_writer.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>

#include <charconv>
#include <cmath>
#include <vector>

#include "absl/strings/escaping.h"

namespace duban::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void AppendMessage(const Message& message, std::string& out);

void AppendEscaped(const std::string& text, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f || c == '<' || c == '>') {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

template <class T>
void AppendNumber(T value, std::string& out) {
  char text[32];
  out.append(text, static_cast<size_t>(std::to_chars(text, text + sizeof text, value).ptr - text));
}

template <class T>
void AppendQuotedNumber(T value, std::string& out) {
  out += '"';
  AppendNumber(value, out);
  out += '"';
}

template <class T>
void AppendReal(T value, std::string& out) {
  if (std::isnan(value)) {
    out += "\"NaN\"";
  } else if (std::isinf(value)) {
    out += value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    AppendNumber(value, out);
  }
}

void AppendEnum(const google::protobuf::EnumDescriptor* type, int number, std::string& out) {
  const auto* value = type->FindValueByNumber(number);
  if (value == nullptr) return AppendNumber(number, out);
  out += '"';
  out += value->name();
  out += '"';
}

// One value: element `index` of a repeated field, or the field itself with -1.
void AppendValue(const Message& message, const Reflection& r, const FieldDescriptor* f, int index,
                 std::string& out) {
  const bool one = index < 0;
  switch (f->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return AppendNumber(one ? r.GetInt32(message, f) : r.GetRepeatedInt32(message, f, index),
                          out);
    case FieldDescriptor::CPPTYPE_UINT32:
      return AppendNumber(one ? r.GetUInt32(message, f) : r.GetRepeatedUInt32(message, f, index),
                          out);
    case FieldDescriptor::CPPTYPE_INT64:
      return AppendQuotedNumber(
          one ? r.GetInt64(message, f) : r.GetRepeatedInt64(message, f, index), out);
    case FieldDescriptor::CPPTYPE_UINT64:
      return AppendQuotedNumber(
          one ? r.GetUInt64(message, f) : r.GetRepeatedUInt64(message, f, index), out);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return AppendReal(one ? r.GetDouble(message, f) : r.GetRepeatedDouble(message, f, index),
                        out);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return AppendReal(one ? r.GetFloat(message, f) : r.GetRepeatedFloat(message, f, index), out);
    case FieldDescriptor::CPPTYPE_BOOL:
      out +=
          (one ? r.GetBool(message, f) : r.GetRepeatedBool(message, f, index)) ? "true" : "false";
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      return AppendEnum(
          f->enum_type(),
          one ? r.GetEnumValue(message, f) : r.GetRepeatedEnumValue(message, f, index), out);
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string scratch;
      const std::string& text = one ? r.GetStringReference(message, f, &scratch)
                                    : r.GetRepeatedStringReference(message, f, index, &scratch);
      if (f->type() == FieldDescriptor::TYPE_STRING) return AppendEscaped(text, out);
      out += '"' + absl::Base64Escape(absl::string_view(text.data(), text.size())) + '"';
      return;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendMessage(one ? r.GetMessage(message, f) : r.GetRepeatedMessage(message, f, index),
                           out);
  }
}

void AppendMap(const Message& message, const Reflection& r, const FieldDescriptor* f, int size,
               std::string& out) {
  out += '{';
  for (int i = 0; i < size; ++i) {
    if (i > 0) out += ',';
    const Message& entry = r.GetRepeatedMessage(message, f, i);
    const Reflection& reflection = *entry.GetReflection();
    std::string key;
    AppendValue(entry, reflection, f->message_type()->map_key(), -1, key);
    out += key.starts_with('"') ? key : '"' + key + '"';
    out += ':';
    AppendValue(entry, reflection, f->message_type()->map_value(), -1, out);
  }
  out += '}';
}

// Types whose JSON is not that of their fields. False for all others.
bool AppendWellKnown(const Message& message, std::string& out) {
  const Descriptor* type = message.GetDescriptor();
  if (type == google::protobuf::Timestamp::descriptor()) {
    out += '"' +
           google::protobuf::util::TimeUtil::ToString(
               static_cast<const google::protobuf::Timestamp&>(message)) +
           '"';
    return true;
  }
  if (type->file()->package() != "google.protobuf") return false;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) json = "null";
  out += json;
  return true;
}

void AppendMessage(const Message& message, std::string& out) {
  if (AppendWellKnown(message, out)) return;
  const Reflection& r = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  r.ListFields(message, &fields);
  out += '{';
  bool first = true;
  for (const FieldDescriptor* f : fields) {
    out += first ? "\"" : ",\"";
    first = false;
    out += f->json_name();
    out += "\":";
    if (!f->is_repeated()) {
      AppendValue(message, r, f, -1, out);
      continue;
    }
    const int size = r.FieldSize(message, f);
    if (f->is_map()) {
      AppendMap(message, r, f, size, out);
      continue;
    }
    out += '[';
    for (int i = 0; i < size; ++i) {
      if (i > 0) out += ',';
      AppendValue(message, r, f, i, out);
    }
    out += ']';
  }
  out += '}';
}

}  // namespace

std::string WriteJson(const Message& message) {
  std::string out;
  out.reserve(4 * message.ByteSizeLong() + 64);
  AppendMessage(message, out);
  return out;
}

}  // namespace duban::gateway
