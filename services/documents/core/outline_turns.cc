#include <algorithm>
#include <cstddef>
#include <map>

#include "documents/core/outline_heads.h"
#include "documents/core/told.h"

namespace duban::documents {
namespace {

// What a line is for.
enum class Turn { kPromise, kReport, kOther };

bool MayTurn(const OutlineLine& line) {
  return !line.numbering && !line.preamble && !line.named && line.chars >= 3;
}

Turn TurnOf(const Text& text, const OutlineLine& line) {
  if (!MayTurn(line)) return Turn::kOther;
  const std::string_view words = text.Of(line.range);
  if (line.labelled() || TellsWhatIsDone(words) || OpensReport(words) ||
      StartsWithAny(words, {"(", "（"}))
    return Turn::kReport;
  return Turn::kPromise;
}

}  // namespace

void AddByTurns(const Text& text, const std::vector<OutlineLine>& lines,
                std::vector<Candidate>* out) {
  constexpr std::size_t kLeastItems = 4;
  constexpr std::size_t kMostLines = 2;  // of a promise
  if (std::ranges::count_if(lines, MayTurn) < static_cast<std::ptrdiff_t>(2 * kLeastItems)) return;
  std::vector<Turn> turns;
  turns.reserve(lines.size());
  for (const OutlineLine& line : lines) turns.push_back(TurnOf(text, line));
  // Runs of lines that promise, each with the lines that report behind it.
  struct Pair {
    std::size_t begin = 0;
    std::size_t report = 0;
    std::size_t end = 0;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < lines.size();) {
    Pair pair{.begin = i};
    while (i < lines.size() && turns[i] == Turn::kPromise) ++i;
    pair.report = i;
    while (i < lines.size() && turns[i] == Turn::kReport) ++i;
    pair.end = i;
    if (pair.begin < pair.report && pair.report < pair.end) pairs.push_back(pair);
    if (i == pair.begin) ++i;
  }
  if (pairs.size() < kLeastItems) return;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t>
      forms;  // lines of the promise and of the report
  for (const Pair& pair : pairs) ++forms[{pair.report - pair.begin, pair.end - pair.report}];
  const auto [form, most] =
      *std::ranges::max_element(forms, {}, [](const auto& one) { return one.second; });
  if (form.first > kMostLines || most + 2 < pairs.size() || most * 5 < pairs.size() * 4) return;
  Candidate candidate{.way = Way::kTurns, .end = pairs.back().end};
  for (const Pair& pair : pairs) {
    // Above the first the title and what introduces the list stand without a report of their own.
    const std::size_t begin = pair.report - std::min(form.first, pair.report - pair.begin);
    if (!candidate.heads.empty() && pair.begin < begin) return;
    candidate.heads.push_back(begin);
  }
  out->push_back(std::move(candidate));
}

}  // namespace duban::documents
