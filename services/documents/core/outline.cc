#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "documents/core/group_status.h"
#include "documents/core/listing.h"
#include "documents/core/outline_candidates.h"
#include "documents/core/outline_categories.h"
#include "documents/core/outline_item.h"
#include "documents/core/outline_lines.h"
#include "documents/core/outline_preamble.h"
#include "documents/core/outline_titles.h"

namespace duban::documents {
namespace {

// Without the chapters that organise the work, unless the numbers go with them.
std::vector<OutlineLine> LinesOfItems(const std::vector<OutlineLine>& all) {
  std::vector<OutlineLine> lines = WithoutPreamble(all);
  if (std::none_of(lines.begin(), lines.end(),
                   [](const OutlineLine& line) { return line.numbering.has_value(); }))
    return all;
  return lines;
}

// What closes a document stands below its last item: where the other items, at least four, are of
// so many lines at most, plain lines behind as many of the last one are no more of it.
void EndLast(const std::vector<OutlineLine>& lines, std::vector<ItemLines>* parts) {
  if (parts->size() < 5) return;
  std::size_t most = 0;
  for (std::size_t i = 0; i + 1 < parts->size(); ++i)
    most = std::max(most, (*parts)[i].end - (*parts)[i].begin);
  ItemLines& last = parts->back();
  if (last.end - last.begin <= most || most > 3) return;
  const bool plain = std::all_of(
      lines.begin() + static_cast<std::ptrdiff_t>(last.begin + most),
      lines.begin() + static_cast<std::ptrdiff_t>(last.end),
      [](const OutlineLine& line) { return !line.numbering && line.label == Role::kNone; });
  if (plain) last.end = last.begin + most;
}

// Whether the name of item `h` stands on the line below its head.
bool NamedBelow(const std::vector<OutlineLine>& lines, const Candidate& candidate, std::size_t h) {
  const std::size_t head = candidate.heads[h];
  return head + 1 < lines.size() && candidate.names[h].begin >= lines[head + 1].range.begin;
}

// Tells the lines of the items the names that the candidate found.
void GiveNames(const Candidate& best, std::vector<OutlineLine>* lines) {
  for (std::size_t h = 0; h < best.names.size(); ++h) {
    const bool below = NamedBelow(*lines, best, h);
    OutlineLine& line = (*lines)[best.heads[h] + (below ? 1 : 0)];
    line.name = best.names[h];
    if (best.way != Way::kPairs) line.body = {line.name.begin, line.range.end};
  }
}

// The lines that item `h` is read from: (一) alone above its promise, and a head above its name,
// say nothing themselves.
std::span<const OutlineLine> LinesOf(const std::vector<OutlineLine>& lines, const Candidate& best,
                                     std::size_t h, const ItemLines& part) {
  const bool alone = lines[best.heads[h]].body.empty() && part.begin + 1 < part.end;
  const bool below = alone || (h < best.names.size() && NamedBelow(lines, best, h));
  const std::size_t begin = part.begin + (below ? 1 : 0);
  return {lines.data() + begin, std::max(part.end, begin + 1) - begin};
}

// The number of item `h`: the printed one where it goes on from `last`, the number of the item
// before (0: there is none), without a great leap; else the next.
int NumberOf(const std::vector<OutlineLine>& lines, const std::vector<std::size_t>& heads,
             std::size_t h, int last) {
  constexpr int kMostLeap = 20;
  const int expected = last + 1;
  const auto& numbering = lines[heads[h]].numbering;
  if (!numbering || numbering->value < expected) return expected;
  if (numbering->value <= expected + kMostLeap) return numbering->value;
  // A copy may start in the middle: 116, 117, 118.
  if (h > 0 || heads.size() == 1) return expected;
  const auto& following = lines[heads[1]].numbering;
  const bool counts_on = following && following->value == numbering->value + 1;
  return counts_on ? numbering->value : expected;
}

}  // namespace

std::vector<Item> ReadOutline(const Text& text, const Dictionary& dictionary,
                              const FigureIndex& figures, const std::vector<Block>& blocks,
                              Range title, Range passage, std::vector<Range>* preface,
                              double* score) {
  const std::vector<OutlineLine> all = MakeLines(text, dictionary, blocks);
  std::vector<OutlineLine> lines = LinesOfItems(all);
  std::vector<Candidate> candidates =
      OutlineCandidates(text, dictionary, figures, title, passage, lines);
  if (candidates.empty() || candidates.front().score < kLeastScore) return {};
  Candidate& best = candidates.front();
  *score = best.score;
  if (!best.made.empty()) lines = std::move(best.made);
  NameByOpenings(text, dictionary, lines, &best);
  GiveNames(best, &lines);
  const std::vector<std::size_t>& heads = best.heads;
  for (const OutlineLine& line : all) {
    if (line.range.begin >= lines[heads.front()].range.begin) break;
    preface->push_back(line.range);
  }
  FindGroups(text, lines, &best);
  std::vector<ItemLines> parts = ItemsOf(best);
  EndLast(lines, &parts);
  std::vector<Item> items;
  for (std::size_t h = 0; h < heads.size(); ++h) {
    Item item = ReadItem(text, dictionary, LinesOf(lines, best, h, parts[h]));
    const Range category = CategoryOf(text, lines, best.groups, heads[h]);
    item.group_status = GroupStatus(dictionary, text.Of(category));
    if (item.group_status == Status::kNone) item.category = category;
    item.number = NumberOf(lines, heads, h, items.empty() ? 0 : items.back().number);
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<Item> ReadPlainLines(const Text& text, const Dictionary& dictionary,
                                 const std::vector<Block>& blocks) {
  const std::vector<OutlineLine> lines = MakeLines(text, dictionary, blocks);
  std::vector<Item> items;
  for (const OutlineLine& line : lines) {
    items.push_back(ReadItem(text, dictionary, {&line, 1}));
    items.back().number = static_cast<int>(items.size());
  }
  return items;
}

}  // namespace duban::documents
