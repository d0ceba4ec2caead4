#include "documents/core/figure_words.h"

#include <algorithm>
#include <string>
#include <utility>

#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"
#include "documents/quantities/dates.h"

namespace duban::documents {

Range RangeOf(const quantities::Span& span) {
  return {static_cast<std::size_t>(span.start_byte), static_cast<std::size_t>(span.end_byte)};
}

std::string_view Around(const Text& text, Range within, Range figure, std::size_t bytes) {
  std::size_t begin = figure.begin > within.begin + bytes ? figure.begin - bytes : within.begin;
  std::size_t end = std::min(figure.end + bytes, within.end);
  while (begin > within.begin && (static_cast<unsigned char>(text.str()[begin]) & 0xC0) == 0x80)
    --begin;
  while (end < within.end && (static_cast<unsigned char>(text.str()[end]) & 0xC0) == 0x80) ++end;
  return text.Of({begin, end});
}

std::string_view WordsBefore(const Text& text, Range figure, std::size_t bytes) {
  const std::size_t begin = figure.begin > bytes ? figure.begin - bytes : 0;
  return text.Of({ClauseAround(text, {begin, figure.end}, figure.begin).begin, figure.begin});
}

std::size_t RatesNamed(const quantities::Quantity& quantity) {
  const std::string_view noun = quantity.noun_before;
  for (const auto& [word, count] :
       {std::pair<std::string_view, std::size_t>{"两项", 2}, {"两个", 2}, {"三项", 3}}) {
    if (Contains(noun, word) && Contains(noun, "率") && Contains(noun, "均")) return count;
  }
  std::size_t count = 1;
  for (const std::string_view joint : kWordsOf<"率和", "率、", "率及", "率与">) {
    for (std::size_t at = Find(noun, joint); at != std::string::npos;
         at = Find(noun, joint, at + 3))
      ++count;
  }
  return std::min<std::size_t>(count, 4);
}

bool IsBase(const Text& text, Range passage, Range figure) {
  const std::size_t nearest = std::max(passage.begin, figure.begin > 120 ? figure.begin - 120 : 0);
  if (!MentionsAny<"从", "由">(text.Of({nearest, std::max(nearest, figure.begin)}))) return false;
  const Range sentence = SentenceAround(text, passage, figure.begin);
  std::string_view before = text.Of({sentence.begin, std::max(sentence.begin, figure.begin)});
  std::string_view after = text.Of({std::min(figure.end, sentence.end), sentence.end});
  if (before.size() > 120) before = before.substr(before.size() - 120);
  if (after.size() > 90) after = after.substr(0, 90);
  std::size_t from = std::string_view::npos;
  for (const std::string_view word : kWordsOf<"从", "由">) {
    const std::size_t at = FindLast(before, word);
    if (at != std::string_view::npos && (from == std::string_view::npos || at > from)) from = at;
  }
  if (from == std::string_view::npos || Contains(before.substr(from), "，") ||
      Contains(before.substr(from), ","))
    return false;
  if (MentionsAny<"到", "至", "升为", "增为">(before.substr(from))) return false;
  for (const std::string_view change :
       kWordsOf<"提高", "提升", "增加", "上调", "调整", "拓宽", "扩大", "扩建", "降低", "下降",
                "减少", "缩短", "压缩", "增长", "上升", "升", "降", "增", "扩", "调">) {
    const std::size_t at = Find(after, change);
    if (at == std::string_view::npos) continue;
    const std::string_view arrival = after.substr(at + change.size(), 12);
    return arrival.starts_with("到") || arrival.starts_with("至") || arrival.starts_with("为");
  }
  return false;
}

bool Becomes(const Text& text, const quantities::Quantity& earlier,
             const quantities::Quantity& later) {
  if (earlier.unit != later.unit || earlier.value == later.value) return false;
  const std::size_t end = RangeOf(earlier.phrase).end;
  return EndsWithAny<"调整为", "改为", "变更为", "调减为", "调增为">(
      text.Of({end, std::max(end, RangeOf(later.phrase).begin)}));
}

bool CountsRest(std::string_view before) {
  return EndsWithAny<"其余", "其余的", "剩余", "剩余的", "余下", "余下的", "剩下", "剩下的", "还剩",
                     "尚余", "另有", "另外", "其他", "尚有", "还有">(before);
}

std::size_t OutlookOf(const Text& text, Range passage) {
  const std::size_t at = OutlookIn(text.Of(passage));
  return at == std::string_view::npos ? passage.end : passage.begin + at;
}

std::size_t OutlookIn(std::string_view words) {
  if (!MentionsAny<"下一", "下步", "下阶段", "接下来">(words)) return std::string_view::npos;
  std::size_t first = std::string_view::npos;
  for (const std::string_view word : kWordsOf<"下一步", "下步", "下阶段", "下一阶段", "接下来">) {
    for (std::size_t at = Find(words, word); at != std::string_view::npos;
         at = Find(words, word, at + word.size())) {
      const bool opens = at == 0 || EndsWithAny<"。", "；", ";", "\n", "|">(words.substr(0, at));
      if (opens) first = std::min(first, at);
    }
  }
  return first;
}

std::string_view BehindTime(std::string_view words) {
  std::size_t end = 0;
  for (const std::string_view time :
       kWordsOf<"目前", "截至目前", "截止目前", "今年以来", "年初以来", "一年来">) {
    if (words.starts_with(time)) end = time.size();
  }
  const bool dated =
      !words.empty() && ((words[0] >= '0' && words[0] <= '9') ||
                         StartsWithAny<"截", "今", "本年", "上半年", "下半年", "前", "一", "二",
                                       "三", "四", "第", "全年", "到">(words));
  if (end == 0 && dated) {
    const auto dates = quantities::FindDates(words.substr(0, 60), {.default_year = 2000});
    if (dates.empty() || dates.front().span.start_byte != 0) return words;
    const quantities::DateKind kind = dates.front().kind;
    if (kind != quantities::DateKind::kPeriod && kind != quantities::DateKind::kAsOf) return words;
    end = static_cast<std::size_t>(dates.front().span.end_byte);
  }
  if (end == 0) return words;
  words.remove_prefix(std::min(end, words.size()));
  for (const std::string_view mark : kWordsOf<",", "，", "止">) {
    if (words.starts_with(mark)) words.remove_prefix(mark.size());
  }
  return words;
}

}  // namespace duban::documents
