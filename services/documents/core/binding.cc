#include "documents/core/binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "documents/core/figure_words.h"
#include "documents/core/share_binding.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// Two targets closer than this by their scores are alike.
constexpr double kClearLead = 0.05;

bool IsPlaced(const Text& text, const Target& target) {
  return !target.source.empty() && target.source.end <= text.str().size();
}

// The sentence around a figure; of a target known from elsewhere (without a place in this text) its
// measure.
std::string_view Nearby(const Text& text, Range figure, std::string_view measure) {
  const std::string_view all = text.str();
  if (figure.empty() || figure.end > all.size()) return measure;
  const std::size_t begin = figure.begin > 90 ? figure.begin - 90 : 0;
  const std::size_t end = std::min(all.size(), figure.end + 60);
  const Range around = SentenceAround(text, {begin, end}, figure.begin);
  return text.Of(around);
}

// What is compared of a measurement or a target: the words of its sentence, and the nouns at its
// figure.
struct Told {
  Pairs nearby;
  Nouns nouns;
};

// What is asked of a target when it is first compared.
struct Compared {
  std::optional<Told> told;
  std::optional<bool> rate;
};

// One target that a measurement can be of.
struct Match {
  int target = -1;
  bool named = false;  // the figures count the same thing by the nouns at them
  bool total =
      false;  // the measurement is printed as a total, or others of the target add up to it
  double score = 0;
  double wording = 0;
};

class Binder {
 public:
  Binder(const Text& text, ReadProject* project) : text_(text), project_(*project) {}

  void Bind() {
    for (ReadTask& task : project_.tasks) {
      BindAll(&task.task);
      BindShares(text_, &task);
    }
  }

 private:
  // Each target takes one measurement of each date: what counts the same thing before what only
  // sounds alike, a total before its parts, else the first that the report names.
  void BindAll(Task* task) const {
    if (task->measurements.empty()) return;
    std::vector<Match> matches;
    matches.reserve(task->measurements.size());
    std::vector<Compared> compared(task->targets.size());
    std::map<std::string_view, std::vector<std::size_t>>
        fitting;  // of each unit the targets that count the same
    for (const Measurement& m : task->measurements) {
      const auto [of_unit, first] = fitting.try_emplace(m.unit);
      if (first) of_unit->second = Fitting(m.unit, task->targets);
      matches.push_back(BestMatch(m, task->targets, of_unit->second, &compared));
    }
    MarkSums(*task, &matches);
    std::map<Place, std::size_t> first;  // the measurement that each target takes
    for (std::size_t i = 0; i < matches.size(); ++i) {
      if (matches[i].target < 0 || task->measurements[i].expected) continue;
      const auto [taken, fresh] = first.try_emplace(PlaceOf(task->measurements[i], matches[i]), i);
      if (!fresh && Precedes(matches[i], matches[taken->second])) taken->second = i;
    }
    for (std::size_t i = 0; i < matches.size(); ++i) {
      if (matches[i].target < 0) continue;
      Measurement& m = task->measurements[i];
      if (!m.expected && first.at(PlaceOf(m, matches[i])) != i) continue;
      m.target_index = matches[i].target + 1;
      m.binding_evidence = fmt::format(
          "unit {}; {}; wording {:.2f}",
          m.unit == task->targets[static_cast<std::size_t>(matches[i].target)].unit ? "equal"
                                                                                    : "alike",
          matches[i].named ? "same noun" : "no rival", matches[i].wording);
    }
  }

  // What one measurement alone can be of: the target, the date, whether it counts from the start of
  // the year.
  using Place = std::tuple<int, std::optional<Date>, bool>;
  static Place PlaceOf(const Measurement& m, const Match& match) {
    return {match.target, m.as_of, m.cumulative};
  }

  // Whether a later measurement of the same place is the target's figure all the same.
  static bool Precedes(const Match& later, const Match& match) {
    if (later.named != match.named) return later.named;
    return later.total && !match.total;
  }

