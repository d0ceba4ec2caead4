// What a person says about documents: `duban review` (a patch to begin with) and `duban learned`
// (what came of patches).
#pragma once

#include <duban/ingest/v1/document_service.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "cli/context.h"
#include "cli/document_commands.h"

namespace duban::cli {

// The corrections that ingest keeps with a document; empty when there are none or it does not know
// the document. Errors: UNAVAILABLE.
absl::StatusOr<ingest::v1::ReviewPatch> FetchPatch(const Context& context,
                                                   const std::string& document_id);

// Registers the commands.
void AddReviewCommands(CLI::App& app, Context& context);

}  // namespace duban::cli
