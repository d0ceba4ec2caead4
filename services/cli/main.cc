// duban: the command line of the suite.
#include <fmt/format.h>

#include "cli/align_command.h"
#include "cli/analytics_commands.h"
#include "cli/board.h"
#include "cli/context.h"
#include "cli/document_commands.h"
#include "cli/import_command.h"
#include "cli/journal_commands.h"
#include "cli/journal_file_commands.h"
#include "cli/placement_commands.h"
#include "cli/registry_commands.h"
#include "cli/report_command.h"
#include "cli/review_commands.h"
#include "cli/up_command.h"

int main(int argc, char** argv) {
  using namespace duban::cli;
  Context context;
  CLI::App app("duban (督办): governments' livelihood promises on record, checked against their own figures");
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--registry", context.registry_address, "address of the registry")
      ->envname("DUBAN_REGISTRY_ADDRESS")
      ->capture_default_str();
  app.add_option("--ingest", context.ingest_address, "address of ingest")
      ->envname("DUBAN_INGEST_ADDRESS")
      ->capture_default_str();
  app.add_option("--analytics", context.analytics_address, "address of analytics")
      ->envname("DUBAN_ANALYTICS_ADDRESS")
      ->capture_default_str();
  AddUpCommand(app, context);
  AddImportCommand(app, context);
  AddRegistryCommands(app, context);
  AddReportCommand(app, context);
  AddDocumentCommands(app, context);
  AddReviewCommands(app, context);
  AddAlignCommand(app, context);
  AddBoardCommand(app, context);
  AddAnalyticsCommands(app, context);
  AddJournalCommands(app, context);
  AddPlacementCommands(app, context);
  AddJournalFileCommands(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  return context.run();
}
