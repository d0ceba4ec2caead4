// Opaque, versioned page tokens that are valid only with the parameters they were made with. Pure;
// thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace duban {

// A token that resumes after `cursor` (any bytes). `parameters` is the text of every other
// parameter of the request.
std::string MakePageToken(std::string_view cursor, std::string_view parameters);

// The cursor of a token; "" for an empty token. Errors: INVALID_ARGUMENT PAGE_TOKEN_INVALID about
// field page_token.
absl::StatusOr<std::string> ReadPageToken(std::string_view token, std::string_view parameters);

// 0 -> 50, above 1000 -> 1000. Errors: INVALID_ARGUMENT PAGE_SIZE_INVALID when negative.
absl::StatusOr<int> ReadPageSize(int page_size);

}  // namespace duban
