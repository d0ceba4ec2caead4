#pragma once

#include "documents/quantities/figure.h"

namespace duban::quantities {

// What the numeral itself says of its precision.
struct Vagueness {
  bool vague = false;  // 多, 余, 几 or 来 stands between the number and its unit
  bool about = false;  // it is 来: roughly, not more
};

// Sets the comparator, the words that make it and the phrase of a figure whose number and unit are
// read.
void ReadComparators(const Line& line, const Vagueness& vagueness, Figure& figure);

// True where a half or more may follow the unit: 一年半, 5公里多, 三斤半.
bool EndsInLength(const Line& line, const Figure& figure);

}  // namespace duban::quantities
