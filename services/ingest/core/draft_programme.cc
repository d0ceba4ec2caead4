#include "ingest/core/draft_programme.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "common/names.h"
#include "documents/align/items.h"
#include "ingest/core/document_findings.h"
#include "ingest/core/text.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

using type::v1::Indicator;
using type::v1::Programme;
using type::v1::Project;
using type::v1::Source;
using type::v1::Task;

constexpr int kTitleCharacters = 500;
constexpr int kNameCharacters = 200;

// The first `most` characters of valid UTF-8.
std::string Cut(const std::string& text, int most) {
  int count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool starts = (static_cast<unsigned char>(text[i]) & 0xC0u) != 0x80u;
    if (starts && ++count > most) return text.substr(0, i);
  }
  return text;
}

// `wanted` if it is 1..999 and free, else the smallest number above all taken ones.
int FreeNumber(int wanted, std::set<int>& taken) {
  if (wanted < 1 || wanted > 999 || taken.count(wanted))
    wanted = taken.empty() ? 1 : *taken.rbegin() + 1;
  taken.insert(wanted);
  return wanted;
}

Source SourceOf(const Source& source, const std::string& document_id) {
  Source out = source;
  if (source.end() > source.start()) out.set_document_id(document_id);
  return out;
}

bool IsTarget(const v1::DraftTarget& target) {
  return !target.unit().empty() && std::isfinite(target.value()) && target.value() >= 0;
}

type::v1::Comparator ComparatorOf(const v1::DraftTarget& target) {
  return target.comparator() == type::v1::COMPARATOR_UNSPECIFIED ? type::v1::EQUAL
                                                                 : target.comparator();
}

void AddIndicators(const v1::DraftTask& draft, const std::string& document_id, Task& task) {
  for (const v1::DraftTarget& target : draft.targets()) {
    if (!IsTarget(target)) continue;
    Indicator& indicator = *task.add_indicators();
    indicator.set_number(task.indicators_size());
    indicator.set_name(IndicatorName(task.name(), task.indicators_size()));
    indicator.set_measure(Cut(target.measure(), kNameCharacters));
    indicator.set_comparator(ComparatorOf(target));
    indicator.set_value(target.value());
    indicator.set_unit(target.unit());
    if (target.has_due_date()) *indicator.mutable_due_date() = target.due_date();
    if (target.has_source()) *indicator.mutable_source() = SourceOf(target.source(), document_id);
  }
}

void AddMilestones(const v1::DraftTask& draft, const std::string& document_id, Task& task) {
  std::vector<const v1::DraftMilestone*> steps;
  for (const v1::DraftMilestone& step : draft.milestones()) {
    if (step.has_due_date()) steps.push_back(&step);
  }
  std::stable_sort(steps.begin(), steps.end(), [](const auto* a, const auto* b) {
    return FromProto(a->due_date()) < FromProto(b->due_date());
  });
  for (const v1::DraftMilestone* step : steps) {
    type::v1::Milestone& milestone = *task.add_milestones();
    milestone.set_number(task.milestones_size());
    milestone.set_name(MilestoneName(task.name(), task.milestones_size()));
    if (step->has_start_date()) *milestone.mutable_start_date() = step->start_date();
    *milestone.mutable_due_date() = step->due_date();
    milestone.set_title(Cut(step->title(), kTitleCharacters));
    for (const v1::DraftTarget& target : step->targets()) {
      if (!IsTarget(target)) continue;
      type::v1::PlannedValue& planned = *milestone.add_targets();
      planned.set_measure(Cut(target.measure(), kNameCharacters));
      planned.set_comparator(ComparatorOf(target));
      planned.set_value(target.value());
      planned.set_unit(target.unit());
      planned.set_cumulative(target.cumulative());
      if (target.has_source()) *planned.mutable_source() = SourceOf(target.source(), document_id);
    }
  }
}

void AddTask(const v1::DraftTask& draft, const std::string& document_id, std::set<int>& taken,
             Project& project) {
  Task& task = *project.add_tasks();
  task.set_number(FreeNumber(draft.number(), taken));
  task.set_name(TaskName(project.name(), task.number()));
  task.set_title(Cut(draft.title().empty() ? project.title() : draft.title(), kTitleCharacters));
  task.set_content(draft.content());
  *task.mutable_lead_units() = draft.lead_units();
  *task.mutable_cooperating_units() = draft.cooperating_units();
  AddIndicators(draft, document_id, task);
  AddMilestones(draft, document_id, task);
}

