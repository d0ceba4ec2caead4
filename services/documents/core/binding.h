#pragma once

#include <cstddef>

#include "documents/core/figures.h"

namespace duban::documents {

// So many targets of its unit a measurement or share is compared with. No task promises as many,
// and a text that does takes no longer than its size asks.
constexpr std::size_t kMostTargets = 128;

// Binds each measurement of a project to the target it measures: by unit, wording, place and the
// share stated beside it. Sets target_index and binding_evidence; a measurement that could be of
// two targets alike stays unbound. Then binds the shares (share_binding.h).
void BindProject(const Text& text, ReadProject* project);

}  // namespace duban::documents
