// The bulletin as a Word document (libzip, pugixml).
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "analytics/core/bulletin.h"

namespace duban::analytics {

// A landscape A4 document in the order of the other formats; figures link to their places in the
// annex. Same content, same bytes: the file's dates are the bulletin's. Thread-safe. Errors:
// INTERNAL DOCUMENT_FAILED.
absl::StatusOr<std::string> RenderDocx(const BulletinContent& content);

}  // namespace duban::analytics
