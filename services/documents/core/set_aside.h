#pragma once

#include <vector>

#include "documents/core/draft.h"
#include "documents/core/listing.h"
#include "documents/core/text.h"
#include "documents/quantities/quantity.h"

namespace duban::documents {

// Which figures of a document count nothing. `quantities` are those of the whole text, in order.

// Counts inside the quoted name of a project ("…十个派出所…系统项目") name it and promise nothing:
// their kind changes. So does that of cohorts (2015级毕业生).
void SetAsideNames(const Text& text, std::vector<quantities::Quantity>* quantities);

// The title of a document (《…》) or a project (“…工程”) names it, unless it is what `listing`
// promises: those count again.
void TakeTitles(const Text& text, const Listing& listing,
                std::vector<quantities::Quantity>* quantities);

// Every figure that became nothing in `programmes`, in order, with the reason: its kind, OUTSIDE of
// all `lists`, UNIT_UNKNOWN, or UNUSED (a note, the same promise said twice).
std::vector<Aside> LeftAside(const std::vector<quantities::Quantity>& quantities,
                             const std::vector<Programme>& programmes,
                             const std::vector<Range>& lists);

}  // namespace duban::documents
