// Corrections of the names, offices, people, states and dates of lists, projects and tasks.
// Internal to documents/review.
#pragma once

#include "documents/review/patched_draft.h"

namespace duban::documents {

// Applies a correction without a quote, the one at hand, to the list, project or task that it
// names. Where it does not fit it says so and changes nothing.
void CorrectPart(PatchedDraft& patched);

}  // namespace duban::documents
