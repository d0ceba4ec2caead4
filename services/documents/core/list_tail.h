#pragma once

#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"

namespace duban::documents {

// The blocks of a list without what closes the page below it: an imprint, a notice, addresses.
std::vector<Block> WithoutTail(const Text& text, const Dictionary& dictionary, std::vector<Block> blocks);

}  // namespace duban::documents
