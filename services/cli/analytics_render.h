// Answers of analytics as text for a person: `duban findings`, `rank`, `trend`, `forecast`,
// `compare`. Pure functions.
#pragma once

#include <duban/analytics/v1/analytics_service.pb.h>

#include <string>

#include "cli/terminal.h"

namespace duban::cli {

// Each ends in \n. An empty answer says so, and what to do.
std::string RenderFindings(const analytics::v1::ListFindingsResponse& answer, const Screen& screen);
// With the day judged by; below each unit how its score came about, deductions of nothing left out.
std::string RenderRanks(const analytics::v1::RankUnitsResponse& answer, const Screen& screen);
std::string RenderTrend(const analytics::v1::Trend& answer, const Screen& screen);
std::string RenderForecast(const analytics::v1::Forecast& answer, const Screen& screen);
// With the day judged by: the districts, then what several of them promise of the same measure.
std::string RenderComparison(const analytics::v1::CompareDistrictsResponse& answer,
                             const Screen& screen);

// That the figures (of `district`, "" = all shown) come from a source that is not followed at
// present.
std::string StaleNote(const std::string& district, double seconds);

}  // namespace duban::cli
