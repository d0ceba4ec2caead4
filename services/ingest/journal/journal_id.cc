#include "ingest/journal/journal_id.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "common/error.h"
#include "ingest/journal/coding.h"
#include "ingest/journal/crc32c.h"

namespace duban::ingest {
namespace {

constexpr char kName[] = "JOURNAL";
constexpr std::string_view kMagic = "DBJOURNL";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kBytes = 8 + 4 + 4 + 32 + 4;

absl::Status Refuse(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

std::string Encode(HashAlgorithm algorithm, std::string_view random_bytes) {
  std::string out(kMagic);
  PutFixed(out, kVersion);
  PutFixed(out, static_cast<std::uint32_t>(algorithm));
  out += random_bytes;
  PutFixed(out, Crc32c(out));
  // Twice, so that one flipped byte does not cost the journal.
  return out + out;
}

absl::StatusOr<JournalId> DecodeCopy(std::string_view copy) {
  if (copy.size() != kBytes ||
      GetFixed<std::uint32_t>(copy.data() + kBytes - 4) != Crc32c(copy.substr(0, kBytes - 4)))
    return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT", "the file JOURNAL is damaged");
  ByteReader reader(copy);
  if (reader.Bytes(8) != kMagic) return Refuse("JOURNAL_FOREIGN_FILE", "JOURNAL is none of ours");
  const auto version = reader.Fixed<std::uint32_t>();
  if (version != kVersion)
    return Refuse(
        "JOURNAL_FROM_THE_FUTURE",
        fmt::format("the journal has format {}, this program knows up to {}: run a newer one",
                    version, kVersion));
  JournalId id;
  id.algorithm = static_cast<HashAlgorithm>(reader.Fixed<std::uint32_t>());
  id.id = std::string(reader.Bytes(16));
  id.secret.first = reader.Fixed<std::uint64_t>();
  id.secret.second = reader.Fixed<std::uint64_t>();
  return id;
}

absl::StatusOr<JournalId> Decode(std::string_view bytes) {
  auto first = DecodeCopy(bytes.substr(0, kBytes));
  auto second = DecodeCopy(bytes.substr(std::min(bytes.size(), kBytes)));
  auto& good = absl::IsDataLoss(first.status()) ? second : first;
  if (good.ok()) good->copy_damaged = !first.ok() || !second.ok();
  return good;
}

bool IsSegment(std::string_view name) {
  return (name.starts_with("log-") || name.starts_with("seg-")) && !name.ends_with(".tmp");
}

}  // namespace

std::uint32_t JournalId::Salt(std::string_view file_kind, std::uint64_t number) const {
  std::string text = id;
  text += file_kind;
  PutFixed(text, number);
  return Crc32c(text);
}

std::uint64_t JournalId::HashOf(std::string_view district, std::string_view request_id) const {
  char text[16 + 64];
  const std::size_t size = std::min(district.size(), std::size_t{16});
  std::memcpy(text, district.data(), size);
  const std::size_t rest = std::min(request_id.size(), std::size_t{64});
  std::memcpy(text + size, request_id.data(), rest);
  return SipHash(secret, std::string_view(text, size + rest));
}

absl::StatusOr<JournalId> ReadJournalId(FileSystem& files) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(files, kName));
  return Decode(bytes);
}

absl::StatusOr<JournalId> OpenJournalId(FileSystem& files, HashAlgorithm algorithm,
                                        std::string_view random_bytes) {
  ASSIGN_OR_RETURN(const std::vector<std::string> names, files.List());
  bool exists = false;
  bool segments = false;
  for (const std::string& name : names) {
    exists = exists || name == kName;
    segments = segments || IsSegment(name);
  }
  if (!exists && segments)
    return Error(absl::StatusCode::kDataLoss, "ENTRY_CORRUPT", "segments without the file JOURNAL");
  if (!exists) RETURN_IF_ERROR(ReplaceFile(files, kName, Encode(algorithm, random_bytes)));
  ASSIGN_OR_RETURN(JournalId id, ReadJournalId(files));
  if (id.algorithm != algorithm)
    return Refuse("JOURNAL_ALGORITHM_MISMATCH",
                  "the journal's chain uses the other hash algorithm (SHA-256 or SM3)");
  return id;
}

}  // namespace duban::ingest
