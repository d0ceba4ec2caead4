// Hand-overs of districts, kept durably.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

// The newest hand-over of a district that this instance took part in.
struct Handover {
  enum class State : std::uint8_t {
    kTaken = 1,     // this instance holds the district
    kReleased = 2,  // it was given to another instance
  };
  std::string district;
  State state = State::kTaken;
  std::int64_t epoch = 0;     // grows by one with every hand-over of the district, from 1
  std::string to;             // the instance that got it
  std::string endpoint;       // where that is; empty for kTaken
  std::int64_t position = 0;  // where the journal stood
  Digest hash{};
  bool confirmed = false;  // kReleased: the new holder has taken it
  TimePoint time;

  bool operator==(const Handover&) const = default;
};

// Thread-safe; blocks on I/O. Any method may fail with UNAVAILABLE STORE_UNREACHABLE or
// RESOURCE_EXHAUSTED STORE_FULL.
class OwnershipStore {
 public:
  virtual ~OwnershipStore() = default;

  // One per district, in order of code.
  virtual absl::StatusOr<std::vector<Handover>> Load() const = 0;
  // Replaces the district's; synced when it returns OK. After an error it may or may not be stored.
  virtual absl::Status Put(const Handover& handover) = 0;

  // The instance whose data this is, and the shared instance it was placed with; empty = not set
  // yet.
  virtual absl::StatusOr<std::string> GetName(const std::string& role) const = 0;
  virtual absl::Status PutName(const std::string& role, const std::string& name) = 0;
};

}  // namespace duban::ingest
