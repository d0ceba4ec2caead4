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

// Heads in two rows, of which the lower ones were printed behind all upper ones, made those of the
// columns where the records fit better so.
void PartHeads(const Text& text, const Dictionary& dictionary,
               const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns);

// Without the heads that only stand above others (2025年进展情况 above 截至6月底 and 7月计划):
// there are more heads than the longest record has cells, and the records fit better without them.
// Pieces of broken heads are one head in the same way.
void DropSpanningHeads(const Text& text, const Dictionary& dictionary,
                       const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns);

// Two neighbouring heads that together are a known one (目标 above 任务) made one where no record
// opens with a whole row but for that: the size of records of several rows does not tell how many
// heads there are.
void JoinHeadsOverRecords(const Text& text, const Dictionary& dictionary,
                          const std::vector<std::vector<Range>>& rows,
                          std::vector<Column>* columns);

// The columns of counted records with heads that line breaks parted made whole, where their cells
// fit these better.
std::vector<Column> WithWholeHeads(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks, const StreamRecords& counted,
                                   std::vector<Column> columns);

}  // namespace duban::documents
