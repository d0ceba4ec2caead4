#include "documents/core/outline_categories.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "documents/core/clause_words.h"
#include "documents/core/word_cuts.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// “住有所居” is a kind called 住有所居, and so is 【住有所居】.
Range WithoutQuotes(const Text& text, Range range) {
  const std::string_view words = text.Of(range);
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"“", "”"}, {"【", "】"}}) {
    if (!words.starts_with(open) || Find(words, close) != words.size() - close.size()) continue;
    return {range.begin + open.size(), range.end - close.size()};
  }
  return range;
}

// 区教育局(2件) above two items, then 区民政局(3件) above three: short lines without numbers that
// all count what stands below them group the items.
void AddCountedGroups(const Text& text, const std::vector<OutlineLine>& lines, Candidate* best) {
  constexpr std::size_t kMostChars = 24;
  std::vector<std::size_t> groups;
  std::size_t wanted = 0;  // heads before the next group
  std::size_t head = 0;
  for (std::size_t i = 0; i < best->end; ++i) {
    if (head < best->heads.size() && best->heads[head] == i) {
      if (!groups.empty() && wanted-- == 0) return;
      ++head;
      continue;
    }
    const OutlineLine& line = lines[i];
    if (line.numbering || line.label != Role::kNone || line.chars > kMostChars) continue;
    const std::size_t count = ClosingCount(text.str(), line.range);
    if (count == 0) continue;
    if (wanted > 0 || (groups.empty() && head > 0)) return;
    groups.push_back(i);
    wanted = count;
  }
  if (groups.size() >= 2 && wanted == 0 && head == best->heads.size())
    best->groups = std::move(groups);
}

// 【就业保障】 above one item, 【养老助残】 above the next two: names in brackets alone on their
// lines, from the first item on.
void AddBracketedGroups(const Text& text, const std::vector<OutlineLine>& lines, Candidate* best) {
  constexpr std::size_t kMostChars = 16;
  std::vector<std::size_t> groups;
  for (const std::size_t head : best->heads) {
    if (head == 0) continue;
    const OutlineLine& line = lines[head - 1];
    const std::string_view words = text.Of(line.range);
    const bool bracketed = line.chars <= kMostChars && words.starts_with("【") &&
                           Find(words, "】") + std::string_view("】").size() == words.size();
    if (bracketed && !line.labelled() && !HoldsDigit(words)) groups.push_back(head - 1);
    if (groups.empty()) return;
  }
  if (groups.size() >= 2) best->groups = std::move(groups);
}

}  // namespace

void FindGroups(const Text& text, const std::vector<OutlineLine>& lines, Candidate* best) {
  if (best->groups.empty()) AddCountedGroups(text, lines, best);
  if (best->groups.empty()) AddBracketedGroups(text, lines, best);
}

Range CategoryOf(const Text& text, const std::vector<OutlineLine>& lines,
                 const std::vector<std::size_t>& groups, std::size_t head) {
  const auto below = std::lower_bound(groups.begin(), groups.end(), head);
  return below == groups.begin() ? Range{} : WithoutQuotes(text, lines[*(below - 1)].body);
}

}  // namespace duban::documents
