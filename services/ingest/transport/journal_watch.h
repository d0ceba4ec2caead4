// WatchReports: one watcher's way through the journal.
#pragma once

#include <grpcpp/support/byte_buffer.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "ingest/core/journal.h"
#include "ingest/core/ownership.h"

namespace duban::ingest {

// Not thread-safe: one reader, which may come from different threads one after the other. Blocks on
// the journal, which must outlive it; holds no more than one batch, so a slow watcher costs nobody
// anything.
class JournalWatch {
 public:
  JournalWatch(const Journal& journal, const Ownership& ownership, v1::WatchReportsRequest request)
      : journal_(journal), ownership_(ownership), request_(std::move(request)) {}

  // The next entries, each a serialized JournalEntry, about 1 MB at most; empty when there are none
  // now, nullopt when the watch is over. A heartbeat follows once everything known at the start was
  // sent. Errors: INVALID_ARGUMENT NAME_MALFORMED, POSITION_INVALID; OUT_OF_RANGE POSITION_FUTURE;
  // those of Ownership::Check for a single district, also once it has moved away; the journal's. A
  // watch of all sends copies of districts that are held elsewhere, too: they are the same entries.
  absl::StatusOr<std::optional<std::vector<grpc::ByteBuffer>>> Next();

 private:
  absl::Status Start();
  absl::StatusOr<std::vector<Entry>> Read() const;

  const Journal& journal_;
  const Ownership& ownership_;
  const v1::WatchReportsRequest request_;
  std::string district_;    // empty = all
  std::int64_t after_ = 0;  // position, or sequence for all
  std::int64_t known_at_start_ = 0;
  bool started_ = false;
  bool caught_up_ = false;
};

}  // namespace duban::ingest
