#include "ingest/core/ownership_errors.h"

#include <fmt/format.h>

#include <chrono>

#include "common/error.h"

namespace duban::ingest {
namespace {

// How soon a refusal may be over.
constexpr std::chrono::milliseconds kRetryAfter{200};

}  // namespace

absl::Status Precondition(std::string_view reason, const std::string& message,
                          const std::map<std::string, std::string>& metadata) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message, metadata);
}

absl::Status TryAgain(std::string_view reason, const std::string& message,
                      const std::map<std::string, std::string>& metadata) {
  return WithRetryAfter(Error(absl::StatusCode::kUnavailable, reason, message, metadata),
                        kRetryAfter);
}

absl::Status NotOwned(const std::string& district, const std::string& owner,
                      const std::string& endpoint) {
  return Precondition(
      "DISTRICT_NOT_OWNED",
      fmt::format(
          "district {} is held by ingest instance {} at {}; send it there, or through a proxy "
          "with the header duban-district: {}",
          district, owner, endpoint, district),
      {{"district", district}, {"owner", owner}, {"endpoint", endpoint}});
}

absl::Status Moving(const std::string& district, const std::string& to,
                    const std::string& endpoint) {
  return TryAgain(
      "DISTRICT_MOVING",
      fmt::format("district {} is being moved to ingest instance {}; send it again", district, to),
      {{"district", district}, {"owner", to}, {"endpoint", endpoint}});
}

}  // namespace duban::ingest
