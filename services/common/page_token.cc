#include "common/page_token.h"

#include <fmt/format.h>

#include "common/error.h"
#include "common/hash.h"

namespace duban {
namespace {

// Token: "1" + 16 hex digits of SHA-256(parameters, cursor) + hex of the cursor.
constexpr size_t kCheckDigits = 16;

std::string Check(std::string_view cursor, std::string_view parameters) {
  const Digest digest = Hash(HashAlgorithm::kSha256, parameters, std::string_view("\0", 1), cursor);
  return Hex(AsBytes(digest)).substr(0, kCheckDigits);
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

absl::Status Invalid() {
  return InvalidField("page_token", "PAGE_TOKEN_INVALID",
                      "not a token of this query; start again with an empty page_token");
}

}  // namespace

std::string MakePageToken(std::string_view cursor, std::string_view parameters) {
  return "1" + Check(cursor, parameters) + Hex(cursor);
}

absl::StatusOr<std::string> ReadPageToken(std::string_view token, std::string_view parameters) {
  if (token.empty()) return std::string();
  if (token.size() < 1 + kCheckDigits || token[0] != '1' || token.size() % 2 == 0) return Invalid();
  std::string cursor;
  for (size_t i = 1 + kCheckDigits; i < token.size(); i += 2) {
    const int high = HexValue(token[i]);
    const int low = HexValue(token[i + 1]);
    if (high < 0 || low < 0) return Invalid();
    cursor += static_cast<char>(high * 16 + low);
  }
  if (token.substr(1, kCheckDigits) != Check(cursor, parameters)) return Invalid();
  return cursor;
}

absl::StatusOr<int> ReadPageSize(int page_size) {
  if (page_size < 0) {
    return InvalidField("page_size", "PAGE_SIZE_INVALID",
                        fmt::format("got {}, want 0 (= 50) or 1..1000", page_size));
  }
  return page_size == 0 ? 50 : std::min(page_size, 1000);
}

}  // namespace duban
