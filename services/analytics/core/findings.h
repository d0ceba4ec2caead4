// Findings: what the figures say about themselves, as cases. Pure; thread-safe.
//
// A finding is there as long as its contradiction is: it opens and closes by itself. Its id says
// what it is about
// ("2022-3-2-1-REGRESSION": year, project, task, indicator, kind), so it is the same at every date
// and position, and the steps that people take (journal entries) stay attached to it.
#pragma once

#include <string>
#include <vector>

#include "analytics/core/programme_view.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// What holds on the view's day, and cases with steps whose contradiction is gone (CLOSED). Most
// severe first, then in order of project, task, part, kind.
std::vector<v1::Finding> FindFindings(const ProgrammeView& view);

// The same, and CLOSED ones that nobody ever answered: those that held on an earlier report day, or
// until a correction.
std::vector<v1::Finding> FindAllFindings(const ProgrammeView& view);

// Findings that still need somebody: OPEN, ANSWERED or DISPUTED.
int CountOpen(const std::vector<v1::Finding>& findings);
bool IsOpen(const v1::Finding& finding);

}  // namespace duban::analytics
