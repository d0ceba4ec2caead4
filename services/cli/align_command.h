// `duban align`: what carries over from list to list, offline.
#pragma once

#include "cli/context.h"

namespace duban::cli {

// Registers the command.
void AddAlignCommand(CLI::App& app, Context& context);

}  // namespace duban::cli
