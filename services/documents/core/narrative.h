#pragma once

#include <string>
#include <vector>

#include "documents/core/draft.h"

namespace duban::documents {

// What is known of the task that a piece of prose reports on.
struct NarrativeContext {
  int year = 0;                 // of the programme; for dates without a year
  Date as_of;                   // of the report
  std::vector<Target> targets;  // that its figures may measure
};

// Reads the figures that prose says were reached or are expected, and binds them to the targets:
// the same rules as for the progress column of a document. Ranges are those of Text(narrative),
// which must be valid UTF-8. Pure; thread-safe.
std::vector<Measurement> ReadNarrative(const std::string& narrative,
                                       const NarrativeContext& context);

}  // namespace duban::documents
