#pragma once

#include <optional>
#include <string>
#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/numbering.h"
#include "documents/core/text.h"

namespace duban::documents {

// One column of a table: what its cells hold, and its head.
struct Column {
  Role role = Role::kNone;
  Range head;        // may be empty
  std::string name;  // the head without blanks; of a head over two rows both, joined
  std::optional<NumberStyle>
      numbered;  // of titles that carry the number of their row: 14.改扩建学校
  bool operator==(const Column&) const = default;
};

// Columns named by a row of heads: at least two known words, one of them for something that is
// promised or reached, and most cells known. nullopt when the row is no head.
std::optional<std::vector<Column>> ReadHead(const Text& text, const Dictionary& dictionary,
                                            const std::vector<Range>& row);

// What a head says its column holds; of 进展情况、存在问题 what comes first.
Role RoleOfHead(const Dictionary& dictionary, std::string_view head);

// True for the name of a place that heads a column or a row: 东区, 市本级.
bool IsPlaceHead(std::string_view head);

// True for heads that are no data: used for second head rows and repeated heads.
bool IsHeadRow(const Text& text, const Dictionary& dictionary, const std::vector<Range>& row);

}  // namespace duban::documents
