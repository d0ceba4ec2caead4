// Update masks: which fields of a sent resource replace those of the stored one. Pure; thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace duban::registry {

// Copies the fields of `from` that the mask names (comma-separated; empty = every set field) into
// `to`; both are of one type. Only `allowed` fields may be named; with an empty mask others are
// passed over. Errors: INVALID_ARGUMENT UPDATE_MASK_INVALID about update_mask.
absl::Status ApplyMask(std::string_view mask, const std::vector<std::string_view>& allowed,
                       const google::protobuf::Message& from, google::protobuf::Message& to);

}  // namespace duban::registry
