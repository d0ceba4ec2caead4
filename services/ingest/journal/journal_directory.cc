#include "ingest/journal/journal_directory.h"

#include <fmt/format.h>

#include <filesystem>

#include "common/error.h"
#include "ingest/journal/posix_file_system.h"
#include "ingest/storage/sqlite_journal.h"

namespace duban::ingest {
namespace {

bool Exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

absl::Status NotTakenOver(const std::string& message) {
  return Error(absl::StatusCode::kFailedPrecondition, "JOURNAL_NOT_TAKEN_OVER", message);
}

absl::StatusOr<std::unique_ptr<SegmentJournal>> Open(const std::string& directory,
                                                     const SegmentJournalOptions& options) {
  ASSIGN_OR_RETURN(auto files, PosixFileSystem::Make(directory));
  return SegmentJournal::Make(std::move(files), options);
}

}  // namespace

absl::StatusOr<JournalEngine> ReadJournalEngine(const std::string& name) {
  if (name == "segments") return JournalEngine::kSegments;
  if (name == "sqlite") return JournalEngine::kSqlite;
  return InvalidField("journal_engine", "ENGINE_UNKNOWN", "must be segments or sqlite");
}

std::string SegmentsOf(const std::string& data_dir) { return data_dir + "/journal"; }
std::string SqliteFileOf(const std::string& data_dir) { return data_dir + "/journal.db"; }

bool HoldsSegments(const std::string& directory) { return Exists(directory + "/JOURNAL"); }
bool HoldsSqlite(const std::string& data_dir) { return Exists(SqliteFileOf(data_dir)); }

absl::StatusOr<std::unique_ptr<Journal>> OpenJournal(const std::string& data_dir,
                                                     JournalEngine engine,
                                                     HashAlgorithm algorithm) {
  const bool segments = HoldsSegments(SegmentsOf(data_dir));
  const bool sqlite = HoldsSqlite(data_dir);
  if (engine == JournalEngine::kSqlite) {
    if (segments && !sqlite)
      return NotTakenOver(fmt::format("{} holds a journal in segments, and none in SQLite; start with "
                                      "--journal-engine segments", data_dir));
    ASSIGN_OR_RETURN(auto journal, SqliteJournal::Make({.path = SqliteFileOf(data_dir),
                                                        .algorithm = algorithm}));
    return std::unique_ptr<Journal>(std::move(journal));
  }
  if (sqlite && !segments)
    return NotTakenOver(fmt::format("{} holds a journal in SQLite; take it over with `duban journal "
                                    "takeover {}`, or go on with it by --journal-engine sqlite",
                                    data_dir, data_dir));
  ASSIGN_OR_RETURN(auto journal, Open(SegmentsOf(data_dir), {.algorithm = algorithm}));
  return std::unique_ptr<Journal>(std::move(journal));
}

absl::StatusOr<std::unique_ptr<SegmentJournal>> OpenSegments(const std::string& directory,
                                                             SegmentJournalOptions options) {
  if (!HoldsSegments(directory))
    return Error(absl::StatusCode::kNotFound, "JOURNAL_NOT_FOUND",
                 fmt::format("{} holds no journal in segments (no file JOURNAL)", directory));
  auto journal = Open(directory, options);
  if (ReasonOf(journal.status()) != "JOURNAL_ALGORITHM_MISMATCH") return journal;
  options.algorithm = options.algorithm == HashAlgorithm::kSha256 ? HashAlgorithm::kSm3
                                                                  : HashAlgorithm::kSha256;
  return Open(directory, options);
}

}  // namespace duban::ingest
