#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "documents/core/reader.h"
#include "documents/formats/decode.h"

namespace duban::documents {

// Reads a programme document of any format: the one way from the bytes of a file to a draft.
// Thread-safe. Errors: those of Decode.
absl::StatusOr<Reading> ReadFile(std::string_view bytes, const ReadOptions& options = {},
                                 const DecodeLimits& limits = {});

}  // namespace duban::documents
