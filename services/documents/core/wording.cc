#include "documents/core/wording.h"

#include <algorithm>
#include <cstdint>
#include <unordered_set>

namespace duban::documents {
namespace {

std::unordered_set<std::uint64_t> Pairs(std::string_view text) {
  std::unordered_set<std::uint64_t> pairs;
  char32_t last = 0;
  int count = 0;
  for (std::size_t at = 0; at < text.size() && count < 400; ++count) {
    const Char c = CharAt(text, at);
    at += c.bytes;
    if (!IsHan(c.code)) {
      last = 0;
      continue;
    }
    if (last != 0) pairs.insert((static_cast<std::uint64_t>(last) << 32) | c.code);
    last = c.code;
  }
  return pairs;
}

bool EndsSentence(char32_t c) {
  return c == U'。' || c == ';' || c == U'\uFF1B' || c == '!' || c == U'\uFF01' || c == '?' || c == U'\uFF1F' || c == '\n' ||
         c == '|';
}

bool EndsClause(char32_t c) {
  return EndsSentence(c) || c == ',' || c == U'\uFF0C' || c == ':' || c == U'\uFF1A';
}

// A text without any mark costs no more than this much either way.
constexpr std::size_t kMaxReach = 3000;

template <typename Ends>
Range Around(std::string_view text, Range within, std::size_t at, const Ends& ends) {
  Range range{at, at};
  while (range.begin > within.begin && at - range.begin < kMaxReach) {
    const Char c = CharBefore(text, range.begin);
    if (ends(c.code)) break;
    range.begin -= c.bytes;
  }
  while (range.end < within.end && range.end - at < kMaxReach) {
    const Char c = CharAt(text, range.end);
    if (ends(c.code)) break;
    range.end += c.bytes;
  }
  return range;
}

}  // namespace

double Alikeness(std::string_view a, std::string_view b) {
  const auto first = Pairs(a);
  const auto second = Pairs(b);
  const std::size_t least = std::min(first.size(), second.size());
  if (least == 0) return 0;
  const auto shared = std::count_if(first.begin(), first.end(), [&](std::uint64_t pair) { return second.contains(pair); });
  return static_cast<double>(shared) / static_cast<double>(least);
}

bool CloseUnit(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return false;
  return a == b || a.starts_with(b) || b.starts_with(a) || a.ends_with(b) || b.ends_with(a);
}

bool SameUnit(std::string_view a, std::string_view b) {
  if (CloseUnit(a, b)) return true;
  constexpr std::string_view kClasses[][12] = {
      {"个", "处", "座", "所", "家", "间", "站", "点", "项", "种", "只", "类"},
      {"台", "部", "个", "辆", "套", "盏", "架", "批", "批次", "件", "", ""},
      {"人", "名", "人次", "位", "个", "", "", "", "", "", "", ""},
      {"户", "家", "个", "", "", "", "", "", "", "", "", ""},
      {"场", "场次", "次", "期", "场比赛", "个", "", "", "", "", "", ""},
      {"条", "条次", "个", "", "", "", "", "", "", "", "", ""},
      {"公里", "千米", "km", "", "", "", "", "", "", "", "", ""},
      {"平方米", "平米", "㎡", "", "", "", "", "", "", "", "", ""},
      {"件", "件次", "宗", "起", "", "", "", "", "", "", "", ""},
      {"张", "个", "床", "", "", "", "", "", "", "", "", ""}};
  for (const auto& words : kClasses) {
    const bool first = std::find(std::begin(words), std::end(words), a) != std::end(words);
    const bool second = std::find(std::begin(words), std::end(words), b) != std::end(words);
    if (first && second) return true;
  }
  return false;
}

Range SentenceAround(std::string_view text, Range within, std::size_t at) {
  return Around(text, within, at, EndsSentence);
}

Range ClauseAround(std::string_view text, Range within, std::size_t at) {
  return Around(text, within, at, EndsClause);
}

std::vector<Range> Brackets(std::string_view text, Range range) {
  std::vector<Range> found;
  int depth = 0;
  std::size_t open = 0;
  for (std::size_t at = range.begin; at < range.end;) {
    const Char c = CharAt(text, at);
    if (c.code == '(' || c.code == U'\uFF08') {
      if (depth++ == 0) open = at + c.bytes;
    } else if ((c.code == ')' || c.code == U'\uFF09') && depth > 0 && --depth == 0) {
      if (at - open <= 200) found.push_back({open, at});
    }
    at += c.bytes;
  }
  return found;
}

}  // namespace duban::documents
