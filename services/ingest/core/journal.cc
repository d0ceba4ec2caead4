#include "ingest/core/journal.h"

#include <fmt/format.h>

#include "common/error.h"
#include "common/names.h"

namespace duban::ingest {
namespace {

// Names the layout and its version; a new layout gets a new tag, so that no two can be confused.
constexpr std::string_view kCanonicalTag = "DBJ1";

void PutBigEndian(std::string& out, std::uint64_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
    out += static_cast<char>(static_cast<unsigned char>(value >> shift));
}

absl::Status Invalid(std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "ENTRY_INVALID", message);
}

}  // namespace

std::string CanonicalBytes(const Entry& entry) {
  std::string out;
  out.reserve(64 + entry.district.size() + entry.request_id.size() + entry.payload.size());
  out += kCanonicalTag;
  PutBigEndian(out, static_cast<std::uint64_t>(entry.kind), 1);
  PutBigEndian(out, entry.district.size(), 1);
  out += entry.district;
  PutBigEndian(out, static_cast<std::uint64_t>(entry.position), 8);
  PutBigEndian(out, static_cast<std::uint64_t>(entry.accept_time.time_since_epoch().count()), 8);
  PutBigEndian(out, entry.request_id.size(), 1);
  out += entry.request_id;
  out += AsBytes(entry.content);
  PutBigEndian(out, entry.payload.size(), 4);
  out += entry.payload;
  return out;
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
  out.hash = ChainHash(algorithm, previous, CanonicalBytes(out));
  return out;
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
