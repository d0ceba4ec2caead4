#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "documents/core/place.h"
#include "documents/formats/decode.h"

// Plain text that was printed as a page: columns are set with blanks, and cells go on in the lines
// below.
namespace duban::documents {

// True for text (UTF-8) that holds a table whose cells go on so, each piece right below the one
// before it.
bool LooksLaidOut(std::string_view text);

// Lines and tables of such text, put together as those of a page are (pdf_layout.h). Errors: those
// of Decode.
absl::StatusOr<DecodedDocument> DecodeLaidOut(std::string_view text, const DecodeLimits& limits);

}  // namespace duban::documents
