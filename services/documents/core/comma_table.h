#pragma once

#include <string_view>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/table_lines.h"

namespace duban::documents {

// Adds the comma-separated records from line `begin` on: a head of short cells and at least two
// records as long as it; rows of one cell may stand above it. Returns the line after the last
// record, or `begin` when there is no such table.
std::size_t AddCommaTable(std::string_view text, const std::vector<TableLine>& lines,
                          std::size_t begin, Page* page);

}  // namespace duban::documents
