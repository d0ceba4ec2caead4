#include "ingest/core/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "common/error.h"
#include "common/names.h"

namespace duban::ingest {
namespace {

// Names the layout and its version; a new layout gets a new tag, so that no two can be confused.
constexpr std::string_view kCanonicalTag = "DBJ1";

constexpr int kScanEntries = 5000;
constexpr std::int64_t kScanBytes = 4 << 20;

// The canonical bytes before the payload.
class CanonicalHead {
 public:
  explicit CanonicalHead(const EntryView& entry) {
    Put(kCanonicalTag);
    PutBigEndian(static_cast<std::uint64_t>(entry.kind), 1);
    PutBigEndian(entry.district.size(), 1);
    Put(entry.district);
    PutBigEndian(static_cast<std::uint64_t>(entry.position), 8);
    PutBigEndian(static_cast<std::uint64_t>(entry.accept_time.time_since_epoch().count()), 8);
    PutBigEndian(entry.request_id.size(), 1);
    Put(entry.request_id);
    Put(AsBytes(entry.content));
    PutBigEndian(entry.payload.size(), 4);
  }
  std::string_view bytes() const { return {bytes_, size_}; }

 private:
  void Put(std::string_view text) {
    const std::size_t size = std::min(text.size(), sizeof(bytes_) - size_);
    std::memcpy(bytes_ + size_, text.data(), size);
    size_ += size;
  }
  void PutBigEndian(std::uint64_t value, int width) {
    for (int shift = 8 * (width - 1); shift >= 0 && size_ < sizeof(bytes_); shift -= 8)
      bytes_[size_++] = static_cast<char>(static_cast<unsigned char>(value >> shift));
  }

  char bytes_[4 + 1 + 1 + 16 + 8 + 8 + 1 + kMaxRequestIdBytes + 32 + 4];
  std::size_t size_ = 0;
};

absl::Status Invalid(std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "ENTRY_INVALID", message);
}

}  // namespace

EntryView ViewOf(const Entry& entry) {
  return {.district = entry.district,
          .position = entry.position,
          .sequence = entry.sequence,
          .request_id = entry.request_id,
          .kind = entry.kind,
          .accept_time = entry.accept_time,
          .payload = entry.payload,
          .content = entry.content,
          .previous_hash = entry.previous_hash,
          .hash = entry.hash};
}

std::string CanonicalBytes(const Entry& entry) {
  std::string out(CanonicalHead(ViewOf(entry)).bytes());
  out += entry.payload;
  return out;
}

Digest HashEntry(HashAlgorithm algorithm, const EntryView& entry) {
  return Hash(algorithm, AsBytes(entry.previous_hash), CanonicalHead(entry).bytes(), entry.payload);
}

Digest ChainHash(HashAlgorithm algorithm, const Digest& previous, std::string_view canonical) {
  return Hash(algorithm, AsBytes(previous), canonical);
}

absl::Status ValidateNewEntry(const NewEntry& entry) {
  if (!IsDistrictCode(entry.district))
    return Invalid(fmt::format("district: got \"{}\", want six digits", entry.district));
  if (entry.request_id.empty() || entry.request_id.size() > kMaxRequestIdBytes)
    return Invalid(fmt::format("request_id: got {} bytes, want 1..{}", entry.request_id.size(),
                               kMaxRequestIdBytes));
  if (entry.kind == EntryKind{0}) return Invalid("kind: got 0, want 1..255");
  if (entry.payload.size() > kMaxPayloadBytes)
    return Invalid(fmt::format("payload: got {} bytes, want at most {}", entry.payload.size(),
                               kMaxPayloadBytes));
  return absl::OkStatus();
}

Entry MakeEntry(const NewEntry& entry, HashAlgorithm algorithm, std::int64_t position,
                std::int64_t sequence, const Digest& previous) {
  Entry out{.district = entry.district,
            .position = position,
            .sequence = sequence,
            .request_id = entry.request_id,
            .kind = entry.kind,
            .accept_time = entry.accept_time,
            .payload = entry.payload,
            .content = entry.content,
            .previous_hash = previous};
  out.hash = HashEntry(algorithm, ViewOf(out));
  return out;
}

NewEntry AsNewEntry(const Entry& entry) {
  return {.district = entry.district,
          .request_id = entry.request_id,
          .kind = entry.kind,
          .accept_time = entry.accept_time,
          .payload = entry.payload,
          .content = entry.content};
}

absl::Status Journal::Scan(std::int64_t after, std::int64_t last, const Visit& each) const {
  while (after < last) {
    ASSIGN_OR_RETURN(const std::vector<Entry> page, ReadAll(after, kScanEntries, kScanBytes));
    if (page.empty()) return absl::OkStatus();
    for (const Entry& entry : page) {
      if (entry.sequence > last) return absl::OkStatus();
      RETURN_IF_ERROR(each(ViewOf(entry)));
    }
    after = page.back().sequence;
  }
  return absl::OkStatus();
}

AppendResult Appended(const Entry& stored) {
  return {.outcome = AppendResult::Outcome::kAppended,
          .position = stored.position,
          .sequence = stored.sequence,
          .accept_time = stored.accept_time,
          .hash = stored.hash};
}

AppendResult Repeated(const Entry& stored, const Digest& content) {
  AppendResult result = Appended(stored);
  result.outcome = stored.content == content ? AppendResult::Outcome::kDuplicate
                                             : AppendResult::Outcome::kConflict;
  return result;
}

}  // namespace duban::ingest
