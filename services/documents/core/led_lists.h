#pragma once

#include <vector>

#include "documents/core/announced_lists.h"
#include "documents/core/blocks.h"
#include "documents/core/candidate.h"
#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// Lists inside of another text whose sentence counts nothing: a sentence that names promises
// (…民生改善。2021年民生实事取得 实效:) and right behind it, on its line or on those below, at
// least three that one mark opens (——教育项目。…) or that are numbered from 1, nearly all of which
// hold figures. Linear in the text.
std::vector<AnnouncedList> FindLedLists(const Text& text, const Dictionary& dictionary,
                                        const FigureIndex& figures,
                                        const std::vector<Block>& blocks);

}  // namespace duban::documents
