#include "documents/core/outline_parts.h"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "documents/core/labels.h"
#include "documents/core/numbering.h"
#include "documents/core/outline_lines.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// Whether a line holds as many marks of labels as several pairs need.
bool MayHoldPairs(std::string_view words) {
  constexpr std::size_t kLeast = 2;  // a third label may need none: it opens the line
  std::size_t marks = 0;
  kSetOf<":", "：", "【">.ForEach(words,
                                  [&marks](std::size_t, std::size_t) { return ++marks < kLeast; });
  return marks == kLeast;
}

// The parts of a line that holds several pairs (任务目标:… 进展情况:…), from where each begins;
// empty for any other line.
std::vector<Range> PartPairs(const Text& text, std::span<const Label> labels, Range range) {
  std::vector<std::size_t> begins;
  Role last = Role::kNone;
  bool reported = false;
  for (const Label& label : labels) {
    if (Promises(label.role) && (begins.empty() || last == Role::kProgress))
      begins.push_back(label.range.begin);
    reported = reported || label.role == Role::kProgress;
    last = label.role;
  }
  if (!reported || begins.size() < 2) return {};
  if (begins.front() > range.begin) begins.insert(begins.begin(), range.begin);
  std::vector<Range> parts;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    parts.push_back(
        Trim(text.str(), {begins[i], i + 1 < begins.size() ? begins[i + 1] : range.end}));
  }
  return parts;
}

// ①新建幼儿园4所。项目进展:4所全部建成。②更换…。项目进展:…: the pieces of an item that one line
// holds, each with a report of its own, and what stands before them; empty for any other line.
std::vector<Range> PartPieces(const Text& text, std::span<const Label> labels, Range range) {
  const auto reports = [](const Label& label) { return label.role == Role::kProgress; };
  if (std::ranges::count_if(labels, reports) < 2) return {};
  Range lead;
  const std::vector<Piece> pieces = SplitNumbered(text.str(), range, &lead);
  if (pieces.empty() || pieces.front().numbering.value != 1) return {};
  const bool each = std::ranges::all_of(pieces, [&](const Piece& piece) {
    return std::ranges::any_of(labels, [&](const Label& label) {
      return reports(label) && piece.body.Contains(label.range.begin);
    });
  });
  if (!each) return {};
  std::vector<Range> parts;
  if (!lead.empty()) parts.push_back(lead);
  for (const Piece& piece : pieces) parts.push_back({piece.numbering.range.begin, piece.body.end});
  return parts;
}

// The same of a line that tells by labels of several promises.
std::vector<Range> PartLabelled(const Text& text, const Dictionary& dictionary, Range range) {
  if (!MayHoldPairs(text.Of(range))) return {};
  const std::vector<Label> labels = FindLabels(text.str(), range, dictionary);
  std::vector<Range> parts = PartPairs(text, labels, range);
  if (parts.empty()) parts = PartPieces(text, labels, range);
  return parts;
}

// The one paragraph that holds a numbered list (公告如下:一、…;二、…;三、…), where no line of the
// document begins with a number; null when there is none, or several.
const Block* OnlyNumberedBlock(const Text& text, const std::vector<Block>& blocks) {
  const Block* only = nullptr;
  for (const Block& block : blocks) {
    if (block.table >= 0 || block.lone_cell || NumberingAt(text.str(), block.range.begin))
      return nullptr;
    if (block.range.size() < 90) continue;
    const std::vector<Piece> pieces = SplitNumbered(text.str(), block.range, nullptr, 3);
    if (pieces.empty() || pieces.front().numbering.value != 1) continue;
    if (only != nullptr) return nullptr;
    only = &block;
  }
  return only;
}

