// `duban registry …`: the catalog from the command line.
#pragma once

#include "cli/context.h"

namespace duban::cli {

// Adds get, list, search, apply, diff, history, units and profiles.
void AddRegistryCommands(CLI::App& app, Context& context);

// `duban registry apply`: shows what files would change and does it, in registry_apply.cc.
void AddRegistryApply(CLI::App& registry, Context& context);

// `duban registry list` and `search`, in registry_lists.cc.
void AddRegistryLists(CLI::App& registry, Context& context);

}  // namespace duban::cli
