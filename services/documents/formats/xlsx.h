#pragma once

#include "documents/formats/package.h"

namespace duban::documents {

// The sheets of a workbook that are shown, each as a table with merged cells; numbers as the cell's
// format prints them (percent, dates, decimals), formulas as their stored values. Where several
// sheets are shown, a sheet's name is its first line unless it is a name that programs give.
// Errors: those of Decode.
absl::StatusOr<DecodedDocument> DecodeXlsx(Package& package, const DecodeLimits& limits);

}  // namespace duban::documents
