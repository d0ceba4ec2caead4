#include "cli/registry_commands.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <type_traits>

#include "cli/registry_client.h"
#include "cli/yaml_messages.h"
#include "common/error.h"
#include "common/names.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

using registry::v1::Change;
using Stub = RegistryClient::Stub;

struct GetOptions {
  std::string name;
  std::int64_t revision = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  Date as_of;
  Output output = Output::kYaml;
};

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

struct UnitOptions {
  std::string district;
  std::string text;
  std::string source;
  std::string target;
  bool yes = false;
};

template <class List>
std::string Join(const List& items) {
  return fmt::format("{}", fmt::join(items, "、"));
}

// The fields that are set, one a line.
Table FieldTable(const google::protobuf::Message& message) {
  Table table{.header = {"field", "value"}, .max_widths = {0, 100}};
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const auto* field : fields) {
    const std::string text = FieldText(message, field);
    if (!text.empty()) table.rows.push_back({{field->camelcase_name()}, {text}});
  }
  return table;
}

const char* Sign(type::v1::Comparator comparator) {
  switch (comparator) {
    case type::v1::AT_LEAST:
      return "≥";
    case type::v1::AT_MOST:
      return "≤";
    case type::v1::MORE_THAN:
      return ">";
    case type::v1::ABOUT:
      return "≈";
    default:
      return "=";
  }
}

// The tasks of a programme with their promises.
Table TaskTable(const type::v1::Programme& programme) {
  Table table{.header = {"no.", "project / task", "lead units", "promise", "due"},
              .max_widths = {0, 50, 30, 40, 0}};
  for (const auto& project : programme.projects()) {
    table.rows.push_back({{fmt::format("{}", project.number()), Colour::kBold},
                          {project.title(), Colour::kBold},
                          {Join(project.lead_units())},
                          {""},
                          {""}});
    for (const auto& task : project.tasks()) {
      const std::string number = fmt::format("{}.{}", project.number(), task.number());
      table.rows.push_back({{number}, {task.title()}, {Join(task.lead_units())}, {""}, {""}});
      for (const auto& indicator : task.indicators()) {
        const std::string promise =
            fmt::format("{} {} {} {}", indicator.measure(), Sign(indicator.comparator()),
                        Number(indicator.value()), indicator.unit());
        table.rows.push_back(
            {{""}, {""}, {""}, {promise}, {FormatDate(FromProto(indicator.due_date()))}});
      }
    }
  }
  return table;
}

template <class Message>
void Print(const Message& message, Output output) {
  if (output == Output::kJson) {
    fmt::print("{}\n", ToJson(message, true));
  } else if (output == Output::kYaml) {
    fmt::print("{}", ToYaml(message));
  } else {
    fmt::print("{}", Render(FieldTable(message), ColoursWanted()));
    if constexpr (std::is_same_v<Message, type::v1::Programme>)
      fmt::print("\n{}", Render(TaskTable(message), ColoursWanted()));
  }
}

// One resource, or why not.
template <class Message>
int Show(const absl::StatusOr<Message>& message, Output output) {
  if (!message.ok()) return Fail(message.status());
  Print(*message, output);
  return kOk;
}

// Many: a table by `row`, or documents one after the other.
template <class Message>
int ShowAll(const absl::StatusOr<std::vector<Message>>& messages, Output output,
            std::vector<std::string> header, std::function<std::vector<Cell>(const Message&)> row) {
  if (!messages.ok()) return Fail(messages.status());
  if (output == Output::kJson) {
    for (const Message& message : *messages) fmt::print("{}\n", ToJson(message, false));
    return kOk;
  }
  if (output == Output::kYaml) {
    for (const Message& message : *messages) fmt::print("---\n{}", ToYaml(message));
    return kOk;
  }
  Table table{.header = std::move(header)};
  table.max_widths.assign(table.header.size(), 60);
  for (const Message& message : *messages) table.rows.push_back(row(message));
  fmt::print("{}", Render(table, ColoursWanted()));
  return kOk;
}

// "440113/2022" and "440113" are short for full names.
std::string FullName(const std::string& name) {
  if (name.starts_with("districts/")) return name;
  const size_t slash = name.find('/');
  if (slash == std::string::npos) return DistrictName(name);
  return DistrictName(name.substr(0, slash)) + "/programmes/" + name.substr(slash + 1);
}

std::string Parent(const ListOptions& options) {
  return options.district.empty() ? "districts/-" : DistrictName(options.district);
}

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

// A command that reads `Options` and runs `action`.
template <class Options>
std::shared_ptr<Options> OnRun(CLI::App& command, Context& context,
                               int (*action)(const Context&, const Options&)) {
  auto options = std::make_shared<Options>();
  command.callback([&context, options, action] {
    context.run = [&context, options, action] { return action(context, *options); };
  });
  return options;
}

void AddReads(CLI::App& app, Context& context) {
  CLI::App* get = app.add_subcommand("get", "Show one district, unit or programme");
  auto got = OnRun<GetOptions>(*get, context, Get);
  get->add_option("name", got->name, "a name, or short 440113 or 440113/2022")->required();
  get->add_option("--revision", got->revision, "an older revision of a programme");
  AddDateOption(*get, "--as-of", got->as_of, "the date that a district's code is read at");
  AddOutputOption(*get, got->output);

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

std::string RenderChanges(const google::protobuf::RepeatedPtrField<Change>& changes,
                          std::string_view base, bool colours) {
  std::string out;
  for (const Change& change : changes) {
    std::string part = change.resource();
    if (part.starts_with(base)) part = part.substr(base.size());
    if (part.starts_with('/')) part = part.substr(1);
    if (!change.field().empty()) part += (part.empty() ? "" : " ") + change.field();
    std::string line;
    Colour colour = Colour::kYellow;
    if (change.kind() == Change::ADDED) {
      line = fmt::format("  + {}: {}", part, Truncate(change.after(), 80));
      colour = Colour::kGreen;
    } else if (change.kind() == Change::REMOVED) {
      line = fmt::format("  - {}: {}", part, Truncate(change.before(), 80));
      colour = Colour::kRed;
    } else {
      line = fmt::format("  ~ {}: {} -> {}", part, Truncate(change.before(), 60),
                         Truncate(change.after(), 60));
    }
    out += Paint(line, colour, colours) + "\n";
  }
  return out;
}

void AddOutputOption(CLI::App& command, Output& output) {
  static const std::map<std::string, Output> kOutputs = {
      {"table", Output::kTable}, {"yaml", Output::kYaml}, {"json", Output::kJson}};
  command.add_option("-o,--output", output, "table, yaml or json")
      ->transform(CLI::CheckedTransformer(kOutputs));
}

void AddRegistryCommands(CLI::App& app, Context& context) {
  CLI::App* registry = app.add_subcommand("registry", "Read and change the catalog of promises");
  registry->require_subcommand(1);
  AddReads(*registry, context);
  AddRegistryApply(*registry, context);
  AddHistory(*registry, context);
  AddUnits(*registry, context);
  AddProfiles(*registry, context);
}

}  // namespace duban::cli
