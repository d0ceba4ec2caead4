#pragma once

#include <optional>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/columns.h"

namespace duban::documents {

// The heads of a table that is printed one cell per block, and the blocks in which they stand.
struct StreamHeads {
  std::vector<Range> words;  // as printed, pieces of a broken head joined
  std::vector<Column> columns;
  std::size_t begin = 0;
  std::size_t end = 0;  // the first cell below them
};

// The first run of heads of which most are known words; a head may hold words of its own between these.
std::optional<StreamHeads> FindStreamHeads(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks);

// Drops the heads that only stand above others (2025年进展情况 above 截至6月底 and 7月计划): there are more heads than the
// longest record has cells, and the records fit better without them. Pieces of broken heads are one head in the same way.
void DropSpanningHeads(const Text& text, const Dictionary& dictionary, const std::vector<std::vector<Range>>& rows,
                       std::vector<Column>* columns);

}  // namespace duban::documents
