#include "analytics/core/scope.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"

namespace duban::analytics {
namespace {

absl::Status NoPart(const ProgrammeView& view, const ResourceName& name) {
  std::string tasks, projects;
  int last = 0;
  for (const TaskView& task : view.tasks()) {
    const int number = task.project->number();
    if (number != last) projects += fmt::format("{}{}", projects.empty() ? "" : ", ", number);
    if (number == name.project)
      tasks += fmt::format("{}{}", tasks.empty() ? "" : ", ", task.task->number());
    last = number;
  }
  const bool in_project = name.task != 0 && !tasks.empty();
  return Error(absl::StatusCode::kNotFound, name.task != 0 ? "TASK_NOT_FOUND" : "PROJECT_NOT_FOUND",
               in_project ? fmt::format("project {} of {} has no task {}; it has {}", name.project,
                                        view.programme().name(), name.task, tasks)
                          : fmt::format("{} has no project {}; it has {}", view.programme().name(),
                                        name.project, projects));
}

}  // namespace

absl::StatusOr<Scope> Scope::Of(const ProgrammeView& view, const ResourceName& name) {
  std::vector<const TaskView*> tasks;
  for (const TaskView& task : view.tasks()) {
    if (name.project != 0 && task.project->number() != name.project) continue;
    if (name.task != 0 && task.task->number() != name.task) continue;
    tasks.push_back(&task);
  }
  if (tasks.empty()) {
    return NoPart(view, name);
  }
  return Scope(view, std::move(tasks));
}

std::vector<Day> Scope::ReportDays() const {
  std::vector<Day> days;
  for (const TaskView* task : tasks_) {
    const std::vector<Day> more = task->lens.ReportDays(view_->viewpoint().as_of);
    days.insert(days.end(), more.begin(), more.end());
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  if (days.size() > kMaxDays) days.erase(days.begin(), days.end() - kMaxDays);
  return days;
}

MeanOnDay Scope::At(Day day) const {
  double weight = 0, scheduled = 0, known = 0, completion = 0, known_scheduled = 0;
  for (const TaskView* task : tasks_) {
    const TaskMeasure measure = task->lens.At(day);
    weight += task->weight;
    scheduled += task->weight * measure.scheduled;
    if (!measure.completion) continue;
    known += task->weight;
    completion += task->weight * *measure.completion;
    known_scheduled += task->weight * measure.scheduled;
  }
  if (known <= 0) return {day, std::nullopt, scheduled / weight};
  return {day, completion / known, known_scheduled / known};
}

double Scope::ScheduledAt(Day day) const {
  double weight = 0, scheduled = 0;
  for (const TaskView* task : tasks_) {
    weight += task->weight;
    scheduled += task->weight * task->lens.At(day).scheduled;
  }
  return scheduled / weight;
}

Day Scope::start() const { return FirstDay(view_->year()); }

Day Scope::due() const {
  Day due = kNoDay;
  for (const TaskView* task : tasks_) due = std::max(due, task->lens.due());
  return due;
}

}  // namespace duban::analytics
