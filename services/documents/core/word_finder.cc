#include "documents/core/word_finder.h"

#include <utility>

namespace duban::documents {

WordFinder::WordFinder(std::vector<std::string_view> words) : words_(std::move(words)), next_(words_.size(), kNone) {
  first_.fill(kNone);
  for (std::size_t index = 0; index < words_.size(); ++index) {
    std::size_t at = 0;
    std::uint16_t& first = first_[CharKey(words_[index], &at)];
    next_[index] = first;
    first = static_cast<std::uint16_t>(index);
  }
}

bool WordFinder::In(std::string_view text) const {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (BeginsAt(text.substr(begin), CharKey(text, &at))) return true;
  }
  return false;
}

bool WordFinder::AtStartOf(std::string_view text) const {
  std::size_t at = 0;
  return !text.empty() && BeginsAt(text, CharKey(text, &at));
}

bool WordFinder::BeginsAt(std::string_view text, std::size_t key) const {
  for (std::uint16_t index = first_[key]; index != kNone; index = next_[index]) {
    if (StartsWith(text, words_[index])) return true;
  }
  return false;
}

std::vector<std::size_t> WordFinder::FirstOf(std::string_view text) const {
  std::vector<std::size_t> first(words_.size(), std::string_view::npos);
  ForEach(text, [&](std::size_t index, std::size_t at) {
    if (first[index] == std::string_view::npos) first[index] = at;
  });
  return first;
}

}  // namespace duban::documents
