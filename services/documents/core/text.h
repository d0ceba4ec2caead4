#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "documents/core/utf8.h"

namespace duban::documents {

// The text of a document: valid UTF-8, and the way from bytes to code points.
// Immutable, thread-safe. Ranges handed in must lie within the text.
class Text {
 public:
  explicit Text(std::string utf8);

  std::string_view str() const { return utf8_; }
  std::string_view Of(Range range) const { return std::string_view(utf8_).substr(range.begin, range.size()); }
  // Code points before byte `at`. Constant time.
  std::int64_t CodePointAt(std::size_t at) const;
  std::int64_t CodePoints() const { return CodePointAt(utf8_.size()); }

 private:
  std::string utf8_;
  std::vector<std::uint32_t> marks_;  // code points before every 64th byte
};

// Text of a document's bytes: UTF-8 (with or without a byte order mark), UTF-16 with a mark, or GB18030.
// A byte order mark is dropped; nothing else is changed, so that spans fit what a person sees.
// Errors: kInvalidArgument DOCUMENT_EMPTY (no bytes, or blanks only), DOCUMENT_TOO_LARGE (more than `max_bytes`),
// DOCUMENT_BINARY (not text: an archive, an image, an office file), DOCUMENT_ENCODING (none of the encodings fits).
absl::StatusOr<std::string> DecodeDocument(std::string_view bytes, std::size_t max_bytes);

// A status of kInvalidArgument whose message is "REASON: message" and whose payload "duban.reason" is `reason`.
absl::Status DocumentError(std::string_view reason, std::string_view message);
// The reason of such a status; empty for others.
std::string ErrorReason(const absl::Status& status);

}  // namespace duban::documents
