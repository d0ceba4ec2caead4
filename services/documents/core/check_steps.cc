#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {

// A step's figure, and the target that it is a step to; null when none is near.
struct PlannedStep {
  const Milestone* milestone;
  const Target* figure;
  const Target* of;
};

namespace {

// The targets of a project, each with the nouns beside it once they were asked for.
class StepTargets {
 public:
  StepTargets(const Text& text, const ReadProject& project) : text_(text) {
    for (const ReadTask& task : project.tasks) {
      for (const Target& target : task.task.targets) targets_.push_back({&target, std::nullopt});
    }
  }

  // The one that a step's figure belongs to, by unit and nearest words; null when none is near.
  const Target* NearestTo(const Target& step) {
    const Target* best = nullptr;
    double top = 0;
    std::size_t rivals = 0;
    std::optional<Nouns> nouns;
    for (Known& known : targets_) {
      if (rivals >= kMostCompared) break;
      if (!SameUnit(step.unit, known.target->unit)) continue;
      ++rivals;
      if (!nouns) nouns.emplace(text_, step.source);
      if (!known.nouns) known.nouns.emplace(text_, known.target->source);
      const double score =
          nouns->Score(*known.nouns) + (step.unit == known.target->unit ? 0.1 : 0.0);
      if (score > top) {
        top = score;
        best = known.target;
      }
    }
    return top >= (rivals == 1 ? 0.3 : 0.5) ? best : nullptr;
  }

 private:
  struct Known {
    const Target* target;
    std::optional<Nouns> nouns;
  };

  const Text& text_;
  std::vector<Known> targets_;
};

// Whether a target stands apart from a step behind it and is no step itself, whatever it was taken
// for: 1-6月:新增8个。7-12月:新增9个.
bool StandsApart(const Text& text, Range target, Range step) {
  if (target.end >= step.begin ||
      !MentionsAny<"\n", "|", "\t", "。">(text.Of({target.end, step.begin})))
    return false;
  const Range sentence = SentenceAround(text, {0, step.begin}, target.begin);
  return !MentionsAny<"月:", "月：", "季度:", "季度：", "半年:", "半年：">(
      text.Of({sentence.begin, target.begin}));
}

bool HasSteps(const ReadProject& project) {
  return std::ranges::any_of(project.tasks,
                             [](const ReadTask& task) { return !task.task.milestones.empty(); });
}

// The steps to one target, in the order of the document.
struct Series {
  std::vector<double> parts;  // what is to add up
  double sum = 0;
  bool rising = true;
  bool cumulative = false;  // a step counts what was done before it
};

Series SeriesOf(const Target& target, const std::vector<PlannedStep>& steps) {
  Series series;
  for (const PlannedStep& step : steps) {
    series.rising =
        series.rising && (series.parts.empty() || step.figure->value >= series.parts.back());
    series.cumulative = series.cumulative || step.figure->cumulative;
    series.parts.push_back(step.figure->value);
    series.sum += step.figure->value;
  }
  // Steps that speak of the whole (全部开工) stand beside those that part it.
  std::vector<double> below;
  std::ranges::copy_if(series.parts, std::back_inserter(below),
                       [&](double part) { return !SameNumber(part, target.value); });
  const double partial = std::accumulate(below.begin(), below.end(), 0.0);
  if (below.size() >= 2 && below.size() < series.parts.size() &&
      SameNumber(partial, target.value)) {
    series.parts = std::move(below);
    series.sum = partial;
  }
  // A last step that repeats the whole closes the series.
  if (steps.size() >= 3 && SameNumber(series.parts.back(), series.sum - series.parts.back())) {
    series.sum -= series.parts.back();
    series.parts.pop_back();
  }
  return series;
}

// 建成5个 | 建成10个 | 建成5个 of a task whose only target in 个 is 20: steps that name nothing
// speak of it where they add up to it.
Series BareSeries(const ReadTask& task, const Target& target, const std::vector<PlannedStep>& all) {
  const auto same = [&](const Target& other) { return other.unit == target.unit; };
  if (std::ranges::count_if(task.task.targets, same) != 1) return {};
  std::vector<PlannedStep> bare;
  for (const PlannedStep& step : all) {
    const bool own = std::ranges::any_of(task.task.milestones, [&](const Milestone& milestone) {
      return &milestone == step.milestone;
    });
    if (own && step.of == nullptr && same(*step.figure)) bare.push_back(step);
  }
  if (bare.empty() || SameNumber(bare.back().figure->value, target.value)) return {};
  Series series = SeriesOf(target, bare);
  if (series.cumulative || !SameNumber(series.sum, target.value)) return {};
  return series;
}

}  // namespace

void Checker::AccuseStep(Subject subject, const Target& target, const Target& step) {
  AddCheck(CheckKind::kCount, subject, target.value, step.value, false, target.source,
           fmt::format("step {}", Number(step.value)));
  AddFinding(
      FindingKind::kTargetMismatch, subject,
      fmt::format("目标为{}{},推进计划为{}{}。", Number(target.value), target.unit,
                  Number(step.value), target.unit),
      fmt::format("The target is {}, its step says {}.", Number(target.value), Number(step.value)),
      {{target.source, "target"}, {step.source, "step"}});
}

