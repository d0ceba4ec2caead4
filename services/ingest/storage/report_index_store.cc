#include "ingest/storage/report_index_store.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "common/error.h"
#include "common/hash.h"
#include "ingest/journal/coding.h"

namespace duban::ingest {
namespace {

constexpr std::string_view kMagic = "DBRINDX1";
constexpr std::size_t kDigest = sizeof(Digest);
// What ties a part to the journal: the last sequence in it and that entry's hash.
constexpr std::size_t kHeader = kMagic.size() + 8 + kDigest;

std::string Sum(std::string_view bytes) {
  return std::string(AsBytes(Hash(HashAlgorithm::kSha256, bytes)));
}

}  // namespace

std::string ReportIndexStore::PathOf(std::int64_t part) const {
  return fmt::format("{}/part-{:06}", directory_, part);
}

bool ReportIndexStore::IsDue(std::int64_t sequence) {
  std::int64_t due = due_at_;
  if (due == 0) due_at_ = due = (sequence / entries_per_part_ + 1) * entries_per_part_;
  return sequence >= due && due_at_.compare_exchange_strong(
                                due, (sequence / entries_per_part_ + 1) * entries_per_part_);
}

absl::Status ReportIndexStore::Load(const Journal& journal, ReportIndex& index) {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(const std::int64_t last, journal.LastSequence());
  for (parts_ = 0; (parts_ + 1) * entries_per_part_ <= last; ++parts_) {
    if (LoadPart(journal, parts_ + 1, index)) continue;
    // The part that could not be written is read from the journal with the rest.
    if (!SavePart(journal, parts_ + 1).ok() || !LoadPart(journal, parts_ + 1, index)) break;
  }
  return index.Rebuild(journal, parts_ * entries_per_part_).status();
}

absl::Status ReportIndexStore::SaveParts(const Journal& journal) {
  absl::MutexLock lock(&mu_);
  ASSIGN_OR_RETURN(const std::int64_t last, journal.LastSequence());
  for (; (parts_ + 1) * entries_per_part_ <= last; ++parts_)
    RETURN_IF_ERROR(SavePart(journal, parts_ + 1));
  return absl::OkStatus();
}

bool ReportIndexStore::LoadPart(const Journal& journal, std::int64_t part,
                                ReportIndex& index) const {
  std::ifstream file(PathOf(part), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (bytes.size() < kHeader + kDigest || !bytes.starts_with(kMagic)) return false;
  const std::string_view body = std::string_view(bytes).substr(0, bytes.size() - kDigest);
  if (Sum(body) != bytes.substr(body.size())) return false;
  const auto sequence = GetFixed<std::int64_t>(bytes.data() + kMagic.size());
  const auto entries = journal.ReadAll(sequence - 1, 1, 1);
  if (!entries.ok() || entries->empty() || entries->front().sequence != sequence ||
      AsBytes(entries->front().hash) != bytes.substr(kMagic.size() + 8, kDigest))
    return false;
  return index.Merge(body.substr(kHeader));
}

absl::Status ReportIndexStore::SavePart(const Journal& journal, std::int64_t part) const {
  ReportIndex index;
  ASSIGN_OR_RETURN(const Entry newest, index.Rebuild(journal, (part - 1) * entries_per_part_,
                                                     part * entries_per_part_));
  std::string bytes(kMagic);
  PutFixed(bytes, newest.sequence);
  bytes += AsBytes(newest.hash);
  bytes += index.Serialize();
  bytes += Sum(bytes);
  // Not synced: what a crash tears fails its sum and is made anew.
  const std::string path = PathOf(part);
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  std::ofstream file(path + ".tmp", std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (file.good()) std::filesystem::rename(path + ".tmp", path, error);
  if (file.good() && !error) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", "cannot write " + path);
}

}  // namespace duban::ingest
