#pragma once

#include <vector>

#include "documents/core/columns.h"

namespace duban::documents {

// Fills up rows that lost merged cells on both sides of the one column of numbers that all of them
// print: what stands left of the number is closest to it, what stands right of it follows it. A
// head that names several columns left of the number is parted: 类别, 项目 and 指标 below 项目.
// False, and nothing changed, where rows are whole or hold other numbers.
bool AnchorRows(const Text& text, std::vector<Column>* heads,
                std::vector<std::vector<Range>>* rows);

}  // namespace duban::documents
