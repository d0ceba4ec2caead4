#pragma once

#include <optional>
#include <vector>

#include "documents/core/candidate.h"
#include "documents/core/outline_kinds.h"
#include "documents/core/prose_units.h"
#include "documents/core/text.h"

namespace duban::documents {

// 33项民生工程…。工程建设类项目加快推进。A已…;B已…。, 教育:新增学位5400个 above A已…。B已…;C已…。:
// news that tells of projects by kinds, each in a piece of a paragraph that reports by itself. It
// may leave some of those out that are announced, or part them otherwise. `gathered`: what the
// lines tell, parted at more marks each time; nothing where none of it reports so.
std::optional<Candidate> ReadReporting(const Text& text, const Counted& announced,
                                       const Kinds& kinds, std::vector<Told> gathered);

}  // namespace duban::documents
