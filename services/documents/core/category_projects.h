#pragma once

#include <vector>

#include "documents/core/candidate.h"
#include "documents/core/listing.h"
#include "documents/core/text.h"

namespace duban::documents {

// Where as many promises are announced as there are categories, and nothing counts the rows
// (十件民生实事 above ten 大类 with fifteen 工作任务), the categories are the promises: their items
// become parts of them.
void MakeCategoriesProjects(const Text& text, const Counted& counted, std::vector<Item>* items);

}  // namespace duban::documents
