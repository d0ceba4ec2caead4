#include "documents/core/wording.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace duban::documents {
namespace {

constexpr std::size_t kMostChars = 400;

// The pairs of neighbouring ideographs of a text's first characters, in order and without repeats.
class Pairs {
 public:
  explicit Pairs(std::string_view text) {
    char32_t last = 0;
    std::size_t chars = 0;
    for (std::size_t at = 0; at < text.size() && chars < kMostChars; ++chars) {
      const Char c = CharAt(text, at);
      at += c.bytes;
      if (!IsHan(c.code)) {
        last = 0;
        continue;
      }
      if (last != 0) pairs_[size_++] = (static_cast<std::uint64_t>(last) << 32) | c.code;
      last = c.code;
    }
    std::sort(pairs_.begin(), pairs_.begin() + size_);
    size_ = static_cast<std::size_t>(std::unique(pairs_.begin(), pairs_.begin() + size_) - pairs_.begin());
  }

  std::size_t size() const { return size_; }

  std::size_t CountShared(const Pairs& other) const {
    std::size_t shared = 0;
    for (std::size_t i = 0, j = 0; i < size_ && j < other.size_;) {
      if (pairs_[i] == other.pairs_[j]) {
        ++shared;
        ++i;
        ++j;
      } else if (pairs_[i] < other.pairs_[j]) {
        ++i;
      } else {
        ++j;
      }
    }
    return shared;
  }

 private:
  std::array<std::uint64_t, kMostChars> pairs_;  // filled up to size_
  std::size_t size_ = 0;
};

bool EndsSentence(char32_t c) {
  return c == U'。' || c == ';' || c == U'\uFF1B' || c == '!' || c == U'\uFF01' || c == '?' || c == U'\uFF1F' || c == '\n' ||
         c == '|';
}

bool EndsClause(char32_t c) {
  return EndsSentence(c) || c == ',' || c == U'\uFF0C' || c == ':' || c == U'\uFF1A';
}

// Bytes that may begin a mark: the ASCII ones, and those that the wide ones share.
constexpr std::array<bool, 256> kBeginsMark = [] {
  std::array<bool, 256> begins{};
  for (const char c : std::string_view(";!?\n|,:\xE3\xEF")) begins[static_cast<unsigned char>(c)] = true;
  return begins;
}();

bool IsTail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
bool BeginsMark(char c) { return kBeginsMark[static_cast<unsigned char>(c)]; }

// A text without any mark costs no more than this much either way.
constexpr std::size_t kMaxReach = 3000;

template <bool Ends(char32_t)>
Range Around(std::string_view text, Range within, std::size_t at) {
  Range range{at, at};
  while (range.begin > within.begin && at - range.begin < kMaxReach) {
    std::size_t begin = range.begin - 1;
    while (begin > 0 && IsTail(text[begin])) --begin;
    if (BeginsMark(text[begin]) && Ends(CharAt(text, begin).code)) break;
    range.begin = begin;
  }
  while (range.end < within.end && range.end - at < kMaxReach) {
    if (BeginsMark(text[range.end]) && Ends(CharAt(text, range.end).code)) break;
    ++range.end;
    while (range.end < text.size() && IsTail(text[range.end])) ++range.end;
  }
  return range;
}

}  // namespace

