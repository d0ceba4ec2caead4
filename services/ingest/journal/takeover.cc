#include "ingest/journal/takeover.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/core/journal_migration.h"
#include "ingest/journal/journal_directory.h"
#include "ingest/journal/posix_file_system.h"
#include "ingest/storage/sqlite_journal.h"

namespace duban::ingest {
namespace {

absl::StatusOr<std::unique_ptr<SqliteJournal>> OpenOld(const std::string& path) {
  auto old = SqliteJournal::Make({.path = path, .algorithm = HashAlgorithm::kSha256});
  if (ReasonOf(old.status()) != "JOURNAL_ALGORITHM_MISMATCH") return old;
  return SqliteJournal::Make({.path = path, .algorithm = HashAlgorithm::kSm3});
}

// Renames durably within one directory.
absl::Status Rename(const std::string& directory, const std::string& from, const std::string& to) {
  const int descriptor = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = descriptor >= 0 &&
                    renameat(descriptor, from.c_str(), descriptor, to.c_str()) == 0 &&
                    fsync(descriptor) == 0;
  if (descriptor >= 0) close(descriptor);
  if (done) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE",
               fmt::format("cannot rename {}/{} to {}", directory, from, to));
}

// OK when `copy` holds every entry of `old`, judged by the hashes of its heads.
absl::Status CheckHolds(const Journal& copy, const Journal& old) {
  ASSIGN_OR_RETURN(const std::vector<Head> heads, old.ListHeads());
  for (const Head& head : heads) {
    ASSIGN_OR_RETURN(const auto entries, copy.Read(head.district, head.position - 1, 1, 1));
    if (entries.empty() || entries[0].hash != head.hash)
      return Error(
          absl::StatusCode::kFailedPrecondition, "JOURNAL_NOT_EMPTY",
          fmt::format("journal/ does not hold what journal.db does: district {} differs at "
                      "position {}",
                      head.district, head.position));
  }
  return absl::OkStatus();
}

// Copies into a directory aside and verifies what the files there say.
absl::Status Copy(const SqliteJournal& old, const std::string& aside,
                  const std::function<void(const char*, std::int64_t, std::int64_t)>& progress) {
  ASSIGN_OR_RETURN(const std::int64_t last, old.LastSequence());
  {
    ASSIGN_OR_RETURN(auto files, PosixFileSystem::Make(aside));
    ASSIGN_OR_RETURN(const auto copy,
                     SegmentJournal::Make(std::move(files), {.algorithm = old.algorithm()}));
    RETURN_IF_ERROR(MigrateJournal(old, *copy, [&](std::int64_t done) {
                      progress("copying", done, last);
                    }).status());
  }
  ASSIGN_OR_RETURN(const auto copy, OpenSegments(aside));
  progress("verifying", 0, last);
  ASSIGN_OR_RETURN(const ChainReport report, VerifyChain(*copy));
  if (report.broken)
    return Error(
        absl::StatusCode::kDataLoss, "CHAIN_BROKEN",
        fmt::format("the copy does not hold: entry {} of district {}: {}", report.broken->position,
                    report.broken->district, report.broken->what));
  progress("verifying", report.entries, last);
  return CheckHolds(*copy, old);
}

}  // namespace

absl::StatusOr<TakeoverReport> TakeOverJournal(
    const std::string& data_dir,
    const std::function<void(const char*, std::int64_t, std::int64_t)>& progress) {
  if (!HoldsSqlite(data_dir))
    return Error(
        absl::StatusCode::kNotFound, "JOURNAL_NOT_FOUND",
        HoldsSegments(SegmentsOf(data_dir))
            ? fmt::format("nothing to do: {} keeps its journal in segments already", data_dir)
            : fmt::format("{} holds no journal in SQLite (no file journal.db)", data_dir));
  TakeoverReport report;
  {
    ASSIGN_OR_RETURN(const auto old, OpenOld(SqliteFileOf(data_dir)));
    ASSIGN_OR_RETURN(report.heads, old->ListHeads());
    for (const Head& head : report.heads) report.entries += head.position;
    if (HoldsSegments(SegmentsOf(data_dir))) {
      // An earlier run ended between the two renames.
      ASSIGN_OR_RETURN(const auto copy, OpenSegments(SegmentsOf(data_dir)));
      RETURN_IF_ERROR(CheckHolds(*copy, *old));
    } else {
      RETURN_IF_ERROR(Copy(*old, data_dir + "/journal.taking-over", progress));
      RETURN_IF_ERROR(Rename(data_dir, "journal.taking-over", "journal"));
    }
  }
  RETURN_IF_ERROR(Rename(data_dir, "journal.db", "journal.db.taken-over"));
  // What belongs to the old file alone; its write-ahead log was taken in when it was closed.
  for (const char* rest : {"/journal.db.lock", "/journal.db-wal", "/journal.db-shm"}) {
    std::error_code ignored;
    std::filesystem::remove(data_dir + rest, ignored);
  }
  report.kept = data_dir + "/journal.db.taken-over";
  return report;
}

}  // namespace duban::ingest
