#include "documents/core/promise_part.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "documents/core/candidate.h"
#include "documents/core/told.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/quantities/dates.h"

namespace duban::documents {
namespace {

// Whether a passage is a clause among others, with or without who is responsible in brackets: names
// are parted by 、 or stand on lines of their own.
bool IsClause(const Text& text, Range range) {
  if (range.begin == 0 || text.str()[range.begin - 1] == '\n') return false;
  constexpr std::size_t kLongestBracket = 200;  // bytes
  std::string_view behind = text.str().substr(range.end);
  if (StartsWithAny<"(", "（">(behind)) {
    const std::size_t close = std::min(Find(behind, ")"), Find(behind, "）"));
    if (close < kLongestBracket) behind.remove_prefix(close + CharAt(behind, close).bytes);
  }
  return StartsWithAny<"；", ";", "。">(behind) || EndsWithAny<"；", ";", "。">(text.Of(range));
}

// A sentence that looks ahead, or the rest of a heading that tells of works, and nothing done.
bool Promises(std::string_view sentence, bool heading) {
  if (TellsOfDone<"其中", "提前", "情况", "现", "%", "支出", "下达">(sentence)) return false;
  return MentionsAny<"全年", "年内", "年底前", "不少于", "确保", "力争", "主要内容">(sentence) ||
         (heading && TellsOfWork(sentence));
}

// Whether a sentence that tells of nothing done may promise: what was paid or reaches somebody is
// told, not promised.
bool PlansOnly(std::string_view sentence) {
  return TellsOfWork(sentence) &&
         !MentionsAny<"惠及", "发放", "投入", "投资", "进行", "月">(sentence);
}

// Whether an item has nothing but its first sentence, and an office in brackets behind it.
bool HasOnlyTitle(const Text& text, const auto& told) {
  if (told.empty() || told[0].role != Role::kTitle || !told[0].head.empty()) return false;
  return std::all_of(told.begin() + 1, told.end(), [&](const auto& one) {
    std::string_view words = text.Of(one.range);
    DropTail<"。", "；", ";">(&words);
    return one.head.empty() && StartsWithAny<"(", "（">(words) && EndsWithAny<")", "）">(words) &&
           !HoldsDigit(words);
  });
}

// Whether an item of one sentence says what was reached.
bool SaysReached(std::string_view words) {
  return MentionsAny<"已", "完成", "目前", "累计", "实际", "建成", "为计划的", "占计划", "占年度",
                     "占全年", "占目标", "超额", "按序时">(words);
}

// Whether words tell of a time of the year, up to now: 上半年,…; 目前,…; 截至6月底….
bool TurnsToReport(std::string_view words) {
  if (StartsWithAny<"上半年", "目前", "截至", "截止", "据统计", "一季度", "前三季度", "今年以来",
                    "年初以来", "一是">(words))
    return true;
  const auto dates = quantities::FindDates(words.substr(0, 60), {.default_year = 2000});
  return !dates.empty() && dates.front().span.start_byte == 0 &&
         dates.front().kind == quantities::DateKind::kPeriod;
}

}  // namespace

bool TitlesReport(const Text& text, const std::vector<Item>& items, bool closed) {
  std::size_t alone = 0;
  std::size_t reports = 0;
  for (const Item& item : items) {
    if (item.parts.size() != 1 || item.parts[0].fields.empty()) continue;
    std::vector<Field> fields = item.parts[0].fields;
    if (fields[0].role == Role::kProgress && fields[0].range == item.title)
      fields[0].role = Role::kTitle;  // told at once
    const std::string_view words = text.Of(fields[0].range);
    if (!HasOnlyTitle(text, fields) || !HoldsDigit(words)) continue;
    ++alone;
    reports += SaysReached(words) || Contains(words, "投入资金");
  }
  if (closed && alone == items.size()) return true;
  return reports >= 2 && alone * 3 >= items.size() * 2 && reports * 3 >= alone;
}

void ReadTitleAsReport(const Text& text, const ItemReading& reading, ProjectNode* project) {
  if (reading.plain != Role::kProgress || project->tasks.size() != 1) return;
  auto& passages = project->tasks.front().passages;
  if (!HasOnlyTitle(text, passages)) return;
  const std::string_view words = text.Of(passages[0].range);
  const bool ahead = MentionsAny<"计划", "预计", "力争", "确保", "将", "拟">(words);
  const bool reached = (reading.done && IsClause(text, passages[0].range)) || SaysReached(words) ||
                       (reading.told && !ahead);
  if (reached) passages[0].role = Role::kProgress;
}

void PartPromise(const Text& text, const ItemReading& reading, Range title, TaskNode* task) {
  if (reading.plain != Role::kProgress) return;
  const auto first =
      std::find_if(task->passages.begin(), task->passages.end(), [](const Passage& passage) {
        return passage.role == Role::kProgress && passage.head.empty() && passage.counts;
      });
  if (first == task->passages.end()) return;
  const std::string_view all = text.Of(first->range);
  const std::string_view between =
      text.str().substr(title.end, std::max(first->range.begin, title.end) - title.end);
  bool heading = !title.empty() && (between == "," || between == "，");
  // 全年新建… behind a promise is what the year brought.
  const bool promised = HoldsDigit(text.Of(title)) ||
                        std::any_of(task->passages.begin(), first, [](const Passage& passage) {
                          return passage.role == Role::kContent;
                        });
  std::size_t end = 0;
  while (end < all.size()) {
    const std::size_t stop = std::min({Find(all, "。", end), Find(all, "\n", end), all.size()});
    const std::size_t next =
        std::min(all.size(), stop + (stop < all.size() && all[stop] == '\n' ? 1 : 3));
    const bool fills = next >= all.size() || all[next] == '\n' || all[stop] == '\n';
    const std::string_view sentence = all.substr(end, stop - end);
    if (promised && OpensReport(sentence)) break;
    if (!Promises(sentence,
                  (heading && fills) || (end == 0 && !reading.results && PlansOnly(sentence) &&
                                         TurnsToReport(all.substr(next)))))
      break;
    heading = false;
    end = next;
  }
  const std::string_view rest = all.substr(end);
  const bool more = std::next(first) != task->passages.end();
  if (end == 0 ||
      (!more && !MentionsAny<"截至", "截止", "目前", "推进情况", "进展情况", "已", "累计">(rest)))
    return;
  Passage content = *first;
  content.range = Trim(text.str(), {first->range.begin, first->range.begin + end});
  content.role = Role::kContent;
  const Range report = Trim(text.str(), {first->range.begin + end, first->range.end});
  if (report.empty()) {
    *first = content;
  } else {
    first->range = report;
    task->passages.insert(first, content);
  }
}

}  // namespace duban::documents
