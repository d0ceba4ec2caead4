#pragma once

#include "documents/core/figures.h"

namespace duban::documents {

// Finds what each stated share of a task is of, once the measurements of the task are bound: a
// measurement and its target, which take it as stated_ratio, or other figures of its sentence. One
// that nothing explains becomes a measurement in %.
void BindShares(const Text& text, ReadTask* task);

}  // namespace duban::documents
