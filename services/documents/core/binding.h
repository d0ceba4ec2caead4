#pragma once

#include "documents/core/figures.h"

namespace duban::documents {

// Binds each measurement of a project to the target it measures: by unit, wording, place and the share stated beside it.
// Sets target_index, binding_evidence and stated_ratio; a measurement that could be of two targets alike stays unbound.
// A stated share that no target explains becomes a measurement in %.
void BindProject(const Text& text, ReadProject* project);

}  // namespace duban::documents
