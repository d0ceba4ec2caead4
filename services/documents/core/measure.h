#pragma once

#include <string>

#include "documents/core/text.h"
#include "documents/quantities/quantity.h"

namespace duban::documents {

// What a figure counts, in the document's own words: "3.已新增电子围栏20处" gives 新增电子围栏,
// "向3万个以上企业相关用户家庭提供 服务" gives 企业相关用户家庭. The noun behind the figure where
// it is short, else the words before it; numbering of lists, dates and words such as 已 and 累计
// are dropped. Empty when nothing near the figure names anything.
std::string MeasureName(const Text& text, const quantities::Quantity& quantity);

}  // namespace duban::documents
