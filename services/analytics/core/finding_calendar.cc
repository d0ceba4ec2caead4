// Findings about time: standing still, and reports that come late.
#include <fmt/format.h>

#include <optional>

#include "analytics/core/finding_scene.h"
#include "analytics/core/percent.h"

namespace duban::analytics {
namespace {

// STALLED: measured, not done, and the same for the profile's number of periods in which reports
// did come.
void Stalled(const FindingScene& scene, std::vector<FindingDraft>& out) {
  if (scene.measure.done || !scene.measure.completion) return;
  bool measured = false;
  for (const IndicatorMeasure& m : scene.measure.indicators)
    measured = measured || m.point != nullptr;
  if (!measured) return;
  const Day newest = scene.lens.NewestReportDay(scene.day);
  Day since = kNoDay;
  int repeats = 0;
  for (Day day = newest; day != kNoDay; day = scene.lens.NewestReportDay(day - 1)) {
    const std::optional<double> then = scene.lens.At(day).completion;
    if (!then || *then != *scene.measure.completion) break;
    if (since != kNoDay) ++repeats;
    since = day;
  }
  // Months are 28 to 31 days long, and so is a period.
  const int span = scene.profile.stalled_periods * (scene.profile.reporting_period_days - 3);
  if (repeats < scene.profile.stalled_periods || newest - since < span) return;
  const ReportRecord* last = scene.measure.last;
  std::vector<type::v1::Evidence> evidence;
  if (last != nullptr) evidence.push_back(EvidenceOf(scene, *last, "最近一次进展 / newest report"));
  out.push_back({type::v1::STALLED, type::v1::WARNING, 0, false, since,
                 fmt::format("自{}起{}次报送进度未变({}%)", FormatDay(since), repeats,
                             FormatPercent(*scene.measure.completion)),
                 fmt::format("Unchanged at {}% since {} over {} further reports",
                             FormatPercent(*scene.measure.completion), FormatDay(since), repeats),
                 std::move(evidence)});
}

// LATE_REPORT: the newest report came in after its day of grace. What was read from a document says
// nothing about it.
void Late(const FindingScene& scene, std::vector<FindingDraft>& out) {
  const ReportRecord* last = scene.measure.last;
  if (last == nullptr || last->from_document || last->accepted > scene.day) return;
  const Day latest = last->date + scene.profile.reporting_grace_days;
  if (last->accepted <= latest) return;
  out.push_back({type::v1::LATE_REPORT,
                 type::v1::INFO,
                 0,
                 false,
                 last->accepted,
                 fmt::format("{}的进展于{}报送,晚于{}", FormatDay(last->date),
                             FormatDay(last->accepted), FormatDay(latest)),
                 fmt::format("The report of {} came on {}, after {}", FormatDay(last->date),
                             FormatDay(last->accepted), FormatDay(latest)),
                 {EvidenceOf(scene, *last, "迟报 / late report")}});
}

}  // namespace

void DetectCalendar(const FindingScene& scene, std::vector<FindingDraft>& out) {
  Stalled(scene, out);
  Late(scene, out);
}

}  // namespace duban::analytics
