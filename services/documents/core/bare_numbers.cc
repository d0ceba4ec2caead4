#include "documents/core/bare_numbers.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// The number that a line of a list without marks begins with: 1 医疗卫生, 一开展助餐, or 1 above
// the line that it was joined to; 0 when none.
int BareStart(const Text& text, Range range, std::size_t* end) {
  const std::string_view words = text.Of(range);
  std::size_t at = 0;
  int value = 0;
  while (at < words.size() && at < 3 && words[at] >= '0' && words[at] <= '9')
    value = value * 10 + (words[at++] - '0');
  // 一 above 老旧小区改造: Chinese numerals only where they stand on a line of their own.
  if (at == 0) {
    while (at < words.size() && at < 9 && IsChineseDigit(CharAt(words, at).code))
      at += CharAt(words, at).bytes;
    const bool alone = at > 0 && at < words.size() && words[at] == '\n';
    // 一开展…行动, 二开展…行动: a short line that its numeral touches.
    const bool touches = at > 0 && at < words.size() && IsHan(CharAt(words, at).code) &&
                         CountChars(words) <= 60 && !words.ends_with("。");
    // 一    生态环境
    const bool spaced =
        at > 0 && at < words.size() && IsSpace(CharAt(words, at).code) && CountChars(words) <= 30;
    value = alone || touches || spaced ? NumeralValue(words.substr(0, at)) : 0;
    if (touches && value > 0) {
      *end = range.begin + at;
      return value;
    }
  }
  if (value <= 0 || at >= words.size() || !IsSpace(CharAt(words, at).code)) return 0;
  while (at < words.size() && IsSpace(CharAt(words, at).code)) at += CharAt(words, at).bytes;
  if (at >= words.size()) return 0;
  const char32_t next = CharAt(words, at).code;
  *end = range.begin + at;
  const bool padded = words[0] == '0';  // 06 S220公路改建
  return IsHan(next) || next == U'“' || next == U'《' || (padded && next >= 'A' && next <= 'Z') ||
                 Contains(text.Quote({range.begin, *end}), "\n")
             ? value
             : 0;
}

// The number of a table's first row stands below a short head, or below several and what groups the
// rows.
bool BelowHeads(const Text& text, const Dictionary& dictionary, const std::vector<Block>& blocks,
                std::size_t at) {
  const auto is_head = [&](std::size_t i, std::size_t chars) {
    const std::string_view cell = text.Of(blocks[i].range);
    return !HasMoreThan(chars, cell) && dictionary.HeadRole(cell) != Role::kNone;
  };
  if (at > 0 && is_head(at - 1, 8)) return true;
  std::size_t heads = 0;
  for (std::size_t i = at - std::min<std::size_t>(at, 7); i < at; ++i) heads += is_head(i, 16);
  return heads >= 4 || (heads == 3 && at >= 4 && is_head(at - 2, 16) && is_head(at - 3, 16) &&
                        is_head(at - 4, 16));
}

}  // namespace

std::vector<Block> JoinBareNumbers(const Text& text, const Dictionary& dictionary,
                                   const std::vector<Block>& blocks) {
  std::vector<std::size_t> run;  // blocks that hold 1, 2, 3…
  for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
    if (blocks[i].table >= 0 || blocks[i].lone_cell) continue;
    const std::string_view words = text.Of(blocks[i].range);
    const std::string number = std::to_string(run.size() + 1);
    const bool fits = NumeralValue(words) == static_cast<int>(run.size()) + 1 || words == number ||
                      words == "0" + number || (words.ends_with(".") && words == number + ".");
    if (words.size() > 9 || !fits || blocks[i + 1].table >= 0) continue;
    if (run.empty() && BelowHeads(text, dictionary, blocks, i)) return blocks;
    run.push_back(i);
  }
  // 01 opens an item of many lines; a bare 1 so far from 2 may be anything.
  const bool padded = !run.empty() && text.Of(blocks[run.front()].range).starts_with("0");
  if (run.size() < 3 || run.back() - run.front() > (padded ? 12 : 4) * run.size()) return blocks;
  std::vector<Block> out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    out.push_back(blocks[i]);
    if (next < run.size() && run[next] == i) {
      ++next;
      out.back().range.end = blocks[++i].range.end;
    }
  }
  return out;
}

std::optional<Numbering> CountedOn(const Text& text, Range range, int last) {
  const std::string_view words = text.Of(range);
  if (words.empty() || words[0] < '0' || words[0] > '9') return std::nullopt;
  const std::string next = std::to_string(last + 1);
  if (!words.starts_with(next)) return std::nullopt;
  const std::string_view behind = words.substr(next.size());
  for (const std::string_view mark : kWordsOf<".", ",", "，">) {
    const std::size_t least = mark == "." ? 0 : 12;  // of what follows
    if (!behind.starts_with(mark) || behind.size() <= mark.size() + least ||
        (mark == "." && last == 0))
      continue;
    if (IsDigit(CharAt(behind, mark.size()).code) != (mark == ".")) continue;
    return Numbering{
        NumberStyle::kArabic, last + 1, {range.begin, range.begin + next.size() + mark.size()}};
  }
  return std::nullopt;
}

void NumberBareLines(const Text& text, std::vector<OutlineLine>* lines) {
  std::vector<std::pair<std::size_t, std::size_t>> run;  // line, and where its words begin
  for (std::size_t i = 0; i < lines->size(); ++i) {
    std::size_t end = 0;
    if ((*lines)[i].numbering || (*lines)[i].named ||
        BareStart(text, (*lines)[i].range, &end) != static_cast<int>(run.size()) + 1)
      continue;
    run.emplace_back(i, end);
  }
  // 01 above its paragraphs is a number where the others are cut off too.
  const bool padded = !run.empty() &&
                      text.Of((*lines)[run.front().first].range).starts_with("01") &&
                      CountChars(text.Of((*lines)[run.front().first].range)) <= 30;
  if (run.size() < 3 && !padded) return;
  for (std::size_t n = 0; n < run.size(); ++n) {
    OutlineLine& line = (*lines)[run[n].first];
    line.numbering =
        Numbering{NumberStyle::kBare, static_cast<int>(n) + 1, {line.range.begin, run[n].second}};
    line.body = {run[n].second, line.range.end};
    line.chars = CountChars(text.Of(line.body));
  }
}

}  // namespace duban::documents
