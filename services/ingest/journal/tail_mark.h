// The file TAIL: a sequence up to which everything was durable once, so that an end that is missing
// shows.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "ingest/journal/file_system.h"
#include "ingest/journal/journal_id.h"

namespace duban::ingest {

absl::Status WriteTailMark(FileSystem& files, const JournalId& id, std::int64_t sequence);

// 0 when there is no mark; nullopt when it is damaged.
absl::StatusOr<std::optional<std::int64_t>> ReadTailMark(FileSystem& files, const JournalId& id);

}  // namespace duban::ingest
