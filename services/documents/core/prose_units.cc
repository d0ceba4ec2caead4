#include "documents/core/prose_units.h"

#include <algorithm>
#include <utility>

#include "documents/core/announced_lists.h"
#include "documents/core/clause_words.h"
#include "documents/core/outline_preamble.h"

namespace duban::documents {
namespace {

Units UnitsOf(const Text& text, const FigureIndex& figures, const OutlineLine& line,
              std::u32string_view marks) {
  Units units;
  if ((IsNumbered(line) && !OpensWithKind(text, line)) || line.labelled() ||
      Closes(text.Of(line.range)))
    return units;
  const Range whole = IsNumbered(line) ? line.body : line.range;
  for (const Range part : SplitAt(text.str(), whole, marks)) {
    const auto one = NumberingAt(text.str(), part.begin);
    const bool opens = part.begin == whole.begin || (one && one->style == NumberStyle::kOne);
    const Range range =
        opens && one && one->range.end < part.end ? Range{one->range.end, part.end} : part;
    const std::string_view words = text.Of(range);
    const bool counts =
        FindAnnouncement(words).count > 0 ||
        std::ranges::any_of(Counts(words), [](const Count& count) { return count.value > 1; });
    units.push_back({range, opens, figures.In(range) > 0 && !counts, counts});
  }
  return units;
}

std::size_t Counting(const Units& line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](const Unit& unit) { return unit.counts; }));
}

// Short lines above paragraphs are the names of what these tell.
bool IsHeading(const Text& text, const OutlineLine& line) {
  constexpr std::size_t kMostChars = 32;
  const std::string_view words = text.Of(line.body);
  return line.chars <= kMostChars && !EndsWithAny(words, {"。", ":", "：", ";", "；"}) &&
         !HoldsDigit(words);
}

}  // namespace

Told Gather(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
            const Kinds& kinds, std::u32string_view marks) {
  const bool chapters = kinds.count > 1;
  Told told;
  for (std::size_t i = 0; i < lines.size() && !told.states; ++i) {
    if (figures.In(lines[i].range) == 0 || (chapters && !kinds.of_line[i].empty())) continue;
    Units units = UnitsOf(text, figures, lines[i], marks);
    if (Telling({&units, 1}) == 0) continue;
    told.states = Counting(units) > 1;
    if (chapters && i > 0 && !kinds.of_line[i - 1].empty()) {
      units.insert(units.begin(),
                   Unit{.range = kinds.of_line[i - 1], .opens = true, .heads = true});
    } else {
      told.headings += i > 0 && IsHeading(text, lines[i - 1]);
    }
    (Counting(units) > 0 ? told.leads : told.lines).push_back(std::move(units));
  }
  return told;
}

std::size_t Telling(std::span<const Units> lines) {
  std::size_t n = 0;
  for (const Units& line : lines)
    n += static_cast<std::size_t>(
        std::ranges::count_if(line, [](const Unit& unit) { return unit.tells; }));
  return n;
}

bool IsSlogan(const Text& text, const Unit& unit) {
  return !unit.tells && !unit.heads && CountChars(text.Of(unit.range)) <= kMostSloganChars;
}

}  // namespace duban::documents