  // Marks what is printed as a total, and what others of its target add up to.
  static void MarkSums(const Task& task, std::vector<Match>* matches) {
    struct Sum {
      double values = 0;
      int parts = 0;
    };
    std::vector<Sum> sums(task.targets.size());
    for (std::size_t i = 0; i < matches->size(); ++i) {
      if ((*matches)[i].target < 0) continue;
      Sum& sum = sums[static_cast<std::size_t>((*matches)[i].target)];
      sum.values += task.measurements[i].value;
      ++sum.parts;
    }
    for (std::size_t i = 0; i < matches->size(); ++i) {
      Match& match = (*matches)[i];
      if (match.target < 0) continue;
      const Sum& sum = sums[static_cast<std::size_t>(match.target)];
      const double others = sum.values - task.measurements[i].value;
      const bool adds_up = sum.parts > 2 && std::abs(others - task.measurements[i].value) <
                                                1e-6 * std::max(1.0, others);
      match.total = task.measurements[i].total || adds_up;
    }
  }

  // The targets that a figure of the unit may be of: of close units where there are any, else of
  // units that count the same.
  static std::vector<std::size_t> Fitting(std::string_view unit,
                                          const std::vector<Target>& targets) {
    const bool close = std::any_of(targets.begin(), targets.end(),
                                   [&](const Target& t) { return CloseUnit(unit, t.unit); });
    std::vector<std::size_t> fitting;
    for (std::size_t i = 0; i < targets.size() && fitting.size() < kMostTargets; ++i) {
      if (close ? CloseUnit(unit, targets[i].unit) : SameUnit(unit, targets[i].unit))
        fitting.push_back(i);
    }
    return fitting;
  }

  Match BestMatch(const Measurement& m, const std::vector<Target>& targets,
                  const std::vector<std::size_t>& fitting, std::vector<Compared>* compared) const {
    Match best;
    std::optional<Told> own;
    double second = 0;
    // 其余4个 counts what is still to come.
    if (CountsRest(WordsBefore(text_, m.source, 30))) return {};
    const bool rate = Contains(WordsBefore(text_, m.source, 60), "每");
    for (const std::size_t i : fitting) {
      Compared& known = (*compared)[i];
      if (!known.rate) known.rate = IsRate(targets[i]);
      if (*known.rate != rate) continue;
      if (!own) own = TellOf(m.source, m.measure);
      if (!known.told) known.told = TellOf(targets[i].source, targets[i].measure);
      Match match = MatchOf(m, *own, targets[i], *known.told);
      match.target = static_cast<int>(i);
      if (match.score > best.score) {
        second = best.score;
        best = match;
      } else {
        second = std::max(second, match.score);
      }
    }
    if (best.target < 0 || (!best.named && best.score < 1.2) || best.score - second < kClearLead)
      return {};
    return best;
  }

  Told TellOf(Range figure, std::string_view measure) const {
    const bool placed = !figure.empty() && figure.end <= text_.str().size();
    return {Pairs(Nearby(text_, figure, measure)), Nouns(text_, placed ? figure : Range{})};
  }

  Match MatchOf(const Measurement& m, const Told& own, const Target& target,
                const Told& told) const {
    Match match;
    match.wording = own.nearby.Alikeness(told.nearby);
    double nouns = 0;
    if (IsPlaced(text_, target) && !m.source.empty()) {
      match.named = own.nouns.Same(told.nouns);
      nouns = own.nouns.Score(told.nouns);
    } else {
      nouns = 1.5 * Alikeness(m.measure, target.measure);
      match.named = nouns > 0.6;
    }
    match.score = (CloseUnit(m.unit, target.unit) ? 1.0 : 0.6) + 2.0 * match.wording + nouns;
    return match;
  }

  // 每家医院每两周安排不少于1人次 is met again and again, and by no total.
  bool IsRate(const Target& target) const {
    return IsPlaced(text_, target) && Contains(WordsBefore(text_, target.source, 60), "每");
  }

  const Text& text_;
  ReadProject& project_;
};

}  // namespace

void BindProject(const Text& text, ReadProject* project) { Binder(text, project).Bind(); }

}  // namespace duban::documents
