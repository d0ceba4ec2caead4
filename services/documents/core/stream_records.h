#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "documents/core/blocks.h"
#include "documents/core/cell_traits.h"
#include "documents/core/columns.h"

namespace duban::documents {

// The heads of a stream and where its cells begin.
struct StreamHeads {
  std::vector<Range> words;
  std::vector<Column> columns;
  std::size_t begin = 0;  // blocks
  std::size_t end = 0;
};

struct StreamRecords {
  std::vector<std::vector<Range>> rows;
  std::vector<Range> categories;  // of each row
  Range heads;                    // and
  std::vector<Column> columns;    // columns that the records were fitted to; empty for others
  std::size_t begin = 0;          // the block of the first cell
  std::size_t end = 0;            // and the one behind the last cell
};

// Whether a cell may head a group of records: 公共安全, 一、教育(3件).
bool HeadsGroup(const Dictionary& dictionary, std::string_view cell);
// The same where it was described.
bool HeadsGroup(std::string_view cell, const Traits& traits);

// Records from block `at` on, each opened by the number that comes next: alone in its cell, or at
// the head of a title where the first cell below heads without one for numbers is numbered. `heads`
// may be null.
StreamRecords NumberedRecords(const Text& text, const Dictionary& dictionary,
                              const std::vector<Block>& blocks, std::size_t at,
                              const StreamHeads* heads);

// Records that three numbers or more that follow each other open.
StreamRecords CountedRecords(const Text& text, const Dictionary& dictionary,
                             const std::vector<Block>& blocks);

// How many cells most records have; where rows below them lost merged cells, how many the shortest
// have of which there are several. 0 for others.
std::size_t UsualSize(const StreamRecords& records);

// Records without numbers below known heads: as many cells as heads each, as long as they fit.
StreamRecords EqualRecords(const Text& text, const Dictionary& dictionary,
                           const std::vector<Block>& blocks, const StreamHeads& heads);

// Records without numbers below known heads, some of which lack a cell or hold one more: of all
// ways to part the cells the one in which they fit the heads best. None where no head is told by
// its cells.
StreamRecords FittingRecords(const Text& text, const Dictionary& dictionary,
                             const std::vector<Block>& blocks, const StreamHeads& heads);

// Records without numbers: cells whose kinds come again after as many cells each time, at least
// three times.
StreamRecords PeriodicRecords(const Text& text, const Dictionary& dictionary,
                              const std::vector<Block>& blocks);

}  // namespace duban::documents
