#pragma once

#include "documents/quantities/figure.h"
#include "documents/quantities/quantity.h"

namespace duban::quantities {

// Where the scan stands in its line, for what a figure is can depend on what encloses it.
struct Surroundings {
  int quote_end =
      -1;  // one past the last character of the short quotation the scan is in; -1: none
  int title_end = -1;  // of the 《title》 it is in
};

// What a figure is, and how much of the line it takes when it is set aside.
struct Verdict {
  Kind kind = Kind::kQuantity;
  int start = 0;
  int end = 0;
};

// Identifiers and list numbers, seen from the characters around the numeral alone: 8:30, 1+1+3,
// G107, 1. (1) 3.1.4, telephone numbers, 〔2022〕3号. kQuantity when it is none of these.
Verdict ClassifyShape(const Line& line, const Figure& figure);

// What the words around it make of a figure.
Verdict ClassifyWords(const Line& line, const Figure& figure, const Surroundings& around);

// True where a list number may stand: at the start of the line or cell, or after the end of a
// sentence.
bool StartsSegment(const Line& line, int pos);

}  // namespace duban::quantities
