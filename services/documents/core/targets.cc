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

// The overview stands beside the first task; the piece that repeats the promise holds it.
void MoveTarget(ReadProject* project, std::size_t from, std::size_t index, std::size_t to) {
  std::vector<Target>& targets = project->tasks[from].task.targets;
  project->tasks[to].task.targets.push_back(std::move(targets[index]));
  targets.erase(targets.begin() + static_cast<std::ptrdiff_t>(index));
}

// 城镇新增就业9000个: jobs are counted by those who get them.
bool CountsJobs(const Text& text, const quantities::Quantity& quantity) {
  const std::string_view behind = text.str().substr(RangeOf(quantity.phrase).end, 36);
  return quantity.noun_before.ends_with("新增就业") || quantity.noun_after.ends_with("新增就业") ||
         StartsWithAny<"全年城镇新增就业", "城镇新增就业">(behind);
}

// The bound that stands further ahead in the clause of a figure: 不低于全县平均水平的1.6倍.
std::optional<Comparator> BoundAhead(const Text& text, const QuantityIndex& quantities,
                                     Range passage, Range figure) {
  const Range clause = ClauseAround(text, passage, figure.begin);
  const std::string_view before = text.Of({clause.begin, std::max(clause.begin, figure.begin)});
  std::optional<Comparator> bound;
  for (const auto& [word, comparator] :
       {std::pair<std::string_view, Comparator>{"不低于", Comparator::kAtLeast},
        {"不少于", Comparator::kAtLeast},
        {"不超过", Comparator::kAtMost}}) {
    const std::size_t at = FindLast(before, word);
    if (at != std::string_view::npos && quantities.In({clause.begin + at, figure.begin}).empty() &&
        !Contains(before.substr(at), "、")) {
      bound = comparator;
    }
  }
  return bound;
}

// Whether a figure promises the same as a known one of its value and unit. `near`: how alike their
// nouns are; `own`: both are of one task.
bool SamePromise(const Text& text, const Passage& passage, const Target& target,
                 const Target& known, double near, bool own) {
  if (passage.range.Contains(known.source.begin)) {
    // Two figures of one sentence are two promises (16个路口、16个路段).
    const Range sentence = SentenceAround(text, passage.range, target.source.begin);
    return !sentence.Contains(known.source.begin) && CloseUnit(known.unit, target.unit) &&
           near >= 0.9;
  }
  const Range other = SentenceAround(text, {0, text.str().size()}, known.source.begin);
  // A title that its sentence goes on from: 新建示范点100个,改造厕所100个.
  const std::string_view between =
      text.Of({std::min(known.source.end, target.source.begin), target.source.begin});
  if (own && other.Contains(target.source.begin) && between.size() < 200 &&
      target.source.begin > known.source.end &&
      between.find_first_of("|\t\n") == std::string_view::npos && !Contains(between, "。") &&
      near < 0.9)
    return false;
  // A report that restates the plan (原计划打井20眼) says nothing new.
  if ((passage.role == Role::kProgress || passage.role == Role::kPlanned) &&
      known.unit == target.unit && own)
    return true;
  const auto alike = [&] {
    return Alikeness(Around(text, passage.range, target.source, 72),
                     Around(text, other, known.source, 72));
  };
  return own ? near >= 0.3 || alike() >= 0.08 : near >= 0.9 || alike() >= 0.3;
}

}  // namespace

// The deadline that stands behind a figure (5家,8月底前全部投用), of dates in its sentence. Of
// several none is meant for it alone.
std::optional<Date> FigureReader::DueBehind(std::span<const Date1> dates, Range passage,
                                            Role role) const {
  std::optional<Date> due;
  for (const Date1& date : dates) {
    if (!date.date.resolved || date.date.end.year != occasion_.year) continue;
    if (date.date.kind != DateKind::kDeadline || date.date.precision == DatePrecision::kYear)
      continue;
    const Range clause = ClauseAround(text_, passage, date.range.begin);
    if (role == Role::kProgress && MentionsAny<"预计", "有望", "力争", "将于">(text_.Of(clause)))
      continue;  // a step to come
    if (!In(clause).empty() ||
        !MentionsAny<"全部", "投用", "投入使用", "建成", "完工", "竣工", "完成">(text_.Of(clause)))
      continue;
    if (due) return std::nullopt;
    due = date.date.end;
  }
  return due;
}

std::optional<Date> FigureReader::DueOf(Range figure, Range passage,
                                        const std::vector<Date1>& dates, Role role) const {
  const Range sentence = SentenceAround(text_, passage, figure.begin);
  const auto begins = [](const Date1& date) { return date.range.begin; };
  const auto first = std::ranges::lower_bound(dates, sentence.begin, {}, begins);
  const std::span<const Date1> near(
      first, std::ranges::lower_bound(first, dates.end(), sentence.end, {}, begins));
  std::optional<Date> due;
  for (const Date1& date : near) {
    if (!date.date.resolved || date.range.begin > figure.begin) continue;
    if (date.date.precision == DatePrecision::kYears || date.date.end.year != occasion_.year)
      continue;
    if (date.date.kind == DateKind::kDeadline ||
        (role != Role::kProgress &&
         (date.date.kind == DateKind::kPeriod || date.date.precision == DatePrecision::kMonth))) {
      due = date.date.end;
    }
  }
  if (!due) due = DueBehind(near, passage, role);
  // 2606个村通公路(2013—2017年): of several years, due with the last.
  for (const Date1& date : dates) {
    const bool years = date.date.resolved && date.date.precision == DatePrecision::kYears &&
                       sentence.Contains(date.range.begin);
    if (years && date.date.start.year <= occasion_.year && date.date.end.year > occasion_.year &&
        StartsWithAny<")", "）">(text_.str().substr(date.range.end))) {
      due = Date{date.date.end.year, 12, 31};
    }
  }
  if (!due && occasion_.year > 0) due = Date{occasion_.year, 12, 31};
  return due;
}

std::vector<Target> FigureReader::TargetsOf(const Quantity& quantity, Range passage,
                                            const std::vector<Date1>& dates, Role role) const {
  const Range figure = RangeOf(quantity.span);
  Target target{.measure = MeasureName(text_, quantity),
                .comparator = quantity.comparator,
                .value = quantity.value,
                .unit = quantity.unit,
                .source = RangeOf(quantity.phrase)};
  if (target.unit == "个" && CountsJobs(text_, quantity)) target.unit = "人";
  if (quantity.comparator_words.empty() && !quantity.range) {
    if (const auto bound = BoundAhead(text_, quantities_, passage, figure))
      target.comparator = *bound;
  }
  target.due = DueOf(figure, passage, dates, role);
  // One figure for two named rates is two promises: 核实率和解决率达到100%.
  if (quantity.percent) return std::vector<Target>(RatesNamed(quantity), target);
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
      if (!SamePromise(text_, passage, target, known, near, i == task)) continue;
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
