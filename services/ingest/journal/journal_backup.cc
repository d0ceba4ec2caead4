#include "ingest/journal/journal_backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/journal/journal_id.h"
#include "ingest/journal/tail_mark.h"

namespace duban::ingest {
namespace {

constexpr std::size_t kStep = 1 << 20;
constexpr std::size_t kSealedHeader = 80;
constexpr int kAttempts = 10;

bool IsSealed(const std::string& name) {
  return name.starts_with("seg-") && !name.ends_with(".tmp");
}
bool IsLog(const std::string& name) { return name.starts_with("log-") && !name.ends_with(".tmp"); }

absl::Status OfAnother(const std::string& why) {
  return Error(absl::StatusCode::kFailedPrecondition, "BACKUP_OF_ANOTHER",
               "the backup directory cannot take this journal: " + why);
}

// Copies a file under a temporary name; stretches of zeros become holes. The number of bytes that
// are not.
absl::StatusOr<std::uint64_t> CopyAside(const File& source, FileSystem& to,
                                        const std::string& name) {
  ASSIGN_OR_RETURN(const std::uint64_t size, source.Size());
  ASSIGN_OR_RETURN(const auto target, to.Create(name + ".tmp"));
  std::uint64_t copied = 0;
  for (std::uint64_t at = 0; at < size; at += kStep) {
    ASSIGN_OR_RETURN(const std::string bytes, source.Read(at, kStep));
    const bool last = at + kStep >= size;
    if (!last && bytes.find_first_not_of('\0') == std::string::npos) continue;
    RETURN_IF_ERROR(target->Write(at, bytes));
    copied += bytes.size();
  }
  RETURN_IF_ERROR(target->Sync());
  return copied;
}

// Whether both hold the same sealed segment: size and header, which carries the index's checksum.
absl::StatusOr<bool> SameSealed(FileSystem& from, FileSystem& to, const std::string& name) {
  ASSIGN_OR_RETURN(const auto a, from.Open(name));
  ASSIGN_OR_RETURN(const auto b, to.Open(name));
  ASSIGN_OR_RETURN(const std::uint64_t a_size, a->Size());
  ASSIGN_OR_RETURN(const std::uint64_t b_size, b->Size());
  ASSIGN_OR_RETURN(const std::string a_header, a->Read(0, kSealedHeader));
  ASSIGN_OR_RETURN(const std::string b_header, b->Read(0, kSealedHeader));
  return a_size == b_size && a_header == b_header;
}

class Backup {
 public:
  Backup(FileSystem& from, FileSystem& to, const CopyProgress& progress)
      : from_(from), to_(to), progress_(progress) {}

  // NOT_FOUND when a log was sealed between its being listed and opened: begin again.
  absl::Status Run() {
    RETURN_IF_ERROR(CheckSame());
    // Read before the logs: what it promises must be in them.
    const auto tail = ReadFile(from_, "TAIL");
    if (!tail.ok() && !absl::IsNotFound(tail.status())) return tail.status();
    ASSIGN_OR_RETURN(const std::vector<std::string> names, from_.List());
    ASSIGN_OR_RETURN(const std::vector<std::string> theirs, to_.List());
    const std::set<std::string> there(theirs.begin(), theirs.end());
    RETURN_IF_ERROR(CheckNotNewer(names, theirs));
    // Opened before anything is copied: one that is sealed and removed meanwhile can still be read.
    std::vector<std::string> logs;
    std::vector<std::unique_ptr<File>> open_logs;
    for (const std::string& name : names) {
      if (!IsLog(name) || std::ranges::binary_search(names, "seg-" + name.substr(4))) continue;
      ASSIGN_OR_RETURN(open_logs.emplace_back(), from_.Open(name));
      logs.push_back(name);
    }
    for (const std::string& name : names)
      if (IsSealed(name)) RETURN_IF_ERROR(CopySealed(name, there));
    // The newest first: whatever an older one lacks when its copy is taken was written later than
    // anything that the newer copy holds. Names come in the other order, so that a crash leaves no
    // gap.
    for (std::size_t i = logs.size(); i-- > 0;) RETURN_IF_ERROR(CopyFile(*open_logs[i], logs[i]));
    for (const std::string& log : logs) RETURN_IF_ERROR(to_.Rename(log + ".tmp", log));
    RETURN_IF_ERROR(to_.SyncDirectory());
    if (tail.ok()) RETURN_IF_ERROR(ReplaceFile(to_, "TAIL", *tail));
    // Logs that are sealed by now.
    for (const std::string& name : theirs)
      if (IsLog(name) && std::ranges::find(logs, name) == logs.end())
        RETURN_IF_ERROR(to_.Remove(name));
    return to_.SyncDirectory();
  }

