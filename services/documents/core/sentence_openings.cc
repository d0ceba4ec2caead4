#include "documents/core/sentence_openings.h"

#include <algorithm>
#include <cstddef>

#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kMostNameChars = 30;

// Where what somebody said ends that opens a sentence: “路平了,灯亮了。”.
std::size_t BehindQuote(std::string_view sentence) {
  constexpr std::size_t kMostBytes = 240;
  if (!sentence.starts_with("“")) return 0;
  const std::size_t close = Find(sentence.substr(0, kMostBytes), "”");
  return close < kMostBytes &&
                 EndsWithAny(sentence.substr(0, close), {"。", "！", "？", "!", "?", ",", "，"})
             ? close + std::string_view("”").size()
             : 0;
}

// Where a clause that only dates the sentence or says who tells it ends: 今年, 统计显示,
// 市人社局负责人介绍.
std::size_t BehindLead(std::string_view sentence) {
  constexpr std::size_t kMostDate = 24;  // bytes
  constexpr std::size_t kMostTeller = 75;
  const std::size_t begin = BehindQuote(sentence);
  const std::string_view head = sentence.substr(begin, kMostTeller);
  const std::size_t at = kSetOf<",", "，", ":", "：">.First(head);
  if (at >= head.size()) return begin;
  const std::string_view clause = head.substr(0, at);
  const bool colon = CharAt(head, at).code == ':' || CharAt(head, at).code == U'：';
  const bool dates =
      !colon && at < kMostDate &&
      MentionsAny<"年", "月", "今", "目前", "此外", "同时", "另外", "显示", "介绍", "了解">(clause);
  const bool teller = EndsWithAny(clause, {"介绍", "介绍说", "表示", "告诉记者", "说", "了解到"});
  return dates || teller ? begin + at + CharAt(head, at).bytes : begin;
}

// 各项工程, 民生工程 and 25个项目 speak of all projects, 就业专项行动 and 文化惠民工程 of one.
bool SpeaksOfAll(std::string_view name) {
  for (const std::string_view field :
       kWordsOf<"文化惠民", "体育惠民", "健康惠民", "医疗惠民", "科技惠民">) {
    if (name.ends_with(field)) return SpeaksOfAll(name.substr(0, name.size() - field.size()));
  }
  const bool counts =
      !name.empty() && !name.ends_with("专项") &&
      (EndsWithAny(name, {"个", "项", "件", "大"}) || IsDigit(CharBefore(name, name.size()).code));
  return counts ||
         MentionsAny<"各", "该", "这", "民生", "民心", "实事", "惠民", "其他", "其余", "上述",
                     "以上", "所有", "全部", "多数", "重点", "部分", "情况">(name);
}

}  // namespace

Named OpeningOf(std::string_view sentence) {
  std::size_t begin = BehindLead(sentence);
  bool among = false;  // 其中,供水工程…: not 其中,供水工程和就业工程中的两项…
  for (const std::string_view word : kWordsOf<"在", "是", "其中,", "其中，">) {
    if (!sentence.substr(begin).starts_with(word)) continue;
    begin += word.size();
    among = among || word.size() > 3;
  }
  constexpr std::size_t kNoun = std::string_view("工程").size();
  constexpr std::size_t kMostBytes = 4 * (kMostNameChars + 1) + kNoun;
  if (!MentionsAny<"工程", "项目", "行动", "方面", "领域", ":", "：">(
          sentence.substr(begin, kMostBytes)))
    return {};
  int depth = 0;  // of quotes and brackets
  std::size_t end = begin;
  for (std::size_t chars = 0; chars <= kMostNameChars && end < sentence.size(); ++chars) {
    const std::string_view rest = sentence.substr(end);
    const std::string_view name = sentence.substr(begin, end - begin);
    const Char c = CharAt(sentence, end);
    const bool noun = chars >= 2 &&
                      (c.code == U'工' || c.code == U'项' || c.code == U'行' || c.code == U'方' ||
                       c.code == U'领') &&
                      !rest.starts_with("工程师");
    if (!noun && c.code >= 0x4E00 && c.code <= 0x9FFF) {
      end += c.bytes;
      continue;
    }
    if (noun && StartsWithAny(rest, {"工程", "项目", "行动"}) && !SpeaksOfAll(name)) {
      const std::string_view behind = rest.substr(kNoun);
      if (among && (Contains(name, "、") || StartsWithAny(behind, {"和", "、", "及", "等"})))
        return {};
      const bool colon = behind.starts_with(":") || behind.starts_with("：");
      return {colon ? Opening::kColon : Opening::kWork, {begin, end + kNoun}, among};
    }
    if (noun && StartsWithAny(rest, {"方面", "领域"}) && !SpeaksOfAll(name))
      return {Opening::kField, {begin, end}};
    if ((c.code == ':' || c.code == U'：') && depth <= 0 && chars >= 4 &&
        end + 20 < sentence.size() && !SpeaksOfAll(name))
      return {Opening::kColon, {begin, end}};
    const bool opens = c.code == U'“' || c.code == '(' || c.code == U'（';
    const bool closes = c.code == U'”' || c.code == ')' || c.code == U'）';
    depth += opens ? 1 : closes ? -1 : 0;
    if (!IsHan(c.code) && !IsDigit(c.code) && !opens && !closes && c.code != U'、' && depth <= 0)
      break;
    end += c.bytes;
  }
  return {};
}

Range QuotedName(std::string_view sentence) {
  constexpr std::size_t kLeastName = 4;  // characters
  constexpr std::size_t kMostLead = 20;
  const std::size_t begin = BehindLead(sentence);
  const std::size_t open = Find(sentence, "“", begin);
  if (open == std::string_view::npos) return {};
  const std::string_view lead = sentence.substr(begin, open - begin);
  const bool leads = lead.empty() || EndsWithAny(lead, {"的", "实施", "开展", "推进", "完成"});
  if (!leads || CountChars(lead) > kMostLead || MentionsAny<",", "，", "：", ":", "；", ";">(lead))
    return {};
  const Range name{open + std::string_view("“").size(),
                   std::min(Find(sentence, "”", open), sentence.size())};
  const std::string_view words = sentence.substr(name.begin, name.size());
  const std::size_t chars = CountChars(words);
  const bool said = name.end == sentence.size() ||
                    MentionsAny<",", "，", "。", "！", "!", "？", "?", "；", ";">(words);
  return said || chars < kLeastName || chars > kMostNameChars ? Range{} : name;
}

}  // namespace duban::documents
