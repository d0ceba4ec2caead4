#pragma once

#include <string_view>
#include <vector>

namespace duban::documents {

// A division named without 市, 区 or 县.
struct BareName {
  std::string_view name;  // as in data/districts.csv
  bool city = false;  // a prefecture (无锡, 延安, 黔东南州); else a county behind its city's bare
                      // name (上海普陀)
};

// The bare names in `words`, in order, also repeated ones. Names that are words as well (安康,
// 大同) are left out, and so is what a street is called after (无锡路) and the place of a dateline
// (上海1月11日电).
std::vector<BareName> FindBareNames(std::string_view words);

}  // namespace duban::documents
