#include <algorithm>
#include <string>
#include <string_view>

#include "documents/core/clause_words.h"
#include "documents/core/outline_heads.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMostRuns =
    12;  // of one style that begin anew: beyond, they number the pieces of items

// The lines of one style of numbering.
struct Run {
  NumberStyle style = NumberStyle::kArabic;
  std::vector<std::size_t> lines;
};

// Every style, in the order of first appearance: the outer ones first.
std::vector<Run> RunsOf(const std::vector<OutlineLine>& lines) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].numbering || lines[i].label != Role::kNone) continue;
    auto run = std::find_if(runs.begin(), runs.end(), [&](const Run& other) {
      return other.style == lines[i].numbering->style;
    });
    if (run == runs.end()) run = runs.insert(runs.end(), Run{.style = lines[i].numbering->style});
    run->lines.push_back(i);
  }
  return runs;
}

// Lines of the outer styles that stand right above items.
std::vector<std::size_t> GroupsOf(const std::vector<Run>& runs, std::size_t own,
                                  const std::vector<std::size_t>& heads) {
  std::vector<std::size_t> groups;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    // A list of annexes may number before the chapters do: 附件:1.…2.… above 一、教育.
    if (r == own || runs[r].lines.front() >= heads.front()) continue;
    std::size_t near = 0;
    std::size_t among = 0;
    for (const std::size_t line : runs[r].lines) {
      if (line > heads.back()) break;
      const auto next = std::upper_bound(heads.begin(), heads.end(), line);
      const bool inside = next != heads.begin() || *next <= line + 3;
      among += inside;
      near += inside && *next <= line + 3;
    }
    if (near * 5 < among * 3) continue;
    groups.insert(groups.end(), runs[r].lines.begin(), runs[r].lines.end());
  }
  std::sort(groups.begin(), groups.end());
  return groups;
}

// The line behind the last item: there a line of the same style that is none of the heads, or of an
// outer one, stands.
std::size_t EndOf(const std::vector<OutlineLine>& lines, const std::vector<Run>& runs,
                  std::size_t own, const std::vector<std::size_t>& heads) {
  std::size_t end = lines.size();
  for (std::size_t r = 0; r <= own; ++r) {
    const auto next = std::upper_bound(runs[r].lines.begin(), runs[r].lines.end(), heads.back());
    if (next != runs[r].lines.end()) end = std::min(end, *next);
  }
  return end;
}

// The runs of a style from each place where its numbers begin anew.
std::vector<std::vector<std::size_t>> PartsOf(const std::vector<OutlineLine>& lines,
                                              const Run& run) {
  std::vector<std::vector<std::size_t>> parts;
  int last = 1000;
  for (const std::size_t line : run.lines) {
    const int value = lines[line].numbering->value;
    if (value <= last || parts.empty()) parts.emplace_back();
    parts.back().push_back(line);
    last = value;
  }
  return parts;
}

// From the first 1 each next number, whatever of the same style stands between: steps inside of
// items may count alike.
std::vector<std::size_t> Chain(const std::vector<OutlineLine>& lines, const Run& run) {
  std::vector<std::size_t> chain;
  for (const std::size_t line : run.lines) {
    if (lines[line].numbering->value == static_cast<int>(chain.size()) + 1) chain.push_back(line);
  }
  return chain;
}

// (2件) behind a heading: how many stand below it; 0 when it says none.
int CountInBracket(const Text& text, const OutlineLine& line) {
  if (line.chars > 40) return 0;
  for (const Range inner : Brackets(text.str(), line.body)) {
    std::string words = Normal(text.Of(inner));
    if (words.starts_with("共")) words.erase(0, std::string_view("共").size());
    const int value = words.size() <= 12 ? CountIn(words) : 0;
    if (value > 0) return value;
  }
  return 0;
}

// Whether each heading counts, and as many items stand below each as it counts.
bool AsCounted(const Text& text, const std::vector<OutlineLine>& lines,
               const Candidate& candidate) {
  for (std::size_t g = 0; g < candidate.groups.size(); ++g) {
    const std::size_t next =
        g + 1 < candidate.groups.size() ? candidate.groups[g + 1] : lines.size();
    const auto own = std::ranges::count_if(candidate.heads, [&](std::size_t head) {
      return head > candidate.groups[g] && head < next;
    });
    if (own == 0 || CountInBracket(text, lines[candidate.groups[g]]) != own) return false;
  }
  return candidate.groups.size() >= 2;
}

}  // namespace

bool TellsState(const Text& text, const Dictionary& dictionary, const OutlineLine& line) {
  const std::string_view words = text.Of(line.body);
  // 一、食堂改造项目完成情况 names its project.
  if (line.chars > 30 || (line.chars > 10 && words.ends_with("情况"))) return false;
  return dictionary.Mentions(Words::kStatusInProgress, words) ||
         dictionary.Mentions(Words::kStatusCompleted, words) ||
         dictionary.Mentions(Words::kStatusDelayed, words);
}

void AddByNumbers(const Text& text, const Dictionary& dictionary,
                  const std::vector<OutlineLine>& lines, std::vector<Candidate>* out) {
  const std::vector<Run> runs = RunsOf(lines);
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const auto add = [&](std::vector<std::size_t> heads) {
      if (heads.empty()) return;
      Candidate candidate{.way = Way::kNumbers,
                          .groups = GroupsOf(runs, r, heads),
                          .end = EndOf(lines, runs, r, heads)};
      candidate.heads = std::move(heads);
      candidate.counted = AsCounted(text, lines, candidate);
      out->push_back(std::move(candidate));
    };
    add(runs[r].lines);
    const std::vector<std::vector<std::size_t>> parts = PartsOf(lines, runs[r]);
    if (parts.size() > 1 && parts.size() <= kMostRuns) {
      for (const std::vector<std::size_t>& part : parts) add(part);
    }
    if (parts.size() > 1) add(Chain(lines, runs[r]));
    // Paragraphs below headings of states.
    const auto states =
        std::count_if(runs[r].lines.begin(), runs[r].lines.end(),
                      [&](std::size_t line) { return TellsState(text, dictionary, lines[line]); });
    if (runs[r].lines.size() < 2 || states * 2 <= static_cast<std::ptrdiff_t>(runs[r].lines.size()))
      continue;
    Candidate candidate{.way = Way::kStates, .groups = runs[r].lines, .end = lines.size()};
    const std::size_t last = runs[r].lines.back();
    const int counted = CountInBracket(text, lines[last]);
    int behind = 0;  // of the last state
    for (std::size_t line = runs[r].lines.front(); line < lines.size(); ++line) {
      if (lines[line].numbering || lines[line].labelled() || lines[line].chars < 14) continue;
      // 三、推进缓慢的项目(2项): a third paragraph closes the document.
      if (counted > 0 && line > last && behind++ == counted) {
        candidate.end = line;
        break;
      }
      candidate.heads.push_back(line);
    }
    candidate.counted = AsCounted(text, lines, candidate);
    if (candidate.heads.size() >= runs[r].lines.size()) out->push_back(std::move(candidate));
  }
}

}  // namespace duban::documents
