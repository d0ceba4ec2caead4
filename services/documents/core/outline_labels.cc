#include "documents/core/outline_labels.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "documents/core/told.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// 承诺:新建学校3所。: the promise stands on the line of its label.
bool HoldsPromise(const Text& text, const OutlineLine& line) {
  const std::string_view words = text.Of(line.body);
  const std::size_t mark = kSetOf<":", "：", "】">.First(words);
  return Promises(line.label) && mark < words.size() &&
         mark + CharAt(words, mark).bytes < words.size();
}

bool IsPlain(const OutlineLine& line) { return !line.numbering && !line.labelled() && !line.named; }

}  // namespace

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

void MarkReports(const Text& text, std::vector<OutlineLine>* lines) {
  constexpr std::size_t kLeastPromises = 3;
  std::vector<std::size_t> promises;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    if ((*lines)[i].label == Role::kProgress) return;
    if (HoldsPromise(text, (*lines)[i])) promises.push_back(i);
  }
  if (promises.size() < kLeastPromises) return;
  std::vector<std::size_t> reports;
  std::size_t telling = 0;
  for (const std::size_t promise : promises) {
    std::size_t below = promise + 1;
    while (below < lines->size() && NamesSomebody((*lines)[below].label)) ++below;
    if (below == lines->size() || !IsPlain((*lines)[below])) return;
    // Behind a report only the heading of the next promise may be plain, and what closes a
    // document.
    if (promise != promises.back() && IsPlain((*lines)[below + 1]) &&
        !std::ranges::binary_search(promises, below + 2))
      return;
    telling += TellsWhatIsDone(text.Of((*lines)[below].body));
    reports.push_back(below);
  }
  if (telling * 2 < promises.size()) return;
  for (const std::size_t report : reports) (*lines)[report].reports = true;
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
