// duban: the command line of the suite.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

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

namespace {

// Letters to change, add or leave out to make one of the other.
std::size_t Distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
      corner = above;
    }
  }
  return row[b.size()];
}

// What to say where a command is missing or misspelt; CLI11 only says that one is required.
std::string AboutTheCommand(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  std::string path = app.get_name();
  std::string unknown;
  for (const std::string& word : words) {
    if (word.starts_with('-')) break;
    const CLI::App* next = nullptr;
    for (const CLI::App* sub : at->get_subcommands([](const CLI::App*) { return true; })) {
      if (sub->check_name(word)) next = sub;
    }
    if (next == nullptr) {
      unknown = word;
      break;
    }
    at = next;
    path += " " + word;
  }
  std::string names, near;
  std::size_t nearest = 3;
  for (const CLI::App* sub : at->get_subcommands([](const CLI::App*) { return true; })) {
    names += (names.empty() ? "" : ", ") + sub->get_name();
    const std::size_t distance = Distance(unknown, sub->get_name());
    if (distance < nearest) nearest = distance, near = sub->get_name();
  }
  if (unknown.empty()) return fmt::format("{}: name a command: {}\n", path, names);
  if (!near.empty())
    return fmt::format("{}: there is no command \"{}\"; did you mean \"{}\"?\n", path, unknown,
                       near);
  return fmt::format("{}: there is no command \"{}\", but: {}\n", path, unknown, names);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace duban::cli;
  Context context;
  CLI::App app(
      "duban (督办): governments' livelihood promises on record, checked against their own figures",
      "duban");
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
  } catch (const CLI::RequiredError& error) {
    // CLI11 tells a missing option and a missing command apart by the text alone.
    if (!std::string_view(error.what()).starts_with("A subcommand"))
      return app.exit(error) == 0 ? kOk : kUsage;
    fmt::print(stderr, "{}", AboutTheCommand(app, {argv + 1, argv + argc}));
    return kUsage;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  return context.run();
}
