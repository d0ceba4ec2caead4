#pragma once

#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// Adds the words of a line below the heads of a table to these where it holds heads as well: the
// rest of the last one (责任 above 单位, 完成额 above (万元)), those that follow it and those that
// stand below a shared one. False, and the heads stay as they are, for any other line.
bool AddHeadLine(const Text& text, const Dictionary& dictionary, const std::vector<Range>& words,
                 std::vector<Range>* heads);

}  // namespace duban::documents
