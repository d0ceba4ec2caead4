#include "documents/core/word_set.h"

#include <algorithm>

namespace duban::documents {

bool WordSet::In(std::string_view text) const {
  constexpr std::size_t kFew = 2;  // are looked for sooner one by one
  if (words_.size() <= kFew) return std::ranges::any_of(words_, [text](std::string_view word) { return Contains(text, word); });
  bool found = false;
  ForEach(text, [&found](std::size_t, std::size_t) {
    found = true;
    return false;
  });
  return found;
}

}  // namespace duban::documents
