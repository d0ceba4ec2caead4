// What the operator page asks of other programs. Blocks for at most two seconds; thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "gateway/backend/backend.h"

namespace duban::gateway {

// "SERVING", "NOT_SERVING" or "UNREACHABLE", from the standard gRPC health service.
std::string HealthOf(const Backend& backend);

// The body of a plain HTTP GET of http://{address}{path}, at most 8 MiB.
// Errors: UNAVAILABLE PAGE_UNREACHABLE; INVALID_ARGUMENT ADDRESS_INVALID.
absl::StatusOr<std::string> FetchPage(const std::string& address, const std::string& path);

}  // namespace duban::gateway
