#pragma once

#include "documents/core/listing.h"
#include "documents/core/text.h"

namespace duban::documents {

// What the items of a list tell, as shares of them (0 to 1).
struct Tenses {
  double done = 0;   // 已建成, 截至…, 累计…
  double ahead = 0;  // 将, 确保, and nothing done
  double going = 0;  // 正在, 推进中
  double whole = 0;  // 已全部完成, 超额完成
};

// By the words of their titles and fields; all 0 where there are no items.
Tenses ReadTenses(const Text& text, const Listing& listing);

}  // namespace duban::documents
