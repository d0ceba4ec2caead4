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

// Tries of a reader that another process's writing may disturb.
constexpr int kAttempts = 5;

absl::Status NotFound(const std::string& directory) {
  return Error(absl::StatusCode::kNotFound, "JOURNAL_NOT_FOUND",
               fmt::format("{} holds no journal in segments (no file JOURNAL)", directory));
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
      return NotTakenOver(
          fmt::format("{} holds a journal in segments, and none in SQLite; start with "
                      "--journal-engine segments",
                      data_dir));
    ASSIGN_OR_RETURN(auto journal,
                     SqliteJournal::Make({.path = SqliteFileOf(data_dir), .algorithm = algorithm}));
    return std::unique_ptr<Journal>(std::move(journal));
  }
  if (sqlite && !segments)
    return NotTakenOver(
        fmt::format("{} holds a journal in SQLite; take it over with `duban journal "
                    "takeover {}`, or go on with it by --journal-engine sqlite",
                    data_dir, data_dir));
  ASSIGN_OR_RETURN(auto journal, Open(SegmentsOf(data_dir), {.algorithm = algorithm}));
  return std::unique_ptr<Journal>(std::move(journal));
}

absl::StatusOr<std::string> FindSegments(const std::string& path) {
  if (HoldsSegments(path)) return path;
  if (HoldsSegments(SegmentsOf(path))) return SegmentsOf(path);
  if (HoldsSqlite(path))
    return NotTakenOver(
        fmt::format("{} holds a journal in SQLite; take it over with `duban journal "
                    "takeover {}` first",
                    path, path));
  return NotFound(path);
}

absl::StatusOr<std::unique_ptr<SegmentJournal>> OpenSegments(const std::string& directory,
                                                             SegmentJournalOptions options) {
  if (!HoldsSegments(directory)) return NotFound(directory);
  absl::StatusOr<std::unique_ptr<SegmentJournal>> journal;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    journal = Open(directory, options);
    if (ReasonOf(journal.status()) == "JOURNAL_ALGORITHM_MISMATCH") {
      options.algorithm = options.algorithm == HashAlgorithm::kSha256 ? HashAlgorithm::kSm3
                                                                      : HashAlgorithm::kSha256;
      journal = Open(directory, options);
    }
    // Under a reader without a lock a log may be sealed or filled up between two of its steps.
    const bool moved = options.read_only && (journal.ok() ? !(*journal)->Inspect().damages.empty()
                                                          : absl::IsNotFound(journal.status()));
    if (!moved) return journal;
  }
  return journal;
}

}  // namespace duban::ingest
