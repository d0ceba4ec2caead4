#include "documents/core/word_finder.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace duban::documents {

WordFinder::WordFinder(std::vector<std::string_view> words)
    : words_(std::move(words)),
      first_(words_),
      pairs_(std::bit_ceil(std::max<std::size_t>(4 * words_.size(), 64)), kNone),
      next_(words_.size(), kNone) {
  for (std::size_t index = 0; index < words_.size(); ++index) {
    const std::string_view word = words_[index];
    std::size_t at = 0;
    const std::size_t key = CharKey(word, &at);
    if (at == word.size() && singles_.empty()) singles_.resize(kCharKeys, kNone);
    std::uint16_t& first =
        at == word.size() ? singles_[key] : pairs_[PairOf(key, CharKey(word, &at))];
    next_[index] = first;
    first = static_cast<std::uint16_t>(index);
  }
}

bool WordFinder::In(std::string_view text) const {
  bool found = false;
  ForEachUntil(text, [&found](std::size_t, std::size_t) {
    found = true;
    return false;
  });
  return found;
}

bool WordFinder::AtStartOf(std::string_view text) const {
  if (text.empty()) return false;
  std::size_t at = 0;
  const std::size_t key = CharKey(text, &at);
  return !VisitAt(text, key, at, [](std::size_t) { return false; });
}

std::vector<std::size_t> WordFinder::FirstOf(std::string_view text) const {
  std::vector<std::size_t> first(words_.size(), std::string_view::npos);
  ForEach(text, [&](std::size_t index, std::size_t at) {
    if (first[index] == std::string_view::npos) first[index] = at;
  });
  return first;
}

}  // namespace duban::documents
