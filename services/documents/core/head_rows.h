#pragma once

#include <vector>

#include "documents/core/columns.h"

namespace duban::documents {

// Heads over two rows. `columns` are those of the row above `rows[lower]`; when that row names
// columns as well, they receive what both rows say, and true is returned. Merging may have moved
// the lower row to the left, below heads that it does not part; then the rows below tell which
// heads it parts.
bool ReadLowerHeads(const Text& text, const Dictionary& dictionary,
                    const std::vector<std::vector<Range>>& rows, std::size_t lower,
                    std::vector<Column>* columns);

// All ways to read heads that stand one by one as those of two rows: the last two to six of them
// part one of the others, and two or three heads of offices behind them part one of offices. None
// of those that name a project, or say nothing, is such a part. Empty when there are none.
std::vector<std::vector<Column>> PartedHeads(const Dictionary& dictionary,
                                             const std::vector<Column>& columns);

}  // namespace duban::documents
