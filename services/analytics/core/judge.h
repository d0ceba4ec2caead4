// Where a task, or a mean of tasks, stands against its schedule, by the rules of the day. Pure;
// thread-safe.
#pragma once

#include <optional>

#include "analytics/core/profile.h"
#include "analytics/core/task_lens.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// A verdict about one task on one day.
struct Verdict {
  v1::ScheduleStatus status = v1::NO_DATA;
  v1::Light light = v1::GREY;
  std::optional<double> points_behind;  // percentage points; negative = ahead
  std::optional<double> spi;  // unset when nothing was scheduled yet or completion is unknown
};

// Judges a task on `day` by the profile of that day. The light remembers: where the profile says
// sticky_red, a task that was red stays red until a report makes up the whole backlog, is yellow
// then, and green from the next report on, or once it is done.
Verdict Judge(const TaskLens& lens, const TaskMeasure& measure, const Profiles& profiles, Day day);

// The light of a number of points behind.
v1::Light LightOf(double points_behind, const Profile& profile);

// AHEAD, ON_SCHEDULE or BEHIND.
v1::ScheduleStatus StatusOf(double points_behind, const Profile& profile);

// The last day by which the next report after `last` (kNoDay: after the plan's start) is still in
// time.
Day ReportDueBy(Day last, Day start, const Profile& profile);

}  // namespace duban::analytics
