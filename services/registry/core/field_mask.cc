#include "registry/core/field_mask.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <memory>
#include <string>

#include "common/error.h"

namespace duban::registry {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void CopyField(const FieldDescriptor* field, const Message& from, Message& to) {
  // A message that holds only this field, merged into a target that has it cleared.
  const std::unique_ptr<Message> only(from.New());
  only->CopyFrom(from);
  std::vector<const FieldDescriptor*> set;
  only->GetReflection()->ListFields(*only, &set);
  for (const FieldDescriptor* other : set) {
    if (other != field) only->GetReflection()->ClearField(only.get(), other);
  }
  to.GetReflection()->ClearField(&to, field);
  to.MergeFrom(*only);
}

bool IsSet(const FieldDescriptor* field, const Message& message) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  return std::find(set.begin(), set.end(), field) != set.end();
}

}  // namespace

absl::Status ApplyMask(std::string_view mask, const std::vector<std::string_view>& allowed,
                       const Message& from, Message& to) {
  const auto* descriptor = from.GetDescriptor();
  if (mask.empty()) {
    for (const std::string_view name : allowed) {
      const auto* field = descriptor->FindFieldByName(std::string(name));
      if (IsSet(field, from)) CopyField(field, from, to);
    }
    return absl::OkStatus();
  }
  while (true) {
    const size_t comma = mask.find(',');
    const std::string_view name = mask.substr(0, comma);
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      return InvalidField(
          "update_mask", "UPDATE_MASK_INVALID",
          fmt::format("\"{}\" cannot be changed; these can: {}", name, fmt::join(allowed, ",")));
    CopyField(descriptor->FindFieldByName(std::string(name)), from, to);
    if (comma == std::string_view::npos) return absl::OkStatus();
    mask.remove_prefix(comma + 1);
  }
}

}  // namespace duban::registry
