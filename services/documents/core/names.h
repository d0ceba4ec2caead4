#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/core/dictionary.h"

namespace duban::documents {

// Units and people named in one cell or labelled field, verbatim, in order, without repeats.
struct Names {
  std::vector<std::string> units;
  std::vector<std::string> people;
  std::vector<std::string>
      cooperating;  // units that say so themselves: 区财政局(配合), 区水务局配合
};

// Reads a cell that holds units, people, or both ("区教育局 张三"). "—", "/" and "无" name nobody.
// A separator inside a name (各乡镇、街道) does not part it, a missing one between two (…局区…会)
// does. Beside one that leads (区住建局牵头) the others cooperate.
Names ReadNames(std::string_view cell, const Dictionary& dictionary);

// True when the whole of `cell` is such names of units.
bool LooksLikeUnits(std::string_view cell, const Dictionary& dictionary);
// True when the whole of `cell` is names of people.
bool LooksLikePeople(std::string_view cell, const Dictionary& dictionary);
// Adds names that are not among those at `to`.
void AddNames(const std::vector<std::string>& names, std::vector<std::string>* to);
// True for "", "—", "-", "/", "无", "暂无".
bool IsBlankCell(std::string_view cell);

}  // namespace duban::documents
