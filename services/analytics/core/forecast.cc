#include "analytics/core/forecast.h"

#include <algorithm>
#include <cmath>

namespace duban::analytics {
namespace {

// Farther than this is no date that a person plans with.
constexpr double kHorizonDays = 3650;
constexpr double kDone = 1.0 - 1e-12;

std::vector<MeanOnDay> KnownPoints(const Scope& scope) {
  std::vector<MeanOnDay> points;
  for (const Day day : scope.ReportDays()) {
    MeanOnDay point = scope.At(day);
    if (point.completion) points.push_back(point);
  }
  return points;
}

// The planned way of a scope, one value a day, so that it can be read backwards.
class Plan {
 public:
  explicit Plan(const Scope& scope) : start_(scope.start()) {
    for (Day day = start_; day <= scope.due(); ++day) shares_.push_back(scope.ScheduledAt(day));
  }

  double duration() const { return static_cast<double>(shares_.size()); }

  // Days after the start at which the plan wanted `share`; between two days linearly.
  double DaysUntil(double share) const {
    const auto at = std::lower_bound(shares_.begin(), shares_.end(), share - 1e-12);
    const auto index = at - shares_.begin();
    if (at == shares_.end()) return duration();
    const double before = index == 0 ? 0.0 : shares_[static_cast<std::size_t>(index - 1)];
    const double rise = *at - before;
    const double part = rise > 0 ? (share - before) / rise : 1.0;
    return static_cast<double>(index) + std::clamp(part, 0.0, 1.0);
  }

  // Share wanted after that many days.
  double ShareAfter(double days) const {
    if (days <= 0) return 0;
    const auto index = static_cast<std::size_t>(std::ceil(days)) - 1;
    return index < shares_.size() ? shares_[index] : shares_.back();
  }

 private:
  Day start_;
  std::vector<double> shares_;
};

// Days from the start until the method expects `level`, told only what `points` tell.
using Expect = std::optional<double> (*)(const Plan&, Day start,
                                         const std::vector<MeanOnDay>& points, double level);

std::optional<double> ByEarnedSchedule(const Plan& plan, Day start,
                                       const std::vector<MeanOnDay>& points, double level) {
  const MeanOnDay& last = points.back();
  const double earned = plan.DaysUntil(*last.completion);
  const double actual = last.day - start + 1;
  if (*last.completion <= 0 || earned <= 0 || actual <= 0) return std::nullopt;
  return plan.DaysUntil(level) * actual / earned;
}

std::optional<double> ByTheilSen(const Plan&, Day start, const std::vector<MeanOnDay>& points,
                                 double level) {
  const std::optional<RobustSlope> robust = TheilSen(points);
  if (!robust || robust->slope <= 0) return std::nullopt;
  const MeanOnDay& last = points.back();
  return last.day - start + 1 + (level - *last.completion) / robust->slope;
}

// Mean distance in days between the day of the newest completion and when it was expected before.
std::optional<double> BackTest(Expect expect, const Plan& plan, Day start,
                               const std::vector<MeanOnDay>& points) {
  if (points.size() < 3) return std::nullopt;
  double error = 0;
  int count = 0;
  const double actual = points.back().day - start + 1;
  for (std::size_t known = 2; known < points.size(); ++known) {
    const std::vector<MeanOnDay> prefix(points.begin(), points.begin() + static_cast<long>(known));
    const auto expected = expect(plan, start, prefix, *points.back().completion);
    if (!expected) continue;
    error += std::min(std::abs(*expected - actual), kHorizonDays);
    ++count;
  }
  if (count == 0) return std::nullopt;
  return error / count;
}

google::type::Date DateAfter(Day start, double days) {
  return ToDate(start + static_cast<Day>(std::ceil(days - 1e-9)) - 1);
}

void FillInterval(const Scope& scope, const std::vector<MeanOnDay>& points,
                  v1::Forecast& forecast) {
  const RobustSlope robust = *TheilSen(points);
  const MeanOnDay& last = points.back();
  const auto date = [&](double slope) {
    return DateAfter(scope.start(),
                     last.day - scope.start() + 1 + (1.0 - *last.completion) / slope);
  };
  const double left = 1.0 - *last.completion;
  if (robust.high > 0 && left / robust.high <= kHorizonDays) {
    *forecast.mutable_earliest_date() = date(robust.high);
  }
  if (robust.low > 0 && left / robust.low <= kHorizonDays) {
    *forecast.mutable_latest_date() = date(robust.low);
  }
  forecast.set_completion_at_due(
      std::clamp(*last.completion + robust.slope * std::max(0, scope.due() - last.day), 0.0, 1.0));
}

// The first day of a scope's present, unbroken completion.
Day DoneSince(const std::vector<MeanOnDay>& points) {
  Day since = points.back().day;
  for (auto point = points.rbegin(); point != points.rend() && *point->completion >= kDone;
       ++point) {
    since = point->day;
  }
  return since;
}

}  // namespace

std::optional<RobustSlope> TheilSen(const std::vector<MeanOnDay>& points) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      if (points[j].day == points[i].day) continue;
      slopes.push_back((*points[j].completion - *points[i].completion) /
                       (points[j].day - points[i].day));
    }
  }
  if (slopes.empty()) return std::nullopt;
  std::sort(slopes.begin(), slopes.end());
  const std::size_t count = slopes.size();
  RobustSlope robust;
  robust.slope = (slopes[(count - 1) / 2] + slopes[count / 2]) / 2;
  // Kendall's rank statistic has variance n (n - 1) (2 n + 5) / 18; 1.2816 standard deviations hold
  // 80 %.
  const double n = static_cast<double>(points.size());
  const double spread = 1.2816 * std::sqrt(n * (n - 1) * (2 * n + 5) / 18);
  const double total = static_cast<double>(count);
  const auto rank = [&](double at) {
    return slopes[static_cast<std::size_t>(std::clamp(at, 0.0, total - 1))];
  };
  robust.low = rank(std::floor((total - spread) / 2));
  robust.high = rank(std::ceil((total + spread) / 2));
  return robust;
}

