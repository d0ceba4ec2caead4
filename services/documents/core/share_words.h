#pragma once

#include <optional>
#include <string_view>

#include "documents/core/quantity_index.h"
#include "documents/core/text.h"
#include "documents/quantities/quantity.h"

// What the words at a share say that it is of. Pure functions.
namespace duban::documents {

// The words of a clause before the share that ends it, without bounds and other figures: of
// 占年度任务125宗的108.8% 占年度任务.
std::string_view WordsOfShare(std::string_view clause);

// Whether such words speak of what was promised, and of no other whole: not of all that should be
// done (占应改造总数), of work (占总工程量), of several years, of a part of the work (主体工程完成)
// or of those whom it serves.
bool OfPromise(std::string_view said);

// Growth (同比增长11%, 提高5%) is no share of anything that the text need hold.
bool IsGrowth(std::string_view said);

// Whether a rate that names what it is of (合格率, 满意率) may be of a part that stands in these
// words: 合格1188批次, and no other.
bool MayBeOf(std::string_view said, std::string_view part);

// Two figures of which one is the part and one the whole that a share names.
struct NamedParts {
  const quantities::Quantity* part;
  const quantities::Quantity* whole;
};

// Of `before`, the figures before a share in order, the two in its sentence that its words name:
// 年度计划投资8亿元,完成投资3亿元, 占年度计划的37.5%; 完成136宗,为年度计划120宗的113.3%;
// 14项中达序12项,占85.7%. None where more than one may be meant.
std::optional<NamedParts> PartsNamed(const Text& text, Figures before,
                                     const quantities::Quantity& share, Range sentence);

}  // namespace duban::documents
