#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/core/text.h"
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

// True when two figures measure the same by their nearest words: the noun right before or right behind.
template <typename A, typename B>
bool SameMeasure(const Text& text, const A& a, const B& b);
bool SameNouns(const Text& text, Range a, Range b);
// Stricter: four characters in common right before both, or one's noun behind ends the other's (公共停车位, 停车位).
bool NamesSameThing(const Text& text, Range a, Range b);
// How near the nouns around two figures are; 0 = nothing shared, above 1 = the same thing.
double NounScore(const Text& text, Range a, Range b);

// The first member's kind of thing stands behind the figure: 中山西路 4条道路.
bool StartsWithKind(const std::vector<std::string>& names, std::string_view after);

// The sentence, or the clause, around byte `at` of `text`, inside `within`. A sentence ends at 。;!? or a line break, a
// clause also at a comma or colon. The mark is not part of it.
Range SentenceAround(std::string_view text, Range within, std::size_t at);
Range ClauseAround(std::string_view text, Range within, std::size_t at);

template <typename A, typename B>
bool SameMeasure(const Text& text, const A& a, const B& b) {
  return SameNouns(text, a.source, b.source);
}

// Insides of outermost brackets in `range`, in order; at most `longest` bytes each.
std::vector<Range> Brackets(std::string_view text, Range range, std::size_t longest = 200);

}  // namespace duban::documents
