// Backup and restore of what ingest cannot make anew: the journal, the documents, what was
// decided about them, who holds which district, the signing key.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/core/journal.h"
#include "ingest/journal/journal_backup.h"

namespace duban::ingest {

// Brings the backup in `backup_dir` (made when missing) up to the data directory of an ingest,
// which may run. Laid out as a data directory: journal/, documents.db, reviews.db, ownership.db,
// signing_key.pem. Copied segments are opened and read, their hashes recomputed. Errors: those of
// BackUpJournal; DATA_LOSS CHAIN_BROKEN; NOT_FOUND JOURNAL_NOT_FOUND; FAILED_PRECONDITION
// JOURNAL_NOT_TAKEN_OVER.
absl::StatusOr<BackupReport> BackUpData(const std::string& data_dir, const std::string& backup_dir,
                                        const CopyProgress& progress);

struct RestoreReport {
  std::int64_t entries = 0;
  std::vector<Head> heads;
};

// Makes a data directory from a backup: copies, opens the copy, recomputes every hash of it, and
// only then gives it its name and marks it as restored. Interrupted, it may be run again. Errors:
// NOT_FOUND JOURNAL_NOT_FOUND; FAILED_PRECONDITION JOURNAL_NOT_EMPTY (`data_dir` holds a journal);
// DATA_LOSS ENTRY_CORRUPT, CHAIN_BROKEN; those of files.
absl::StatusOr<RestoreReport> RestoreData(const std::string& backup_dir,
                                          const std::string& data_dir,
                                          const CopyProgress& progress);

// Whether a data directory was restored, and so may not know which districts have moved since: it
// holds a file RESTORED, which RestoreData makes, and an operator who restores it by other means.
bool WasRestored(const std::string& data_dir);
// Removes the mark.
void ForgetRestore(const std::string& data_dir);

}  // namespace duban::ingest
