#pragma once

#include "documents/formats/package.h"

namespace duban::documents {

// The body of a Word document: paragraphs with the numbers that Word counts by itself, text boxes,
// tables with merged cells. Deleted text of a tracked change is left out, inserted text is read.
// Page heads, feet and notes are not read. Errors: those of Decode.
absl::StatusOr<DecodedDocument> DecodeDocx(Package& package, const DecodeLimits& limits);

}  // namespace duban::documents
