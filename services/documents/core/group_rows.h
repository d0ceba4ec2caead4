#pragma once

#include <vector>

#include "documents/core/columns.h"
#include "documents/core/text.h"

namespace duban::documents {

// For each row the name of the group that it heads, empty for others: rows with numbers of another
// kind and nothing but a name and sums (一 | 教育类(3项) | | 9860; 一、教育 | 3个项目合计 | 9860),
// between rows that count on through all groups. All empty where no row is one.
std::vector<Range> GroupRows(const Text& text, const std::vector<Column>& heads,
                             const std::vector<std::vector<Range>>& rows);

// Drops the head of categories in front of the head of numbers, where such rows stand for the cells
// below it.
void DropMergedCategory(const Text& text, const std::vector<std::vector<Range>>& rows,
                        std::vector<Column>* heads);

}  // namespace duban::documents
