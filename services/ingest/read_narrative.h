// The document reader as reports in prose use it.
#pragma once

#include "ingest/core/progress.h"

namespace duban::ingest {

// Reads a report's narrative with the library duban::documents. Sources point into the narrative,
// without a document.
NarrativeReader MakeNarrativeReader();

}  // namespace duban::ingest
