#include "runtime/raw_rpc.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

#include <map>
#include <optional>
#include <string_view>

#include "common/error.h"

namespace duban::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::UnknownFieldSet;

// The length of the UTF-8 sequence at the start of `text`; 0 when it is none.
size_t SequenceLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates, and what lies beyond U+10FFFF.
  const unsigned char next = byte(1);
  if ((lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F) ||
      (lead == 0xF0 && next < 0x90) || (lead == 0xF4 && next > 0x8F)) {
    return 0;
  }
  return length;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t length = SequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

// The path of the first text field that is not UTF-8, as far as the bytes can be taken apart.
std::optional<std::string> FindBrokenText(const UnknownFieldSet& fields, const Descriptor* type,
                                          const std::string& path) {
  std::map<int, int> seen;
  for (int i = 0; i < fields.field_count(); ++i) {
    const auto& field = fields.field(i);
    const FieldDescriptor* known = type->FindFieldByNumber(field.number());
    if (known == nullptr || field.type() != google::protobuf::UnknownField::TYPE_LENGTH_DELIMITED)
      continue;
    std::string here = path.empty() ? known->name() : path + "." + known->name();
    if (known->is_repeated()) here += fmt::format("[{}]", seen[field.number()]++);
    const std::string& bytes = field.length_delimited();
    if (known->type() == FieldDescriptor::TYPE_STRING && !IsUtf8(bytes)) return here;
    if (known->type() != FieldDescriptor::TYPE_MESSAGE) continue;
    UnknownFieldSet inner;
    if (!inner.ParseFromString(bytes)) continue;
    if (auto found = FindBrokenText(inner, known->message_type(), here)) return found;
  }
  return std::nullopt;
}

}  // namespace

std::string Flatten(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  std::string out;
  if (!bytes.Dump(&slices).ok()) return out;
  out.reserve(bytes.Length());
  for (const grpc::Slice& slice : slices)
    out.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return out;
}

absl::Status ParseRequest(const grpc::ByteBuffer& bytes, google::protobuf::Message& request) {
  return ParseRequest(Flatten(bytes), request);
}

absl::Status ParseRequest(const std::string& flat, google::protobuf::Message& request) {
  if (request.ParseFromString(flat)) return absl::OkStatus();
  UnknownFieldSet fields;
  if (fields.ParseFromString(flat)) {
    if (const auto field = FindBrokenText(fields, request.GetDescriptor(), ""))
      return InvalidField(*field, "UTF8_INVALID", "is not valid UTF-8; encode the text as UTF-8");
  }
  return InvalidField("", "REQUEST_MALFORMED",
                      fmt::format("the bytes are no {}", request.GetDescriptor()->full_name()));
}

grpc::ByteBuffer ShareBytes(std::shared_ptr<const std::string> bytes) {
  using Shared = std::shared_ptr<const std::string>;
  auto* const holder = new Shared(std::move(bytes));
  const std::string& text = **holder;
  // gRPC's slices are not const, yet are never written to.
  const grpc::Slice slice(
      const_cast<char*>(text.data()), text.size(),
      [](void* data) { delete static_cast<Shared*>(data); }, holder);
  return grpc::ByteBuffer(&slice, 1);
}

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message) {
  return ShareBytes(std::make_shared<const std::string>(message.SerializeAsString()));
}

}  // namespace duban::runtime
