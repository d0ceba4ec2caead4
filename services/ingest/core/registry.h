// What an import asks of the registry.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "duban/registry/v1/registry_service.pb.h"

namespace duban::ingest {

// Thread-safe; blocks on the network within its own deadline. Any method may fail with UNAVAILABLE
// or DEADLINE_EXCEEDED; both methods are safe to repeat.
class Registry {
 public:
  virtual ~Registry() = default;
  // The newest revision. Errors: NOT_FOUND PROGRAMME_NOT_FOUND or DISTRICT_NOT_FOUND.
  virtual absl::StatusOr<type::v1::Programme> GetProgramme(const std::string& name) = 0;
  // Errors: the registry's.
  virtual absl::StatusOr<registry::v1::ApplyProgrammeResponse> ApplyProgramme(
      const registry::v1::ApplyProgrammeRequest& request) = 0;
};

}  // namespace duban::ingest
