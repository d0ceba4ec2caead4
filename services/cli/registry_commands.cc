#include "cli/registry_commands.h"

#include <fmt/format.h>

#include "cli/registry_client.h"
#include "cli/registry_output.h"
#include "common/names.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

using Stub = RegistryClient::Stub;

struct GetOptions {
  std::string name;
  std::int64_t revision = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  Date as_of;
  Output output = Output::kYaml;
};

struct UnitOptions {
  std::string district;
  std::string text;
  std::string source;
  std::string target;
  bool yes = false;
};

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

int Get(const Context& context, const GetOptions& options) {
  RegistryClient client(context);
  const std::string name = FullName(options.name);
  if (Contains(name, "/programmes/")) {
    registry::v1::GetProgrammeRequest request;
    request.set_name(name);
    request.set_revision(options.revision);
    return Show(client.Call(&Stub::GetProgramme, request), options.output);
  }
  if (Contains(name, "/units/")) {
    registry::v1::GetUnitRequest request;
    request.set_name(name);
    return Show(client.Call(&Stub::GetUnit, request), options.output);
  }
  registry::v1::GetDistrictRequest request;
  request.set_name(name);
  if (options.as_of.IsSet()) *request.mutable_as_of() = ToProto(options.as_of);
  return Show(client.Call(&Stub::GetDistrict, request), options.output);
}

int History(const Context& context, const GetOptions& options) {
  RegistryClient client(context);
  registry::v1::ListProgrammeRevisionsRequest request;
  request.set_name(FullName(options.name));
  const auto revisions = client.List(
      &Stub::ListProgrammeRevisions, request, [](const auto& page) { return page.revisions(); },
      10'000);
  return ShowAll<registry::v1::ProgrammeRevision>(
      revisions, options.output, {"revision", "date", "author", "reason", "projects", "tasks"},
      [](const auto& revision) -> std::vector<Cell> {
        return {{fmt::format("{}", revision.revision())},
                {FormatDate(DateAt(FromProto(revision.create_time())))},
                {revision.author()},
                {revision.reason()},
                {fmt::format("{}", revision.project_count())},
                {fmt::format("{}", revision.task_count())}};
      });
}

int Diff(const Context& context, const GetOptions& options) {
  RegistryClient client(context);
  registry::v1::DiffProgrammeRequest request;
  request.set_name(FullName(options.name));
  request.set_from_revision(options.from);
  request.set_to_revision(options.to);
  const auto diff = client.Call(&Stub::DiffProgramme, request);
  if (!diff.ok()) return Fail(diff.status());
  if (options.output != Output::kTable) return Show(diff, options.output);
  fmt::print("revision {} -> {}: {} changes\n{}", diff->from_revision(), diff->to_revision(),
             diff->changes_size(), RenderChanges(diff->changes(), request.name(), ColoursWanted()));
  return kOk;
}

std::string UnitPath(const UnitOptions& options, const std::string& unit) {
  return unit.starts_with("districts/") ? unit : DistrictName(options.district) + "/units/" + unit;
}

int Merge(const Context& context, const UnitOptions& options) {
  RegistryClient client(context);
  registry::v1::MergeUnitsRequest request;
  request.set_source(UnitPath(options, options.source));
  request.set_target(UnitPath(options, options.target));
  if (!options.yes && !Confirm(fmt::format("Merge {} into {}? Its names will mean that unit.",
                                           request.source(), request.target()))) {
    return kFailed;
  }
  return Show(client.Call(&Stub::MergeUnits, request), Output::kYaml);
}

int Resolve(const Context& context, const UnitOptions& options) {
  RegistryClient client(context);
  registry::v1::ResolveUnitRequest request;
  request.set_parent(DistrictName(options.district));
  request.set_text(options.text);
  const auto response = client.Call(&Stub::ResolveUnit, request);
  if (!response.ok()) return Fail(response.status());
  fmt::print("{}: {}\n", registry::v1::ResolveUnitResponse::Outcome_Name(response->outcome()),
             response->explanation());
  for (const auto& unit : response->units())
    fmt::print("  {}  {}\n", unit.name(), unit.display_name());
  return kOk;
}

int Profile(const Context& context, const GetOptions& options) {
  RegistryClient client(context);
  registry::v1::GetRuleProfileRequest request;
  request.set_district(FullName(options.name));
  if (options.as_of.IsSet()) *request.mutable_as_of() = ToProto(options.as_of);
  return Show(client.Call(&Stub::GetRuleProfile, request), options.output);
}

void AddGet(CLI::App& app, Context& context) {
  CLI::App* get = app.add_subcommand("get", "Show one district, unit or programme");
  auto got = OnRun<GetOptions>(*get, context, Get);
  get->add_option("name", got->name, "a name, or short 440113 or 440113/2022")->required();
  get->add_option("--revision", got->revision, "an older revision of a programme");
  AddDateOption(*get, "--as-of", got->as_of, "the date that a district's code is read at");
  AddOutputOption(*get, got->output);
}

void AddHistory(CLI::App& app, Context& context) {
  CLI::App* history = app.add_subcommand("history", "List the revisions of a programme");
  auto listed = OnRun<GetOptions>(*history, context, History);
  listed->output = Output::kTable;
  history->add_option("name", listed->name, "a programme's name, or short 440113/2022")->required();
  AddOutputOption(*history, listed->output);

  CLI::App* diff = app.add_subcommand("diff", "Say what changed between two revisions");
  auto compared = OnRun<GetOptions>(*diff, context, Diff);
  compared->output = Output::kTable;
  diff->add_option("name", compared->name, "a programme's name, or short 440113/2022")->required();
  diff->add_option("--from", compared->from, "revision; default: the one before --to");
  diff->add_option("--to", compared->to, "revision; default: the newest");
  AddOutputOption(*diff, compared->output);
}

void AddUnits(CLI::App& app, Context& context) {
  CLI::App* units = app.add_subcommand("units", "Work on units and their names");
  units->require_subcommand(1);
  CLI::App* merge = units->add_subcommand("merge", "Make one unit out of two");
  auto merged = OnRun<UnitOptions>(*merge, context, Merge);
  merge->add_option("--district", merged->district, "six-digit code, for short names");
  merge->add_option("source", merged->source, "the unit that goes")->required();
  merge->add_option("target", merged->target, "the unit that stays")->required();
  merge->add_flag("-y,--yes", merged->yes, "do not ask");
  CLI::App* resolve = units->add_subcommand("resolve", "Say which unit a printed name means");
  auto resolved = OnRun<UnitOptions>(*resolve, context, Resolve);
  resolve->add_option("--district", resolved->district, "six-digit code")->required();
  resolve->add_option("text", resolved->text, "the name as printed")->required();
}

void AddProfiles(CLI::App& app, Context& context) {
  CLI::App* profile = app.add_subcommand("profile", "Show the rule profile that judges a district");
  profile->alias("profiles");
  auto shown = OnRun<GetOptions>(*profile, context, Profile);
  profile->add_option("district", shown->name, "six-digit code")->required();
  AddDateOption(*profile, "--as-of", shown->as_of, "the date that is judged (default: today)");
  AddOutputOption(*profile, shown->output);
}

}  // namespace

void AddRegistryCommands(CLI::App& app, Context& context) {
  CLI::App* registry = app.add_subcommand("registry", "Read and change the catalog of promises");
  registry->require_subcommand(1);
  AddGet(*registry, context);
  AddRegistryLists(*registry, context);
  AddRegistryApply(*registry, context);
  AddHistory(*registry, context);
  AddUnits(*registry, context);
  AddProfiles(*registry, context);
}

}  // namespace duban::cli
