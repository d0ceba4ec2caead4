// The snapshot in the data directory: a restart replays only what came after it.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "analytics/core/state.h"

namespace duban::analytics {

// A state and how far every ingest instance was followed for it.
struct Snapshot {
  State state;
  std::map<std::string, std::int64_t> sequences;  // by address
};

// What is in a file: written beside it, synced, and renamed, so that a crash leaves the old one or
// the new one. `build` is the program that writes: another one may fold otherwise, and folds anew.
// Errors: UNAVAILABLE SNAPSHOT_NOT_WRITTEN.
absl::Status WriteSnapshot(const std::string& path, const std::string& build,
                           const std::string& state_bytes,
                           const std::map<std::string, std::int64_t>& sequences);

// Errors: NOT_FOUND SNAPSHOT_MISSING, SNAPSHOT_OF_ANOTHER_BUILD; DATA_LOSS SNAPSHOT_CORRUPT.
absl::StatusOr<Snapshot> ReadSnapshot(const std::string& path, const std::string& build);

// Which program this is: a digest of its own file. "" where it cannot be read.
std::string BuildIdentity();

}  // namespace duban::analytics
