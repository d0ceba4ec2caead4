// The board of a programme: completion against schedule, project by project.
#pragma once

#include <duban/analytics/v1/analytics_service.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "cli/context.h"
#include "cli/terminal.h"

namespace duban::cli {

// What `duban board` asks for.
struct BoardQuery {
  ProgrammeOptions programme;
  Date as_of;  // unset = today; for a programme of a past year its newest report date
  std::int64_t at_least = 0;  // journal position that the answer must include
};

// Asks analytics for the summary. Errors: those of GetProgrammeSummary.
absl::StatusOr<analytics::v1::ProgrammeSummary> FetchBoard(const Context& context,
                                                           const BoardQuery& query);

// The summary as a table for a person: a line per project, below it a line per figure, the first of
// a task with the task's status. On less than 100 columns the bars are left out. No trailing
// spaces; ends in \n.
std::string RenderBoard(const analytics::v1::ProgrammeSummary& summary, const Screen& screen);

// Registers `duban board`.
void AddBoardCommand(CLI::App& app, Context& context);

}  // namespace duban::cli
