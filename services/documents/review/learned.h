// What a person confirmed once, used in later documents of the district. Pure functions;
// thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "duban/ingest/v1/draft.pb.h"
#include "duban/ingest/v1/review.pb.h"

namespace duban::documents {

// Settles with `words` (none of them forgotten) what the reader left open in `draft`, read from
// `text`: a wording singles out one of two targets, a unit of measure makes a bare number a figure,
// a unit's name is written in full. Each use adds a line to `reviewed` and removes its doubt. What
// the reader was sure of stays, unit names apart.
void ApplyLearned(const std::vector<ingest::v1::LearnedWord>& words, std::string_view text,
                  ingest::v1::ImportDraft& draft);

}  // namespace duban::documents
