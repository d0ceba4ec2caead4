#include "cli/align_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <tuple>

#include "cli/document_commands.h"
#include "cli/terminal.h"
#include "documents/align/items.h"
#include "documents/convert/convert.h"
#include "documents/points/repeated.h"

namespace duban::cli {
namespace {

using documents::Link;
using ingest::v1::DraftProgramme;

// One list of one document.
struct List {
  std::string file;
  std::string district;
  DraftProgramme programme;
};

// A list and the one that follows it in the same district.
struct Step {
  const List* from = nullptr;
  const List* to = nullptr;
  std::vector<Link> links;
  std::vector<documents::ChangedTarget> changed;
  std::vector<documents::RepeatedPoint> repeated;

  bool one_programme() const { return from->programme.year() == to->programme.year(); }
};

auto Order(const List& list) {
  const auto& date = list.programme.as_of();
  return std::tuple(list.district, list.programme.year(), static_cast<int>(list.programme.kind()),
                    date.year(), date.month(), date.day());
}

std::vector<Step> Steps(const std::vector<List>& lists) {
  std::vector<Step> out;
  for (size_t i = 1; i < lists.size(); ++i) {
    if (lists[i - 1].district != lists[i].district) continue;
    Step step{.from = &lists[i - 1], .to = &lists[i]};
    const auto from = documents::ItemsOf(step.from->programme);
    const auto to = documents::ItemsOf(step.to->programme);
    step.links = documents::Align(from, to,
                                  step.one_programme() ? documents::Relation::kOneProgramme
                                                       : documents::Relation::kOtherProgramme);
    if (step.one_programme()) step.changed = documents::ChangedTargets(from, to, step.links);
    if (!step.one_programme())
      step.repeated = documents::RepeatedPoints(step.from->programme, step.to->programme);
    out.push_back(std::move(step));
  }
  return out;
}

std::string Label(const List& list) {
  return fmt::format("{} {} {} ({})", list.district, list.programme.year(),
                     ingest::v1::ProgrammeKind_Name(list.programme.kind()),
                     std::filesystem::path(list.file).filename().string());
}

bool Linked(const Step& step, int index, bool from) {
  return std::any_of(step.links.begin(), step.links.end(),
                     [&](const Link& link) { return (from ? link.from : link.to) == index; });
}

std::string Words(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string Alone(const Step& step, bool from) {
  const DraftProgramme& programme = from ? step.from->programme : step.to->programme;
  std::string out;
  for (int i = 0; i < programme.projects_size(); ++i) {
    if (!Linked(step, i, from))
      out += fmt::format("    {:>3} {}\n", programme.projects(i).number(),
                         Truncate(programme.projects(i).title(), 70));
  }
  return out;
}

std::string Describe(const Step& step, bool colours) {
  std::string out = fmt::format("{}\n  -> {}\n", Label(*step.from), Label(*step.to));
  Table table;
  table.header = {"#", "from", "#", "to", "score", "", "because of"};
  table.align_right = {true, false, true, false, true, false, false};
  for (const Link& link : step.links) {
    const auto& a = step.from->programme.projects(link.from);
    const auto& b = step.to->programme.projects(link.to);
    const std::string targets =
        link.equal_targets > 0 ? fmt::format("; {} equal targets", link.equal_targets) : "";
    table.rows.push_back({{std::to_string(a.number())},
                          {Truncate(a.title(), 36)},
                          {std::to_string(b.number())},
                          {Truncate(b.title(), 36)},
                          {fmt::format("{:.2f}", link.score)},
                          {link.part ? "part" : ""},
                          {Words(link.shared) + targets}});
  }
  out += Render(table, colours);
  const std::string gone = Alone(step, true);
  const std::string added = Alone(step, false);
  if (!gone.empty()) out += (step.one_programme() ? "  vanished:\n" : "  not carried on:\n") + gone;
  if (!added.empty()) out += "  new:\n" + added;
  for (const auto& change : step.changed) {
    out += fmt::format("  finding: TARGET_CHANGED task {}.{}: {} {}{} “{}” -> {}{} “{}”\n",
                       step.to->programme.projects(change.to).number(), change.after.task,
                       change.before.measure, Number(change.before.value), change.before.unit,
                       change.before.source.quote(), Number(change.after.value), change.after.unit,
                       change.after.source.quote());
  }
  for (const auto& place : step.repeated) {
    out +=
        fmt::format("  finding: place {} ({}) is counted in project {} and again in project {}\n",
                    place.point.name(), place.unit, place.project, place.other_project);
  }
  return out + "\n";
}

nlohmann::json ListJson(const List& list) {
  return {{"file", list.file},
          {"district", list.district},
          {"year", list.programme.year()},
          {"kind", ingest::v1::ProgrammeKind_Name(list.programme.kind())}};
}

nlohmann::json Json(const Step& step) {
  nlohmann::json out = {
      {"from", ListJson(*step.from)},     {"to", ListJson(*step.to)},
      {"links", nlohmann::json::array()}, {"gone", nlohmann::json::array()},
      {"new", nlohmann::json::array()},   {"changed_targets", nlohmann::json::array()}};
  for (const Link& link : step.links) {
    out["links"].push_back({{"from", step.from->programme.projects(link.from).number()},
                            {"to", step.to->programme.projects(link.to).number()},
                            {"score", link.score},
                            {"part", link.part},
                            {"shared", link.shared},
                            {"equal_targets", link.equal_targets}});
  }
  for (int i = 0; i < step.from->programme.projects_size(); ++i) {
    if (!Linked(step, i, true)) out["gone"].push_back(step.from->programme.projects(i).number());
  }
  for (int i = 0; i < step.to->programme.projects_size(); ++i) {
    if (!Linked(step, i, false)) out["new"].push_back(step.to->programme.projects(i).number());
  }
  for (const auto& change : step.changed) {
    out["changed_targets"].push_back({{"from", step.from->programme.projects(change.from).number()},
                                      {"to", step.to->programme.projects(change.to).number()},
                                      {"measure", change.before.measure},
                                      {"before", change.before.value},
                                      {"after", change.after.value},
                                      {"unit", change.after.unit}});
  }
  return out;
}

// What is compared and how it is shown.
struct AlignFlags {
  ReadFlags read;
  std::string from;  // "2022:PLAN"; "" = every list with the next
  std::string to;
  bool json = false;
};

bool Is(const List& list, const std::string& name) {
  return name == fmt::format("{}:{}", list.programme.year(),
                             ingest::v1::ProgrammeKind_Name(list.programme.kind()));
}

// Of all lists the two that are named, in that order.
std::vector<List> Only(const std::vector<List>& lists, const AlignFlags& flags) {
  std::vector<List> out;
  for (const std::string& name : {flags.from, flags.to}) {
    const auto found =
        std::find_if(lists.begin(), lists.end(), [&](const List& list) { return Is(list, name); });
    if (found != lists.end()) out.push_back(*found);
  }
  return out;
}

int RunAlign(const std::vector<std::string>& paths, const AlignFlags& flags) {
  const auto files = ExpandPaths(paths);
  if (!files.ok()) return Fail(files.status());
  std::vector<List> lists;
  int worst = kOk;
  for (const std::string& file : *files) {
    const auto document = ReadDocumentFile(file, flags.read);
    if (!document.ok()) {
      worst = Fail(document.status());
      continue;
    }
    auto draft = documents::ToProto(document->reading, document->id);
    for (DraftProgramme& programme : *draft.mutable_programmes())
      lists.push_back({file, draft.district().code(), std::move(programme)});
  }
  std::stable_sort(lists.begin(), lists.end(),
                   [](const List& a, const List& b) { return Order(a) < Order(b); });
  if (!flags.from.empty()) lists = Only(lists, flags);
  const std::vector<Step> steps = Steps(lists);
  if (flags.json) {
    nlohmann::json out = nlohmann::json::array();
    for (const Step& step : steps) out.push_back(Json(step));
    fmt::print("{}\n", out.dump(2));
    return worst;
  }
  for (const Step& step : steps) fmt::print("{}", Describe(step, ColoursWanted()));
  if (steps.empty()) fmt::print("There are no two lists of one district in these documents.\n");
  return worst;
}

}  // namespace

void AddAlignCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "align", "Show which projects carry over from list to list of a district, offline");
  command->footer(
      "The lists of all documents are put in order (district, year, plan before progress before "
      "results) and each is laid\n"
      "beside the next. A project that was split or merged has several links, marked part.");
  auto paths = std::make_shared<std::vector<std::string>>();
  auto flags = std::make_shared<AlignFlags>();
  command->add_option("FILE", *paths, "documents, folders or globs")->required();
  AddReadFlags(*command, flags->read);
  command->add_flag("--json", flags->json, "print the links as JSON");
  CLI::Option* from =
      command->add_option("--from", flags->from, "compare this list only, e.g. 2022:PLAN")
          ->type_name("YEAR:KIND");
  CLI::Option* to = command->add_option("--to", flags->to, "with this one, e.g. 2022:COMPLETION")
                        ->type_name("YEAR:KIND");
  from->needs(to);
  to->needs(from);
  command->callback([&context, paths, flags] {
    context.run = [paths, flags] { return RunAlign(*paths, *flags); };
  });
}

}  // namespace duban::cli
