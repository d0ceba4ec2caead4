// `duban up`: the whole suite on one machine.
#pragma once

#include "cli/context.h"

namespace duban::cli {

// Registers `duban up`.
void AddUpCommand(CLI::App& app, Context& context);

}  // namespace duban::cli
