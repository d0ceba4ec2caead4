// A copy of a database that may be written meanwhile: a backup, and the way back.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace duban::registry {

// Writes what the database `from` holds at one moment to the file `to`, checked page by page and
// synced; a file that was there is replaced in one step or stays as it is. Errors:
// FAILED_PRECONDITION STORE_IN_USE (`to` is a database that is open, or was not closed); DATA_LOSS
// ROW_CORRUPT (what was read does not hold); those of SqliteError.
absl::Status CopySqlite(const std::string& from, const std::string& to);

}  // namespace duban::registry
