// TaskLens answers, for one task, what was reached and what was wanted on any day. Pure; cheap to
// make.
#pragma once

#include <optional>
#include <vector>

#include "analytics/core/schedule.h"
#include "analytics/core/task_series.h"
#include "analytics/core/text_table.h"
#include "duban/analytics/v1/analytics_service.pb.h"
#include "duban/type/v1/programme.pb.h"

namespace duban::analytics {

// One indicator on one day.
struct IndicatorMeasure {
  const Point* point = nullptr;  // the newest cumulative value; nullptr = never reported
  double raw = 0;                // value / target, may pass 1; AT_MOST: 1 once value <= target
  bool reached = false;          // the comparator holds
  double scheduled = 0;          // 0..1
  double elapsed = 0;            // 0..1, by time alone
  v1::ScheduleBasis basis = v1::ELAPSED;
};

// One task on one day.
struct TaskMeasure {
  const ReportRecord* last = nullptr;        // newest report; nullptr = none
  std::vector<IndicatorMeasure> indicators;  // in the task's order
  // Mean of the measured indicators, each capped at 1. Without any measured one: what the unit
  // states, COMPLETED and OVERFULFILLED as 1, NOT_STARTED as 0. Unset otherwise.
  std::optional<double> completion;
  // Every indicator measured and reached; where some are not measured, the unit must state it done
  // as well.
  bool done = false;
  bool overfulfilled =
      false;  // done, and a figure passes its target or the unit states so without figures
  double scheduled =
      0;  // mean over the indicators that make up `completion`; over all when none is measured
  v1::ScheduleBasis basis = v1::ELAPSED;
};

// Completion of one indicator by one value: value / target; for AT_MOST 1 when value <= target,
// else target / value.
double RawCompletion(const type::v1::Indicator& indicator, double value);

// True where the comparator holds.
bool Reached(const type::v1::Indicator& indicator, double value);

// Everything that it is made with must outlive it.
class TaskLens {
 public:
  // `series` may be nullptr (nothing reported). Only what was in force when the journal stood at
  // `at` is seen.
  TaskLens(const type::v1::Task& task, int year, const TaskSeries* series, const TextTable& texts,
           Position at);

  TaskMeasure At(Day day) const;

  // True where `point` measures the indicator with index `i`: bound to it, or unbound with its very
  // measure and unit. Never for forecasts, figures of one period, or another unit of measure.
  bool Measures(const Point& point, int i) const;

  // The same about points of a kind.
  bool Measures(const PointKind& kind, int i) const;

  // The newest point of indicator `i` at `day`; of several in one report the largest. nullptr =
  // none.
  const Point* PointAt(int i, Day day) const;

  Day start() const { return start_; }
  // Latest due date of the indicators; without any that of the milestones, or 31 December.
  Day due() const { return due_; }
  Day due(int i) const { return targets_[static_cast<std::size_t>(i)].due; }
  const type::v1::Task& task() const { return task_; }
  const TaskSeries* series() const { return series_; }
  Position at() const { return at_; }
  const TextTable& texts() const { return texts_; }
  const PlannedCurve& curve(int i) const { return targets_[static_cast<std::size_t>(i)].curve; }

  // The newest day up to `day` on which something was reported or measured; kNoDay = none.
  Day NewestReportDay(Day day) const;

  // All of them, ascending.
  std::vector<Day> ReportDays(Day day) const;

 private:
  struct Target {
    Day due = kNoDay;
    PlannedCurve curve;
    std::uint32_t measure = 0;  // interned; kUnknown = no report ever used the word
    std::uint32_t unit = 0;
  };
  static constexpr std::uint32_t kUnknown = 0xffffffff;

  const type::v1::Task& task_;
  const TaskSeries* series_;
  const TextTable& texts_;
  Position at_;
  Day start_;
  Day due_;
  std::vector<Target> targets_;
};

}  // namespace duban::analytics
