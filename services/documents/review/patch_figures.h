// Corrections of figures: those that were read, and those that were not. Internal to
// documents/review.
#pragma once

#include "documents/review/patched_draft.h"

namespace duban::documents {

// Applies a correction with a quote, the one at hand, to the figure that it quotes, or makes a
// figure of the quote. Where it does not fit it says so and changes nothing.
void CorrectFigure(PatchedDraft& patched);

}  // namespace duban::documents
