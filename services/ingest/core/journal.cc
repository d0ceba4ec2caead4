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

// The canonical bytes before the payload.
class CanonicalHead {
 public:
  CanonicalHead(const HashedFields& fields, const Digest& content, std::size_t payload_size) {
    Put(kCanonicalTag);
    PutBigEndian(static_cast<std::uint64_t>(fields.kind), 1);
    PutBigEndian(fields.district.size(), 1);
    Put(fields.district);
    PutBigEndian(static_cast<std::uint64_t>(fields.position), 8);
    PutBigEndian(static_cast<std::uint64_t>(fields.accept_time.time_since_epoch().count()), 8);
    PutBigEndian(fields.request_id.size(), 1);
    Put(fields.request_id);
    Put(AsBytes(content));
    PutBigEndian(payload_size, 4);
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

HashedFields FieldsOf(const Entry& entry) {
  return {entry.district, entry.position, entry.kind, entry.accept_time, entry.request_id};
}

absl::Status Invalid(std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "ENTRY_INVALID", message);
}

}  // namespace

std::string CanonicalBytes(const Entry& entry) {
  std::string out(CanonicalHead(FieldsOf(entry), entry.content, entry.payload.size()).bytes());
  out += entry.payload;
  return out;
}

Digest HashFields(HashAlgorithm algorithm, const Digest& previous, const HashedFields& fields,
                  const Digest& content, std::string_view payload) {
  const CanonicalHead head(fields, content, payload.size());
  return Hash(algorithm, AsBytes(previous), head.bytes(), payload);
}

Digest HashEntry(HashAlgorithm algorithm, const Entry& entry) {
  return HashFields(algorithm, entry.previous_hash, FieldsOf(entry), entry.content, entry.payload);
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
  out.hash = HashEntry(algorithm, out);
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
