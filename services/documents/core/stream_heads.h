#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "documents/core/stream_records.h"

namespace duban::documents {

// A run of heads of which most are known words; a head may hold words of its own between these.
std::optional<StreamHeads> FindStreamHeads(const Text& text, const Dictionary& dictionary,
                                           const std::vector<Block>& blocks);

// Heads that are mostly no known words: as many short lines right above record 1 as most records
// have cells. `counted` are the CountedRecords of the blocks, here as below.
std::optional<StreamHeads> HeadsOfRecords(const Text& text, const Dictionary& dictionary,
                                          const std::vector<Block>& blocks,
                                          const StreamRecords& counted);

// Without a last head that no one knows, where it is the name of the first group of counted
// records: others of their records end with such a name, the rest is one cell shorter.
void DropGroupHead(const Text& text, const Dictionary& dictionary, const StreamRecords& counted,
                   StreamHeads* heads);

}  // namespace duban::documents
