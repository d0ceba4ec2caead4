// Where a data directory of ingest keeps its journal, and which engine stands behind it.
#pragma once

#include <memory>
#include <string>

#include "ingest/core/journal.h"
#include "ingest/journal/segment_journal.h"

namespace duban::ingest {

enum class JournalEngine {
  kSegments,  // the directory journal/ (docs/formats.md)
  kSqlite,    // the file journal.db
};

// "segments" or "sqlite". Errors: INVALID_ARGUMENT.
absl::StatusOr<JournalEngine> ReadJournalEngine(const std::string& name);

// Paths in a data directory.
std::string SegmentsOf(const std::string& data_dir);
std::string SqliteFileOf(const std::string& data_dir);

// Whether a directory holds a journal in segments, and a data directory one in SQLite.
bool HoldsSegments(const std::string& directory);
bool HoldsSqlite(const std::string& data_dir);

// Opens the journal of a data directory, or makes an empty one. Errors: FAILED_PRECONDITION
// JOURNAL_NOT_TAKEN_OVER (only the other engine's journal is there; the message names the command),
// and what the engines return.
absl::StatusOr<std::unique_ptr<Journal>> OpenJournal(const std::string& data_dir,
                                                     JournalEngine engine, HashAlgorithm algorithm);

// Opens a journal in segments that is there, whatever its algorithm; options.algorithm is not
// asked. With options.read_only also while another process writes it. Errors: NOT_FOUND
// JOURNAL_NOT_FOUND; those of SegmentJournal::Make.
absl::StatusOr<std::unique_ptr<SegmentJournal>> OpenSegments(const std::string& directory,
                                                             SegmentJournalOptions options = {});

// The directory of segments that a person means: itself, or journal/ in it. Errors: NOT_FOUND
// JOURNAL_NOT_FOUND; FAILED_PRECONDITION JOURNAL_NOT_TAKEN_OVER.
absl::StatusOr<std::string> FindSegments(const std::string& path);

}  // namespace duban::ingest
