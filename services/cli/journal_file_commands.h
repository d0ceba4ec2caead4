// duban journal …, backup, restore: journals as files, without any service.
#pragma once

#include "cli/context.h"

namespace duban::cli {

void AddJournalFileCommands(CLI::App& app, Context& context);

}  // namespace duban::cli
