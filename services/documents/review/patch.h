// A person's corrections laid over what was read. Pure functions; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "duban/ingest/v1/draft.pb.h"
#include "duban/ingest/v1/review.pb.h"

namespace duban::documents {

// What became of the corrections.
struct PatchResult {
  // Those that do not fit the document, by field (corrections[2].quote), with the reason; nothing
  // of them was applied.
  std::vector<FieldViolation> problems;
  // What `learn` asks to keep for the district; without name and document.
  std::vector<ingest::v1::LearnedWord> to_learn;
};

// Applies every correction that fits to `draft`, read from `text`, in order. A corrected figure's
// source names the author; doubts about it go, and so do checks and findings that rest on it;
// `reviewed` gains a line.
PatchResult ApplyPatch(const ingest::v1::ReviewPatch& patch, std::string_view text,
                       ingest::v1::ImportDraft& draft);

// A patch to begin with, as YAML: every doubt of the draft as a correction that only needs its
// answer. Comments say what each is about and which answers there are.
std::string ScaffoldPatch(const ingest::v1::ImportDraft& draft);

// Which of the equal quotes of its task a doubt is about, from 1; 0 when it is the only one.
int OccurrenceOf(const ingest::v1::Doubt& doubt, const ingest::v1::ImportDraft& draft);

// What a person or a learned word changed in a draft: each figure as it stands now and who says so,
// then the lines of `reviewed`. "" when nothing.
std::string RenderReview(const ingest::v1::ImportDraft& draft);

}  // namespace duban::documents
