// The public API as this program was built with it. Pure; thread-safe.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>
#include <vector>

namespace duban::gateway {

// Every service of the public API, of the linked-in descriptor pool.
std::vector<const google::protobuf::ServiceDescriptor*> PublicServices();

// A serialized google.protobuf.FileDescriptorSet of the same, with comments.
std::string_view DescriptorSet();

}  // namespace duban::gateway
