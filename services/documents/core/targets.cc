#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include "documents/core/figure_words.h"
#include "documents/core/figures.h"
#include "documents/core/measure.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

using quantities::DateKind;
using quantities::DatePrecision;

// So many targets of a task are compared with a new one, the last ones: no task promises as many.
constexpr std::size_t kMostCompared = 300;

// The passage of a project's overview that holds a target of its task; empty where the task's own
// words do.
Range OverviewOf(const ReadTask& task, const Target& target) {
  for (const Passage& passage : task.passages) {
    if (passage.range.Contains(target.source.begin))
      return passage.role == Role::kTarget ? Range{} : passage.range;
  }
  return {};
}

// 就业促进行动(6项指标): how many pieces a promise has is none of its own.
bool CountsMembers(std::string_view all, Range figure) {
  const std::string_view before = all.substr(0, figure.begin);
  if (!before.ends_with("(") && !before.ends_with("\uFF08")) return false;
  if (!EndsWithAny<"项", "件", "个">(all.substr(figure.begin, figure.size()))) return false;
  const std::string_view behind = all.substr(figure.end, 12);
  return StartsWithAny<"指标", "任务", "子项", "项目", "工作">(behind) ||
         (!all.substr(0, figure.end).ends_with("个") && StartsWithAny<")", "\uFF09">(behind));
}

// Whether words are a label of some kind: 关键节点:.
bool IsLabel(std::string_view words) {
  constexpr std::size_t kLongest = 30;  // bytes
  return words.size() <= kLongest && EndsWithAny<":", "\uFF1A">(words) && !HoldsDigit(words);
}

// The overview stands beside the first task; the piece that repeats the promise holds it.
void MoveTarget(ReadProject* project, std::size_t from, std::size_t index, std::size_t to) {
  std::vector<Target>& targets = project->tasks[from].task.targets;
  project->tasks[to].task.targets.push_back(std::move(targets[index]));
  targets.erase(targets.begin() + static_cast<std::ptrdiff_t>(index));
}

}  // namespace

std::vector<Target> FigureReader::TargetsOf(const Quantity& quantity, Range passage,
                                            const std::vector<Date1>& dates, Role role) const {
  Target target{.measure = MeasureName(text_, quantity),
                .comparator = quantity.comparator,
                .value = quantity.value,
                .unit = quantity.unit,
                .source = RangeOf(quantity.phrase)};
  // 城镇新增就业9000个: jobs are counted by those who get them.
  const auto of_jobs = [&] {
    const std::string_view behind = text_.str().substr(RangeOf(quantity.phrase).end, 36);
    return quantity.noun_before.ends_with("新增就业") ||
           quantity.noun_after.ends_with("新增就业") ||
           StartsWithAny<"全年城镇新增就业", "城镇新增就业">(behind);
  };
  if (target.unit == "个" && of_jobs()) target.unit = "人";
  const Range sentence = SentenceAround(text_, passage, RangeOf(quantity.span).begin);
  if (quantity.comparator_words.empty() && !quantity.range) {
    // 不低于全县平均水平的1.6倍: the bound stands further ahead.
    const Range clause = ClauseAround(text_, passage, RangeOf(quantity.span).begin);
    const std::size_t figure = RangeOf(quantity.span).begin;
    const std::string_view before = text_.Of({clause.begin, std::max(clause.begin, figure)});
    for (const auto& [word, comparator] :
         {std::pair<std::string_view, Comparator>{"不低于", Comparator::kAtLeast},
          {"不少于", Comparator::kAtLeast},
          {"不超过", Comparator::kAtMost}}) {
      const std::size_t at = FindLast(before, word);
      if (at != std::string_view::npos && In({clause.begin + at, figure}).empty() &&
          !Contains(before.substr(at), "、")) {
        target.comparator = comparator;
      }
    }
  }
  const auto begins = [](const Date1& date) { return date.range.begin; };
  const auto first = std::ranges::lower_bound(dates, sentence.begin, {}, begins);
  const std::span<const Date1> near(
      first, std::ranges::lower_bound(first, dates.end(), sentence.end, {}, begins));
  for (const Date1& date : near) {
    if (!date.date.resolved || date.range.begin > RangeOf(quantity.span).begin) continue;
    if (date.date.precision == DatePrecision::kYears || date.date.end.year != occasion_.year)
      continue;
    if (date.date.kind == DateKind::kDeadline ||
        (role != Role::kProgress &&
         (date.date.kind == DateKind::kPeriod || date.date.precision == DatePrecision::kMonth))) {
      target.due = date.date.end;
    }
  }
  // A deadline may stand behind the figure: 5家,8月底前全部投用. Of several none is meant for it
  // alone.
  if (!target.due) {
    std::size_t deadlines = 0;
    for (const Date1& date : near) {
      if (!date.date.resolved || date.date.end.year != occasion_.year) continue;
      if (date.date.kind != DateKind::kDeadline || date.date.precision == DatePrecision::kYear)
        continue;
      const Range clause = ClauseAround(text_, passage, date.range.begin);
      if (role == Role::kProgress && MentionsAny<"预计", "有望", "力争", "将于">(text_.Of(clause)))
        continue;  // a step to come
      if (!In(clause).empty() ||
          !MentionsAny<"全部", "投用", "投入使用", "建成", "完工", "竣工", "完成">(
              text_.Of(clause)))
        continue;
      ++deadlines;
      target.due = date.date.end;
    }
    if (deadlines != 1) target.due.reset();
  }
  // 2606个村通公路(2013—2017年): of several years, due with the last.
  for (const Date1& date : dates) {
    const bool years = date.date.resolved && date.date.precision == DatePrecision::kYears &&
                       sentence.Contains(date.range.begin);
    if (years && date.date.start.year <= occasion_.year && date.date.end.year > occasion_.year &&
        StartsWithAny<")", "）">(text_.str().substr(date.range.end))) {
      target.due = Date{date.date.end.year, 12, 31};
    }
  }
  if (!target.due && occasion_.year > 0) target.due = Date{occasion_.year, 12, 31};
  if (quantity.percent) {
    // One figure for two named rates is two promises: 核实率和解决率达到100%.
    return std::vector<Target>(RatesNamed(quantity), target);
  }
  std::vector<Target> targets;
  if (!quantity.range) {
    targets.push_back(std::move(target));
    return targets;
  }
  Target low = target;
  low.comparator = Comparator::kAtLeast;
  low.value = quantity.low;
  Target high = target;
  high.comparator = Comparator::kAtMost;
  high.value = quantity.high;
  return {low, high};
}

