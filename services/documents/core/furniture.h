#pragma once

#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// Takes the furniture of a web page out of its blocks: menus and the path to the page above the
// document, dates and sizes of print beside its title, links and the imprint below it. The words
// are the lists MENU, META and FOOT of words.tsv. A title that names a year and its promises stays
// wherever it stands; nothing is taken from between the first and the last paragraph, table or
// numbered line. Returns the range from the first block that is left to the last. Linear time.
Range RemoveFurniture(const Text& text, const Dictionary& dictionary, std::vector<Block>* blocks);

}  // namespace duban::documents
