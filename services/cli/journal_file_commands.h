// duban journal …, backup, restore: journals as files, without any service.
#pragma once

#include <string>

#include "cli/context.h"

namespace duban::cli {

// Recomputes the chains of a journal in segments, of one district unless it is empty; the exit
// status.
int VerifySegments(const std::string& path, const std::string& district);

void AddJournalFileCommands(CLI::App& app, Context& context);

}  // namespace duban::cli
