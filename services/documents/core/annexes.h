#pragma once

#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// Parts lines that run on into the heading of an annex (…已完成。 附件2 2023年民生实事) before that
// heading, and behind it where the annex goes on in its line; so before one that ends a list
// (附件3:名词解释  1.…).
std::vector<Block> PartAnnexes(const Text& text, const Dictionary& dictionary,
                               const std::vector<Block>& blocks);

}  // namespace duban::documents
