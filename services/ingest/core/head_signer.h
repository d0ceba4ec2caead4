// Signs journal heads, so that what was published can be held against this service later.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

// Ed25519. Thread-safe.
class HeadSigner {
 public:
  virtual ~HeadSigner() = default;
  // 64 bytes.
  virtual absl::StatusOr<std::string> Sign(std::string_view message) const = 0;
  // 32 bytes.
  virtual std::string PublicKey() const = 0;
};

// What is signed of a head: "duban-head-1\n{district}\n{position}\n{hash in hex}\n{microseconds
// since 1970}\n".
std::string HeadMessage(const Head& head, TimePoint signed_at);

}  // namespace duban::ingest
