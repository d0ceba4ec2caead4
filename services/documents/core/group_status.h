#pragma once

#include <string_view>

#include "documents/core/dictionary.h"
#include "documents/core/draft.h"

namespace duban::documents {

// The state that a heading or a sentence says of the projects below it: 已完成项目,
// 2项提前超额完成全年任务. Being ahead of a stage (节点, 序时) is work in progress. kNone when it
// says none.
Status GroupStatus(const Dictionary& dictionary, std::string_view heading);

}  // namespace duban::documents
