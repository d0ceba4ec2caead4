// Whether the long suite runs (tools/test_long): the same tests with more cycles, seeds and
// entries.
#pragma once

#include <cstdlib>

namespace duban::testing {

inline bool LongSuite() { return std::getenv("DUBAN_LONG") != nullptr; }

}  // namespace duban::testing
