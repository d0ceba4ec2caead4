#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
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
  struct Step {
    const Milestone* milestone;
    const Target* figure;
    const Target* of;  // the target that it is a step to; null when none is near
  };
  if (!HasSteps(project)) return;
  StepTargets targets(text_, project);
  std::vector<Step> all;
  for (const ReadTask& task : project.tasks) {
    for (const Milestone& milestone : task.task.milestones) {
      for (const Target& step : milestone.targets) {
        if (step.unit != "%") all.push_back({&milestone, &step, targets.NearestTo(step)});
      }
    }
  }
  std::unordered_map<const Target*, std::vector<const Step*>> towards;
  for (const Step& step : all) towards[step.of].push_back(&step);
  for (const ReadTask& owner : project.tasks) {
    for (const Target& target : owner.task.targets) {
      const auto own = towards.find(&target);
      if (own == towards.end() || target.unit == "%" || target.value <= 0) continue;
      std::vector<const Target*> series;
      std::vector<const Milestone*> steps;
      for (const Step* step : own->second) {
        series.push_back(step->figure);
        steps.push_back(step->milestone);
      }
      const Subject subject{project.project.number, owner.task.number};
      std::vector<double> parts;
      double sum = 0;
      bool rising = true;
      bool cumulative = false;
      for (const Target* step : series) {
        rising = rising && (parts.empty() || step->value >= parts.back());
        cumulative = cumulative || step->cumulative;
        parts.push_back(step->value);
        sum += step->value;
      }
      // Steps that speak of the whole (全部开工) stand beside those that part it.
      double partial = 0;
      std::vector<double> below;
      for (const double part : parts) {
        if (SameNumber(part, target.value)) continue;
        below.push_back(part);
        partial += part;
      }
      if (below.size() >= 2 && below.size() < parts.size() && SameNumber(partial, target.value)) {
        parts = below;
        sum = partial;
      }
      // A last step that repeats the whole closes the series.
      if (series.size() >= 3 && SameNumber(parts.back(), sum - parts.back())) {
        sum -= parts.back();
        parts.pop_back();
      }
      if (parts.size() >= 2 && Holds(target.comparator, target.value, sum) &&
          !SameNumber(parts.back(), target.value) && sum <= target.value * 1.2) {
        AddCheck(CheckKind::kSum, subject, target.value, sum, true, target.source, Join(parts));
      } else if (cumulative ||
                 (rising && parts.size() >= 2 && SameNumber(parts.back(), target.value))) {
        // The steps rise to the target: nothing to add up; but the year may not end below it.
        const bool ends = series.back()->cumulative && rising && parts.size() >= 2 &&
                          steps.back()->due.month == 12;
        if (ends && parts.back() < target.value && parts.back() >= 0.8 * target.value &&
            target.comparator != Comparator::kAbout && target.comparator != Comparator::kAtMost &&
            series.back()->unit == target.unit &&
            StandsApart(text_, target.source, series.back()->source)) {
          AccuseStep(subject, target, *series.back());
        }
      } else if (parts.size() >= 2 && steps.back()->due.month >= 10 && sum < target.value &&
                 sum >= 0.8 * target.value && target.comparator != Comparator::kAbout &&
                 target.comparator != Comparator::kAtMost) {
        AddCheck(CheckKind::kSum, subject, target.value, sum, false, target.source, Join(parts));
        std::vector<Evidence> evidence{{target.source, "target"}};
        for (const Target* step : series) evidence.push_back({step->source, "step"});
        AddFinding(FindingKind::kSumMismatch, subject,
                   fmt::format("各节点相加为{}{},目标为{}{}。", Number(sum), target.unit,
                               Number(target.value), target.unit),
                   fmt::format("The steps add up to {}, the target is {}.", Number(sum),
                               Number(target.value)),
                   evidence);
      } else if (parts.size() >= 2 && sum > target.value && sum <= 1.1 * target.value &&
                 target.comparator == Comparator::kEqual) {
        // More planned than promised: shown, not accused.
        AddCheck(CheckKind::kSum, subject, target.value, sum, false, target.source, Join(parts));
      } else if (parts.size() == 1 && !SameNumber(parts[0], target.value) &&
                 parts[0] > 0.8 * target.value &&
                 (parts[0] > target.value ||
                  (steps.back()->due.month == 12 && programme_.occasion.kind == Kind::kPlan)) &&
                 StandsApart(text_, target.source, series[0]->source) &&
                 parts[0] < 1.25 * target.value && target.comparator == Comparator::kEqual &&
                 series[0]->comparator == Comparator::kEqual && series[0]->unit == target.unit) {
        AccuseStep(subject, target, *series[0]);
      }
    }
  }
  // A rate per month times twelve.
  for (const ReadTask& task : project.tasks) {
    for (const Milestone& milestone : task.task.milestones) {
      for (const Target& step : milestone.targets) {
        const std::string_view clause =
            text_.Of(SentenceAround(text_, milestone.source, step.source.begin));
        if (!Contains(clause, "每月") || step.unit == "%") continue;
        const Target* const best = targets.NearestTo(step);
        for (const ReadTask& owner : project.tasks) {
          for (const Target& target : owner.task.targets) {
            if (best != &target) continue;
            const double year = step.value * 12;
            if (year < 0.8 * target.value || year > 1.3 * target.value) continue;
            AddCheck(CheckKind::kSum, {project.project.number, owner.task.number}, target.value,
                     year, Holds(target.comparator, target.value, year), target.source,
                     fmt::format("{} x 12", Number(step.value)));
          }
        }
      }
    }
  }
}

}  // namespace duban::documents
