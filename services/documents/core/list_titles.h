#pragma once

#include <cstddef>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// Whether a block is a line that names a list of promises.
bool IsTitle(const Text& text, const Dictionary& dictionary, const Block& block);

// The blocks that name lists, rising; none of a table of contents.
std::vector<std::size_t> FindTitles(const Text& text, const Dictionary& dictionary,
                                    const std::vector<Block>& blocks);

// What may name a document that no heading announces as a programme: the first short line with a
// year that is no menu, else its first line, unless that is an item already (一、…).
Range FirstHeading(const Text& text, const std::vector<Block>& blocks);

}  // namespace duban::documents
