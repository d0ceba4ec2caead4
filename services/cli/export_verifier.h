// Verifies a journal export from the file alone, without a service and without the code that wrote
// it.
#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace duban::cli {

struct VerifiedExport {
  std::int64_t entries = 0;
  struct Head {
    std::int64_t position = 0;
    std::string hash;  // lower-case hex
  };
  std::map<std::string, Head> heads;  // by district code
};

// Recomputes every hash of an export (docs/formats.md). Errors: DATA_LOSS CHAIN_BROKEN (names
// district and position); INVALID_ARGUMENT EXPORT_MALFORMED (no export, or one that ends without
// its footer).
absl::StatusOr<VerifiedExport> VerifyExport(std::istream& lines);

}  // namespace duban::cli
