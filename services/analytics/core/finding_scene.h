// What one detector of findings looks at, and what it writes down. Internal to findings*.cc.
#pragma once

#include <string>
#include <vector>

#include "analytics/core/programme_view.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// One task on one day, as known at one position.
struct FindingScene {
  const ProgrammeView& view;
  const TaskView& task;
  const TaskLens& lens;
  Day day = kNoDay;
  const TaskMeasure& measure;
  const Profile& profile;

  v1::ScheduleStatus Status() const;
  const type::v1::Indicator& indicator(int i) const { return task.task->indicators(i); }
  const IndicatorMeasure& of(int i) const {
    return measure.indicators[static_cast<std::size_t>(i)];
  }
};

// A finding in the making. `part` is the number of the indicator or milestone that it is about; 0 =
// the task.
struct FindingDraft {
  type::v1::FindingKind kind;
  type::v1::Severity severity;
  int part = 0;
  bool part_is_milestone = false;
  Day since = kNoDay;
  std::string zh;
  std::string en;
  std::vector<type::v1::Evidence> evidence;
};

// Evidence from a reached value, from a report, and from a target.
type::v1::Evidence EvidenceOf(const FindingScene& scene, const Point& point, std::string note);
type::v1::Evidence EvidenceOf(const FindingScene& scene, const ReportRecord& report,
                              std::string note);
type::v1::Evidence EvidenceOf(const type::v1::Indicator& indicator, std::string note);

// "3648户".
std::string Quantity(double value, const std::string& unit);

// The detectors. Each adds what it finds; none accuses where a doubt remains.
void DetectFigures(const FindingScene& scene,
                   std::vector<FindingDraft>& out);                          // finding_figures.cc
void DetectPlan(const FindingScene& scene, std::vector<FindingDraft>& out);  // finding_plan.cc
void DetectCalendar(const FindingScene& scene,
                    std::vector<FindingDraft>& out);  // finding_calendar.cc

}  // namespace duban::analytics
