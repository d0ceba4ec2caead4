#pragma once

#include <vector>

#include "documents/core/columns.h"

namespace duban::documents {

// True when no printed cell of a row contradicts the head above it.
bool FitsHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
               const std::vector<Column>& columns);

// Whether a printed cell of a row is not at all what the head of numbers, names, states or shares
// above it says.
bool ContradictsAnchors(const Text& text, const Dictionary& dictionary,
                        const std::vector<Range>& row, const std::vector<Column>& columns);

// Whether the cells below heads of numbers, names, states and shares hold these; kNone when there
// is no such head.
enum class Anchors { kNone, kHeld, kContradicted };
Anchors FitsAnchors(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
                    const std::vector<Column>& columns);

// Whether a record, perhaps of several rows, opens with a number and a whole row: its first cells
// stand below their heads, and the last head says where the row ends.
bool OpensWhole(const Text& text, const Dictionary& dictionary, const std::vector<Range>& record,
                const std::vector<Column>& columns);

// The rows that show what a column holds at its own place: those as wide as the heads; where these
// are few, also shorter ones that lack cells at their end only, as far as numbers, names and shares
// stand below their heads, and records that open whole.
std::vector<const std::vector<Range>*> TellingRows(const Text& text, const Dictionary& dictionary,
                                                   const std::vector<std::vector<Range>>& rows,
                                                   const std::vector<Column>& columns);

// How well rows can be placed below the heads in sum, and how many of them cannot be placed one
// cell to a head in order.
struct RowsFit {
  double score = 0;
  std::size_t unfit = 0;
};
RowsFit FitRows(const Text& text, const Dictionary& dictionary,
                const std::vector<const std::vector<Range>*>& rows,
                const std::vector<Column>& columns);

// The column of each cell of a row, non-decreasing (but see `may_share`). A row as long as the head
// maps one to one; in others cells were dropped by merging or parted by line breaks, and are placed
// by what they look like. `may_share` lets several cells fall into one column, and a cell further
// left than its predecessor start a row below it.
std::vector<std::size_t> AlignRow(const Text& text, const Dictionary& dictionary,
                                  const std::vector<Range>& row, const std::vector<Column>& columns,
                                  bool may_share);

}  // namespace duban::documents
