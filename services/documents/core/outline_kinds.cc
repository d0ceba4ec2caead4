#include "documents/core/outline_kinds.h"

#include <string_view>
#include <vector>

#include "documents/core/candidate.h"
#include "documents/core/clause_words.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// Whether words name a kind of projects and no project: 交通出行, 教育养老方面, but not
// 停车设施建设 or 完善医疗服务.
bool IsKind(const Text& text, Range range) {
  constexpr std::size_t kMostChars = 14;
  const std::string_view words = text.Of(range);
  const std::size_t chars = CountChars(words.substr(0, 4 * kMostChars));
  if (chars < 2 || chars > kMostChars || range.size() > 4 * kMostChars || HoldsDigit(words))
    return false;
  const bool field = chars <= 4 && words.ends_with("建设");  // 城乡建设
  if (TellsOfWork(words) && !field) return false;
  if (EndsWithAny(words, {"情况", "问题", "工作", "措施", "安排", "项目", "工程", "行动", "附件",
                          "日", "室", "府", "局"}))
    return false;
  return !MentionsAny<"。", "，", ",", "：", ":", "；", ";", "(", "（", "“">(words) &&
         !StartsWithAny(words, {"提高", "促进", "加强", "保障", "优化", "改善", "强化", "加快",
                                "办好", "支持", "扩大", "关爱", "深化", "健全", "落实", "打造"});
}

// 一、交通出行 above paragraphs.
bool IsKindHeading(const Text& text, const std::vector<OutlineLine>& lines, std::size_t i) {
  return !lines[i].labelled() && IsKind(text, lines[i].body) && i + 1 < lines.size() &&
         lines[i + 1].chars > lines[i].chars && !IsKind(text, lines[i + 1].body);
}

// The kind in a newspaper's heading that a slogan follows: 教育:新增学位5400个; empty for other
// lines.
Range KindOfSlogan(const Text& text, const std::vector<OutlineLine>& lines, std::size_t i) {
  const OutlineLine& line = lines[i];
  const std::string_view words = text.Of(line.range);
  if (line.chars > kMostSloganChars || IsNumbered(line) ||
      EndsWithAny(words, {":", "：", "。", "；", ";"}))
    return {};
  const std::size_t colon = kSetOf<":", "：">.First(words);
  const Range kind{line.range.begin, line.range.begin + colon};
  const bool above =
      colon < words.size() && i + 1 < lines.size() && lines[i + 1].chars > kMostSloganChars;
  return above && IsKind(text, kind) ? kind : Range{};
}

}  // namespace

bool IsNumbered(const OutlineLine& line) {
  return line.numbering && line.numbering->style != NumberStyle::kOne;
}

Kinds KindsOf(const Text& text, const std::vector<OutlineLine>& lines) {
  constexpr std::size_t kLeastSlogans = 3;
  Kinds kinds{.of_line = std::vector<Range>(lines.size())};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (IsKindHeading(text, lines, i)) kinds.of_line[i] = lines[i].body;
    kinds.count += !kinds.of_line[i].empty();
  }
  if (kinds.count > 1) return kinds;
  Kinds slogans{.of_line = std::vector<Range>(lines.size()), .slogans = true};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    slogans.of_line[i] = KindOfSlogan(text, lines, i);
    slogans.count += !slogans.of_line[i].empty();
  }
  return slogans.count < kLeastSlogans ? kinds : slogans;
}

bool OpensWithKind(const Text& text, const OutlineLine& line) {
  const std::size_t stop = Find(text.Of(line.body), "。");
  return stop != std::string_view::npos && line.body.begin + stop + 3 < line.body.end &&
         IsKind(text, {line.body.begin, line.body.begin + stop});
}

}  // namespace duban::documents
