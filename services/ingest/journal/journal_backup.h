// Copies of a journal in segments: taken while it is written, and brought back.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/core/journal.h"
#include "ingest/journal/file_system.h"

namespace duban::ingest {

// What is being done, to what, and how far it is.
using CopyProgress = std::function<void(const std::string& file, std::uint64_t bytes)>;

struct BackupReport {
  int copied = 0;                  // sealed segments copied now
  int kept = 0;                    // sealed segments that the backup had already
  std::uint64_t bytes = 0;         // copied, logs included
  std::int64_t last_sequence = 0;  // of the newest entry in the backup
  std::size_t districts = 0;
};

// Brings the journal in `to` up to the one in `from`, which may be written meanwhile: sealed
// segments that `to` lacks, and the logs anew. `to` holds a whole journal at every moment, after a
// crash too: the earlier one, the new one, or one between. What was copied is read back and its
// hashes are verified. Errors: FAILED_PRECONDITION JOURNAL_LOCKED (another backup runs),
// BACKUP_OF_ANOTHER
// (`to` holds another journal, or newer entries: the source was restored from an older backup);
// DATA_LOSS (what was copied does not hold); those of files.
absl::StatusOr<BackupReport> BackUpJournal(FileSystem& from, FileSystem& to,
                                           const CopyProgress& progress);

// Copies the files of a backup into an empty directory. The caller opens and verifies them.
absl::Status CopyJournal(FileSystem& from, FileSystem& to, const CopyProgress& progress);

}  // namespace duban::ingest
