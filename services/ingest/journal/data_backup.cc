#include "ingest/journal/data_backup.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/journal/journal_directory.h"
#include "ingest/journal/posix_file_system.h"
#include "ingest/storage/sqlite_db.h"

namespace duban::ingest {
namespace {

namespace fs = std::filesystem;

constexpr char kRestored[] = "RESTORED";
constexpr const char* kBeforeJournal[] = {"reviews.db", "ownership.db"};

absl::Status Unreachable(const std::string& what, const std::error_code& error) {
  return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE",
               fmt::format("{}: {}", what, error.message()));
}

absl::Status Broken(const std::string& what) {
  return Error(absl::StatusCode::kDataLoss, "CHAIN_BROKEN", what);
}

// A file that is made aside, so that an interrupted copy leaves no half of one; it need not be
// there.
absl::Status CopyFile(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error)) return absl::OkStatus();
  const fs::path aside = to.string() + ".tmp";
  fs::copy_file(from, aside, fs::copy_options::overwrite_existing, error);  // keeps its permissions
  if (!error) fs::rename(aside, to, error);
  return error ? Unreachable("copy " + from.string(), error) : absl::OkStatus();
}

// A database that others may be writing.
absl::Status CopyDatabase(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error)) return absl::OkStatus();
  const fs::path aside = to.string() + ".tmp";
  fs::remove(aside, error);
  {
    ASSIGN_OR_RETURN(SqliteDb db, SqliteDb::Open(from.string(), /*writable=*/false, ""));
    ASSIGN_OR_RETURN(SqliteStatement copy, db.Prepare("VACUUM INTO ?1"));
    RETURN_IF_ERROR(copy.BindText(1, aside.native()).Run());
  }
  fs::rename(aside, to, error);
  return error ? Unreachable("copy " + from.string(), error) : absl::OkStatus();
}

// Reads what came after a sequence and recomputes the hash of every entry.
absl::Status VerifySegments(const SegmentJournal& journal, std::int64_t after) {
  ASSIGN_OR_RETURN(const std::int64_t last, journal.LastSequence());
  return journal.Scan(after, last, [&journal](const EntryView& entry) -> absl::Status {
    if (HashEntry(journal.algorithm(), entry) == entry.hash) return absl::OkStatus();
    return Broken(fmt::format("the backup does not hold: entry {} of district {}", entry.position,
                              entry.district));
  });
}

}  // namespace

absl::StatusOr<BackupReport> BackUpData(const std::string& data_dir, const std::string& backup_dir,
                                        const CopyProgress& progress) {
  ASSIGN_OR_RETURN(const std::string source, FindSegments(data_dir));
  const std::string target = SegmentsOf(backup_dir);
  std::int64_t before = 0;
  if (HoldsSegments(target)) {
    ASSIGN_OR_RETURN(const auto earlier, OpenSegments(target, {.read_only = true}));
    ASSIGN_OR_RETURN(before, earlier->LastSequence());
  }
  BackupReport report;
  {
    ASSIGN_OR_RETURN(const auto from, PosixFileSystem::Make(source));
    ASSIGN_OR_RETURN(const auto to, PosixFileSystem::Make(target));
    // Before the journal, since they say what is in it: finished imports, districts taken.
    for (const char* name : kBeforeJournal)
      RETURN_IF_ERROR(CopyDatabase(fs::path(data_dir) / name, fs::path(backup_dir) / name));
    ASSIGN_OR_RETURN(report, BackUpJournal(*from, *to, progress));
  }
  // After the journal, so that every document that an entry names is there.
  RETURN_IF_ERROR(
      CopyDatabase(fs::path(data_dir) / "documents.db", fs::path(backup_dir) / "documents.db"));
  RETURN_IF_ERROR(
      CopyFile(fs::path(data_dir) / "signing_key.pem", fs::path(backup_dir) / "signing_key.pem"));
  ASSIGN_OR_RETURN(const auto copy, OpenSegments(target, {.read_only = true}));
  if (const JournalInspection found = copy->Inspect(); !found.damages.empty())
    return Broken("the backup does not hold: " + found.damages.front());
  RETURN_IF_ERROR(VerifySegments(*copy, before));
  ASSIGN_OR_RETURN(report.last_sequence, copy->LastSequence());
  ASSIGN_OR_RETURN(const auto heads, copy->ListHeads());
  report.districts = heads.size();
  return report;
}

absl::StatusOr<RestoreReport> RestoreData(const std::string& backup_dir,
                                          const std::string& data_dir,
                                          const CopyProgress& progress) {
  ASSIGN_OR_RETURN(const std::string source, FindSegments(backup_dir));
  if (HoldsSegments(SegmentsOf(data_dir)) || HoldsSqlite(data_dir))
    return Error(absl::StatusCode::kFailedPrecondition, "JOURNAL_NOT_EMPTY",
                 fmt::format("{} holds a journal; restore into an empty directory", data_dir));
  const std::string aside = data_dir + "/journal.restoring";
  std::error_code error;
  fs::remove_all(aside, error);
  {
    ASSIGN_OR_RETURN(const auto from, PosixFileSystem::Make(source));
    ASSIGN_OR_RETURN(const auto to, PosixFileSystem::Make(aside));
    RETURN_IF_ERROR(CopyJournal(*from, *to, progress));
  }
  RestoreReport report;
  {
    ASSIGN_OR_RETURN(const auto journal, OpenSegments(aside));
    if (const JournalInspection found = journal->Inspect(); !found.damages.empty())
      return Broken("the backup is damaged: " + found.damages.front());
    if (progress) progress("verifying", 0);
    ASSIGN_OR_RETURN(const ChainReport chain, VerifyChain(*journal));
    if (chain.broken)
      return Broken(fmt::format("the backup does not hold: entry {} of district {}: {}",
                                chain.broken->position, chain.broken->district,
                                chain.broken->what));
    ASSIGN_OR_RETURN(report.heads, journal->ListHeads());
    report.entries = chain.entries;
  }
  for (const char* name : {"reviews.db", "ownership.db", "documents.db", "signing_key.pem"})
    RETURN_IF_ERROR(CopyFile(fs::path(backup_dir) / name, fs::path(data_dir) / name));
  if (!std::ofstream(fs::path(data_dir) / kRestored))
    return Unreachable("mark " + data_dir + " as restored", {});
  ASSIGN_OR_RETURN(const auto directory, PosixFileSystem::Make(data_dir));
  RETURN_IF_ERROR(directory->Rename("journal.restoring", "journal"));
  RETURN_IF_ERROR(directory->SyncDirectory());
  return report;
}

bool WasRestored(const std::string& data_dir) {
  std::error_code error;
  return fs::exists(fs::path(data_dir) / kRestored, error);
}

void ForgetRestore(const std::string& data_dir) {
  std::error_code error;
  fs::remove(fs::path(data_dir) / kRestored, error);
}

}  // namespace duban::ingest
