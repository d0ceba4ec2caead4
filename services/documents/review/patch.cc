#include "documents/review/patch.h"

#include "documents/review/patch_figures.h"
#include "documents/review/patch_parts.h"
#include "documents/review/patched_draft.h"

namespace duban::documents {

namespace v1 = duban::ingest::v1;

PatchResult ApplyPatch(const v1::ReviewPatch& patch, std::string_view text,
                       v1::ImportDraft& draft) {
  PatchedDraft patched(text, draft);
  for (int i = 0; i < patch.corrections_size(); ++i) {
    const v1::Correction& correction = patch.corrections(i);
    patched.Begin(i, correction,
                  correction.author().empty() ? patch.author() : correction.author());
    correction.quote().empty() ? CorrectPart(patched) : CorrectFigure(patched);
  }
  return patched.TakeResult();
}

}  // namespace duban::documents