// Steps of a plan that add up to its target, or differ from it.
void Checker::CheckSteps(const ReadProject& project) {
  if (!HasSteps(project)) return;
  StepTargets targets(text_, project);
  std::vector<PlannedStep> all;
  for (const ReadTask& task : project.tasks) {
    for (const Milestone& milestone : task.task.milestones) {
      for (const Target& step : milestone.targets) {
        if (step.unit != "%") all.push_back({&milestone, &step, targets.NearestTo(step)});
      }
    }
  }
  std::unordered_map<const Target*, std::vector<PlannedStep>> towards;
  for (const PlannedStep& step : all) towards[step.of].push_back(step);
  for (const ReadTask& owner : project.tasks) {
    for (const Target& target : owner.task.targets) {
      if (target.unit == "%" || target.value <= 0) continue;
      const Subject subject{project.project.number, owner.task.number};
      if (const auto own = towards.find(&target); own != towards.end()) {
        CheckSeries(subject, target, own->second);
      } else if (const Series bare = BareSeries(owner, target, all);
                 bare.parts.size() >= 2 && !HasSum(subject, target.value)) {
        AddCheck(CheckKind::kSum, subject, target.value, bare.sum, true, target.source,
                 Join(bare.parts));
      }
    }
  }
  CheckMonths(project, all);
}

void Checker::CheckSeries(Subject subject, const Target& target,
                          const std::vector<PlannedStep>& steps) {
  const Series series = SeriesOf(target, steps);
  const auto& [parts, sum, rising, cumulative] = series;
  const Target& last = *steps.back().figure;
  const auto due = steps.back().milestone->due;
  const bool exact = target.comparator == Comparator::kEqual;
  const bool least =
      target.comparator != Comparator::kAbout && target.comparator != Comparator::kAtMost;
  if (parts.size() >= 2 && Holds(target.comparator, target.value, sum) &&
      !SameNumber(parts.back(), target.value) && sum <= target.value * 1.2) {
    AddCheck(CheckKind::kSum, subject, target.value, sum, true, target.source, Join(parts));
  } else if (cumulative ||
             (rising && parts.size() >= 2 && SameNumber(parts.back(), target.value))) {
    // The steps rise to the target: nothing to add up; but the year may not end below it.
    const bool ends = last.cumulative && rising && parts.size() >= 2 && due.month == 12;
    if (ends && parts.back() < target.value && parts.back() >= 0.8 * target.value && least &&
        last.unit == target.unit && StandsApart(text_, target.source, last.source)) {
      AccuseStep(subject, target, last);
    }
  } else if (parts.size() >= 2 && due.month >= 10 && sum < target.value &&
             sum >= 0.8 * target.value && least) {
    AddCheck(CheckKind::kSum, subject, target.value, sum, false, target.source, Join(parts));
    std::vector<Evidence> evidence{{target.source, "target"}};
    for (const PlannedStep& step : steps) evidence.push_back({step.figure->source, "step"});
    AddFinding(
        FindingKind::kSumMismatch, subject,
        fmt::format("各节点相加为{}{},目标为{}{}。", Number(sum), target.unit, Number(target.value),
                    target.unit),
        fmt::format("The steps add up to {}, the target is {}.", Number(sum), Number(target.value)),
        evidence);
  } else if (parts.size() >= 2 && sum > target.value && sum <= 1.1 * target.value && exact) {
    // More planned than promised: shown, not accused.
    AddCheck(CheckKind::kSum, subject, target.value, sum, false, target.source, Join(parts));
  } else if (parts.size() == 1 && !SameNumber(parts[0], target.value) &&
             parts[0] > 0.8 * target.value && parts[0] < 1.25 * target.value &&
             (parts[0] > target.value ||
              (due.month == 12 && programme_.occasion.kind == Kind::kPlan)) &&
             exact && last.comparator == Comparator::kEqual && last.unit == target.unit &&
             StandsApart(text_, target.source, last.source)) {
    AccuseStep(subject, target, last);
  }
}

// A rate per month times twelve.
void Checker::CheckMonths(const ReadProject& project, const std::vector<PlannedStep>& steps) {
  for (const PlannedStep& step : steps) {
    const std::string_view clause =
        text_.Of(SentenceAround(text_, step.milestone->source, step.figure->source.begin));
    if (step.of == nullptr || !Contains(clause, "每月")) continue;
    const Target& target = *step.of;
    const double year = step.figure->value * 12;
    if (year < 0.8 * target.value || year > 1.3 * target.value) continue;
    const auto owner = std::ranges::find_if(project.tasks, [&](const ReadTask& task) {
      return std::ranges::any_of(task.task.targets,
                                 [&](const Target& other) { return &other == &target; });
    });
    AddCheck(CheckKind::kSum, {project.project.number, owner->task.number}, target.value, year,
             Holds(target.comparator, target.value, year), target.source,
             fmt::format("{} x 12", Number(step.figure->value)));
  }
}

}  // namespace duban::documents
