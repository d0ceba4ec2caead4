// Scores of units and comparisons of districts. Pure: same inputs, same bytes. Thread-safe.
#pragma once

#include <vector>

#include "analytics/core/programme_view.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// The score of every lead unit by the profile's formula, never below 0, best first; units whose
// scores agree to two decimals share a rank (1, 1, 3). Punctuality is the share of the unit's tasks
// that are neither UNREPORTED nor late with their newest report; of the findings those count that
// are open and at least WARNING.
v1::RankUnitsResponse RankUnits(const ProgrammeView& view);

// Comparing many districts goes in three steps, so that the first can be kept for each of them.
//
// One district: its summary, and one row for each measure and unit that it promises.
v1::CompareDistrictsResponse BuildComparison(const ProgrammeView& view);

// Most complete first, unknown ones last, then in order of name. Every element is a
// BuildComparison.
void SortComparison(std::vector<v1::CompareDistrictsResponse>& rows);

// The districts of rows [begin, end), and their promises of those measures that at least two of all
// rows share.
v1::CompareDistrictsResponse MergeComparison(const std::vector<v1::CompareDistrictsResponse>& rows,
                                             std::size_t begin, std::size_t end);

}  // namespace duban::analytics