bool Promises(const ReadProject& project, const quantities::Quantity& figure) {
  return std::ranges::any_of(project.tasks, [&](const ReadTask& task) {
    return std::ranges::any_of(task.task.targets, [&](const Target& target) {
      return target.value == figure.value && target.unit == figure.unit;
    });
  });
}

// The same promise in two places of one project is one; an explicit comparator beats a bare number,
// a later column an earlier one.
void FigureReader::AddTarget(Target target, const Passage& passage, std::size_t task,
                             ReadProject* project) const {
  std::optional<Nouns> nouns;
  for (std::size_t i = 0; i < project->tasks.size(); ++i) {
    const std::size_t known_targets = project->tasks[i].task.targets.size();
    for (std::size_t k = known_targets > kMostCompared ? known_targets - kMostCompared : 0;
         k < known_targets; ++k) {
      Target& known = project->tasks[i].task.targets[k];
      if (std::abs(known.value - target.value) > 1e-9 || !SameUnit(known.unit, target.unit))
        continue;
      if (!nouns) nouns.emplace(text_, target.source);
      const double near = nouns->Score(Nouns(text_, known.source));
      if (passage.range.Contains(known.source.begin)) {
        // Two figures of one sentence are two promises (16个路口、16个路段).
        const Range sentence = SentenceAround(text_, passage.range, target.source.begin);
        if (sentence.Contains(known.source.begin) || !CloseUnit(known.unit, target.unit) ||
            near < 0.9)
          continue;
      } else {
        const Range other = SentenceAround(text_, {0, text_.str().size()}, known.source.begin);
        // A title that its sentence goes on from: 新建示范点100个,改造厕所100个.
        const std::string_view between =
            text_.Of({std::min(known.source.end, target.source.begin), target.source.begin});
        if (i == task && other.Contains(target.source.begin) && between.size() < 200 &&
            target.source.begin > known.source.end &&
            between.find_first_of("|\t\n") == std::string_view::npos && !Contains(between, "。") &&
            near < 0.9) {
          continue;
        }
        const auto alike = [&] {
          return Alikeness(Around(text_, passage.range, target.source, 72),
                           Around(text_, other, known.source, 72));
        };
        // A report that restates the plan (原计划打井20眼) says nothing new.
        const bool restated = (passage.role == Role::kProgress || passage.role == Role::kPlanned) &&
                              known.unit == target.unit && i == task;
        if (!restated && (i == task ? near < 0.3 && alike() < 0.08 : near < 0.9 && alike() < 0.3))
          continue;
      }
      const bool explicit_new = target.comparator != Comparator::kEqual;
      const bool range_pair =
          known.comparator == Comparator::kAtMost && target.comparator == Comparator::kAtLeast;
      if (range_pair) continue;
      const Range overview = OverviewOf(project->tasks[i], known);
      if (explicit_new || known.comparator == Comparator::kEqual) {
        if (explicit_new) known.comparator = target.comparator;
        if (passage.role == Role::kTarget) {
          known.source = target.source;
          known.unit = target.unit;
          known.measure = target.measure;
        }
      }
      if (passage.role == Role::kTarget && i != task && !overview.empty())
        MoveTarget(project, i, k, task);
      return;
    }
  }
  project->tasks[task].task.targets.push_back(std::move(target));
}

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
    const DatePrecision precision = date.date.precision;
    if (!date.date.resolved || date.date.kind != DateKind::kDeadline ||
        date.date.end.year != occasion_.year)
      continue;
    if (precision == DatePrecision::kYear || precision == DatePrecision::kYears) continue;
    if (In(ClauseAround(text_, passage.range, date.range.begin)).empty())
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
  const bool by_day = last.date.resolved && last.date.kind == DateKind::kDeadline &&
                      last.date.end.year == occasion_.year &&
                      last.date.precision != DatePrecision::kYear &&
                      last.date.precision != DatePrecision::kYears;
  const Range sentence = SentenceAround(text_, passage, last.range.begin);
  if (!by_day || sentence.size() > kMostBytes || sentence.begin == passage.begin ||
      !In(sentence).empty())
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

