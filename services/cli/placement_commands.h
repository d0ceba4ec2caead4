// duban placement check|render|status and duban district move: which ingest instance holds which
// district.
#pragma once

#include "cli/context.h"

namespace duban::cli {

void AddPlacementCommands(CLI::App& app, Context& context);

}  // namespace duban::cli
