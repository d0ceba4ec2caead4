// What ingest remembers of the catalog across restarts, so that it can start without the registry.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "duban/registry/v1/registry_service.pb.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::ingest {

struct RememberedCatalog {
  std::vector<type::v1::Programme> programmes;
  std::int64_t revision = 0;  // 0 = nothing remembered
  TimePoint heard;
};

// Thread-safe; blocks on I/O. It may lag behind the catalog and may be deleted at any time: it is
// no truth.
class CatalogCache {
 public:
  virtual ~CatalogCache() = default;
  virtual absl::StatusOr<RememberedCatalog> Load() const = 0;
  // Remembers events in order of revision; older ones than what is remembered change nothing.
  virtual absl::Status Save(const std::vector<registry::v1::CatalogEvent>& events,
                            TimePoint heard) = 0;
  // Forgets everything: the registry's history begins anew.
  virtual absl::Status Clear() = 0;
};

}  // namespace duban::ingest
