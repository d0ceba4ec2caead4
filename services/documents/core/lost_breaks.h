#pragma once

#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/text.h"

namespace duban::documents {

// The blocks with the line breaks between items that a copy has lost: at least two numbered heads
// stand inside of lines, in the gaps of a sequence whose other heads open theirs; or one bullet
// opens at least three sentences of a paragraph.
std::vector<Block> WithLostBreaks(const Text& text, const std::vector<Block>& blocks);

}  // namespace duban::documents
