// The answers of AnalyticsService that are read straight off a view. Pure: same view, same bytes.
// Thread-safe.
#pragma once

#include <vector>

#include "analytics/core/programme_view.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// Basis.stale_seconds is left 0 everywhere: it is a matter of the moment, not of the figures.
v1::ProgrammeSummary BuildProgrammeSummary(const ProgrammeView& view);
v1::DistrictSummary BuildDistrictSummary(const ProgrammeView& view);
v1::TaskProgress BuildTaskProgress(const ProgrammeView& view, const TaskView& task);

// Tasks per status, and open findings (see findings.h).
v1::Counts BuildCounts(const ProgrammeView& view);

}  // namespace duban::analytics
