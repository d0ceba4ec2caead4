// What a reader is unsure of, said so that a person can settle it.
#pragma once

#include <string>
#include <string_view>

#include "duban/ingest/v1/draft.pb.h"

namespace duban::documents {

// Adds to `draft`, read from `text` (UTF-8): UNIT_UNKNOWN for a bare number that stands before a
// word in a task's prose, NO_TARGET where a task has targets and figures but none of them is bound,
// AS_OF_UNKNOWN for progress without a date; and names the candidates of every TWO_CANDIDATES. The
// doubts come out in order of place. Linear in the text.
void CompleteDoubts(std::string_view text, ingest::v1::ImportDraft& draft);

// A target as a person would name it: "2: 充电设施 300个".
std::string DescribeTarget(const ingest::v1::DraftTask& task, int index);

}  // namespace duban::documents
