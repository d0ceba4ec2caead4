#include "documents/core/outline_preamble.h"

#include <cstddef>
#include <map>
#include <string_view>

#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

// 7.强化考核… between 6. and 8. of a long run is a promise like its neighbours.
void KeepMembersOfRuns(std::vector<OutlineLine>* lines) {
  for (std::size_t i = 0; i < lines->size(); ++i) {
    OutlineLine& line = (*lines)[i];
    if (!line.preamble || line.numbering->style <= NumberStyle::kChineseParen) continue;
    const auto neighbour = [&](int step) {
      for (std::size_t j = i; j > 0 && j + 1 < lines->size() && j + 12 > i && j < i + 12;) {
        j = step > 0 ? j + 1 : j - 1;
        const OutlineLine& other = (*lines)[j];
        if (!other.numbering || other.numbering->style != line.numbering->style) continue;
        return other.numbering->value == line.numbering->value + step && !other.preamble;
      }
      return false;
    };
    if (line.numbering->value >= 3 && neighbour(-1) && neighbour(1)) line.preamble = false;
  }
}

// (二)推进措施 of every item says what stands below it there, and organises no work on all of them.
void KeepHeadingsOfItems(const Text& text, std::vector<OutlineLine>* lines) {
  constexpr std::size_t kLeastItems = 3;
  std::map<std::string_view, std::size_t> said;
  for (const OutlineLine& line : *lines) {
    if (line.preamble && line.label != Role::kNone) ++said[text.Of(line.body)];
  }
  for (OutlineLine& line : *lines) {
    if (line.preamble && line.label != Role::kNone && said[text.Of(line.body)] >= kLeastItems)
      line.preamble = false;
  }
}

// 二、工作步骤 behind (一)…(十) tells how the work on all of them is organised.
void LeaveStepsOfAll(std::vector<OutlineLine>* lines) {
  constexpr std::size_t kLeastItems = 3;
  std::size_t items = 0;  // in the chapter above
  for (OutlineLine& line : *lines) {
    if (!line.numbering) continue;
    items += line.numbering->style == NumberStyle::kChineseParen;
    if (line.numbering->style > NumberStyle::kChinese) continue;
    line.preamble =
        line.preamble || (items >= kLeastItems && line.label == Role::kSteps && line.chars <= 8);
    items = 0;
  }
}

}  // namespace

void SettlePreamble(const Text& text, std::vector<OutlineLine>* lines) {
  KeepMembersOfRuns(lines);
  KeepHeadingsOfItems(text, lines);
  LeaveStepsOfAll(lines);
}

std::vector<OutlineLine> WithoutPreamble(const std::vector<OutlineLine>& lines) {
  std::vector<OutlineLine> kept;
  constexpr int kNone = -1;
  int skipping = kNone;  // the style whose chapter is left out
  for (const OutlineLine& line : lines) {
    const int style = line.numbering ? static_cast<int>(line.numbering->style) : 99;
    if (skipping != kNone && style <= skipping) skipping = kNone;
    if (line.preamble && skipping == kNone && style <= static_cast<int>(NumberStyle::kChineseParen))
      skipping = style;
    if (skipping == kNone) kept.push_back(line);
  }
  return kept;
}

bool Closes(std::string_view words) {
  return StartsWithAny(words,
                       {"下一步", "下步", "下一阶段", "下阶段", "接下来", "存在", "主要问题"});
}

}  // namespace duban::documents
