#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "documents/core/place.h"
#include "documents/formats/decode.h"

namespace duban::documents {

// True for text (UTF-8) as spreadsheets export it: records of commas, nearly all with the same
// number of fields, two or more; a title above them has empty fields behind it.
bool LooksLikeCsv(std::string_view text);

// The table of such text (RFC 4180: a quoted field may hold commas, line breaks and doubled
// quotes). Fields are named as a spreadsheet names its cells. Errors: those of Decode.
absl::StatusOr<DecodedDocument> DecodeCsv(std::string_view text, const DecodeLimits& limits);

}  // namespace duban::documents