std::string TitleOf(const v1::DraftProject& draft, int number) {
  if (!draft.title().empty()) return Cut(draft.title(), kTitleCharacters);
  if (!draft.content().empty()) return Cut(draft.content(), 60);
  return fmt::format("项目{}", number);
}

// For each task of `from` the index in `to` that it is, or -1. Projects that are one and have one
// task each share it.
std::vector<int> PairTasks(const Project& from, const Project& to) {
  if (from.tasks_size() == 1 && to.tasks_size() == 1) return {0};
  return documents::AlignOneToOne(documents::ItemsOf(from), documents::ItemsOf(to));
}

// Adds a copy of `task` to `project` under a free number.
int Extend(const Task& task, Project& project) {
  std::set<int> taken;
  for (const Task& other : project.tasks()) taken.insert(other.number());
  Task& added = *project.add_tasks();
  added = task;
  added.set_number(FreeNumber(task.number(), taken));
  added.set_name(TaskName(project.name(), added.number()));
  for (Indicator& indicator : *added.mutable_indicators())
    indicator.set_name(IndicatorName(added.name(), indicator.number()));
  for (type::v1::Milestone& milestone : *added.mutable_milestones())
    milestone.set_name(MilestoneName(added.name(), milestone.number()));
  return added.number();
}

Project& AddProject(const Project& project, Programme& programme) {
  std::set<int> taken;
  for (const Project& other : programme.projects()) taken.insert(other.number());
  Project& added = *programme.add_projects();
  added = project;
  added.clear_tasks();
  added.set_number(FreeNumber(project.number(), taken));
  added.set_name(ProjectName(programme.name(), added.number()));
  return added;
}

}  // namespace

Programme ProgrammeOf(const v1::DraftProgramme& draft, const std::string& district,
                      const std::string& document_id) {
  Programme programme;
  programme.set_name(ProgrammeName(district, draft.year()));
  programme.set_year(draft.year());
  programme.set_title(Cut(draft.title(), kNameCharacters));
  std::set<int> taken;
  for (const v1::DraftProject& from : draft.projects()) {
    Project& project = *programme.add_projects();
    project.set_number(FreeNumber(from.number(), taken));
    project.set_name(ProjectName(programme.name(), project.number()));
    project.set_title(TitleOf(from, project.number()));
    project.set_category(from.category());
    project.set_content(from.content());
    *project.mutable_leaders() = from.leaders();
    *project.mutable_lead_units() = from.lead_units();
    *project.mutable_cooperating_units() = from.cooperating_units();
    std::set<int> task_numbers;
    for (const v1::DraftTask& task : from.tasks())
      AddTask(task, document_id, task_numbers, project);
    if (from.tasks().empty()) AddTask(v1::DraftTask(), document_id, task_numbers, project);
  }
  return programme;
}

Matched MatchItself(const Programme& document) {
  Matched out{.programme = document};
  for (const Project& project : document.projects()) {
    std::vector<TaskPlace>& places = out.places.emplace_back();
    for (const Task& task : project.tasks()) places.push_back({project.number(), task.number()});
  }
  return out;
}

Matched MatchProgramme(const Programme& document, const Programme& known) {
  Matched out;
  out.programme = known;
  const auto projects =
      documents::AlignOneToOne(documents::ItemsOf(document), documents::ItemsOf(known));
  for (int i = 0; i < document.projects_size(); ++i) {
    const Project& from = document.projects(i);
    const int place = projects[static_cast<size_t>(i)];
    Project& to =
        place >= 0 ? *out.programme.mutable_projects(place) : AddProject(from, out.programme);
    const auto tasks = PairTasks(from, to);
    std::vector<TaskPlace> places;
    for (int j = 0; j < from.tasks_size(); ++j) {
      const int found = tasks[static_cast<size_t>(j)];
      out.extended = out.extended || found < 0;
      places.push_back(
          {to.number(), found >= 0 ? to.tasks(found).number() : Extend(from.tasks(j), to)});
    }
    out.places.push_back(std::move(places));
  }
  return out;
}

