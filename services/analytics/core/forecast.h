// Trends and forecasts. Pure: same view, same bytes. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "analytics/core/scope.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// One point per report day, and the day of the view.
v1::Trend BuildTrend(const Scope& scope, const std::string& name);

// When the scope will be done: from four reports on by Theil-Sen (median of the pairwise slopes,
// with the 80 % interval of its rank statistic), else by earned schedule (finish = start + planned
// duration / SPI(t)). A trend that stands still or falls gives no finish date. The back-test asks,
// for every earlier report, when the method would have expected today's completion, and takes the
// mean distance to the day it really came.
v1::Forecast BuildForecast(const Scope& scope, const std::string& name);

// Slope of a robust line and its interval; in completion per day.
struct RobustSlope {
  double slope = 0;
  double low = 0;
  double high = 0;
};

// nullopt with fewer than two distinct days.
std::optional<RobustSlope> TheilSen(const std::vector<MeanOnDay>& points);

}  // namespace duban::analytics