void FigureReader::ReadPlan(const Passage& passage, std::size_t task, ReadProject* project) const {
  const Figures figures = In(passage.range);
  const bool dated =
      occasion_.kind == Kind::kPlan && MentionsAny<"月", "季度", "上半年">(text_.Of(passage.range));
  if (figures.empty() && !dated) return;
  const std::vector<Date1> dates = DatesIn(passage.range);
  // What a plan tells by its days behind its targets are their steps.
  const auto has_targets = [](const ReadTask& known) { return !known.task.targets.empty(); };
  const bool steps_only = dated && std::ranges::any_of(project->tasks, has_targets) &&
                          IsDatedThroughout(passage.range, dates);
  std::vector<Range> plans =
      steps_only ? std::vector<Range>{passage.range} : DatedPlans(passage.range, dates);
  if (dated && !steps_only) {
    for (const Range step : DatedSteps(passage.range, dates, project->tasks)) {
      if (std::ranges::any_of(plans, [&](Range plan) { return plan.Contains(step.begin); }))
        continue;
      std::erase_if(plans, [&](Range plan) { return step.Contains(plan.begin); });
      plans.push_back(step);
    }
  }
  for (const Range plan : plans) {
    Passage steps = passage;
    steps.range = plan;
    ReadSteps(steps, &project->tasks[task]);
  }
  // Where the passage holds nothing else, it is the last of several steps.
  const Date1* const due =
      dated && plans.empty() && !figures.empty() ? DueOfAll(passage.range, dates) : nullptr;
  if (due != nullptr) plans.push_back(SentenceAround(text_, passage.range, due->range.begin));
  if (dated) ReadDeadlines(passage, dates, plans, &project->tasks[task]);
  for (const Quantity* quantity : figures) {
    if (quantity->unit.empty() || IsBase(text_, passage.range, RangeOf(quantity->span))) continue;
    const std::size_t at = RangeOf(quantity->span).begin;
    if (CountsMembers(text_.str(), RangeOf(quantity->span))) continue;
    if (std::any_of(plans.begin(), plans.end(), [at](Range plan) { return plan.Contains(at); }))
      continue;
    for (Target& target : TargetsOf(*quantity, passage.range, dates, passage.role)) {
      if (due != nullptr && target.due == Date{occasion_.year, 12, 31}) target.due = due->date.end;
      AddTarget(std::move(target), passage, task, project);
    }
  }
}

// A date of its own (完成时限) holds for every promise of the task that names none.
void FigureReader::ReadDue(const Passage& passage, ReadTask* task) const {
  std::optional<Date> due;
  const std::vector<Date1> dates = DatesIn(passage.range);
  if (dates.size() >= 2 && CountChars(text_.Of(passage.range)) > 16) {
    ReadSteps(passage, task);  // 6月底前完成招标;9月底前完成30公里
    return;
  }
  for (const Date1& date : dates) {
    if (date.date.resolved && (!due || date.date.end > *due)) due = date.date.end;
  }
  if (!due) return;
  for (Target& target : task->task.targets) {
    if (!target.due || *target.due == Date{occasion_.year, 12, 31}) target.due = due;
  }
}

}  // namespace duban::documents
