#include "documents/core/outline_labels.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace duban::documents {

void MarkNames(const Text& text, const Dictionary& dictionary, std::vector<OutlineLine>* lines) {
  std::vector<std::size_t> alone;
  for (std::size_t i = 0; i + 1 < lines->size(); ++i) {
    const OutlineLine& line = (*lines)[i];
    if (line.named || line.chars < 2 || line.chars > 8 ||
        dictionary.LabelRole(text.Of(line.body)) != Role::kTitle)
      continue;
    if (dictionary.HeadRole(text.Of((*lines)[i + 1].body)) != Role::kNone) return;
    alone.push_back(i);
  }
  if (alone.size() < 3) return;
  for (const std::size_t i : alone) {
    OutlineLine& line = (*lines)[i];
    line.named = true;
    line.body.begin = line.body.end;
  }
}

void JoinNames(std::vector<OutlineLine>* lines) {
  for (std::size_t i = 0; i + 1 < lines->size(); ++i) {
    OutlineLine& line = (*lines)[i];
    if (!line.named || !line.body.empty()) continue;
    line.body = (*lines)[i + 1].body;
    line.range.end = line.body.end;
    line.chars = (*lines)[i + 1].chars;
    lines->erase(lines->begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

void MarkFields(const Text& text, std::vector<OutlineLine>* lines) {
  constexpr std::size_t kMostLabelBytes = 36;
  constexpr std::size_t kLeastLines = 3;
  const auto words_of = [&](const OutlineLine& line) {
    const std::string_view words = text.Of(line.body);
    const std::size_t end = std::min(FindColon(words.substr(0, kMostLabelBytes + 3)), words.size());
    const bool open = !line.numbering && !line.named && line.label == Role::kNone && end >= 6 &&
                      end <= kMostLabelBytes;
    for (std::size_t at = 0; open && at < end; at += CharAt(words, at).bytes) {
      if (!IsHan(CharAt(words, at).code)) return std::string_view();
    }
    return open ? words.substr(0, end) : std::string_view();
  };
  std::vector<std::string_view> opening;  // of each line
  opening.reserve(lines->size());
  std::map<std::string_view, std::size_t> opened;
  for (const OutlineLine& line : *lines) {
    opening.push_back(words_of(line));
    if (!opening.back().empty()) ++opened[opening.back()];
  }
  bool labelled = false;
  std::string_view first;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    OutlineLine& line = (*lines)[i];
    const std::string_view words = opening[i];
    const bool again = !words.empty() && opened[words] >= kLeastLines;
    if (again && first.empty() && !labelled) first = words;  // it opens the items
    line.field = again && words != first;
    labelled = labelled || line.named || line.label != Role::kNone;
  }
}

}  // namespace duban::documents
