#pragma once

#include "documents/quantities/figure.h"

// The number of a figure: numerals with the signs and words that make them shares, fractions and
// powers.
namespace duban::quantities {

// Sets the number, value and percent or fraction of the figure whose numeral starts at `pos`, and
// `end` behind it. False where no numeral starts there.
bool ReadFigureNumber(const Line& line, int pos, Figure& figure);

// One past the denominator words 百分之, 千分之 or 万分之 at `pos`; 0 when there are none.
int PartsWord(const Line& line, int pos);

// Takes the character at figure.end, which multiplies the number by `factor`: 15k, 5个亿.
void Scale(double factor, Figure& figure);

}  // namespace duban::quantities
