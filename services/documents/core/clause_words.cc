#include "documents/core/clause_words.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "documents/core/byte_set.h"
#include "documents/core/figure_words.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// Those that may begin a mark that parts, a bracket or a quotation mark.
constexpr ByteSet kBeginsMark("(),;:.|!?\xE2\xE3\xEF");

// How long the unit of a project count at the start of `after` is; 0 when it counts something else.
std::size_t ProjectUnit(std::string_view before, std::string_view after) {
  if (after.empty() ||
      std::u32string_view(U"个项件小大子").find(CharAt(after, 0).code) == std::u32string_view::npos)
    return 0;
  for (const std::string_view unit : kWordsOf<"小项", "大项", "子项", "项", "件">) {
    if (after.starts_with(unit)) return unit.size();
  }
  if (!after.starts_with("个")) return 0;
  const std::string_view one = "个";
  // 7个考核项目, 8个提前实现年度目标任务的项目
  const std::string_view noun = BeforeFirst<",", "，", "、", "。">(after.substr(one.size(), 42));
  static constexpr std::string_view kKinds[] = {"项目", "事项", "小项", "大项",
                                                "子项", "分项", "实事", "指标"};
  static constexpr WordSet kAnyKind(kKinds);
  std::size_t first = std::size(kKinds);  // of the kinds that are named
  std::size_t end = 0;
  kAnyKind.ForEach(noun, [&](std::size_t kind, std::size_t at) {
    if (kind < first) end = at + kKinds[kind].size();
    first = std::min(first, kind);
    return true;
  });
  if (end > 0) return one.size() + end;
  for (const std::string_view kind : kWordsOf<"项目", "事项", "项目有", "事项有">) {
    if (before.ends_with(kind)) return one.size();
  }
  return 0;
}

}  // namespace

std::vector<Count> Counts(std::string_view words) {
  std::vector<Count> counts;
  constexpr const WordSet& kUnits =
      kSetOf<"个", "项", "件", "小", "大", "子">;  // that units begin with: numerals are more
  for (std::size_t at = kUnits.Next(words, 0); at < words.size(); at = kUnits.Next(words, at + 1)) {
    const std::size_t begin = NumeralBegin(words, at);
    const std::string_view before = words.substr(0, begin);
    const std::size_t unit = begin == at ? 0 : ProjectUnit(before, words.substr(at));
    const int value = unit == 0 ? 0 : NumeralValue(words.substr(begin, at - begin));
    if (unit > 0 && value > 0 && value <= 200 && !before.ends_with("第") &&
        !before.ends_with(".")) {
      counts.push_back({value, {begin, at + unit}});
    }
  }
  return counts;
}

int ProjectCount(std::string_view words) {
  const std::vector<Count> counts = Counts(words);
  return counts.empty() ? 0 : counts.back().value;
}

std::vector<Range> SplitAt(std::string_view text, Range range, std::u32string_view marks) {
  std::vector<Range> parts;
  const auto add = [&](std::size_t begin, std::size_t end) {
    const Range part = Trim(text, {begin, end});
    if (part.empty()) return;
    if (parts.empty()) parts.reserve(8);
    parts.push_back(part);
  };
  int depth = 0;
  std::size_t begin = range.begin;
  kBeginsMark.ForEach(text, range.begin, range.end, [&](std::size_t at) {
    const Char c = CharAt(text, at);
    switch (c.code) {
      case U'(':
      case U'（':
      case U'“':
      case U'《':
        ++depth;
        break;
      case U')':
      case U'）':
      case U'”':
      case U'》':
        depth = std::max(0, depth - 1);
        break;
      default:
        break;
    }
    if (depth == 0 && marks.find(c.code) != std::u32string_view::npos) {
      add(begin, at);
      begin = at + c.bytes;
    }
  });
  add(begin, range.end);
  return parts;
}

std::string_view Last(std::string_view words, std::size_t bytes) {
  std::size_t begin = words.size() > bytes ? words.size() - bytes : 0;
  while (begin < words.size() && (static_cast<unsigned char>(words[begin]) & 0xC0) == 0x80) ++begin;
  return words.substr(begin);
}

std::size_t NameEnd(std::string_view clause) {
  if (clause.starts_with("“")) {
    int depth = 0;
    for (std::size_t at = 0; at < clause.size();) {
      const Char c = CharAt(clause, at);
      at += c.bytes;
      if (c.code == U'“') ++depth;
      if (c.code == U'”' && --depth == 0) return at;
    }
  }
  std::size_t end = clause.size();
  std::uint32_t seen = 0;  // verbs that stand before it: a name has four characters
  kSetOf<"完成投", "完成率", "已", "均已", "仅", "正在", "原计划", "计划", "预计", "累计", "截至", "截止", "未启动", "正着手", "全部", "推进顺利", "完工", "竣工", "新开工", "，", ",", "(第",
         "（第">.ForEach(clause, [&](std::size_t verb, std::size_t at) {
    const std::uint32_t bit = std::uint32_t{1} << verb;
    if (at >= 12 && (seen & bit) == 0) {
      end = at;
      return false;
    }
    seen |= bit;
    return true;
  });
  // 山塘清淤5万亩 is named without its figure; 2个公园建设 is a promise as a whole.
  if (!IsDigit(CharAt(clause, 0).code)) {
    const std::size_t figure = clause.find_first_of("0123456789");
    if (figure != std::string_view::npos && figure >= 12 && figure < end) {
      end = figure;
      for (const std::string_view word :
           kWordsOf<"目标任务", "年度目标", "年度任务", "目标", "任务">) {  // 农村改厕任务450户
        if (!clause.substr(0, end).ends_with(word) || end < 12 + word.size()) continue;
        end -= word.size();
        break;
      }
    }
  }
  return end;
}

int CountIn(std::string_view words) {
  if (!EndsWithAny(words, {"项", "件", "个"}) || words.size() <= 3) return 0;
  return std::max(0, NumeralValue(words.substr(0, words.size() - 3)));
}

std::optional<Count> GroupCount(std::string_view text, Range heading) {
  for (const Range inner : Brackets(text, heading)) {
    const std::string words = Normal(text.substr(inner.begin, inner.size()));
    const int stated = words.size() <= 9 ? CountIn(words) : 0;
    if (stated > 0) return Count{.value = stated, .range = inner};
  }
  return std::nullopt;
}

std::size_t ClosingCount(std::string_view text, Range heading) {
  if (!EndsWithAny<")", "）">(text.substr(heading.begin, heading.size()))) return 0;
  const std::optional<Count> count = GroupCount(text, heading);
  return count ? static_cast<std::size_t>(count->value) : 0;
}

int BracketNumber(std::string_view words) {
  for (const std::string_view open : kWordsOf<"(第", "（第">) {
    const std::size_t at = Find(words, open);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = words.substr(at + open.size());
    for (const std::string_view unit : kWordsOf<"项", "件">) {
      const std::size_t end = Find(rest, unit);
      if (end == std::string_view::npos || end > 15) continue;
      if (const int value = NumeralValue(rest.substr(0, end)); value > 0) return value;
    }
  }
  return 0;
}

bool NamesProjectFirst(std::string_view clause) {
  for (const std::string_view end : kWordsOf<"项目", "工程", "行动">) {
    const std::size_t at = Find(clause, end);
    if (at == std::string_view::npos || at + end.size() == clause.size()) continue;
    const std::size_t chars = CountChars(clause.substr(0, at));
    if (chars >= 4 && chars <= 22 &&
        clause.substr(0, at).find_first_of(",0123456789") == std::string_view::npos)
      return true;
  }
  return false;
}

}  // namespace duban::documents
