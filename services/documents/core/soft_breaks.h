#pragma once

#include <string_view>
#include <vector>

#include "documents/core/utf8.h"

namespace duban::documents {

// The line breaks that a page, and no writer, put into sentences, each from the last character of
// its line to the first one of the next, with the number of a page between them. In order. None
// where the lines of the text are whole: a text was wrapped where many of its lines are equally
// wide and none is wider.
std::vector<Range> SoftBreaks(std::string_view text);

// Whether a line holds nothing but the number of a page: 2, — 2 —, 第2页.
bool IsPageNumber(std::string_view line);

}  // namespace duban::documents