double Alikeness(std::string_view a, std::string_view b) {
  const Pairs first(a);
  if (first.size() == 0) return 0;
  const Pairs second(b);
  const std::size_t least = std::min(first.size(), second.size());
  return least == 0 ? 0 : static_cast<double>(first.CountShared(second)) / static_cast<double>(least);
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

namespace {

// Up to `most` ideographs right before a figure; up to eight right behind it.
std::string_view NounBefore(std::string_view text, std::size_t at, int most = 6) {
  std::size_t begin = at;
  for (int i = 0; i < most && begin > 0; ++i) {
    const Char c = CharBefore(text, begin);
    if (!IsHan(c.code)) break;
    begin -= c.bytes;
  }
  return text.substr(begin, at - begin);
}

std::string_view NounAfter(std::string_view text, std::size_t at) {
  std::size_t end = at;
  for (int i = 0; i < 8 && end < text.size(); ++i) {
    const Char c = CharAt(text, end);
    if (!IsHan(c.code)) break;
    end += c.bytes;
  }
  return text.substr(at, end - at);
}

// The characters that both end (or start) with.
std::size_t CommonTail(std::string_view a, std::string_view b) {
  std::size_t count = 0;
  while (!a.empty() && !b.empty()) {
    const Char x = CharBefore(a, a.size());
    const Char y = CharBefore(b, b.size());
    if (x.code != y.code) break;
    a.remove_suffix(x.bytes);
    b.remove_suffix(y.bytes);
    ++count;
  }
  return count;
}

std::size_t CommonHead(std::string_view a, std::string_view b) {
  std::size_t count = 0;
  while (!a.empty() && !b.empty()) {
    const Char x = CharAt(a, 0);
    const Char y = CharAt(b, 0);
    if (x.code != y.code) break;
    a.remove_prefix(x.bytes);
    b.remove_prefix(y.bytes);
    ++count;
  }
  return count;
}

std::string_view WithoutBound(std::string_view noun) {
  for (bool changed = true; changed && !noun.empty();) {
    changed = false;
    if (std::u32string_view(U"于少到过约超达共计成").find(CharBefore(noun, noun.size()).code) == std::u32string_view::npos) break;
    for (const std::string_view word : {"不少于", "至少", "达到", "超过", "不低于", "约", "超", "达", "共", "总计", "合计", "完成", "累计"}) {
      if (noun.ends_with(word)) {
        noun.remove_suffix(word.size());
        changed = true;
      }
    }
  }
  return noun;
}

}  // namespace

bool SameNouns(const Text& text, Range a, Range b) {
  const std::string_view all = text.str();
  const std::string_view before_a = WithoutBound(NounBefore(all, a.begin));
  const std::string_view before_b = WithoutBound(NounBefore(all, b.begin));
  const std::string_view after_a = NounAfter(all, a.end);
  const std::string_view after_b = NounAfter(all, b.end);
  if (CommonTail(before_a, before_b) >= 2) return true;
  if (CommonHead(after_a, after_b) >= 2) return true;
  // 充电桩450个 and 450个充电桩 name the same; so does a noun that ends alike (公共停车位, 停车位).
  const auto inside = [](std::string_view noun, std::string_view other) {
    return CountChars(noun) >= 2 && Contains(other, noun);
  };
  const std::string_view near_a = before_a.size() > 9 ? before_a.substr(before_a.size() - 9) : before_a;
  const std::string_view near_b = before_b.size() > 9 ? before_b.substr(before_b.size() - 9) : before_b;
  return (after_a.empty() && inside(near_a, after_b)) || (after_b.empty() && inside(near_b, after_a)) ||
         (!after_a.empty() && !after_b.empty() && CommonTail(after_a, after_b) >= 3);
}

bool NamesSameThing(const Text& text, Range a, Range b) {
  const std::string_view all = text.str();
  if (CommonTail(WithoutBound(NounBefore(all, a.begin)), WithoutBound(NounBefore(all, b.begin))) >= 4) return true;
  const std::string_view after_a = NounAfter(all, a.end);
  const std::string_view after_b = NounAfter(all, b.end);
  const std::string_view shorter = after_a.size() < after_b.size() ? after_a : after_b;
  const std::string_view longer = after_a.size() < after_b.size() ? after_b : after_a;
  return CountChars(shorter) >= 3 && longer.ends_with(shorter);
}

double NounScore(const Text& text, Range a, Range b) {
  const std::string_view all = text.str();
  const std::string_view before_a = WithoutBound(NounBefore(all, a.begin, 11));
  const std::string_view before_b = WithoutBound(NounBefore(all, b.begin, 11));
  const std::string_view after_a = NounAfter(all, a.end);
  const std::string_view after_b = NounAfter(all, b.end);
  const std::string noun_a = std::string(before_a) + "|" + std::string(after_a);
  const std::string noun_b = std::string(before_b) + "|" + std::string(after_b);
  return 1.5 * Alikeness(noun_a, noun_b) + 0.25 * static_cast<double>(CommonTail(before_a, before_b)) +
         0.25 * static_cast<double>(CommonHead(after_a, after_b)) + (SameNouns(text, a, b) ? 0.5 : 0.0);
}

bool StartsWithKind(const std::vector<std::string>& names, std::string_view after) {
  const std::string_view noun = NounAfter(after, 0);
  for (const std::string& name : names) {
    const Char last = CharBefore(name, name.size());
    if (Contains(noun, std::string_view(name).substr(name.size() - last.bytes))) return true;
  }
  return false;
}

Range SentenceAround(std::string_view text, Range within, std::size_t at) {
  return Around<EndsSentence>(text, within, at);
}

Range ClauseAround(std::string_view text, Range within, std::size_t at) {
  return Around<EndsClause>(text, within, at);
}

std::vector<Range> Brackets(std::string_view text, Range range, std::size_t longest) {
  std::vector<Range> found;
  int depth = 0;
  std::size_t open = 0;
  for (std::size_t at = range.begin; at < range.end;) {
    const Char c = CharAt(text, at);
    if (c.code == '(' || c.code == U'\uFF08') {
      if (depth++ == 0) open = at + c.bytes;
    } else if ((c.code == ')' || c.code == U'\uFF09') && depth > 0 && --depth == 0) {
      if (at - open <= longest) found.push_back({open, at});
    }
    at += c.bytes;
  }
  return found;
}

}  // namespace duban::documents
