// A part of a programme: the whole, one project, or one task, looked at over time. Pure;
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analytics/core/programme_view.h"
#include "common/names.h"

namespace duban::analytics {

// The weighted mean of some tasks on one day.
struct MeanOnDay {
  Day day = kNoDay;
  std::optional<double> completion;  // over the tasks that have one; each capped at 1
  double scheduled = 0;              // over the same tasks; over all when none has one
};

// The view must outlive it.
class Scope {
 public:
  // The tasks below `name` (programme, project or task). Errors: NOT_FOUND PROJECT_NOT_FOUND,
  // TASK_NOT_FOUND.
  static absl::StatusOr<Scope> Of(const ProgrammeView& view, const ResourceName& name);

  // Days of reports up to the view's day, ascending, without duplicates; the newest kMaxDays.
  std::vector<Day> ReportDays() const;
  static constexpr std::size_t kMaxDays = 1000;

  MeanOnDay At(Day day) const;
  // The share that the plan wanted by `day`, over all tasks.
  double ScheduledAt(Day day) const;

  Day start() const;
  // Latest due date.
  Day due() const;
  const ProgrammeView& view() const { return *view_; }
  const std::vector<const TaskView*>& tasks() const { return tasks_; }

 private:
  Scope(const ProgrammeView& view, std::vector<const TaskView*> tasks)
      : view_(&view), tasks_(std::move(tasks)) {}

  const ProgrammeView* view_;
  std::vector<const TaskView*> tasks_;
};

}  // namespace duban::analytics
