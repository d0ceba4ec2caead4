// The file TAIL: a sequence up to which everything was durable once, so that an end that is missing
// shows.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "ingest/journal/file_system.h"
#include "ingest/journal/journal_id.h"

namespace duban::ingest {

absl::Status WriteTailMark(FileSystem& files, const JournalId& id, std::int64_t sequence);

struct TailMark {
  std::int64_t sequence = 0;  // 0 = there is no mark that could be read
  bool damaged = false;       // one or both of its copies cannot be read
};
absl::StatusOr<TailMark> ReadTailMark(FileSystem& files, const JournalId& id);

}  // namespace duban::ingest
