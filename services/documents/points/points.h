// Places (点位) behind a number: the sites of which 46 piles are made. Pure functions; thread-safe.
#pragma once

#include "documents/core/text.h"
#include "duban/ingest/v1/draft.pb.h"

namespace duban::documents {

// Fills `point_lists` of every task of `draft`, read from `text`: lists of names of places, with or
// without a number each, in the sentences of the task's figures. A list says which figure announces
// it, where one does; a COUNT check is added where the figure counts the places and no check of the
// reader covers it. Linear in the text.
void FindPoints(const Text& text, ingest::v1::ImportDraft& draft);

}  // namespace duban::documents
