#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "documents/core/place.h"
#include "documents/formats/decode.h"

namespace duban::documents {

// True for bytes that begin as a page, or as a piece of one that holds a table.
bool LooksLikeHtml(std::string_view bytes);

// The article of a page: what a person came to read. Scripts, menus, lists of links, page heads and
// feet, and what is not shown are left out; tables that only lay the page out are taken apart;
// merged cells cover empty ones. The encoding is found as in DecodeDocument, and where some bytes
// fit none, they are replaced. Errors: those of Decode.
absl::StatusOr<DecodedDocument> DecodeHtml(std::string_view bytes, const DecodeLimits& limits);

}  // namespace duban::documents
