// Findings about the plan: targets that changed or disagree, milestones that passed, schedules that
// part.
#include <fmt/format.h>

#include <algorithm>

#include "analytics/core/finding_scene.h"
#include "analytics/core/percent.h"
#include "analytics/core/units_of_measure.h"

namespace duban::analytics {
namespace {

// TARGET_CHANGED: the first and the present revision of the plan name different targets for the
// same thing.
void Changed(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const type::v1::Indicator& now = scene.indicator(i);
  const TaskKey key =
      MakeTaskKey(scene.view.year(), scene.task.project->number(), scene.task.task->number());
  const auto versions = scene.view.state().changed_targets.find({key, now.number()});
  if (versions == scene.view.state().changed_targets.end()) return;
  const TargetVersion& first = versions->second.front();
  if (first.indicator.value() == now.value() || first.indicator.measure() != now.measure() ||
      !SameUnit(first.indicator.unit(), now.unit())) {
    return;
  }
  const std::string before = Quantity(first.indicator.value(), now.unit());
  const std::string after = Quantity(now.value(), now.unit());
  out.push_back(
      {type::v1::TARGET_CHANGED,
       type::v1::WARNING,
       now.number(),
       false,
       versions->second.back().since,
       fmt::format("“{}”目标由{}改为{}(目录版本{}→{})", now.measure(), before, after,
                   first.catalog_revision, versions->second.back().catalog_revision),
       fmt::format("The target was changed from {} to {} (catalog revision {} to {})", before,
                   after, first.catalog_revision, versions->second.back().catalog_revision),
       {EvidenceOf(first.indicator, fmt::format("原目标 / first target: {}", before)),
        EvidenceOf(now, fmt::format("现目标 / present target: {}", after))}});
}

// The milestones' values of the very measure of an indicator.
struct PlannedTotal {
  double value = 0;
  bool cumulative = false;
  Day last = kNoDay;
  const type::v1::PlannedValue* last_value = nullptr;
};

PlannedTotal TotalOf(const type::v1::Task& task, const type::v1::Indicator& indicator) {
  PlannedTotal total;
  for (const auto& milestone : task.milestones()) {
    for (const auto& planned : milestone.targets()) {
      if (planned.measure() != indicator.measure() || !SameUnit(planned.unit(), indicator.unit())) {
        continue;
      }
      // A step that names the whole target says where the plan stands then, not what it adds.
      const bool cumulative = planned.cumulative() || planned.value() == indicator.value();
      total.value = cumulative ? planned.value() : total.value + planned.value();
      total.cumulative = total.cumulative || cumulative;
      total.last = std::max(total.last, ToDay(milestone.due_date()));
      total.last_value = &planned;
    }
  }
  return total;
}

// SUM_MISMATCH and TARGET_MISMATCH: the steps lead past an exact target, or end on its due date
// short of it.
void StepsAgainstTarget(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const type::v1::Indicator& indicator = scene.indicator(i);
  if (indicator.comparator() == type::v1::AT_MOST || indicator.comparator() == type::v1::ABOUT ||
      SameUnit(indicator.unit(), "%")) {
    return;
  }
  const PlannedTotal total = TotalOf(*scene.task.task, indicator);
  if (total.last_value == nullptr) return;
  const double trifle = 1e-9 * std::max(1.0, indicator.value());
  const bool above =
      indicator.comparator() == type::v1::EQUAL && total.value > indicator.value() + trifle;
  const bool below = total.last >= scene.lens.due(i) && total.value < indicator.value() - trifle;
  if (!above && !below) return;
  type::v1::Evidence step;
  if (total.last_value->has_source()) *step.mutable_source() = total.last_value->source();
  step.set_note("节点计划 / planned step");
  const std::string planned = Quantity(total.value, indicator.unit());
  const std::string target = Quantity(indicator.value(), indicator.unit());
  out.push_back({total.cumulative ? type::v1::TARGET_MISMATCH : type::v1::SUM_MISMATCH,
                 type::v1::WARNING,
                 indicator.number(),
                 false,
                 scene.view.state().first_seen,
                 fmt::format("“{}”目标为{},各节点计划{}为{}", indicator.measure(), target,
                             total.cumulative ? "累计" : "合计", planned),
                 fmt::format("The target is {}, the planned steps come to {}", target, planned),
                 {EvidenceOf(indicator, "目标 / target"), step}});
}

// OVERDUE_MILESTONE: the newest step whose date has passed, and whose planned value a later report
// has not reached.
void Milestones(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const PlannedCurve& curve = scene.lens.curve(i);
  const Point* point = scene.of(i).point;
  const type::v1::Indicator& indicator = scene.indicator(i);
  if (!curve.IsSet() || point == nullptr || scene.of(i).reached) return;
  const type::v1::Milestone* passed = nullptr;
  for (const auto& milestone : scene.task.task->milestones()) {
    const Day due = ToDay(milestone.due_date());
    // Before a report from after the date, nobody has said that the step was missed.
    if (due == kNoDay || due > scene.day || point->date < due) continue;
    const bool about_it = std::any_of(milestone.targets().begin(), milestone.targets().end(),
                                      [&](const auto& planned) {
                                        return SameUnit(planned.unit(), indicator.unit()) ||
                                               planned.measure() == indicator.measure();
                                      });
    if (about_it && (passed == nullptr || due > ToDay(passed->due_date()))) passed = &milestone;
  }
  if (passed == nullptr) return;
  const Day due = ToDay(passed->due_date());
  const double wanted = curve.ShareAt(due) * indicator.value();
  if (point->value >= wanted - 1e-9 * std::max(1.0, wanted)) return;
  out.push_back({type::v1::OVERDUE_MILESTONE,
                 type::v1::WARNING,
                 passed->number(),
                 true,
                 due + 1,
                 fmt::format("节点“{}”({})应达{},{}为{}", passed->title(), FormatDay(due),
                             Quantity(wanted, indicator.unit()), FormatDay(point->date),
                             Quantity(point->value, indicator.unit())),
                 fmt::format("The step due on {} wanted {}; {} were reached on {}", FormatDay(due),
                             Quantity(wanted, indicator.unit()),
                             Quantity(point->value, indicator.unit()), FormatDay(point->date)),
                 {EvidenceOf(scene, *point, "所报数值 / reported value")}});
}

// OTHER: the unit's own word (滞后) against schedule, beyond the profile's tolerance.
void DeclaredAgainstComputed(const FindingScene& scene, std::vector<FindingDraft>& out) {
  const ReportRecord* last = scene.measure.last;
  if (last == nullptr || last->status != type::v1::DELAYED || !scene.measure.completion) return;
  const double points = (scene.measure.scheduled - *scene.measure.completion) * 100.0;
  if (points > -scene.profile.schedule_tolerance_points) return;
  out.push_back(
      {type::v1::OTHER,
       type::v1::INFO,
       0,
       false,
       last->date,
       fmt::format("自报滞后,但完成{}%,序时进度{}%", FormatPercent(*scene.measure.completion),
                   FormatPercent(scene.measure.scheduled)),
       fmt::format("Declared delayed at {}% completion and {}% scheduled progress",
                   FormatPercent(*scene.measure.completion),
                   FormatPercent(scene.measure.scheduled)),
       {EvidenceOf(scene, *last, "自报状态 / declared status")}});
}

// OTHER: on time by its own plan, late by the calendar, beyond the tolerance: a plan that puts
// everything off.
void PlannedAgainstElapsed(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const IndicatorMeasure& m = scene.of(i);
  if (m.basis != v1::PLANNED || m.point == nullptr || m.reached) return;
  const double by_plan = (m.scheduled - m.raw) * 100.0;
  const double by_calendar = (m.elapsed - m.raw) * 100.0;
  if (by_plan >= scene.profile.behind_points || by_calendar < scene.profile.behind_points ||
      by_calendar - by_plan <= scene.profile.schedule_tolerance_points) {
    return;
  }
  out.push_back(
      {type::v1::OTHER,
       type::v1::INFO,
       scene.indicator(i).number(),
       false,
       scene.day,
       fmt::format("“{}”按计划序时{}%达序,按时间序时{}%滞后{}个百分点",
                   scene.indicator(i).measure(), FormatPercent(m.scheduled),
                   FormatPercent(m.elapsed), FormatNumber(RoundHalfUp(by_calendar, 2))),
       fmt::format("On schedule by its plan ({}%), {} points behind by time gone by ({}%)",
                   FormatPercent(m.scheduled), FormatNumber(RoundHalfUp(by_calendar, 2)),
                   FormatPercent(m.elapsed)),
       {EvidenceOf(scene, *m.point, "所报数值 / reported value")}});
}

}  // namespace

void DetectPlan(const FindingScene& scene, std::vector<FindingDraft>& out) {
  for (int i = 0; i < scene.task.task->indicators_size(); ++i) {
    Changed(scene, i, out);
    StepsAgainstTarget(scene, i, out);
    Milestones(scene, i, out);
    PlannedAgainstElapsed(scene, i, out);
  }
  DeclaredAgainstComputed(scene, out);
}

}  // namespace duban::analytics
