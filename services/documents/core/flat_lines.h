#pragma once

#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// Copies of web pages lose their line breaks: the whole document stands on one line, or on few, and
// single blanks part titles, paragraphs and cells. Parts the lines of such a document at its
// blanks; every other document stays as it is. A blank parts no line inside of spaced heads (序
// 号), between Latin words, or around figures where the text sets all its figures off by blanks
// (新增 12 个) and holds no heads of a table. Linear time.
void PartFlatLines(const Text& text, const Dictionary& dictionary, std::vector<Block>* blocks);

}  // namespace duban::documents
