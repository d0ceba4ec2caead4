// What Ownership refuses with. Internal to ingest/core/ownership*.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace duban::ingest {

// FAILED_PRECONDITION: somebody has to do something first.
absl::Status Precondition(std::string_view reason, const std::string& message,
                          const std::map<std::string, std::string>& metadata = {});

// UNAVAILABLE with the advice to ask again in 200 ms: it may be over by then.
absl::Status TryAgain(std::string_view reason, const std::string& message,
                      const std::map<std::string, std::string>& metadata = {});

// FAILED_PRECONDITION DISTRICT_NOT_OWNED with owner and endpoint.
absl::Status NotOwned(const std::string& district, const std::string& owner,
                      const std::string& endpoint);

// UNAVAILABLE DISTRICT_MOVING with its next owner and that one's endpoint, and advice when to
// retry.
absl::Status Moving(const std::string& district, const std::string& to,
                    const std::string& endpoint);

}  // namespace duban::ingest
