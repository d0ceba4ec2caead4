#pragma once

#include <cstddef>
#include <vector>

#include "documents/core/candidate.h"
#include "documents/core/outline_lines.h"
#include "documents/core/text.h"

// The headings of kinds that stand above the items of an outline.
namespace duban::documents {

// Finds the headings without numbers that group the items of a candidate, where it knows of none:
// short lines that all count what stands below them (区教育局(2件)), or names in brackets alone on
// their lines (【就业保障】). At least two, from the first item on; else there are none.
void FindGroups(const Text& text, const std::vector<OutlineLine>& lines, Candidate* best);

// The heading that line `head` stands below, without its number and its quotes; empty where none of
// the `groups`, which are indexes of lines in order, is above it.
Range CategoryOf(const Text& text, const std::vector<OutlineLine>& lines,
                 const std::vector<std::size_t>& groups, std::size_t head);

}  // namespace duban::documents
