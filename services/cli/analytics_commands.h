// Questions to analytics beside the board: `duban findings`, `rank`, `trend`, `forecast`, `compare`, `bulletin`.
#pragma once

#include <duban/analytics/v1/analytics_service.pb.h>

#include <string>

#include "cli/context.h"

namespace duban::cli {

// Each answer as text for a person; ends in \n.
std::string RenderFindings(const analytics::v1::ListFindingsResponse& answer, bool colours);
std::string RenderRanks(const analytics::v1::RankUnitsResponse& answer, bool colours);
std::string RenderTrend(const analytics::v1::Trend& answer, bool colours);
std::string RenderForecast(const analytics::v1::Forecast& answer);
std::string RenderComparison(const analytics::v1::CompareDistrictsResponse& answer, bool colours);

// Registers the commands.
void AddAnalyticsCommands(CLI::App& app, Context& context);

}  // namespace duban::cli
