#pragma once

#include "documents/quantities/date_match.h"
#include "documents/quantities/date_words.h"
#include "documents/quantities/lexicon.h"

namespace duban::quantities {

// The word of dates that begins at `pos`.
inline WordMatch DateWordAt(const Line& line, int pos) {
  return MatchForward(line, pos, Category::kDateWord);
}

// Sets what a word says of the year that it stands in: 上半年, 第二季度, 全年, 年底. False for any
// other word.
bool PartOfYear(DateWord kind, DateMatch& out);

// Sets what a word says from the reference date on: 本月, 上季度, 昨天, 目前. False for any other
// word.
bool Relative(DateWord kind, DateMatch& out);

}  // namespace duban::quantities
