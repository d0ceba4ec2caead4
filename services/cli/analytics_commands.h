// Questions to analytics beside the board: `duban findings`, `rank`, `trend`, `forecast`,
// `compare`, `bulletin`.
#pragma once

#include "cli/context.h"

namespace duban::cli {

// Registers the commands.
void AddAnalyticsCommands(CLI::App& app, Context& context);

}  // namespace duban::cli