v1::Trend BuildTrend(const Scope& scope, const std::string& name) {
  v1::Trend trend;
  trend.set_name(name);
  std::vector<Day> days = scope.ReportDays();
  const Day today = scope.view().viewpoint().as_of;
  if (days.empty() || days.back() != today) days.push_back(today);
  for (const Day day : days) {
    const MeanOnDay mean = scope.At(day);
    v1::TrendPoint& point = *trend.add_points();
    *point.mutable_date() = ToDate(day);
    if (mean.completion) point.set_completion(*mean.completion);
    point.set_scheduled(mean.scheduled);
  }
  *trend.mutable_basis() = scope.view().Basis();
  return trend;
}

v1::Forecast BuildForecast(const Scope& scope, const std::string& name) {
  v1::Forecast forecast;
  forecast.set_name(name);
  forecast.set_method(v1::Forecast::NONE);
  *forecast.mutable_due_date() = ToDate(scope.due());
  *forecast.mutable_basis() = scope.view().Basis();
  const std::vector<MeanOnDay> points = KnownPoints(scope);
  forecast.set_reports_used(static_cast<int>(points.size()));
  if (points.empty()) return forecast;
  if (*points.back().completion >= kDone) {
    forecast.set_method(v1::Forecast::DONE);
    *forecast.mutable_finish_date() = ToDate(DoneSince(points));
    forecast.set_completion_at_due(1.0);
    return forecast;
  }
  const Plan plan(scope);
  const Day start = scope.start();
  const bool by_trend = points.size() >= 4;
  const Expect expect = by_trend ? &ByTheilSen : &ByEarnedSchedule;
  if (!by_trend && *points.back().completion <= 0) return forecast;
  forecast.set_method(by_trend ? v1::Forecast::THEIL_SEN : v1::Forecast::EARNED_SCHEDULE);
  const auto days = expect(plan, start, points, 1.0);
  if (days && *days <= kHorizonDays) *forecast.mutable_finish_date() = DateAfter(start, *days);
  if (by_trend) {
    FillInterval(scope, points, forecast);
  } else if (days && *days > 0) {
    forecast.set_completion_at_due(
        std::min(1.0, plan.ShareAfter(plan.duration() * plan.duration() / *days)));
  }
  if (const auto error = BackTest(expect, plan, start, points)) {
    forecast.set_backtest_error_days(*error);
  }
  return forecast;
}

}  // namespace duban::analytics
