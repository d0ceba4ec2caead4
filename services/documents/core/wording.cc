#include "documents/core/wording.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "documents/core/byte_set.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMostChars = 400;

}  // namespace

Pairs::Pairs(std::string_view text) {
  pairs_.reserve(std::min(kMostChars, text.size() / 3));
  Add(text);
  Order();
}

Pairs::Pairs(std::string_view first, std::string_view second) {
  pairs_.reserve((first.size() + second.size()) / 3);
  Add(first);
  Add(second);
  Order();
}

void Pairs::Add(std::string_view text) {
  char32_t last = 0;
  std::size_t chars = 0;
  for (std::size_t at = 0; at < text.size() && chars < kMostChars; ++chars) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      last = 0;
      ++at;
      continue;
    }
    const Char c = CharAt(text, at);
    at += c.bytes;
    if (!IsHan(c.code)) {
      last = 0;
      continue;
    }
    if (last != 0) pairs_.push_back((static_cast<std::uint64_t>(last) << 32) | c.code);
    last = c.code;
  }
}

void Pairs::Order() {
  std::sort(pairs_.begin(), pairs_.end());
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
}

double Pairs::Alikeness(const Pairs& other) const {
  const std::size_t least = std::min(pairs_.size(), other.pairs_.size());
  if (least == 0) return 0;
  std::size_t shared = 0;
  for (auto a = pairs_.begin(), b = other.pairs_.begin();
       a != pairs_.end() && b != other.pairs_.end();) {
    shared += *a == *b;
    const bool both = *a == *b;
    const bool first = *a < *b;
    a += both || first;
    b += both || !first;
  }
  return static_cast<double>(shared) / static_cast<double>(least);
}

double Alikeness(std::string_view a, std::string_view b) { return Pairs(a).Alikeness(Pairs(b)); }

bool CloseUnit(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return false;
  return a == b || a.starts_with(b) || b.starts_with(a) || a.ends_with(b) || b.ends_with(a);
}

namespace {

// Units that count alike.
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

// Those of a word, by its first character: all that it is of, and perhaps others.
std::uint32_t ClassesOf(std::string_view unit) {
  static constexpr auto kByKey = [] {
    std::array<std::uint32_t, kCharKeys> classes{};
    for (std::size_t i = 0; i < std::size(kClasses); ++i) {
      for (const std::string_view word : kClasses[i]) {
        std::size_t at = 0;
        if (!word.empty()) classes[CharKey(word, &at)] |= std::uint32_t{1} << i;
      }
    }
    return classes;
  }();
  if (unit.empty()) return ~std::uint32_t{0};
  std::size_t at = 0;
  return unit.size() > 9 ? 0 : kByKey[CharKey(unit, &at)];
}

}  // namespace

bool SameUnit(std::string_view a, std::string_view b) {
  if (CloseUnit(a, b)) return true;
  // Which classes the units may be of, by their first characters; few share any.
  if ((ClassesOf(a) & ClassesOf(b)) == 0) return false;
  for (const auto& words : kClasses) {
    const bool first = std::find(std::begin(words), std::end(words), a) != std::end(words);
    const bool second = std::find(std::begin(words), std::end(words), b) != std::end(words);
    if (first && second) return true;
  }
  return false;
}

namespace {

// Where a short bracket that ends right before `at` opens, of words alone: 长者食堂(助餐点)25处;
// `at` where there is none.
std::size_t BeforeBracket(std::string_view text, std::size_t at) {
  constexpr std::size_t kMostBytes = 32;
  if (at == 0 || !EndsWithAny<")", "）">(text.substr(0, at))) return at;
  const std::size_t from = at - std::min(at, kMostBytes);
  const std::string_view words = text.substr(from, at - from);
  const std::size_t open =
      std::max(FindLast(words, "(") + 1, FindLast(words, "（") + 1);  // npos + 1 is 0
  return open == 0 || HoldsDigit(words.substr(open - 1)) ? at : from + open - 1;
}

// Up to `most` ideographs right before a figure and a bracket of words; up to eight right behind
// it.
std::string_view NounBefore(std::string_view text, std::size_t at, int most = 6) {
  at = BeforeBracket(text, at);
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
    if (std::u32string_view(U"于少到过约超达共计成").find(CharBefore(noun, noun.size()).code) ==
        std::u32string_view::npos)
      break;
    for (const std::string_view word : kWordsOf<"不少于", "至少", "达到", "超过", "不低于", "约",
                                                "超", "达", "共", "总计", "合计", "完成", "累计">) {
      if (noun.ends_with(word)) {
        noun.remove_suffix(word.size());
        changed = true;
      }
    }
  }
  return noun;
}

