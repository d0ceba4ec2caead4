#pragma once

#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/text.h"

namespace duban::documents {

// The blocks with the line breaks between numbered items that a copy has lost: at least two heads stand inside of lines, in
// the gaps of a sequence whose other heads open theirs.
std::vector<Block> WithLostBreaks(const Text& text, const std::vector<Block>& blocks);

}  // namespace duban::documents
