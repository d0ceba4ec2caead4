#pragma once

#include <vector>

#include "documents/core/columns.h"
#include "documents/core/dictionary.h"
#include "documents/core/text.h"

// Which of the heads of a table that is printed one cell to a line stand above a column shows by
// the records below them. `rows` are the cells of each record, in order.
namespace duban::documents {

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

}  // namespace duban::documents