namespace {

const Task* FindTask(const Programme& programme, const TaskPlace& place) {
  for (const Project& project : programme.projects()) {
    if (project.number() != place.project) continue;
    for (const Task& task : project.tasks()) {
      if (task.number() == place.task) return &task;
    }
  }
  return nullptr;
}

// The indicator that a target of the document is; "" when none clearly is.
std::string IndicatorFor(const v1::DraftTarget& target, const Task& task) {
  const Indicator* best = nullptr;
  double best_score = 0;
  for (const Indicator& indicator : task.indicators()) {
    if (NormalUnit(indicator.unit()) != NormalUnit(target.unit())) continue;
    const double score = Similarity(indicator.measure(), target.measure()) +
                         (indicator.value() == target.value() ? 1 : 0);
    if (score > best_score) {
      best = &indicator;
      best_score = score;
    }
  }
  return best ? best->name() : "";
}

// Why a figure cannot stand in a report; "" when it can.
std::string Unfit(const v1::DraftMeasurement& from, const v1::DraftProgramme& draft,
                  const Date& today) {
  if (from.unit().empty()) return "no unit of measure";
  if (!std::isfinite(from.value()) || from.value() < 0) return "no finite value of 0 or more";
  if (!from.has_as_of()) return "";
  const Date date = FromProto(from.as_of());
  if (!IsValid(date)) return "no valid date";
  if (date.year < draft.year() || date.year > draft.year() + (from.expected() ? 10 : 1))
    return fmt::format("{} lies outside the programme of {}", FormatDate(date), draft.year());
  // A figure may be newer than the date that its document is called by: a half-year report says
  // 截至7月1日.
  if (!from.expected() && date > today)
    return fmt::format("{} lies in the future", FormatDate(date));
  return "";
}

void AddMeasurements(const v1::DraftProgramme& draft, const v1::DraftTask& from, const Task& task,
                     const std::string& document_id, const Date& today, type::v1::Report& report,
                     std::vector<std::string>& left_out) {
  for (const v1::DraftMeasurement& figure : from.measurements()) {
    if (const std::string why = Unfit(figure, draft, today); !why.empty()) {
      left_out.push_back(fmt::format("{}: {} {} {}: {}", task.name(), figure.measure(),
                                     figure.value(), figure.unit(), why));
      continue;
    }
    type::v1::Measurement& measurement = *report.add_measurements();
    measurement.set_measure(Cut(figure.measure(), kNameCharacters));
    measurement.set_value(figure.value());
    measurement.set_unit(figure.unit());
    if (figure.has_as_of()) *measurement.mutable_as_of() = figure.as_of();
    measurement.set_accumulation(figure.cumulative() ? type::v1::CUMULATIVE : type::v1::PERIOD);
    measurement.set_expected(figure.expected());
    if (figure.has_stated_ratio()) measurement.set_stated_ratio(figure.stated_ratio());
    if (figure.has_source()) *measurement.mutable_source() = SourceOf(figure.source(), document_id);
    const int target = figure.target_index();
    if (target < 1 || target > from.targets_size()) continue;
    const v1::DraftTarget& bound = from.targets(target - 1);
    if (NormalUnit(bound.unit()) == NormalUnit(figure.unit()))
      measurement.set_indicator(IndicatorFor(bound, task));
  }
}

}  // namespace

DraftReports ReportsOf(const v1::DraftProgramme& draft, const Programme& applied,
                       const Matched& matched, const std::string& document_id, int repetition,
                       const Date& today,
                       const google::protobuf::RepeatedPtrField<v1::DraftFinding>& findings) {
  DraftReports out;
  const std::string year = repetition == 0 ? fmt::format("{}", draft.year())
                                           : fmt::format("{}.{}", draft.year(), repetition);
  const std::string district = applied.name().substr(0, applied.name().find("/programmes"));
  for (int i = 0; i < draft.projects_size(); ++i) {
    for (int j = 0; j < draft.projects(i).tasks_size(); ++j) {
      const v1::DraftTask& from = draft.projects(i).tasks(j);
      const TaskPlace place = matched.places[static_cast<size_t>(i)][static_cast<size_t>(j)];
      const Task* task = FindTask(matched.programme, place);
      if (task == nullptr) continue;
      type::v1::Report report;
      report.set_task(task->name());
      *report.mutable_as_of() = draft.as_of();
      report.set_status(from.stated_status());
      report.set_narrative(from.narrative());
      report.set_document_id(document_id);
      AddMeasurements(draft, from, *task, document_id, today, report, out.left_out);
      if (report.status() == 0 && report.narrative().empty() && report.measurements_size() == 0)
        continue;
      AppendFindings(findings, {draft.year(), draft.projects(i).number(), from.number(), j == 0},
                     document_id, *report.mutable_document_findings());
      v1::SubmitReportRequest request;
      request.set_parent(district);
      request.set_request_id(fmt::format("doc-{}-{}-{}-{}", document_id.substr(0, 16), year,
                                         applied.projects(i).number(),
                                         applied.projects(i).tasks(j).number()));
      *request.mutable_report() = std::move(report);
      out.requests.push_back(std::move(request));
    }
  }
  return out;
}

}  // namespace duban::ingest
