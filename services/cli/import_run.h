// Many files into ingest: read side by side, then imported in order, district beside district.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/context.h"
#include "cli/import_batch.h"
#include "cli/import_command.h"

namespace duban::cli {

// Called after each file with how many are done; one call at a time, on any thread.
using ImportProgress = std::function<void(const ImportRow& row, size_t done, size_t all)>;

// Reads every file through ingest, which stores nothing. A row becomes pending, unchanged (imported
// before with the same options, unless `again`), nothing, or failed. Rows keep the order of
// `files`; of files with equal bytes only the first is pending.
std::vector<ImportRow> ReadForImport(const Context& context, const std::vector<std::string>& files,
                                     const ImportOptions& options, bool again,
                                     const ImportProgress& progress);

// Imports the pending rows. Ends early, leaving rows pending, once ingest cannot be reached.
void ImportPending(const Context& context, const ImportOptions& options,
                   const ImportProgress& progress, std::vector<ImportRow>& rows);

}  // namespace duban::cli
