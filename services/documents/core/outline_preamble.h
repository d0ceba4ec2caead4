#pragma once

#include <string_view>
#include <vector>

#include "documents/core/outline_lines.h"
#include "documents/core/text.h"

// The chapters of an outline that organise the work: 总体情况, 下一步工作.
namespace duban::documents {

// Settles by the other lines which lines open such a chapter.
void SettlePreamble(const Text& text, std::vector<OutlineLine>* lines);

// Lines outside such chapters: what stays, in order.
std::vector<OutlineLine> WithoutPreamble(const std::vector<OutlineLine>& lines);

// Whether words are about the work as a whole, which stands below a list.
bool Closes(std::string_view words);

}  // namespace duban::documents
