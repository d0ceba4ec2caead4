#include <algorithm>
#include <utility>

#include "documents/core/figure_words.h"
#include "documents/core/figures.h"
#include "documents/core/numbering.h"
#include "documents/core/word_cuts.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

using quantities::DateKind;
using quantities::DatePrecision;

constexpr std::size_t kQuarters = 4;

// Whether four figures go to the quarters of the year: 每季度分别完成25%、50%、75%、100%.
bool GoToQuarters(std::string_view words, std::size_t figures) {
  return figures == kQuarters && MentionsAny<"每季", "各季">(words) && Contains(words, "分别");
}

// Whether the words behind a day say that all is done by then, and nothing of one thing among
// others: 前全部完工并投入使用, but not 前完成招标 or 前全部开工.
bool DoesAll(std::string_view words) {
  for (const std::string_view all : kWordsOf<"前", "全部", "全面", "均">) {
    if (words.starts_with(all)) words.remove_prefix(all.size());
  }
  const bool done = Strip({"完成", "建成", "竣工", "完工", "投用", "投入使用", "交付使用", "启用",
                           "开业", "通水", "通车"},
                          &words);
  return done && (words.empty() || StartsWithAny<"。", "；", ";", "，", ",", "并", "、">(words));
}

// The last day of a quarter, counted from 0.
Date EndOfQuarter(int year, std::size_t quarter) {
  constexpr int kLastDays[kQuarters] = {31, 30, 30, 31};
  return Date{year, static_cast<int>(quarter + 1) * 3, kLastDays[quarter]};
}

}  // namespace

void FigureReader::ReadSteps(const Passage& passage, ReadTask* task) const {
  const auto numbering = NumberingAt(text_.str(), passage.range.begin);
  Range body = passage.range;
  if (numbering && numbering->range.end <= passage.range.end) body.begin = numbering->range.end;
  std::vector<Date1> dates;
  for (Date1& date : DatesIn(body)) {
    if (!date.date.resolved || date.date.precision == DatePrecision::kYears) continue;
    if (date.date.precision == DatePrecision::kYear && date.date.kind != DateKind::kDeadline)
      continue;
    dates.push_back(std::move(date));
  }
  const Figures figures = In(body);
  if (dates.empty()) {
    if (GoToQuarters(text_.Of(body), figures.size())) {
      for (std::size_t i = 0; i < kQuarters; ++i) {
        Milestone quarter{.due = EndOfQuarter(occasion_.year, i),
                          .title = std::string(text_.Of(body)),
                          .source = body};
        AddStepTargets(RangeOf(figures[i]->span), body, &quarter);
        task->task.milestones.push_back(std::move(quarter));
      }
      return;
    }
    if (!MentionsAny<"每月", "每季", "每周", "按月">(text_.Of(body)) || figures.empty()) return;
    Milestone milestone{.start = Date{occasion_.year, 1, 1},
                        .due = Date{occasion_.year, 12, 31},
                        .title = std::string(text_.Of(body)),
                        .source = body};
    for (const Quantity* quantity : figures) {
      for (Target& target : TargetsOf(*quantity, body, dates, Role::kSteps))
        milestone.targets.push_back(std::move(target));
    }
    task->task.milestones.push_back(std::move(milestone));
    return;
  }
  // Dates that follow each other at once (4月、6月、10月) belong to one step, unless its figures
  // are said to go to them one by one (分别).
  struct Step {
    std::vector<std::size_t> dates;
    Range body;
    std::vector<const Quantity*> figures;
  };
  std::vector<Step> steps;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    if (i > 0) {
      const std::string gap = Normal(text_.Of({dates[i - 1].range.end, dates[i].range.begin}));
      if (gap.empty() || gap == "、" || gap == "和" || gap == "及" || gap == "," || gap == "与") {
        steps.back().dates.push_back(i);
        continue;
      }
    }
    steps.push_back({{i}, {dates[i].range.begin, body.end}, {}});
  }
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) steps[i].body.end = steps[i + 1].body.begin;
  for (const Quantity* quantity : figures) {
    if (quantity->unit.empty()) continue;  // 三分之二以上同意
    const std::size_t at = RangeOf(quantity->span).begin;
    const auto behind =
        std::ranges::upper_bound(steps, at, {}, [](const Step& step) { return step.body.begin; });
    auto owner = static_cast<std::size_t>(std::max<std::ptrdiff_t>(behind - steps.begin() - 1, 0));
    // A figure whose clause names its date only behind it: 至少100个5月至7月进行.
    const Range clause = ClauseAround(text_, body, at);
    if (owner + 1 < steps.size() && clause.Contains(steps[owner + 1].body.begin) &&
        !clause.Contains(steps[owner].body.begin)) {
      ++owner;
    }
    steps[owner].figures.push_back(quantity);
  }
  for (Step& step : steps) {
    const Range sentence = SentenceAround(text_, body, step.body.begin);
    const bool each =
        step.dates.size() > 1 && (Contains(text_.Of(step.body), "分别") ||
                                  Contains(text_.Of({sentence.begin, step.body.begin}), "分别"));
    std::vector<Milestone> milestones;
    if (each) {
      for (const std::size_t d : step.dates) {
        milestones.push_back({.start = std::nullopt, .due = dates[d].date.end});
      }
    } else {
      const auto& first = dates[step.dates.front()].date;
      const auto& last = dates[step.dates.back()].date;
      Milestone milestone{.due = last.end};
      if (first.kind == DateKind::kPeriod || step.dates.size() > 1) milestone.start = first.start;
      milestones.push_back(std::move(milestone));
    }
    for (Milestone& milestone : milestones) {
      milestone.title = std::string(Trim(text_.Of(step.body)));
      milestone.source = step.body;
    }
    // Of figures said to go to the dates one by one, the last ones in a row of equal unit do;
    // others are the total.
    std::size_t spread_begin = step.figures.size();
    if (each && step.figures.size() >= milestones.size())
      spread_begin = step.figures.size() - milestones.size();
    for (std::size_t f = 0; f < step.figures.size(); ++f) {
      Milestone& owner = f >= spread_begin ? milestones[f - spread_begin] : milestones.back();
      for (Target& target : TargetsOf(*step.figures[f], body, dates, Role::kSteps)) {
        if (f > spread_begin && target.comparator == Comparator::kEqual) {
          target.comparator = step.figures[spread_begin]->comparator;
        }
        target.due = owner.due;
        const Range clause = ClauseAround(text_, body, target.source.begin);
        target.cumulative = MentionsAny<"共", "全年", "累计", "全部">(text_.Of(clause));
        const bool repeated =
            std::any_of(owner.targets.begin(), owner.targets.end(), [&](const Target& t) {
              return t.value == target.value && t.unit == target.unit &&
                     ClauseAround(text_, body, t.source.begin) == clause &&
                     Alikeness(Around(text_, body, t.source, 60),
                               Around(text_, body, target.source, 60)) > 0.6;
            });
        if (!repeated) owner.targets.push_back(std::move(target));
      }
    }
    for (Milestone& milestone : milestones) task->task.milestones.push_back(std::move(milestone));
  }
}

