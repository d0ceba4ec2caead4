#pragma once

#include <vector>

#include "documents/core/columns.h"

namespace duban::documents {

// Says of every column what its cells hold, by its head and by them. A head for what is counted
// (指标) may span the names in front of that as well: it is doubled where no head is for names and
// the rows fit better so.
void SettleColumns(const Text& text, const Dictionary& dictionary,
                   const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns);

}  // namespace duban::documents
