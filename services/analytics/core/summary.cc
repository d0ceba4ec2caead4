#include "analytics/core/summary.h"

#include <map>

#include "analytics/core/findings.h"
#include "common/names.h"

namespace duban::analytics {
namespace {

void CountStatus(v1::ScheduleStatus status, v1::Counts& counts) {
  switch (status) {
    case v1::COMPLETED:
      return counts.set_completed(counts.completed() + 1);
    case v1::OVERFULFILLED:
      return counts.set_overfulfilled(counts.overfulfilled() + 1);
    case v1::AHEAD:
      return counts.set_ahead(counts.ahead() + 1);
    case v1::ON_SCHEDULE:
      return counts.set_on_schedule(counts.on_schedule() + 1);
    case v1::BEHIND:
      return counts.set_behind(counts.behind() + 1);
    case v1::OVERDUE:
      return counts.set_overdue(counts.overdue() + 1);
    case v1::NOT_STARTED:
      return counts.set_not_started(counts.not_started() + 1);
    case v1::UNREPORTED:
      return counts.set_unreported(counts.unreported() + 1);
    default:
      return counts.set_no_data(counts.no_data() + 1);
  }
}

v1::IndicatorProgress BuildIndicator(const ProgrammeView& view, const TaskView& task, int i) {
  const type::v1::Indicator& indicator = task.task->indicators(i);
  const IndicatorMeasure& measure = task.measure.indicators[static_cast<std::size_t>(i)];
  v1::IndicatorProgress progress;
  progress.set_name(IndicatorName(task.name, indicator.number()));
  progress.set_measure(indicator.measure());
  progress.set_comparator(indicator.comparator());
  progress.set_target(indicator.value());
  progress.set_unit(indicator.unit());
  *progress.mutable_due_date() = ToDate(task.lens.due(i));
  progress.set_scheduled(measure.scheduled);
  progress.set_schedule_basis(measure.basis);
  if (indicator.has_source()) *progress.mutable_target_source() = indicator.source();
  if (measure.point == nullptr) return progress;
  const Point& point = *measure.point;
  progress.set_value(point.value);
  *progress.mutable_value_date() = ToDate(point.date);
  progress.set_completion(measure.raw);
  if (point.stated) progress.set_stated_percent(task.lens.series()->StatedPercent(point));
  progress.set_report(FormatReportName(view.code(), point.position));
  if (const std::string_view source = task.lens.series()->SourceOf(point); !source.empty()) {
    progress.mutable_source()->ParseFromArray(source.data(), static_cast<int>(source.size()));
  }
  return progress;
}

v1::ProjectSummary BuildProject(const ProgrammeView& view, const type::v1::Project& project) {
  v1::ProjectSummary summary;
  summary.set_name(ProjectName(view.programme().name(), project.number()));
  summary.set_number(project.number());
  summary.set_title(project.title());
  summary.set_category(project.category());
  *summary.mutable_leaders() = project.leaders();
  *summary.mutable_lead_units() = project.lead_units();
  *summary.mutable_cooperating_units() = project.cooperating_units();
  ProgressMean mean;
  for (const TaskView& task : view.tasks()) {
    if (task.project != &project) continue;
    mean.Add(task);
    *summary.add_tasks() = BuildTaskProgress(view, task);
    if (task.measure.completion && (!summary.has_weakest_completion() ||
                                    *task.measure.completion < summary.weakest_completion())) {
      summary.set_weakest_completion(*task.measure.completion);
      summary.set_weakest_task(task.name);
    }
  }
  *summary.mutable_progress() = mean.Finish(view.profile());
  return summary;
}

// The least complete project; of equal ones the first.
template <typename Summary>
void SetWeakestProject(const ProgrammeView& view, Summary& summary) {
  for (const auto& project : view.programme().projects()) {
    ProgressMean mean;
    for (const TaskView& task : view.tasks()) {
      if (task.project == &project) mean.Add(task);
    }
    const v1::Progress progress = mean.Finish(view.profile());
    if (progress.has_completion() && (!summary.has_weakest_completion() ||
                                      progress.completion() < summary.weakest_completion())) {
      summary.set_weakest_completion(progress.completion());
      summary.set_weakest_project(ProjectName(view.programme().name(), project.number()));
    }
  }
}

v1::Progress OverallProgress(const ProgrammeView& view) {
  ProgressMean mean;
  for (const TaskView& task : view.tasks()) mean.Add(task);
  return mean.Finish(view.profile());
}

void AddGroups(const std::map<std::string, ProgressMean>& groups, const Profile& profile,
               google::protobuf::RepeatedPtrField<v1::GroupProgress>& out) {
  for (const auto& [name, mean] : groups) {
    v1::GroupProgress& group = *out.Add();
    group.set_group(name);
    group.set_tasks(mean.tasks());
    *group.mutable_progress() = mean.Finish(profile);
  }
}

}  // namespace

v1::TaskProgress BuildTaskProgress(const ProgrammeView& view, const TaskView& task) {
  v1::TaskProgress progress;
  progress.set_name(task.name);
  progress.set_number(task.task->number());
  progress.set_title(task.task->title());
  for (const std::string& unit : task.lead_units) progress.add_lead_units(unit);
  *progress.mutable_progress() = ToProgress(task);
  for (int i = 0; i < task.task->indicators_size(); ++i) {
    *progress.add_indicators() = BuildIndicator(view, task, i);
  }
  *progress.mutable_due_date() = ToDate(task.lens.due());
  progress.set_weight(task.weight);
  progress.set_category(task.project->category());
  if (task.measure.last == nullptr) return progress;
  const ReportRecord& last = *task.measure.last;
  progress.set_stated_status(static_cast<type::v1::StatedStatus>(last.status));
  *progress.mutable_last_report_date() = ToDate(last.date);
  progress.set_last_report(FormatReportName(view.code(), last.position));
  progress.set_narrative(std::string(task.lens.series()->Narrative(last.position)));
  return progress;
}

v1::Counts BuildCounts(const ProgrammeView& view) {
  v1::Counts counts;
  counts.set_projects(view.programme().projects_size());
  counts.set_tasks(static_cast<int>(view.tasks().size()));
  for (const TaskView& task : view.tasks()) CountStatus(task.verdict.status, counts);
  counts.set_open_findings(CountOpen(FindFindings(view)));
  return counts;
}

v1::ProgrammeSummary BuildProgrammeSummary(const ProgrammeView& view) {
  v1::ProgrammeSummary summary;
  summary.set_name(view.programme().name());
  summary.set_title(view.programme().title());
  summary.set_year(view.year());
  summary.set_district_display_name(view.district().district.display_name());
  *summary.mutable_basis() = view.Basis();
  *summary.mutable_progress() = OverallProgress(view);
  for (const auto& project : view.programme().projects()) {
    *summary.add_projects() = BuildProject(view, project);
  }
  *summary.mutable_counts() = BuildCounts(view);
  SetWeakestProject(view, summary);
  return summary;
}

v1::DistrictSummary BuildDistrictSummary(const ProgrammeView& view) {
  v1::DistrictSummary summary;
  summary.set_name(DistrictName(view.code()));
  summary.set_display_name(view.district().district.display_name());
  summary.set_programme(view.programme().name());
  *summary.mutable_basis() = view.Basis();
  *summary.mutable_progress() = OverallProgress(view);
  *summary.mutable_counts() = BuildCounts(view);
  std::map<std::string, ProgressMean> categories, units;
  for (const TaskView& task : view.tasks()) {
    if (!task.project->category().empty()) categories[task.project->category()].Add(task);
    for (const std::string& unit : task.lead_units) units[unit].Add(task);
  }
  AddGroups(categories, view.profile(), *summary.mutable_categories());
  AddGroups(units, view.profile(), *summary.mutable_units());
  SetWeakestProject(view, summary);
  return summary;
}

}  // namespace duban::analytics
