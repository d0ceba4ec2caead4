#pragma once

#include <string_view>

#include "documents/quantities/lexicon.h"
#include "documents/quantities/line.h"
#include "documents/quantities/numeral.h"

namespace duban::quantities {

// A numeral with everything that belongs to it, as positions of a line. Positions are -1 where a
// part is missing.
struct Figure {
  Numeral number;
  Numeral upper;  // second numeral of a range
  bool range = false;
  bool fraction = false;  // 三分之一, 1/2
  bool percent = false;
  bool permille = false;
  double value = 0, low = 0, high = 0;
  int start = 0;       // of the number, sign and 百分之 included
  int number_end = 0;  // of the number, range and % included
  int unit_start = -1, unit_end = -1;
  Entry unit{};
  bool more = false;  // 多, 余, 几 after or inside the number
  int end = 0;        // of number and unit, 半 and 多 inside included
  int phrase_start = 0, phrase_end = 0;
  Comparator comparator = Comparator::kEqual;
  bool compared = false;  // an explicit comparator stands beside it (达, 共 and the like are none)
  bool exclusive = false;
  int before_start = -1;  // comparator words before: [before_start, before_end)
  int before_end = -1;
  int after_start = -1, after_end = -1;
};

// Reads the figure whose numeral starts at `pos`. False where no numeral starts there.
bool ReadFigure(const Line& line, int pos, Figure& figure);

// Unit that starts at `pos` (spaces before it allowed); length 0 when there is none or another word
// begins so.
WordMatch UnitAt(const Line& line, int pos);

// The explicit comparator that ends just before `end`; none-entries and feeble ones count as no
// match.
bool ComparedBefore(const Line& line, int end);

}  // namespace duban::quantities
