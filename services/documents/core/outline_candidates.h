#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "documents/core/candidate.h"
#include "documents/core/outline_lines.h"

namespace duban::documents {

// The lines of one item, the last excluded.
struct ItemLines {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The items of a candidate, in order: each ends where the next, or a group, begins.
std::vector<ItemLines> ItemsOf(const Candidate& candidate);

// What speaks for at least one item by the words that it holds: its figures, its length, how many
// there are. `passage` is what holds the items and what stands around them.
void CountSpans(const Text& text, const FigureIndex& figures, Range passage,
                std::span<const Range> spans, const Counted& counted, Signs* signs);

// The same of a candidate with at least one item, and what its lines say; what other candidates say
// (kCrosses, kCrossed) is left as it is. `all` are the lines of the passage.
void CountSigns(const Text& text, const FigureIndex& figures, Range passage,
                const std::vector<OutlineLine>& all, const Counted& counted, Candidate* candidate);

// Every way to read the lines of a passage, scored, the best first. `title` announces the passage
// and may be empty.
std::vector<Candidate> OutlineCandidates(const Text& text, const Dictionary& dictionary,
                                         const FigureIndex& figures, Range title, Range passage,
                                         const std::vector<OutlineLine>& lines);

}  // namespace duban::documents
