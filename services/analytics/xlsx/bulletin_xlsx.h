// The bulletin as a workbook (libxlsxwriter).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "analytics/core/bulletin.h"

namespace duban::analytics {

// Sheets: overview, table, lagging, findings, sources. Same content, same bytes: the file's dates
// are the bulletin's. Writes a temporary file for the time of the call. Thread-safe. Errors:
// INTERNAL WORKBOOK_FAILED.
absl::StatusOr<std::string> RenderXlsx(const BulletinContent& content);

}  // namespace duban::analytics
