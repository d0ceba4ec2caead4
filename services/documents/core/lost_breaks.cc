#include "documents/core/lost_breaks.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "documents/core/byte_set.h"
#include "documents/core/numbering.h"

namespace duban::documents {
namespace {

// Bytes that the blanks and marks begin with behind which a head may stand.
constexpr ByteSet kBeginsMark("\t\n\v\f\r )\xC2\xE1\xE2\xE3\xEF");

// The numbering that each block opens with, where it may be a head.
using Openings = std::vector<std::optional<Numbering>>;

Openings OpeningsOf(const Text& text, const std::vector<Block>& blocks) {
  Openings openings(blocks.size());
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (blocks[b].table >= 0 || blocks[b].lone_cell || blocks[b].in_stream) continue;
    openings[b] = NumberingAt(text.str(), blocks[b].range.begin);
  }
  return openings;
}

// The heads of one style of a list of which a copy has lost some line breaks: 二、 stands inside the line that 一、 opens, and
// 四、 opens the next. Receives where each block is to be parted; nothing where every head opens its line.
std::vector<std::vector<std::size_t>> LostBreaks(const Text& text, const std::vector<Block>& blocks, const Openings& openings, NumberStyle style) {
  constexpr std::size_t kMostBytes = 20'000;  // of a line in which heads are looked for
  std::vector<int> opened(blocks.size());  // the number that each block opens with, 0 when none
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (openings[b] && openings[b]->style == style) opened[b] = openings[b]->value;
  }
  const auto openers = std::count_if(opened.begin(), opened.end(), [](int value) { return value > 0; });
  if (openers < 2) return {};
  std::vector<std::vector<std::size_t>> breaks(blocks.size());
  int last = 0;
  std::size_t found = 0;
  auto later = opened.begin();
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (opened[b] > 0) last = opened[b];
    const Range block = blocks[b].range;
    if (last == 0 || blocks[b].table >= 0 || blocks[b].lone_cell || blocks[b].in_stream || block.size() > kMostBytes) continue;
    later = std::find_if(std::max(later, opened.begin() + static_cast<std::ptrdiff_t>(b) + 1), opened.end(), [](int value) { return value > 0; });
    const int ends = later != opened.end() && *later > last ? *later : last + 100;  // the next head that opens a line
    bool may = false;  // a blank or a mark stands before, behind which a head may begin
    for (std::size_t at = block.begin; at < block.end && last + 1 < ends;) {
      if (!may) at = kBeginsMark.Next(text.str(), at, block.end);
      if (at >= block.end) break;
      const Char c = CharAt(text.str(), at);
      if (may && !IsSpace(c.code)) {
        const auto numbering = NumberingAt(text.str(), at);
        if (numbering && numbering->style == style && numbering->value == last + 1 && numbering->range.end < block.end) {
          breaks[b].push_back(at);
          ++found;
          ++last;
        }
      }
      may = IsSpace(c.code) || c.code == U'。' || c.code == U'；' || c.code == U')' || c.code == U'）';
      at += c.bytes;
    }
  }
  // One alone may be a word of a sentence.
  return found < 2 ? std::vector<std::vector<std::size_t>>() : breaks;
}

}  // namespace

std::vector<Block> WithLostBreaks(const Text& text, const std::vector<Block>& blocks) {
  const Openings openings = OpeningsOf(text, blocks);
  for (const NumberStyle style : {NumberStyle::kChinese, NumberStyle::kChineseParen, NumberStyle::kArabic}) {
    const std::vector<std::vector<std::size_t>> breaks = LostBreaks(text, blocks, openings, style);
    if (breaks.empty()) continue;
    std::vector<Block> out;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      Block part = blocks[b];
      for (const std::size_t at : breaks[b]) {
        part.range.end = at;
        out.push_back(part);
        out.back().range = Trim(text.str(), part.range);
        part.range = {at, blocks[b].range.end};
      }
      out.push_back(part);
    }
    return out;
  }
  return blocks;
}

}  // namespace duban::documents
