#include "documents/core/flat_lines.h"

#include <algorithm>
#include <utility>

#include "documents/core/numbering.h"

namespace duban::documents {
namespace {

constexpr std::size_t kFlatLine = 450;  // bytes of a line that may be a whole document
constexpr std::size_t kFewLines = 3;    // of that length, which hold the document together
constexpr std::size_t kFewBlanks = 4;   // fewer blanks in it part nothing

bool IsLatin(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// One run of blanks and the characters around it.
struct Gap {
  Range range;
  char32_t before = 0;
  char32_t after = 0;
};

std::vector<Gap> GapsOf(std::string_view all, Range line) {
  std::vector<Gap> gaps;
  for (std::size_t at = NextBlank(all, line.begin, line.end); at < line.end;
       at = NextBlank(all, at, line.end)) {
    Gap gap{.range = {at, at}, .before = at > line.begin ? CharBefore(all, at).code : 0};
    while (gap.range.end < line.end && IsSpace(CharAt(all, gap.range.end).code))
      gap.range.end += CharAt(all, gap.range.end).bytes;
    gap.after = gap.range.end < line.end ? CharAt(all, gap.range.end).code : 0;
    at = gap.range.end;
    gaps.push_back(gap);
  }
  return gaps;
}

// Whether a text sets its figures off: most figures between Chinese characters have a blank before
// them, one of the gaps.
bool SetsFiguresOff(std::string_view all, Range line, const std::vector<Gap>& gaps) {
  constexpr std::size_t kLeast = 4;
  if (std::ranges::count_if(gaps, [](const Gap& gap) { return IsDigit(gap.after); }) <
      static_cast<std::ptrdiff_t>(kLeast))
    return false;
  std::size_t figures = 0;
  std::size_t spaced = 0;
  char32_t before = 0;
  char32_t last = 0;  // the last character that is no blank
  for (std::size_t at = line.begin; at < line.end;) {
    if (all[at] >= '\xE5' && all[at] <= '\xE9') {  // an ideograph, whichever
      before = last = U'一';
      at += 3;
      continue;
    }
    const Char c = CharAt(all, at);
    at += c.bytes;
    if (IsDigit(c.code) && !IsDigit(before) && IsHan(last)) {
      ++figures;
      spaced += IsSpace(before);
    }
    before = c.code;
    if (!IsSpace(c.code)) last = c.code;
  }
  return figures >= kLeast && spaced * 5 > figures * 4;
}

bool Parts(std::string_view all, std::size_t begin, const Gap& gap, const Gap* previous,
           const Gap* next, bool figures_set_off) {
  if (IsLatin(gap.before) && IsLatin(gap.after)) return false;
  // 序 号: a single character on either side of it.
  const auto lone = [&](std::size_t from, std::size_t to) {
    return to > from && to - from <= 3 && IsHan(CharAt(all, from).code);
  };
  if (previous != nullptr && lone(previous->range.end, gap.range.begin) && IsHan(gap.after) &&
      IsHan(gap.before)) {
    if (next != nullptr && lone(gap.range.end, next->range.begin)) return false;
  }
  // 附件2 belongs to the title behind it.
  const std::size_t word = previous != nullptr ? previous->range.end : begin;
  const std::string_view token = all.substr(word, gap.range.begin - word);
  if (token.starts_with("附件") && token.size() <= 9) return false;
  if (!figures_set_off) return true;
  const bool digits = IsDigit(gap.before) || IsDigit(gap.after);
  return !digits || NumberingAt(all, gap.range.end).has_value();
}

// Whether heads of a table follow each other among the words of a line: 序号 项目名称 年度目标
// 责任单位.
bool HoldsHeads(const Dictionary& dictionary, std::string_view all, const std::vector<Gap>& gaps) {
  constexpr std::size_t kHeads = 4;
  constexpr std::size_t kMaxBytes = 48;
  std::size_t run = 0;
  for (std::size_t i = 1; i < gaps.size() && run < kHeads; ++i) {
    const std::string_view word =
        all.substr(gaps[i - 1].range.end, gaps[i].range.begin - gaps[i - 1].range.end);
    run = word.size() <= kMaxBytes && dictionary.HeadRole(word) != Role::kNone ? run + 1 : 0;
  }
  return run >= kHeads;
}

}  // namespace

void PartFlatLines(const Text& text, const Dictionary& dictionary, std::vector<Block>* blocks) {
  const std::string_view all = text.str();
  std::size_t bytes = 0;
  std::size_t flat = 0;  // of them in long lines
  std::size_t flat_lines = 0;
  for (const Block& block : *blocks) {
    if (block.table >= 0) return;
    bytes += block.range.size();
    if (block.range.size() < kFlatLine) continue;
    ++flat_lines;
    flat += block.range.size();
  }
  if (flat_lines == 0 || flat_lines > kFewLines || flat * 10 < bytes * 8) return;
  std::vector<Block> parted;
  for (const Block& block : *blocks) {
    const std::vector<Gap> gaps = GapsOf(all, block.range);
    const bool set_off = gaps.size() >= kFewBlanks && SetsFiguresOff(all, block.range, gaps) &&
                         !HoldsHeads(dictionary, all, gaps);
    std::size_t begin = block.range.begin;
    for (std::size_t i = 0; i < gaps.size() && gaps.size() >= kFewBlanks; ++i) {
      const Gap* previous = i > 0 ? &gaps[i - 1] : nullptr;
      const Gap* next = i + 1 < gaps.size() ? &gaps[i + 1] : nullptr;
      if (!Parts(all, block.range.begin, gaps[i], previous, next, set_off)) continue;
      parted.push_back({.range = {begin, gaps[i].range.begin}});
      begin = gaps[i].range.end;
    }
    parted.push_back({.range = {begin, block.range.end}});
  }
  *blocks = std::move(parted);
}

}  // namespace duban::documents
