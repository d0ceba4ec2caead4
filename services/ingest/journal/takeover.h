// Taking an old journal in SQLite over into segments.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

struct TakeoverReport {
  std::int64_t entries = 0;
  std::vector<Head> heads;
  std::string kept;  // where the old journal lies now
};

// Copies journal.db of a data directory into journal/, opens the copy anew and verifies every hash
// of it, and only then gives it its name and renames the old file to journal.db.taken-over.
// Interrupted at any point it may be run again; the old journal is never changed. Nobody may have
// either journal open. `progress` hears what is being done and how many entries of how many are.
// Errors: NOT_FOUND JOURNAL_NOT_FOUND; FAILED_PRECONDITION JOURNAL_NOT_EMPTY (journal/ holds other
// entries), JOURNAL_LOCKED; DATA_LOSS ENTRY_CORRUPT, CHAIN_BROKEN (nothing is taken over); those of
// the engines.
absl::StatusOr<TakeoverReport> TakeOverJournal(
    const std::string& data_dir,
    const std::function<void(const char* what, std::int64_t done, std::int64_t of)>& progress);

}  // namespace duban::ingest
