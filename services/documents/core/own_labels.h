#pragma once

#include <string_view>
#include <vector>

#include "documents/core/dictionary.h"

namespace duban::documents {

// Labels that no list knows, told by a text itself: two that stand by turns at least three times,
// the first before what is promised, the second before what came of it (政府承诺:新建…,
// 政府办理:已建成…). Views into `text`.
std::vector<OwnLabel> FindOwnLabels(std::string_view text);

}  // namespace duban::documents
