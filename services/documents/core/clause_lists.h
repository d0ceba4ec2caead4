#pragma once

#include <string_view>
#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/listing.h"

namespace duban::documents {

// The state that a heading or a sentence says of the projects below it: 已完成项目, 2项提前超额完成全年任务. Being ahead of a
// stage (节点, 序时) is work in progress. kNone when it says none.
Status GroupStatus(const Dictionary& dictionary, std::string_view heading);

// Projects that prose lists within its sentences: 其中5项已完成,分别是:A、B、C(第三项)…; 滞后项目:一是…;二是…; 2项提前完成。“A”…;“B”….
// In order; numbers in brackets (第三项) are kept, others go on from 1. Empty below three of them.
// `counts` receives what was announced of each list.
std::vector<Item> ReadClauseLists(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks,
                                  std::vector<NamedCount>* counts);

}  // namespace duban::documents