// The nouns beside a figure.
struct Beside {
  std::string_view before;
  std::string_view after;
};

Beside NounsBeside(std::string_view text, Range figure) {
  return {WithoutBound(NounBefore(text, figure.begin)), NounAfter(text, figure.end)};
}

bool Same(const Beside& a, const Beside& b) {
  if (CommonTail(a.before, b.before) >= 2) return true;
  // 步道24公里 and 步道建成22.5公里
  const auto built = [](std::string_view noun) {
    return noun.substr(
        0, noun.size() - (noun.ends_with("建成") ? std::string_view("建成").size() : 0));
  };
  if (CommonTail(built(a.before), built(b.before)) >= 2) return true;
  if (CommonHead(a.after, b.after) >= 2) return true;
  // 充电桩450个 and 450个充电桩 name the same; so does a noun that ends alike (公共停车位, 停车位).
  const auto inside = [](std::string_view noun, std::string_view other) {
    return CountChars(noun) >= 2 && Contains(other, noun);
  };
  const std::string_view near_a =
      a.before.size() > 9 ? a.before.substr(a.before.size() - 9) : a.before;
  const std::string_view near_b =
      b.before.size() > 9 ? b.before.substr(b.before.size() - 9) : b.before;
  return (a.after.empty() && inside(near_a, b.after)) ||
         (b.after.empty() && inside(near_b, a.after)) ||
         (!a.after.empty() && !b.after.empty() && CommonTail(a.after, b.after) >= 3);
}

}  // namespace

bool SameNouns(const Text& text, Range a, Range b) {
  return Same(NounsBeside(text.str(), a), NounsBeside(text.str(), b));
}

bool NamesSameThing(const Text& text, Range a, Range b) {
  const Beside first = NounsBeside(text.str(), a);
  const Beside second = NounsBeside(text.str(), b);
  if (CommonTail(first.before, second.before) >= 4) return true;
  const std::string_view shorter =
      first.after.size() < second.after.size() ? first.after : second.after;
  const std::string_view longer =
      first.after.size() < second.after.size() ? second.after : first.after;
  return CountChars(shorter) >= 3 && longer.ends_with(shorter);
}

Nouns::Nouns(const Text& text, Range figure)
    : before_(WithoutBound(NounBefore(text.str(), figure.begin))),
      far_(WithoutBound(NounBefore(text.str(), figure.begin, 11))),
      after_(NounAfter(text.str(), figure.end)),
      pairs_(far_, after_) {}

bool Nouns::Same(const Nouns& other) const {
  return documents::Same(Beside{before_, after_}, Beside{other.before_, other.after_});
}

double Nouns::Score(const Nouns& other) const {
  return 1.5 * pairs_.Alikeness(other.pairs_) +
         0.25 * static_cast<double>(CommonTail(far_, other.far_)) +
         0.25 * static_cast<double>(CommonHead(after_, other.after_)) + (Same(other) ? 0.5 : 0.0);
}

bool StartsWithKind(const std::vector<std::string>& names, std::string_view after) {
  const std::string_view noun = NounAfter(after, 0);
  for (const std::string& name : names) {
    const Char last = CharBefore(name, name.size());
    if (Contains(noun, std::string_view(name).substr(name.size() - last.bytes))) return true;
  }
  return false;
}

std::vector<Range> Brackets(std::string_view text, Range range, std::size_t longest) {
  std::vector<Range> found;
  int depth = 0;
  std::size_t open = 0;
  static constexpr ByteSet kBeginsBracket("()\xEF");
  for (std::size_t at = kBeginsBracket.Next(text, range.begin, range.end); at < range.end;
       at = kBeginsBracket.Next(text, at, range.end)) {
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
