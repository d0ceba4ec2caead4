#pragma once

#include <vector>

#include "documents/core/columns.h"

namespace duban::documents {

// Settles roles that depend on the other columns: 责任单位 leads where no column is called lead,
// the second of two title columns holds content, and a progress column of status words is a status
// column (`rows` are the data rows). Titles that carry numbers are marked where no column does.
void SettleRoles(const Text& text, const Dictionary& dictionary,
                 const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns);

}  // namespace duban::documents
