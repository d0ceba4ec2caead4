// `duban verify`, `duban export` and `duban proof`: the journals, checked and handed to outsiders.
#pragma once

#include "cli/context.h"

namespace duban::cli {

// Registers the three commands.
void AddJournalCommands(CLI::App& app, Context& context);

}  // namespace duban::cli
