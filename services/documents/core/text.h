#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "documents/core/marks.h"
#include "documents/core/unread.h"
#include "documents/core/utf8.h"

namespace duban::documents {

// Stands, as often as there were bytes, where the number of a page was: a blank that parts no
// columns.
constexpr char kPageBreak = '\f';

// The text of a document: valid UTF-8, and the way from bytes to code points. It is held twice: as
// it stands, for quotes, and as it is read, with the page marks that a PDF or a viewer put into
// sentences blanked, traditional characters made simplified and dropped what is not read, such as
// soft line breaks (unread.h). Places and ranges are those of the text as read. Immutable,
// thread-safe. Ranges handed in must lie within the text.
class Text {
 public:
  explicit Text(std::string utf8);

  // As read.
  std::string_view str() const {
    return read_.empty() ? std::string_view(utf8_) : std::string_view(read_);
  }
  std::string_view Of(Range range) const { return str().substr(range.begin, range.size()); }
  // As it stands; Letters without what is not read, for what is compared, such as units.
  std::string_view Quote(Range range) const {
    const Range printed = Printed(range);
    return std::string_view(utf8_).substr(printed.begin, printed.size());
  }
  std::string Letters(Range range) const;
  std::string_view Verbatim() const { return utf8_; }
  // Where a range stands in Verbatim(); and where one of that is read. Logarithmic time.
  Range Printed(Range range) const { return unread_.Printed(range); }
  Range Read(Range printed) const {
    return {unread_.Read(printed.begin), unread_.Read(printed.end)};
  }
  // Where its sentences and clauses end.
  const Marks& marks() const { return marks_; }
  // Code points before byte `at` in the text as it stands, and where a range stands in them.
  // Constant time where all is read, else logarithmic.
  std::int64_t CodePointAt(std::size_t at) const {
    return CodePointsBefore(Printed({at, at}).begin);
  }
  std::pair<std::int64_t, std::int64_t> CodePointsOf(Range range) const {
    const Range printed = Printed(range);
    return {CodePointsBefore(printed.begin), CodePointsBefore(printed.end)};
  }
  // The byte at which so many of them have passed; the size behind the last. Logarithmic time.
  std::size_t ByteAt(std::int64_t code_points) const;
  std::int64_t CodePoints() const { return CodePointsBefore(utf8_.size()); }

 private:
  // `plain` is the text with what stands behind its lines overwritten; empty when nothing does.
  Text(std::string plain, std::string&& utf8);

  std::int64_t CodePointsBefore(std::size_t printed) const;

  std::string utf8_;
  Unread unread_;                      // of utf8_
  std::string read_;                   // empty when it equals utf8_
  Marks marks_;                        // of str()
  std::vector<std::uint32_t> counts_;  // code points before every 64th byte
};

// Text of a document's bytes: UTF-8 (with or without a byte order mark), UTF-16 with a mark, or
// GB18030. A byte order mark is dropped and bytes that a UTF-8 text has damaged become U+FFFD;
// nothing else is changed, so that spans fit what a person sees. Errors: kInvalidArgument
// DOCUMENT_EMPTY (no bytes, or blanks only), DOCUMENT_TOO_LARGE (more than `max_bytes`),
// DOCUMENT_BINARY (not text: an archive, an image, an office file), DOCUMENT_ENCODING (none of the
// encodings fits).
absl::StatusOr<std::string> DecodeDocument(std::string_view bytes, std::size_t max_bytes);

// An error of a document (common/error.h): kInvalidArgument with its reason.
absl::Status DocumentError(std::string_view reason, std::string_view message);
// The reason of such a status; empty for others.
std::string ErrorReason(const absl::Status& status);

}  // namespace duban::documents
