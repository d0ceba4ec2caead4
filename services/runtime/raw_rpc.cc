#include "runtime/raw_rpc.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

#include <map>
#include <optional>
#include <string_view>

#include "common/error.h"
#include "common/utf8.h"

namespace duban::runtime {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::UnknownFieldSet;

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
