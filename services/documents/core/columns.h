#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/text.h"

namespace duban::documents {

// One column of a table: what its cells hold, and its head.
struct Column {
  Role role = Role::kNone;
  Range head;        // may be empty
  std::string name;  // the head without blanks; of a head over two rows both, joined
  bool numbered = false;  // titles that carry the number of their row: 14.改扩建学校
};

// Columns named by a row of heads: at least two known words, one of them for something that is promised or reached, and
// most cells known. nullopt when the row is no head.
std::optional<std::vector<Column>> ReadHead(const Text& text, const Dictionary& dictionary,
                                            const std::vector<Range>& row);

// True for the name of a place that heads a column or a row: 东区, 市本级.
bool IsPlaceHead(std::string_view head);

// True for heads that are no data: used for second head rows and repeated heads.
bool IsHeadRow(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row);

// Settles roles that depend on the other columns: 责任单位 leads where no column is called lead, the second of two title
// columns holds content, and a progress column of status words is a status column (`rows` are the data rows).
void SettleRoles(const Text& text, const Dictionary& dictionary,
                 const std::vector<std::vector<Range>>& rows, std::vector<Column>* columns);

// True when no printed cell of a row contradicts the head above it.
bool FitsHeads(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row,
               const std::vector<Column>& columns);

// The column of each cell of a row, non-decreasing (but see `may_share`). A row as long as the head maps one to one; in others cells were
// dropped by merging or parted by line breaks, and are placed by what they look like. `may_share` lets several cells
// fall into one column, and a cell further left than its predecessor start a row below it.
std::vector<std::size_t> AlignRow(const Text& text, const Dictionary& dictionary,
                                  const std::vector<Range>& row, const std::vector<Column>& columns,
                                  bool may_share);

}  // namespace duban::documents
