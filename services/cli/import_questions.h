// What `duban import` asks about unsure documents.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/context.h"
#include "cli/import_batch.h"

namespace duban::cli {

// Asks on the terminal, of each pending document with doubts, which targets its figures measure,
// and whether it is imported with the rest left open; answers become the row's patch, by `author`.
// Without a terminal such a document is refused, with what is unsure in it as the reasons. Errors:
// those of FetchPatch.
absl::Status SettleUnsure(const Context& context, const std::string& author,
                          std::vector<ImportRow>& rows);

}  // namespace duban::cli
