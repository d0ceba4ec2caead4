#pragma once

#include <string_view>
#include <vector>

#include "documents/core/utf8.h"

namespace duban::documents {

// How alike two wordings are: shared pairs of neighbouring characters over those of the shorter, 0..1. Reads at most
// 400 characters of each.
double Alikeness(std::string_view a, std::string_view b);

// True when two printed units of measure count the same: equal, or one is the end or the start of the other
// (个公共停车位 and 个), or both are plain counting words that governments use for one another (个, 处, 座).
bool SameUnit(std::string_view a, std::string_view b);
// Equal or one decorates the other; counting words are kept apart.
bool CloseUnit(std::string_view a, std::string_view b);

// The sentence, or the clause, around byte `at` of `text`, inside `within`. A sentence ends at 。;!? or a line break, a
// clause also at a comma or colon. The mark is not part of it.
Range SentenceAround(std::string_view text, Range within, std::size_t at);
Range ClauseAround(std::string_view text, Range within, std::size_t at);

// Insides of outermost brackets in `range`, in order; at most 200 bytes long each.
std::vector<Range> Brackets(std::string_view text, Range range);

}  // namespace duban::documents
