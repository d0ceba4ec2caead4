// Moving a district's journal from one ingest instance to another while clients keep submitting.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "common/placement.h"

namespace duban::cli {

// What a move does, in this order. Interrupted anywhere, the same command goes on where it stopped
// (docs/adr/0006).
enum class MoveStep { kCopy, kVerify, kSeal, kRelease, kTake };

struct MoveOptions {
  std::string district;
  std::string to;  // name of an instance
  std::chrono::milliseconds lease{
      10'000};  // longest time that reports of the district wait, 1 s to 60 s
  MoveStep until =
      MoveStep::kTake;  // stop after this step; after kSeal the lease runs out by itself
};

// Says what was done, a line each.
using MoveListener = std::function<void(const std::string& line)>;

// Carries the move out; blocks. When it returns OK (and `until` is kTake) the target holds the
// district; done before, it changes nothing. Errors: those of PlacementService; FAILED_PRECONDITION
// HOLDER_UNKNOWN (no instance that could be reached holds the district); DATA_LOSS CHAIN_BROKEN;
// UNAVAILABLE (repeat the command).
absl::Status MoveDistrict(const Placement& placement, const MoveOptions& options,
                          const MoveListener& say);

}  // namespace duban::cli
