#include "documents/core/word_set.h"

#include <algorithm>

namespace duban::documents {

bool WordSet::In(std::string_view text) const {
  constexpr std::size_t kFew = 2;  // are looked for sooner one by one
  if (words_.size() <= kFew)
    return std::ranges::any_of(words_,
                               [text](std::string_view word) { return Contains(text, word); });
  return First(text) < text.size();
}

std::size_t WordSet::First(std::string_view text) const {
  std::size_t first = text.size();
  ForEach(text, [&first](std::size_t, std::size_t at) {
    first = at;
    return false;
  });
  return first;
}

}  // namespace duban::documents
