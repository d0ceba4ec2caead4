#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/outline_heads.h"
#include "documents/core/outline_kinds.h"
#include "documents/core/prose_units.h"
#include "documents/core/reporting_units.h"
#include "documents/core/unit_items.h"

namespace duban::documents {
namespace {

constexpr int kLeastCounted =
    5;  // of promises that are announced: fewer sentences may be as many by chance
constexpr std::size_t kLeastUncounted =
    5;  // sentences of a paragraph that holds nearly all figures

// The lines that tell of as many projects as are announced: all of them, all but the first or the
// last, or one; empty where none do.
std::span<const Units> LinesAsAnnounced(const Told& told, bool slogans, const Counted& announced) {
  const std::span<const Units> all(told.lines);
  const std::size_t n = all.size();
  std::vector<std::span<const Units>> windows;
  if (n > 0) windows.push_back(all);
  // Paragraphs below headings of a newspaper all belong to its list.
  if (n > 1 && !slogans) windows.insert(windows.end(), {all.subspan(1), all.first(n - 1)});
  if (n > 2 && !slogans) windows.push_back(all.subspan(1, n - 2));
  for (std::size_t i = 0; i < n && n > 1 && !slogans; ++i) windows.push_back(all.subspan(i, 1));
  for (const Units& lead : told.leads) windows.emplace_back(&lead, 1);
  const auto fits = std::ranges::find_if(windows, [&](std::span<const Units> some) {
    const int telling = static_cast<int>(Telling(some));
    return telling >= kLeastCounted &&
           std::ranges::find(announced.promises, telling) != announced.promises.end();
  });
  return fits != windows.end() ? *fits : std::span<const Units>{};
}

// The items of lines that no sentence counts. `sentences`: the units are whole ones.
std::optional<Candidate> ReadUncounted(const Text& text, std::span<const Units> lines,
                                       bool sentences) {
  if (lines.empty()) return std::nullopt;
  const std::size_t all = Telling(lines);
  // Paragraphs that a kind opens each, above several sentences.
  if (UnitItems items(text, lines);
      items.least_of_field() > 0 && lines.size() * items.least_of_field() <= all)
    return items.Make();
  // One paragraph that tells all, each sentence of something else.
  const auto longest = std::ranges::max_element(lines, {}, [](const Units& line) {
    return Telling({&line, 1});
  });
  const std::size_t telling = Telling({&*longest, 1});
  if (sentences && telling >= kLeastUncounted && telling + 1 >= all &&
      telling * 5 >= longest->size() * 2)
    return UnitItems(text, {&*longest, 1}).Make();
  return std::nullopt;
}

// Whether other ways tell better where one item ends: numbers, unless they number kinds, and where
// `only_chapters` whatever no kinds part.
bool LeftToOtherWays(const Text& text, const std::vector<OutlineLine>& lines, const Kinds& kinds,
                     bool only_chapters) {
  std::size_t numbered = 0;
  std::size_t opened = 0;  // lines of a number, a kind and what stands below it
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!IsNumbered(lines[i])) continue;
    const bool opens = OpensWithKind(text, lines[i]);
    opened += opens;
    numbered += kinds.of_line[i].empty() && !opens;
  }
  return numbered > 2 || (only_chapters && kinds.count <= 1 && opened < 2);
}

}  // namespace

void AddCounted(const Text& text, const FigureIndex& figures, const std::vector<OutlineLine>& lines,
                const Counted& announced, bool only_chapters, std::vector<Candidate>* out) {
  const Kinds kinds = KindsOf(text, lines);
  if (LeftToOtherWays(text, lines, kinds, only_chapters)) return;
  const bool chapters = kinds.count > 1;
  std::vector<Told> gathered;
  for (const std::u32string_view marks : {U"", U"。", U"。；;"}) {
    if (marks.empty() && !chapters) continue;
    if (marks.size() > 1 && !HoldSemicolons(text, lines)) break;
    Told told = Gather(text, figures, lines, kinds, marks);
    if (told.states || (told.headings > 2 && told.headings * 2 >= told.lines.size())) return;
    if (const std::span<const Units> fits = LinesAsAnnounced(told, kinds.slogans, announced);
        !fits.empty()) {
      out->push_back(UnitItems(text, fits).Make());
      return;
    }
    if (!chapters && announced.promises.empty()) {
      if (std::optional<Candidate> read = ReadUncounted(text, told.lines, marks.size() == 1)) {
        out->push_back(*std::move(read));
        return;
      }
    }
    if (!marks.empty()) gathered.push_back(std::move(told));
  }
  if (only_chapters) return;
  if (std::optional<Candidate> read = ReadReporting(text, announced, kinds, std::move(gathered)))
    out->push_back(*std::move(read));
}

}  // namespace duban::documents
