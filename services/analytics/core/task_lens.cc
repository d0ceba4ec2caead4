#include "analytics/core/task_lens.h"

#include <algorithm>

#include "analytics/core/units_of_measure.h"

namespace duban::analytics {

double RawCompletion(const type::v1::Indicator& indicator, double value) {
  if (indicator.comparator() == type::v1::AT_MOST) {
    return value <= indicator.value() ? 1.0 : indicator.value() / value;
  }
  return indicator.value() > 0 ? value / indicator.value() : 1.0;
}

bool Reached(const type::v1::Indicator& indicator, double value) {
  switch (indicator.comparator()) {
    case type::v1::AT_MOST:
      return value <= indicator.value();
    case type::v1::MORE_THAN:
      return value > indicator.value();
    default:
      return value >= indicator.value();
  }
}

TaskLens::TaskLens(const type::v1::Task& task, int year, const TaskSeries* series,
                   const TextTable& texts, Position at)
    : task_(task), series_(series), texts_(texts), at_(at), start_(FirstDay(year)) {
  due_ = kNoDay;
  for (const type::v1::Indicator& indicator : task.indicators()) {
    Target target;
    target.due = ToDay(indicator.due_date());
    if (target.due == kNoDay) target.due = LastDay(year);
    target.curve = PlannedCurve(task, indicator, start_, target.due);
    target.measure = texts.Find(indicator.measure()).value_or(kUnknown);
    target.unit = texts.Find(indicator.unit()).value_or(kUnknown);
    due_ = std::max(due_, target.due);
    targets_.push_back(std::move(target));
  }
  if (!targets_.empty()) return;
  for (const auto& milestone : task.milestones())
    due_ = std::max(due_, ToDay(milestone.due_date()));
  if (due_ == kNoDay) due_ = LastDay(year);
}

bool TaskLens::Measures(const PointKind& kind, int i) const {
  const Target& target = targets_[static_cast<std::size_t>(i)];
  const type::v1::Indicator& indicator = task_.indicators(i);
  if (kind.period || kind.expected) return false;
  if (kind.indicator == 0) return kind.measure == target.measure && kind.unit == target.unit;
  return kind.indicator == indicator.number() &&
         (kind.unit == target.unit || SameUnit(texts_.At(kind.unit), indicator.unit()));
}

bool TaskLens::Measures(const Point& point, int i) const {
  return Measures(
      PointKind{point.measure, point.unit, point.indicator, point.period, point.expected}, i);
}

const Point* TaskLens::PointAt(int i, Day day) const {
  if (series_ == nullptr ||
      !series_->MayHave([&](const PointKind& kind) { return Measures(kind, i); })) {
    return nullptr;
  }
  const std::span<const Point> points = series_->PointsUpTo(day);
  auto after = points.end();
  const Point* found = nullptr;
  while (after != points.begin()) {
    const Point& point = *--after;
    if (found != nullptr && (point.date != found->date || point.position != found->position)) break;
    if (!InForce(point.position, point.replaced_at, at_) || !Measures(point, i)) continue;
    if (found == nullptr || point.value > found->value) found = &point;
  }
  return found;
}

TaskMeasure TaskLens::At(Day day) const {
  TaskMeasure measure;
  if (series_ != nullptr) measure.last = series_->LastReport(day, at_);
  double completion = 0, known_scheduled = 0, all_scheduled = 0;
  int known = 0, reached = 0;
  bool over = false;
  for (int i = 0; i < task_.indicators_size(); ++i) {
    const Target& target = targets_[static_cast<std::size_t>(i)];
    const type::v1::Indicator& indicator = task_.indicators(i);
    IndicatorMeasure& m = measure.indicators.emplace_back();
    m.elapsed = m.scheduled = ElapsedShare(start_, target.due, day);
    if (target.curve.IsSet()) {
      m.scheduled = target.curve.ShareAt(day);
      m.basis = measure.basis = v1::PLANNED;
    }
    all_scheduled += m.scheduled;
    m.point = PointAt(i, day);
    if (m.point == nullptr) continue;
    m.raw = RawCompletion(indicator, m.point->value);
    m.reached = Reached(indicator, m.point->value);
    ++known;
    reached += m.reached ? 1 : 0;
    over = over || m.raw > 1;
    completion += std::min(m.raw, 1.0);
    known_scheduled += m.scheduled;
  }
  if (known > 0) {
    measure.completion = completion / known;
    measure.scheduled = known_scheduled / known;
    const bool stated_done =
        measure.last != nullptr && (measure.last->status == type::v1::COMPLETED ||
                                    measure.last->status == type::v1::OVERFULFILLED);
    measure.done = reached == known && (known == task_.indicators_size() || stated_done);
    measure.overfulfilled = measure.done && over;
    return measure;
  }
  measure.scheduled = targets_.empty() ? ElapsedShare(start_, due_, day)
                                       : all_scheduled / static_cast<double>(targets_.size());
  if (measure.last == nullptr) return measure;
  if (measure.last->status == type::v1::COMPLETED ||
      measure.last->status == type::v1::OVERFULFILLED) {
    measure.completion = 1.0;
    measure.done = true;
    measure.overfulfilled = measure.last->status == type::v1::OVERFULFILLED;
  } else if (measure.last->status == type::v1::NOT_STARTED) {
    measure.completion = 0.0;
  }
  return measure;
}

Day TaskLens::NewestReportDay(Day day) const {
  if (series_ == nullptr) return kNoDay;
  const ReportRecord* report = series_->LastReport(day, at_);
  Day newest = report == nullptr ? kNoDay : report->date;
  const std::span<const Point> points = series_->PointsUpTo(day);
  for (auto point = points.rbegin(); point != points.rend() && point->date > newest; ++point) {
    if (InForce(point->position, point->replaced_at, at_)) newest = point->date;
  }
  return newest;
}

std::vector<Day> TaskLens::ReportDays(Day day) const {
  std::vector<Day> days;
  if (series_ == nullptr) return days;
  for (const ReportRecord& report : series_->reports()) {
    if (report.date <= day && InForce(report.position, report.replaced_at, at_)) {
      days.push_back(report.date);
    }
  }
  for (const Point& point : series_->points()) {
    if (point.date <= day && InForce(point.position, point.replaced_at, at_)) {
      days.push_back(point.date);
    }
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace duban::analytics
