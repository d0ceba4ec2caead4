#pragma once

#include <initializer_list>
#include <span>
#include <vector>

#include "documents/core/utf8.h"
#include "documents/quantities/quantity.h"

namespace duban::documents {

// Some quantities of a text, in order.
using Figures = std::span<const quantities::Quantity* const>;

// The quantities of some kinds of a text, in order, noted once for all that ask for those of a
// passage. The quantities must outlive the index and keep their kinds. Immutable, thread-safe.
class QuantityIndex {
 public:
  QuantityIndex() = default;
  QuantityIndex(const std::vector<quantities::Quantity>& all,
                std::initializer_list<quantities::Kind> kinds);

  // Those that lie inside `range`. Logarithmic time, and that of their number.
  Figures In(Range range) const;

 private:
  std::vector<const quantities::Quantity*> quantities_;
};

// The quantities of a text by what is asked of them.
struct TextFigures {
  QuantityIndex quantities;
  QuantityIndex counts;  // what may announce a count: quantities, and figures that only refer back
                         // (上述2个, 两项任务)

  TextFigures() = default;
  explicit TextFigures(const std::vector<quantities::Quantity>& all)
      : quantities(all, {quantities::Kind::kQuantity}),
        counts(all, {quantities::Kind::kQuantity, quantities::Kind::kWord,
                     quantities::Kind::kItemCount}) {}
};

}  // namespace duban::documents
