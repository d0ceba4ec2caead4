// Scores of units and comparisons of districts. Pure: same inputs, same bytes. Thread-safe.
#pragma once

#include <memory>
#include <vector>

#include "analytics/core/programme_view.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// The score of every lead unit by the profile's formula, never below 0, best first; units whose scores agree to two
// decimals share a rank (1, 1, 3). Punctuality is the share of the unit's tasks that are neither UNREPORTED nor late with
// their newest report; of the findings those count that are open and at least WARNING.
v1::RankUnitsResponse RankUnits(const ProgrammeView& view);

// Districts side by side, most complete first, unknown ones last, then in order of name; and what they promise of the
// same measure and unit.
v1::CompareDistrictsResponse CompareDistricts(
    const std::vector<std::unique_ptr<ProgrammeView>>& views);

}  // namespace duban::analytics
