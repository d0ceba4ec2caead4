#include "analytics/core/judge.h"

#include <algorithm>

namespace duban::analytics {
namespace {

// Tiny differences of binary fractions must not turn a light: 15 points are 15 points.
constexpr double kTrifle = 1e-9;

double PointsBehind(const TaskMeasure& measure) {
  return (measure.scheduled - *measure.completion) * 100.0;
}

v1::ScheduleStatus Status(const TaskLens& lens, const TaskMeasure& measure, const Profile& profile,
                          Day day) {
  if (measure.done) return measure.overfulfilled ? v1::OVERFULFILLED : v1::COMPLETED;
  const Day last = measure.last == nullptr ? kNoDay : measure.last->date;
  const bool unreported = day > ReportDueBy(last, lens.start(), profile);
  if (measure.last == nullptr && !measure.completion) {
    return unreported ? v1::UNREPORTED : v1::NO_DATA;
  }
  if (day > lens.due()) return v1::OVERDUE;
  if (unreported) return v1::UNREPORTED;
  const auto stated = measure.last == nullptr ? type::v1::STATED_STATUS_UNSPECIFIED
                                              : type::v1::StatedStatus(measure.last->status);
  if (stated == type::v1::NOT_STARTED && measure.completion.value_or(0) <= 0)
    return v1::NOT_STARTED;
  if (measure.completion) return StatusOf(PointsBehind(measure), profile);
  return stated == type::v1::DELAYED ? v1::BEHIND : v1::NO_DATA;
}

v1::Light PlainLight(v1::ScheduleStatus status, const TaskMeasure& measure,
                     const Profile& profile) {
  if (measure.done) return v1::GREEN;
  if (status == v1::OVERDUE) return v1::RED;
  if (measure.completion) return LightOf(PointsBehind(measure), profile);
  return status == v1::BEHIND ? v1::YELLOW : v1::GREY;
}

v1::Light PlainLightOn(const TaskLens& lens, const Profiles& profiles, Day day) {
  const TaskMeasure measure = lens.At(day);
  const Profile& profile = profiles.On(day);
  return PlainLight(Status(lens, measure, profile, day), measure, profile);
}

bool MadeUp(const TaskMeasure& measure) {
  return measure.done || (measure.completion && PointsBehind(measure) <= kTrifle);
}

// True where the light was red, by itself or by memory, when the report of day `reported` came.
// Looks back only as far as the newest day that settles it.
bool WasRedBefore(const TaskLens& lens, const Profiles& profiles, Day reported) {
  for (;;) {
    // Between two reports the schedule runs on alone, so the light was worst on the day before the
    // next report.
    const Day eve = reported - 1;
    if (profiles.On(eve).sticky_red && PlainLightOn(lens, profiles, eve) == v1::RED) return true;
    reported = lens.NewestReportDay(eve);
    if (reported == kNoDay || !profiles.On(reported).sticky_red) return false;
    if (PlainLightOn(lens, profiles, reported) == v1::RED) return true;
    if (MadeUp(lens.At(reported))) return false;
  }
}

// What the lights of the past leave behind: RED, YELLOW (backlog made up by the newest report), or
// GREEN (nothing).
v1::Light Memory(const TaskLens& lens, const Profiles& profiles, Day day) {
  const Day reported = lens.NewestReportDay(day);
  if (reported == kNoDay || !profiles.On(reported).sticky_red) return v1::GREEN;
  if (PlainLightOn(lens, profiles, reported) == v1::RED) return v1::RED;
  if (!WasRedBefore(lens, profiles, reported)) return v1::GREEN;
  return MadeUp(lens.At(reported)) ? v1::YELLOW : v1::RED;
}

}  // namespace

v1::Light LightOf(double points_behind, const Profile& profile) {
  if (points_behind >= profile.red_points - kTrifle) return v1::RED;
  return points_behind >= profile.yellow_points - kTrifle ? v1::YELLOW : v1::GREEN;
}

v1::ScheduleStatus StatusOf(double points_behind, const Profile& profile) {
  if (points_behind >= profile.behind_points - kTrifle) return v1::BEHIND;
  return points_behind <= -profile.ahead_points + kTrifle ? v1::AHEAD : v1::ON_SCHEDULE;
}

Day ReportDueBy(Day last, Day start, const Profile& profile) {
  const Day from = last == kNoDay ? start : last;
  return from + profile.reporting_period_days + profile.reporting_grace_days;
}

Verdict Judge(const TaskLens& lens, const TaskMeasure& measure, const Profiles& profiles, Day day) {
  const Profile& profile = profiles.On(day);
  Verdict verdict;
  verdict.status = Status(lens, measure, profile, day);
  verdict.light = PlainLight(verdict.status, measure, profile);
  if (measure.completion) {
    verdict.points_behind = PointsBehind(measure);
    if (measure.scheduled > 0) verdict.spi = *measure.completion / measure.scheduled;
  }
  if (profile.sticky_red && !measure.done &&
      (verdict.light == v1::GREEN || verdict.light == v1::YELLOW)) {
    const v1::Light memory = Memory(lens, profiles, day);
    if (memory == v1::RED) verdict.light = v1::RED;
    if (memory == v1::YELLOW) verdict.light = v1::YELLOW;
  }
  return verdict;
}

}  // namespace duban::analytics
