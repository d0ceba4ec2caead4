#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/clause_words.h"
#include "documents/core/outline_heads.h"
#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMostChars = 40;  // of a heading
constexpr std::size_t kLeastGroups = 2;
constexpr std::size_t kLeastItems = 4;

// How many projects a heading counts below it: 一、进展较快的项目(7项); 0 when it counts none.
std::size_t CountOf(const Text& text, const OutlineLine& line) {
  return line.numbering && line.chars <= kMostChars ? ClosingCount(text.str(), line.range) : 0;
}

// The lines below a heading, in as many pieces as it counts, each with a figure: the lines
// themselves, their sentences, or what semicolons part. Empty where none are as many.
std::vector<Range> PiecesBelow(const Text& text, const FigureIndex& figures,
                               std::span<const OutlineLine> lines, std::size_t count,
                               bool* parted) {
  for (const std::u32string_view marks : {U"", U"。", U"。；;"}) {
    std::vector<Range> pieces;
    for (const OutlineLine& line : lines) {
      if (marks.empty()) {
        pieces.push_back(line.range);
      } else {
        for (const Range piece : SplitAt(text.str(), line.range, marks)) pieces.push_back(piece);
      }
      if (pieces.size() > count) break;
    }
    const bool told =
        std::ranges::all_of(pieces, [&](Range piece) { return figures.In(piece) > 0; });
    if (pieces.size() != count || !told) continue;
    *parted = *parted || !marks.empty();
    return pieces;
  }
  return {};
}

}  // namespace

void AddByGroupCounts(const Text& text, const FigureIndex& figures,
                      const std::vector<OutlineLine>& lines, std::vector<Candidate>* out) {
  Candidate candidate{.way = Way::kSentences, .counted = true};
  const auto push = [&](Range range) { candidate.made.push_back(MadeLine(text, range)); };
  bool parted = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t count = CountOf(text, lines[i]);
    if (count == 0) continue;
    std::size_t end = i + 1;
    while (end < lines.size() &&
           !(lines[end].numbering && lines[end].numbering->style == lines[i].numbering->style))
      ++end;
    const std::vector<Range> pieces =
        PiecesBelow(text, figures, std::span(lines).subspan(i + 1, end - i - 1), count, &parted);
    if (pieces.empty()) return;
    candidate.groups.push_back(candidate.made.size());
    push(lines[i].body);
    for (const Range piece : pieces) {
      candidate.heads.push_back(candidate.made.size());
      push(piece);
    }
    i = end - 1;
  }
  // Lines of their own are found by their form.
  if (!parted || candidate.groups.size() < kLeastGroups || candidate.heads.size() < kLeastItems)
    return;
  candidate.end = candidate.made.size();
  out->push_back(std::move(candidate));
}

}  // namespace duban::documents
