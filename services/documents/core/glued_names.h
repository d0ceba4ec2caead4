#pragma once

#include <vector>

#include "documents/core/dictionary.h"
#include "documents/core/utf8.h"

namespace duban::documents {

// Names that follow each other without a separator (何平教育局各街道市国有公司): at most a few
// people, then units.
struct GluedNames {
  std::vector<Range> people;
  std::vector<Range> units;
  std::size_t end = 0;  // behind the last name
  bool empty() const { return units.empty(); }
};

// The names that start at byte `at` of `text` and lie before `end`; empty unless a unit is among
// them. Only units with an ending that no word of prose shares are told apart.
GluedNames ReadGluedNames(std::string_view text, std::size_t at, std::size_t end,
                          const Dictionary& dictionary);

// True when `words` end with such a unit's ending.
bool EndsWithUnit(std::string_view words, const Dictionary& dictionary);

// The place in a glued title and content where the content begins: before the first verb that opens
// a task, 4 to 20 characters behind the start. npos when there is none.
std::size_t TaskOpens(std::string_view words);

}  // namespace duban::documents
