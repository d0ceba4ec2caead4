#pragma once

#include "documents/quantities/date_match.h"
#include "documents/quantities/line.h"

namespace duban::quantities {

// The words that close a date which ends at `date.end`: 前, 内, 以来, 起. Sets where it ends with
// and without them, and its kind where they tell it.
void ReadClosing(const Line& line, DateMatch& date);

}  // namespace duban::quantities
