#pragma once

#include <vector>

#include "documents/core/candidate.h"
#include "documents/core/dictionary.h"
#include "documents/core/outline_lines.h"
#include "documents/core/text.h"

// What the line that opens an item of an outline calls it. Every range is one of bytes of the text,
// inside the body of its line.
namespace duban::documents {

// The title of the item that `line` opens: the name that the line is known by, else its first
// sentence up to what is no more of a name (a label, a bracket with offices, the clause with the
// figures).
Range TitleOf(const Text& text, const Dictionary& dictionary, const OutlineLine& line);

// Names the items of `best` where they are of one line each, all but one at most, and all open
// alike, with 4 to 18 characters before a comma or a colon that figures stand behind
// (停车设施建设有序推进,建成…). Leaves a candidate with names, or of fewer than four items, as it
// is.
void NameByOpenings(const Text& text, const Dictionary& dictionary,
                    const std::vector<OutlineLine>& lines, Candidate* best);

}  // namespace duban::documents
