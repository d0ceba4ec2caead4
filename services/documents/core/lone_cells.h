#pragma once

#include <string_view>
#include <vector>

#include "documents/core/text.h"

namespace duban::documents {

// Rows of a table whose cells are printed one after the other, each closed by a pipe, so that
// nothing says where a row ends but the empty cells among them: what merging left of a row is
// filled up at its end, or a running number opens each row. `cells` are all cells in order, empty
// ranges for the empty ones. No rows where the cells do not tell.
std::vector<std::vector<Range>> RowsOfLoneCells(std::string_view text,
                                                const std::vector<Range>& cells);

}  // namespace duban::documents
