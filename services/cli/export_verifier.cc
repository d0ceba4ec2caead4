#include "cli/export_verifier.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "common/error.h"
#include "common/hash.h"

namespace duban::cli {
namespace {

using Json = nlohmann::json;

absl::Status Malformed(const std::string& message) {
  return Error(absl::StatusCode::kInvalidArgument, "EXPORT_MALFORMED", message);
}

absl::Status Broken(const std::string& district, std::int64_t position, std::string_view what) {
  return Error(absl::StatusCode::kDataLoss, "CHAIN_BROKEN",
               fmt::format("district {}, position {}: {}", district, position, what));
}

std::optional<std::string> Bytes(const Json& entry, const char* key) {
  const std::string hex = entry.value(key, "");
  std::string out;
  if (hex.size() % 2 != 0) return std::nullopt;
  for (size_t i = 0; i < hex.size(); i += 2) {
    int value = 0;
    for (const char digit : {hex[i], hex[i + 1]}) {
      const size_t found = std::string_view("0123456789abcdef").find(digit);
      if (found == std::string_view::npos) return std::nullopt;
      value = value * 16 + static_cast<int>(found);
    }
    out.push_back(static_cast<char>(value));
  }
  return out;
}

void AppendBigEndian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
    out.push_back(static_cast<char>(value >> shift));
}

// The bytes that the hash of an entry runs over, behind the previous hash; nullopt when a field is
// no hexadecimal.
std::optional<std::string> Canonical(const Json& entry) {
  const std::string district = entry.value("district", "");
  const auto request_id = Bytes(entry, "request_id");
  const auto content = Bytes(entry, "content");
  const auto payload = Bytes(entry, "payload");
  if (!request_id || !content || !payload) return std::nullopt;
  std::string out = "DBJ1";
  AppendBigEndian(out, entry.value("kind", std::uint64_t{0}), 1);
  AppendBigEndian(out, district.size(), 1);
  out += district;
  AppendBigEndian(out, entry.value("position", std::uint64_t{0}), 8);
  AppendBigEndian(out, static_cast<std::uint64_t>(entry.value("accept_time_us", std::int64_t{0})),
                  8);
  AppendBigEndian(out, request_id->size(), 1);
  out += *request_id + *content;
  AppendBigEndian(out, payload->size(), 4);
  return out + *payload;
}

absl::Status Check(const Json& entry, HashAlgorithm algorithm, VerifiedExport& found) {
  const std::string district = entry.value("district", "");
  VerifiedExport::Head& head = found.heads[district];
  if (head.hash.empty()) head.hash = std::string(64, '0');
  const std::int64_t position = head.position + 1;
  if (entry.value("position", std::int64_t{0}) != position)
    return Broken(district, position,
                  fmt::format("position {} stands here", entry.value("position", std::int64_t{0})));
  if (entry.value("previous_hash", "") != head.hash)
    return Broken(district, position, "the previous hash is another entry's");
  const auto canonical = Canonical(entry);
  const auto previous = ParseDigest(head.hash);
  if (!canonical || !previous) return Broken(district, position, "a field is not readable");
  const std::string hash = Hex(AsBytes(Hash(algorithm, AsBytes(*previous), *canonical)));
  if (hash != entry.value("hash", ""))
    return Broken(district, position, "the hash does not match the entry");
  head = {position, hash};
  ++found.entries;
  return absl::OkStatus();
}

bool FooterFits(const Json& footer, const VerifiedExport& found) {
  if (footer.value("entries", std::int64_t{-1}) != found.entries ||
      footer["heads"].size() != found.heads.size())
    return false;
  for (const Json& head : footer["heads"]) {
    const auto known = found.heads.find(head.value("district", ""));
    if (known == found.heads.end() ||
        known->second.position != head.value("position", std::int64_t{0}) ||
        known->second.hash != head.value("hash", ""))
      return false;
  }
  return true;
}

absl::StatusOr<VerifiedExport> Verify(std::istream& lines) {
  std::string line;
  std::getline(lines, line);
  const Json header = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!header.is_object() || header.value("format", "") != "duban-journal-export" ||
      header.value("version", 0) != 1)
    return Malformed("this is no journal export of version 1");
  const auto algorithm =
      header.value("algorithm", "") == "SM3" ? HashAlgorithm::kSm3 : HashAlgorithm::kSha256;
  VerifiedExport found;
  while (std::getline(lines, line)) {
    const Json record = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!record.is_object())
      return Malformed(fmt::format("line {} is not readable", found.entries + 2));
    if (!record.contains("heads")) {
      RETURN_IF_ERROR(Check(record, algorithm, found));
      continue;
    }
    if (!FooterFits(record, found))
      return Malformed("the footer names other heads than the entries lead to");
    if (std::getline(lines, line)) return Malformed("something follows the footer");
    return found;
  }
  return Malformed(
      fmt::format("the file ends without its footer, after {} entries", found.entries));
}

}  // namespace

absl::StatusOr<VerifiedExport> VerifyExport(std::istream& lines) {
  try {
    return Verify(lines);
  } catch (const Json::exception& error) {  // a field of another type than it must have
    return Malformed(error.what());
  }
}

}  // namespace duban::cli
