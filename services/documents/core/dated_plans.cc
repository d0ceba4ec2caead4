#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "documents/core/figures.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

// What a plan is to reach by days within its year.
namespace duban::documents {
namespace {

using quantities::DateKind;
using quantities::DatePrecision;

// Whether words are a label of some kind: 关键节点:.
bool IsLabel(std::string_view words) {
  constexpr std::size_t kLongest = 30;  // bytes
  return words.size() <= kLongest && EndsWithAny<":", "\uFF1A">(words) && !HoldsDigit(words);
}

// Whether a date says by when, in the year, something is due: 6月底前.
bool IsDeadlineWithin(int year, const quantities::DateSpan& date) {
  return date.resolved && date.kind == DateKind::kDeadline && date.end.year == year &&
         date.precision != DatePrecision::kYear && date.precision != DatePrecision::kYears;
}

}  // namespace

// Tails of sentences that part a promise over several dates:
// …2340个,9月底前建成1620个,12月底前建成720个.
std::vector<Range> FigureReader::DatedPlans(Range passage, const std::vector<Date1>& dates) const {
  std::vector<Range> plans;
  if (occasion_.kind != Kind::kPlan) return plans;
  for (std::size_t i = 0; i < dates.size();) {
    const Range sentence = SentenceAround(text_, passage, dates[i].range.begin);
    std::vector<const Date1*> own;
    for (; i < dates.size() && (own.empty() || sentence.Contains(dates[i].range.begin)); ++i) {
      const auto& date = dates[i].date;
      const bool fine =
          date.precision == DatePrecision::kMonth || date.precision == DatePrecision::kQuarter ||
          date.precision == DatePrecision::kHalf || date.precision == DatePrecision::kTenDays ||
          date.precision == DatePrecision::kDay;
      if (date.resolved && fine && date.end.year == occasion_.year) own.push_back(&dates[i]);
      if (own.empty() && (i + 1 >= dates.size() || !sentence.Contains(dates[i + 1].range.begin))) {
        ++i;
        break;
      }
    }
    if (own.size() < 2 || own.front()->date.end == own.back()->date.end) continue;
    const Range tail{own.front()->range.begin, sentence.end};
    const auto parts = In(tail);
    if (parts.empty()) continue;
    const auto before = In({passage.begin, tail.begin});
    const bool shares =
        std::all_of(parts.begin(), parts.end(), [](const Quantity* q) { return q->percent; });
    const bool total = std::any_of(parts.begin(), parts.end(), [&](const Quantity* part) {
      return std::any_of(before.begin(), before.end(),
                         [&](const Quantity* q) { return q->unit == part->unit; });
    });
    if (shares || total) plans.push_back(tail);
  }
  return plans;
}

// Sentences and clauses that plan a part of the year's promise: 第二季度:完成20公里;
// 40公里,上半年完成15公里. `known` are the targets read before.
std::vector<Range> FigureReader::DatedSteps(Range passage, const std::vector<Date1>& dates,
                                            const std::vector<ReadTask>& known) const {
  std::vector<Range> steps;
  const auto promised = [&](const Quantity& part, std::size_t before) {
    if (part.percent)
      return Contains(part.noun_before, "率") || Contains(part.noun_before, "完成") ||
             Contains(part.noun_before, "开工") || Contains(part.noun_before, "完工");
    const auto figures = In({passage.begin, before});
    return std::ranges::any_of(
               figures,
               [&](const Quantity* q) { return q->unit == part.unit && q->value >= part.value; }) ||
           std::ranges::any_of(known, [&](const ReadTask& task) {
             return std::ranges::any_of(task.task.targets, [&](const Target& target) {
               return target.unit == part.unit && target.value >= part.value;
             });
           });
  };
  for (const Date1& date : dates) {
    const DatePrecision precision = date.date.precision;
    const bool fine = precision != DatePrecision::kYear && precision != DatePrecision::kYears &&
                      precision != DatePrecision::kRelative;
    if (!fine || !date.date.resolved || date.date.end.year != occasion_.year ||
        date.date.kind == DateKind::kAsOf || date.date.kind == DateKind::kSince)
      continue;
    if (std::ranges::any_of(steps, [&](Range step) { return step.Contains(date.range.begin); }))
      continue;
    const Range sentence = SentenceAround(text_, passage, date.range.begin);
    const std::string_view before = text_.Of({sentence.begin, date.range.begin});
    // 具体实施进度为:第一季度完成选址;第二季度进场;…: each of them is a step, with a figure or
    // without.
    if (EndsWithAny(before, {"进度为:", "进度为：", "进度:", "进度："})) {
      const std::string_view rest = text_.Of({date.range.begin, passage.end});
      steps.push_back({date.range.begin, date.range.begin + kSetOf<"。", "\n">.First(rest)});
      continue;
    }
    const bool opens = before.empty() || IsLabel(before);
    if (opens && StartsWithAny<":", "\uFF1A">(
                     text_.Of({date.range.end, std::max(date.range.end, sentence.end)}))) {
      steps.push_back({date.range.begin, sentence.end});
      continue;
    }
    const Range clause = ClauseAround(text_, passage, date.range.begin);
    const auto parts = In({date.range.end, std::max(date.range.end, clause.end)});
    if (!parts.empty() && std::ranges::all_of(parts, [&](const Quantity* part) {
          return !part->unit.empty() && promised(*part, clause.begin);
        })) {
      steps.push_back({date.range.begin, clause.end});
    }
  }
  return steps;
}

// A sentence that promises no figure but a day (住院楼9月底前启用) is a step; so is each of several
// such clauses (6月底前完成招标,10月底前建成通水).
void FigureReader::ReadDeadlines(const Passage& passage, const std::vector<Date1>& dates,
                                 const std::vector<Range>& plans, ReadTask* task) const {
  std::vector<const Date1*> deadlines;
  for (const Date1& date : dates) {
    if (std::ranges::any_of(plans, [&](Range plan) { return plan.Contains(date.range.begin); }))
      continue;
    if (IsDeadlineWithin(occasion_.year, date.date) &&
        In(ClauseAround(text_, passage.range, date.range.begin)).empty())
      deadlines.push_back(&date);
  }
  for (const Date1* date : deadlines) {
    const Range sentence = SentenceAround(text_, passage.range, date->range.begin);
    const auto beside = std::ranges::count_if(
        deadlines, [&](const Date1* other) { return sentence.Contains(other->range.begin); });
    if (beside < 2 && !In(sentence).empty()) continue;
    const Range step = ClauseAround(text_, passage.range, date->range.begin);
    task->task.milestones.push_back(
        {.due = date->date.end, .title = std::string(Trim(text_.Of(step))), .source = step});
  }
}

// 8月底前竣工并投入使用。
const FigureReader::Date1* FigureReader::DueOfAll(Range passage,
                                                  const std::vector<Date1>& dates) const {
  constexpr std::size_t kMostBytes = 60;
  if (dates.empty()) return nullptr;
  const Date1& last = dates.back();
  const Range sentence = SentenceAround(text_, passage, last.range.begin);
  if (!IsDeadlineWithin(occasion_.year, last.date) || sentence.size() > kMostBytes ||
      sentence.begin == passage.begin || !In(sentence).empty())
    return nullptr;
  if (!Trim(text_.Of({sentence.begin, last.range.begin})).empty()) return nullptr;
  std::string_view done = text_.Of({last.range.end, sentence.end});
  for (const std::string_view all : kWordsOf<"前", "全部", "全面">) {
    if (done.starts_with(all)) done.remove_prefix(all.size());
  }
  return StartsWithAny<"完成", "建成", "竣工", "完工", "投用", "投入使用", "交付">(done) ? &last
                                                                                         : nullptr;
}

// 6月底前,…;9月1日…;11月底前,…: whether a day of the year opens each of several pieces of a
// passage.
bool FigureReader::IsDatedThroughout(Range passage, const std::vector<Date1>& dates) const {
  const std::string_view words = text_.Of(passage);
  std::size_t pieces = 0;
  auto date = dates.begin();
  for (std::size_t begin = 0; begin < words.size();) {
    const std::size_t end = begin + kSetOf<"。", "；", ";", "\n">.First(words.substr(begin));
    const Range piece = Trim(text_.str(), {passage.begin + begin, passage.begin + end});
    begin = end < words.size() ? end + CharAt(words, end).bytes : end;
    if (piece.empty()) continue;
    while (date != dates.end() && date->range.begin < piece.begin) ++date;
    if (date == dates.end() || date->range.begin != piece.begin || !date->date.resolved ||
        date->date.end.year != occasion_.year)
      return false;
    ++pieces;
  }
  return pieces >= 2;
}

}  // namespace duban::documents