bool FigureReader::FulfilsAll(const Milestone& step, const std::vector<Target>& promised) const {
  const std::string_view words = text_.Of(step.source);
  if (step.targets.empty()) {
    const std::vector<Date1> dates = DatesIn(step.source);
    return !dates.empty() && dates.front().range.begin == step.source.begin &&
           DoesAll(words.substr(dates.front().range.end - step.source.begin));
  }
  if (!MentionsAny<"完成", "完工", "竣工", "建成">(words) || Contains(words, "开工")) return false;
  return std::ranges::all_of(step.targets, [&](const Target& target) {
    const bool whole = std::ranges::any_of(promised, [&](const Target& other) {
      return other.unit == target.unit && other.value == target.value;
    });
    return whole || (target.unit == "%" && target.value == 100);
  });
}

void FigureReader::TakeDueOfSteps(Task* task) const {
  const Date end{occasion_.year, 12, 31};
  const auto last = std::ranges::max_element(task->milestones, {}, &Milestone::due);
  if (occasion_.kind != Kind::kPlan || last == task->milestones.end() ||
      last->due.year != occasion_.year || !(last->due < end))
    return;
  if (!FulfilsAll(*last, task->targets)) return;
  for (Target& target : task->targets) {
    if (target.due == end) target.due = last->due;
  }
}

void FigureReader::ReadPeriod(const Passage& passage, ReadTask* task) const {
  std::vector<quantities::DateSpan> dates =
      quantities::FindDates(passage.name, {.default_year = occasion_.year});
  // 2025年进展情况 over 7月工作计划: the year governs all columns, the month this one.
  if (dates.size() > 1)
    std::erase_if(dates, [](const auto& date) { return date.precision == DatePrecision::kYear; });
  if (dates.empty() || !dates.front().resolved) {
    ReadSteps(passage, task);
    return;
  }
  Milestone milestone{.start = dates.front().start,
                      .due = dates.front().end,
                      .title = std::string(text_.Of(passage.range)),
                      .source = passage.range};
  AddStepTargets(passage.range, passage.range, &milestone);
  task->task.milestones.push_back(std::move(milestone));
}

void FigureReader::AddStepTargets(Range words, Range passage, Milestone* step) const {
  for (const Quantity* quantity : In(words)) {
    if (quantity->unit.empty()) continue;
    for (Target& target : TargetsOf(*quantity, passage, {}, Role::kSteps)) {
      target.due = step->due;
      step->targets.push_back(std::move(target));
    }
  }
}

}  // namespace duban::documents
