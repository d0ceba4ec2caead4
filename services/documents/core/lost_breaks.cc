#include "documents/core/lost_breaks.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "documents/core/byte_set.h"
#include "documents/core/numbering.h"
#include "documents/core/word_set.h"

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

// Whether a head may stand behind a blank or a mark.
bool MayPrecede(char32_t c) {
  return IsSpace(c) || c == U'。' || c == U'；' || c == U')' || c == U'）';
}

// Whether a numbering of a style may begin with a character.
bool MayBegin(NumberStyle style, char32_t c) {
  switch (style) {
    case NumberStyle::kChinese:
      return IsChineseDigit(c);
    case NumberStyle::kChineseParen:
      return c == '(' || c == U'（';
    default:
      return IsDigit(c) || c == 'N';
  }
}

// The heads of one style of a list of which a copy has lost some line breaks: 二、 stands inside
// the line that 一、 opens, and 四、 opens the next. Receives where blocks are to be parted,
// rising; nothing where every head opens its line.
std::vector<std::size_t> LostBreaks(const Text& text, const std::vector<Block>& blocks,
                                    const Openings& openings, NumberStyle style) {
  constexpr std::size_t kMostBytes = 20'000;  // of a line in which heads are looked for
  const auto opens = [style](const std::optional<Numbering>& opening) {
    return opening && opening->style == style && opening->value > 0;
  };
  if (std::ranges::count_if(openings, opens) < 2) return {};
  std::vector<std::size_t> breaks;
  int last = 0;
  auto later = openings.begin();
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    if (opens(openings[b])) last = openings[b]->value;
    const Range block = blocks[b].range;
    if (last == 0 || blocks[b].table >= 0 || blocks[b].lone_cell || blocks[b].in_stream ||
        block.size() > kMostBytes)
      continue;
    later = std::find_if(std::max(later, openings.begin() + static_cast<std::ptrdiff_t>(b) + 1),
                         openings.end(), opens);
    const int ends = later != openings.end() && (*later)->value > last
                         ? (*later)->value
                         : last + 100;  // the next head that opens a line
    if (last + 1 >= ends) continue;
    kBeginsMark.ForEach(text.str(), block.begin, block.end, [&](std::size_t at) {
      const Char mark = CharAt(text.str(), at);
      const std::size_t head = at + mark.bytes;
      if (last + 1 >= ends || head >= block.end || !MayPrecede(mark.code) ||
          !MayBegin(style, CharAt(text.str(), head).code))
        return;
      const auto numbering = NumberingAt(text.str(), head);
      if (!numbering || numbering->style != style || numbering->value != last + 1 ||
          numbering->range.end >= block.end)
        return;
      breaks.push_back(head);
      ++last;
    });
  }
  if (breaks.size() < 2) breaks.clear();  // one alone may be a word of a sentence
  return breaks;
}

// Where one mark opens at least three items of a paragraph: ●改造公厕30座。●新增停车位500个。●…
// Marks that also tick a cell, or stand for a digit (○, □, √), part nothing.
std::vector<std::size_t> BulletsIn(const Text& text, Range block) {
  static constexpr std::string_view kMarks[] = {"●", "■", "◆", "▪", "★", "◎", "▶",
                                                "►", "➤", "◇", "✅", "◉", "▲", "△"};
  static constexpr WordSet kAnyMark(kMarks);
  constexpr std::size_t kLeast = 3;
  const std::string_view words = text.Of(block);
  if (kAnyMark.Next(words, 0) >= words.size()) return {};
  std::array<std::vector<std::size_t>, std::size(kMarks)> found;
  kAnyMark.ForEach(words, [&](std::size_t mark, std::size_t at) {
    const std::string_view before = Trim(words.substr(0, at));
    if (before.empty() || EndsWithAny(before, {"。", "；", ";", "：", ":", ")", "）", "！"}))
      found[mark].push_back(block.begin + at);
    return true;
  });
  std::vector<std::size_t>& most =
      *std::ranges::max_element(found, {}, [](const auto& places) { return places.size(); });
  if (most.size() < kLeast) return {};
  // A blank behind the last item's stop stands for a line break.
  const std::size_t blank = Find(text.Of({most.back(), block.end}), "。 ");
  const bool within = Contains(text.Of({most.front(), most.back()}), "。 ");
  if (blank != std::string_view::npos && !within)
    most.push_back(most.back() + blank + std::string_view("。").size());
  return std::move(most);
}

// The parts of a block between places inside of it, rising.
void AddParts(const Text& text, Block block, std::span<const std::size_t> breaks,
              std::vector<Block>* out) {
  const std::size_t end = block.range.end;
  for (const std::size_t at : breaks) {
    if (at <= block.range.begin) continue;
    block.range = Trim(text.str(), {block.range.begin, at});
    if (!block.range.empty()) out->push_back(block);
    block.range.begin = at;
  }
  block.range.end = end;
  out->push_back(block);
}

// Each item that a bullet opens on a line of its own.
std::vector<Block> PartedAtBullets(const Text& text, const std::vector<Block>& blocks) {
  std::vector<Block> out;
  out.reserve(blocks.size());
  for (const Block& block : blocks) {
    const bool prose = block.table < 0 && !block.lone_cell && !block.in_stream;
    AddParts(text, block, prose ? BulletsIn(text, block.range) : std::vector<std::size_t>{}, &out);
  }
  return out;
}

}  // namespace

std::vector<Block> WithLostBreaks(const Text& text, const std::vector<Block>& printed) {
  std::vector<Block> blocks = PartedAtBullets(text, printed);
  const Openings openings = OpeningsOf(text, blocks);
  for (const NumberStyle style :
       {NumberStyle::kChinese, NumberStyle::kChineseParen, NumberStyle::kArabic}) {
    const std::vector<std::size_t> breaks = LostBreaks(text, blocks, openings, style);
    if (breaks.empty()) continue;
    std::vector<Block> out;
    auto next = breaks.begin();
    for (const Block& block : blocks) {
      const auto behind = std::lower_bound(next, breaks.end(), block.range.end);
      AddParts(text, block, {next, behind}, &out);
      next = behind;
    }
    return out;
  }
  return blocks;
}

}  // namespace duban::documents
