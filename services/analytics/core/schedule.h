// Scheduled progress (序时进度): the share of a promise that its plan wanted by a day. Pure;
// thread-safe.
#pragma once

#include <utility>
#include <vector>

#include "analytics/core/days.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::analytics {

// The share of [start, due] gone by at the end of `day`, 0..1: 181/365 on 30 June of a plan that
// runs over 2022.
double ElapsedShare(Day start, Day due, Day day);

// A plan's cumulative values, interpolated linearly from date to date.
class PlannedCurve {
 public:
  // Nothing planned in numbers.
  PlannedCurve() = default;

  // Reads the milestones of `task` that plan a value for `indicator`: the same unit and, where the
  // task has several indicators of that unit, the same measure or the one most alike in at least
  // three characters; or the same measure in % of the target. A value that is not cumulative counts
  // on top of those before it. A step that has a start date begins to rise there. Below the target
  // after the last step, the curve rises to it until `due`.
  PlannedCurve(const type::v1::Task& task, const type::v1::Indicator& indicator, Day start,
               Day due);

  bool IsSet() const { return !knots_.empty(); }

  // Share of the target planned by the end of `day`, 0..1. Requires IsSet().
  double ShareAt(Day day) const;

 private:
  std::vector<std::pair<Day, double>> knots_;  // in order of day; shares 0..1, never falling
};

}  // namespace duban::analytics
