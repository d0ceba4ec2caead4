#include "documents/core/quantity_index.h"

#include <algorithm>

namespace duban::documents {

QuantityIndex::QuantityIndex(const std::vector<quantities::Quantity>& all,
                             std::initializer_list<quantities::Kind> kinds) {
  for (const quantities::Quantity& quantity : all) {
    if (std::ranges::find(kinds, quantity.kind) != kinds.end()) quantities_.push_back(&quantity);
  }
}

Figures QuantityIndex::In(Range range) const {
  // Halved without a branch, which no processor could foretell.
  const quantities::Quantity* const* at = quantities_.data();
  for (std::size_t left = quantities_.size(); left > 0;) {
    const std::size_t half = (left + 1) / 2;
    at += static_cast<std::size_t>(at[half - 1]->span.start_byte) < range.begin ? half : 0;
    left -= half;
  }
  const std::span<const quantities::Quantity* const> behind(
      at, quantities_.data() + quantities_.size());
  std::size_t inside = 0;
  while (inside < behind.size() &&
         static_cast<std::size_t>(behind[inside]->span.end_byte) <= range.end)
    ++inside;
  return behind.first(inside);
}

}  // namespace duban::documents
