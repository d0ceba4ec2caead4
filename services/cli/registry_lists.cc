#include <fmt/format.h>

#include "cli/registry_client.h"
#include "cli/registry_commands.h"
#include "cli/registry_output.h"
#include "common/error.h"
#include "common/names.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

using Stub = RegistryClient::Stub;

struct ListOptions {
  std::string kind;
  std::string district;
  std::string filter;
  std::string text;
  std::string query;
  int limit = 200;
  bool known = false;
  Output output = Output::kTable;
};

std::string Parent(const ListOptions& options) {
  return options.district.empty() ? "districts/-" : DistrictName(options.district);
}

int ListDistricts(RegistryClient& client, const ListOptions& options) {
  registry::v1::ListDistrictsRequest request;
  request.set_page_size(1000);
  request.set_text(options.text);
  request.set_include_known(options.known);
  const auto districts = client.List(
      &Stub::ListDistricts, request, [](const auto& page) { return page.districts(); },
      static_cast<size_t>(options.limit));
  return ShowAll<registry::v1::District>(districts, options.output,
                                         {"code", "name", "city", "province", "from", "until"},
                                         [](const auto& district) -> std::vector<Cell> {
                                           return {{district.name().substr(10)},
                                                   {district.display_name()},
                                                   {district.city()},
                                                   {district.province()},
                                                   {FormatDate(FromProto(district.valid_from()))},
                                                   {FormatDate(FromProto(district.valid_until()))}};
                                         });
}

int ListUnits(RegistryClient& client, const ListOptions& options) {
  registry::v1::ListUnitsRequest request;
  request.set_parent(Parent(options));
  request.set_page_size(1000);
  const auto units = client.List(
      &Stub::ListUnits, request, [](const auto& page) { return page.units(); },
      static_cast<size_t>(options.limit));
  return ShowAll<registry::v1::Unit>(
      units, options.output, {"unit", "name", "aliases", "parent"},
      [](const auto& unit) -> std::vector<Cell> {
        return {{unit.name().substr(unit.name().rfind('/') + 1)},
                {unit.display_name()},
                {Join(unit.aliases())},
                {unit.parent_unit().substr(unit.parent_unit().rfind('/') + 1)}};
      });
}

int ListProgrammes(RegistryClient& client, const ListOptions& options) {
  registry::v1::ListProgrammesRequest request;
  request.set_parent(Parent(options));
  request.set_page_size(1000);
  const auto programmes = client.List(
      &Stub::ListProgrammes, request, [](const auto& page) { return page.programmes(); },
      static_cast<size_t>(options.limit));
  return ShowAll<type::v1::Programme>(
      programmes, options.output, {"programme", "title", "revision", "updated"},
      [](const auto& programme) -> std::vector<Cell> {
        return {{programme.name()},
                {programme.title()},
                {fmt::format("{}", programme.revision())},
                {FormatDate(DateAt(FromProto(programme.update_time())))}};
      });
}

int ListTasks(RegistryClient& client, const ListOptions& options) {
  registry::v1::ListTasksRequest request;
  request.set_parent(Parent(options));
  request.set_page_size(1000);
  request.set_filter(options.filter);
  const auto tasks = client.List(
      &Stub::ListTasks, request, [](const auto& page) { return page.tasks(); },
      static_cast<size_t>(options.limit));
  return ShowAll<registry::v1::TaskEntry>(
      tasks, options.output, {"task", "title", "lead units", "due"},
      [](const auto& entry) -> std::vector<Cell> {
        return {{entry.task().name().substr(10)},
                {entry.task().title().empty() ? entry.project_title() : entry.task().title()},
                {Join(entry.lead_units())},
                {FormatDate(FromProto(entry.due_date()))}};
      });
}

int ListProfiles(RegistryClient& client, const ListOptions& options) {
  registry::v1::ListRuleProfilesRequest request;
  request.set_parent(Parent(options));
  const auto profiles = client.List(
      &Stub::ListRuleProfiles, request, [](const auto& page) { return page.profiles(); },
      static_cast<size_t>(options.limit));
  return ShowAll<registry::v1::RuleProfile>(
      profiles, options.output, {"valid from", "behind", "yellow", "red", "period", "grace"},
      [](const auto& profile) -> std::vector<Cell> {
        return {{FormatDate(FromProto(profile.valid_from()))},
                {Number(profile.behind_points())},
                {Number(profile.yellow_points())},
                {Number(profile.red_points())},
                {fmt::format("{} d", profile.reporting_period_days())},
                {fmt::format("{} d", profile.reporting_grace_days())}};
      });
}

int List(const Context& context, const ListOptions& options) {
  RegistryClient client(context);
  if (options.kind == "districts") return ListDistricts(client, options);
  if (options.kind == "tasks") return ListTasks(client, options);
  if (options.district.empty())
    return Fail(InvalidField("--district", "DISTRICT_MISSING",
                             fmt::format("{} belong to a district; say which", options.kind)));
  if (options.kind == "units") return ListUnits(client, options);
  if (options.kind == "profiles") return ListProfiles(client, options);
  return ListProgrammes(client, options);
}

int Search(const Context& context, const ListOptions& options) {
  RegistryClient client(context);
  registry::v1::SearchProjectsRequest request;
  request.set_parent(Parent(options));
  request.set_query(options.query);
  const auto hits = client.List(
      &Stub::SearchProjects, request, [](const auto& page) { return page.hits(); },
      static_cast<size_t>(options.limit));
  return ShowAll<registry::v1::SearchHit>(
      hits, options.output, {"found in", "field", "text"},
      [](const auto& hit) -> std::vector<Cell> {
        return {{hit.resource().substr(10)}, {hit.field()}, {hit.snippet()}};
      });
}

}  // namespace

void AddRegistryLists(CLI::App& app, Context& context) {
  CLI::App* list =
      app.add_subcommand("list", "List districts, units, programmes, tasks or profiles");
  auto listed = OnRun<ListOptions>(*list, context, List);
  list->add_option("kind", listed->kind, "what to list")
      ->required()
      ->check(CLI::IsMember({"districts", "units", "programmes", "tasks", "profiles"}));
  list->add_option("--district", listed->district, "six-digit code");
  list->add_option("--filter", listed->filter, "of tasks: unit = 区水务局 AND due < 2022-07-01");
  list->add_option("--text", listed->text, "of districts: part of a name");
  list->add_flag("--known", listed->known, "of districts: also codes that are not registered");
  list->add_option("--limit", listed->limit, "at most so many")->check(CLI::PositiveNumber);
  AddOutputOption(*list, listed->output);

  CLI::App* search = app.add_subcommand("search", "Find projects and tasks by text");
  auto searched = OnRun<ListOptions>(*search, context, Search);
  searched->limit = 20;
  search->add_option("query", searched->query, "at least two characters")->required();
  search->add_option("--district", searched->district, "six-digit code; all without");
  search->add_option("--limit", searched->limit, "at most so many")->check(CLI::PositiveNumber);
  AddOutputOption(*search, searched->output);
}

}  // namespace duban::cli
