// The tables of the SQLite journal and how they came to be. docs/formats.md describes them.
#pragma once

#include "absl/status/status.h"
#include "common/hash.h"
#include "ingest/storage/sqlite_db.h"

namespace duban::ingest {

// Brings a database to the newest schema, one numbered migration and transaction at a time, and a
// new one to `algorithm`. Errors: FAILED_PRECONDITION JOURNAL_FROM_THE_FUTURE (written by a newer
// program), JOURNAL_FOREIGN_FILE (no journal of ours), JOURNAL_ALGORITHM_MISMATCH (its chain uses
// the other algorithm).
absl::Status PrepareSchema(SqliteDb& db, HashAlgorithm algorithm);

}  // namespace duban::ingest