  BackupReport report;
  std::vector<std::string> copied_segments;

 private:
  absl::Status CheckSame() {
    ASSIGN_OR_RETURN(const JournalId id, ReadJournalId(from_));
    const auto theirs = ReadJournalId(to_);
    if (absl::IsNotFound(theirs.status())) {
      ASSIGN_OR_RETURN(const std::vector<std::string> names, to_.List());
      if (std::ranges::any_of(names, [](const auto& n) { return IsSealed(n) || IsLog(n); }))
        return OfAnother("it has segments without the file JOURNAL");
      ASSIGN_OR_RETURN(const std::string bytes, ReadFile(from_, "JOURNAL"));
      return ReplaceFile(to_, "JOURNAL", bytes);
    }
    RETURN_IF_ERROR(theirs.status());
    return theirs->id == id.id ? absl::OkStatus() : OfAnother("it holds another one");
  }

  static absl::Status CheckNotNewer(const std::vector<std::string>& names,
                                    const std::vector<std::string>& theirs) {
    const auto number = [](const std::string& name) { return name.substr(4); };
    std::string newest;
    for (const std::string& name : names)
      if (IsSealed(name) || IsLog(name)) newest = std::max(newest, number(name));
    for (const std::string& name : theirs) {
      if (IsSealed(name) && number(name) > newest)
        return OfAnother(fmt::format("it is newer, {} is in the backup only", name));
    }
    return absl::OkStatus();
  }

  absl::Status CopySealed(const std::string& name, const std::set<std::string>& there) {
    if (there.contains(name)) {
      ASSIGN_OR_RETURN(const bool same, SameSealed(from_, to_, name));
      if (!same) return OfAnother(fmt::format("{} differs", name));
      ++report.kept;
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const auto segment, from_.Open(name));
    RETURN_IF_ERROR(CopyFile(*segment, name));
    RETURN_IF_ERROR(to_.Rename(name + ".tmp", name));
    copied_segments.push_back(name);
    ++report.copied;
    return to_.SyncDirectory();
  }

  absl::Status CopyFile(const File& source, const std::string& name) {
    ASSIGN_OR_RETURN(const std::uint64_t bytes, CopyAside(source, to_, name));
    report.bytes += bytes;
    if (progress_) progress_(name, report.bytes);
    return absl::OkStatus();
  }

  FileSystem& from_;
  FileSystem& to_;
  const CopyProgress& progress_;
};

}  // namespace

absl::StatusOr<BackupReport> BackUpJournal(FileSystem& from, FileSystem& to,
                                           const CopyProgress& progress) {
  RETURN_IF_ERROR(to.Lock("LOCK"));
  BackupReport report;
  for (int attempt = 1;; ++attempt) {
    Backup backup(from, to, progress);
    const absl::Status status = backup.Run();
    report.copied += backup.report.copied;
    report.bytes += backup.report.bytes;
    report.kept = backup.report.kept + backup.report.copied - report.copied;
    if (status.ok()) return report;
    if (!absl::IsNotFound(status) || attempt == kAttempts) return status;
  }
}

absl::Status CopyJournal(FileSystem& from, FileSystem& to, const CopyProgress& progress) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, from.List());
  std::uint64_t bytes = 0;
  for (const std::string& name : names) {
    if (!IsSealed(name) && !IsLog(name) && name != "JOURNAL" && name != "TAIL") continue;
    ASSIGN_OR_RETURN(const auto source, from.Open(name));
    ASSIGN_OR_RETURN(const std::uint64_t copied, CopyAside(*source, to, name));
    RETURN_IF_ERROR(to.Rename(name + ".tmp", name));
    bytes += copied;
    if (progress) progress(name, bytes);
  }
  return to.SyncDirectory();
}

}  // namespace duban::ingest
