#pragma once

#include <string_view>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/dictionary.h"

namespace duban::documents {

// What an annex is, behind its number: 附件3:名词解释; other lines as they are.
std::string_view BehindAnnexNumber(std::string_view line);

// The blocks of a list without what closes the page below it: an imprint, a notice, addresses.
std::vector<Block> WithoutTail(const Text& text, const Dictionary& dictionary,
                               std::vector<Block> blocks);

// Takes the last lines off the blocks of a list where they count what it holds
// (截至9月底,10项民生实事中,已完成4项,…); in order.
std::vector<Range> TakeClosing(const Text& text, std::vector<Block>* blocks);

}  // namespace duban::documents