// 一、促进就业(3项)1.…2.… above 二、社会保障(2项)3.…: a chapter whose numbered items follow on its
// own line and count on from those of the chapter before. Receives the pieces where the chapter, or
// the rest, begins; empty for any other line.
std::vector<Range> PartChapter(const Text& text, Range range, int last) {
  const auto chapter = NumberingAt(text.str(), range.begin);
  constexpr std::size_t kMostBytes =
      20'000;  // of a chapter on one line: each of its numbers is looked for
  if (range.size() > kMostBytes) return {};
  if (!chapter || chapter->style >= NumberStyle::kBare || chapter->range.end >= range.end)
    return {};
  // The items begin behind a bracket, a blank or a stop, where a sentence would not.
  const auto begin_of = [&](int number, std::size_t from, std::size_t end) {
    const std::string numeral = std::to_string(number) + ".";
    const std::string_view window = text.str().substr(0, end);
    for (std::size_t at = Find(window, numeral, from); at != std::string_view::npos;
         at = Find(window, numeral, at + 1)) {
      if (EndsWithAny(text.Of({from, at}), {")", "）", " ", "。", "；", ";", "：", ":"})) return at;
    }
    return range.end;
  };
  constexpr std::size_t kMostChars = 30;  // of the chapter's name
  const std::size_t from = chapter->range.end;
  constexpr std::size_t kNumeral = 12;
  std::size_t first =
      begin_of(last + 1, from, std::min(range.end, from + 4 * kMostChars + kNumeral));
  if (first >= range.end || CountChars(text.Of({from, first})) > kMostChars) return {};
  std::vector<Range> parts{Trim(text.str(), {range.begin, first})};
  for (int next = last + 2; first < range.end; ++next) {
    const std::size_t end = begin_of(next, first, range.end);
    parts.push_back(Trim(text.str(), {first, end}));
    first = end;
  }
  return parts;
}

// The same of a whole list on one line, parted at its chapters (一、教育类:1.…2.…二、卫生类:3.…);
// empty where one of them does not count on.
std::vector<Range> PartChapters(const Text& text, const std::vector<Range>& chapters) {
  std::vector<Range> all;
  int last = 0;
  for (const Range chapter : chapters) {
    const std::vector<Range> parts = PartChapter(text, chapter, last);
    if (parts.empty()) return {};
    all.insert(all.end(), parts.begin(), parts.end());
    last += static_cast<int>(parts.size()) - 1;  // without its heading
  }
  return all;
}

// …进展如下。一是… above 二是…: where the first item begins that stands at the end of the paragraph
// which leads to it, as the next line goes on with the second; `range.end` for any other line.
std::size_t FirstBehindLead(const Text& text, Range range, Range next) {
  constexpr std::pair<std::string_view, std::string_view> kFirstTwo[] = {
      {"一是", "二是"}, {"一、", "二、"}, {"1.", "2."}, {"1、", "2、"}};
  for (const auto& [first, second] : kFirstTwo) {
    if (!text.Of(next).starts_with(second) || text.Of(range).starts_with(first)) continue;
    for (const std::string_view mark : kWordsOf<"。", "：", ":">) {
      const std::size_t at = Find(text.Of(range), std::string(mark) + std::string(first));
      if (at != std::string_view::npos) return range.begin + at + mark.size();
    }
  }
  return range.end;
}

// A whole list on one line, parted at its numbers; empty where there are none.
std::vector<Range> PartList(const Text& text, Range range) {
  Range lead;
  const std::vector<Piece> pieces = SplitNumbered(text.str(), range, &lead, 3);
  std::vector<Range> items;
  for (const Piece& piece : pieces)
    items.push_back(Trim(text.str(), {piece.numbering.range.begin, piece.body.end}));
  if (std::vector<Range> parts = PartChapters(text, items); !parts.empty())
    items = std::move(parts);
  if (!items.empty() && !lead.empty()) items.insert(items.begin(), lead);
  return items;
}

}  // namespace

OutlineParts::OutlineParts(const Text& text, const Dictionary& dictionary,
                           const std::vector<Block>& blocks)
    : text_(text),
      dictionary_(dictionary),
      blocks_(blocks),
      only_(OnlyNumberedBlock(text, blocks)) {}

std::vector<Range> OutlineParts::Of(std::size_t block, int last) const {
  const Range range = blocks_[block].range;
  const bool followed = block + 1 < blocks_.size() && blocks_[block + 1].table < 0;
  const std::size_t first =
      FirstBehindLead(text_, range, followed ? blocks_[block + 1].range : Range{});
  if (first < range.end) return {{range.begin, first}, {first, range.end}};
  std::vector<Range> parts;
  if ((range.size() > 600 && blocks_.size() < 12) || &blocks_[block] == only_)
    parts = PartList(text_, range);
  if (parts.empty()) parts = PartChapter(text_, range, last);
  if (parts.empty()) parts = PartLabelled(text_, dictionary_, range);
  if (parts.empty()) parts.push_back(range);
  return parts;
}

}  // namespace duban::documents
