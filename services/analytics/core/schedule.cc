#include "analytics/core/schedule.h"

#include <algorithm>
#include <string_view>

#include "analytics/core/units_of_measure.h"

namespace duban::analytics {
namespace {

// Bytes of the longest text that both hold; 0 unless it is three Chinese characters (nine bytes) or
// more.
std::size_t Shared(std::string_view a, std::string_view b) {
  constexpr std::size_t kTelling = 9;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      std::size_t n = 0;
      while (i + n < a.size() && j + n < b.size() && a[i + n] == b[j + n]) ++n;
      longest = std::max(longest, n);
    }
  }
  return longest >= kTelling ? longest : 0;
}

// Plans word a measure a little differently than promises: "充电桩的建设" is the step of
// "新建充电桩" where no other indicator of that unit is closer.
bool IsWordedLike(const type::v1::PlannedValue& planned, const type::v1::Task& task,
                  const type::v1::Indicator& indicator) {
  if (planned.unit() != indicator.unit()) return false;
  const std::size_t own = Shared(planned.measure(), indicator.measure());
  if (own == 0) return false;
  return std::none_of(task.indicators().begin(), task.indicators().end(), [&](const auto& other) {
    return other.number() != indicator.number() && SameUnit(other.unit(), planned.unit()) &&
           Shared(planned.measure(), other.measure()) >= own;
  });
}

// The planned value of a milestone for an indicator, as a share of the target; negative = none.
struct Step {
  double share = -1;
  bool cumulative = false;
};

Step StepFor(const type::v1::Milestone& milestone, const type::v1::Task& task,
             const type::v1::Indicator& indicator, bool only_one_of_unit) {
  for (const type::v1::PlannedValue& planned : milestone.targets()) {
    const bool same_measure = planned.measure() == indicator.measure();
    if (SameUnit(planned.unit(), indicator.unit()) &&
        (same_measure || only_one_of_unit || IsWordedLike(planned, task, indicator))) {
      // A step that names the whole target says where the plan stands then, not what it adds.
      return {planned.value() / indicator.value(),
              planned.cumulative() || planned.value() >= indicator.value()};
    }
    if (SameUnit(planned.unit(), "%") && same_measure) {
      return {planned.value() / 100.0, planned.cumulative()};
    }
  }
  return {};
}

}  // namespace

double ElapsedShare(Day start, Day due, Day day) {
  if (day < start) return 0;
  if (day >= due) return 1;
  return static_cast<double>(day - start + 1) / static_cast<double>(due - start + 1);
}

PlannedCurve::PlannedCurve(const type::v1::Task& task, const type::v1::Indicator& indicator,
                           Day start, Day due) {
  if (indicator.value() <= 0 || indicator.comparator() == type::v1::AT_MOST) return;
  const auto same_unit = [&](const type::v1::Indicator& other) {
    return SameUnit(other.unit(), indicator.unit());
  };
  const bool only_one =
      std::count_if(task.indicators().begin(), task.indicators().end(), same_unit) == 1;
  std::vector<const type::v1::Milestone*> milestones;
  for (const auto& milestone : task.milestones()) milestones.push_back(&milestone);
  std::stable_sort(milestones.begin(), milestones.end(), [](const auto* a, const auto* b) {
    return ToDay(a->due_date()) < ToDay(b->due_date());
  });
  double reached = 0;
  Day last = start - 1;
  std::vector<std::pair<Day, double>> knots = {{last, 0.0}};
  for (const type::v1::Milestone* milestone : milestones) {
    const Step step = StepFor(*milestone, task, indicator, only_one);
    const Day day = ToDay(milestone->due_date());
    if (step.share < 0 || day == kNoDay) continue;
    const Day from = ToDay(milestone->start_date());
    if (from != kNoDay && from - 1 > last && from <= day) knots.emplace_back(from - 1, reached);
    reached = std::clamp(step.cumulative ? step.share : reached + step.share, reached, 1.0);
    if (day == last) {
      knots.back().second = reached;
    } else if (day > last) {
      knots.emplace_back(day, reached);
    }
    last = std::max(last, day);
  }
  if (reached <= 0) return;
  if (reached < 1 && due > last) knots.emplace_back(due, 1.0);
  knots_ = std::move(knots);
}

double PlannedCurve::ShareAt(Day day) const {
  const auto after = std::upper_bound(knots_.begin(), knots_.end(), day,
                                      [](Day d, const auto& knot) { return d < knot.first; });
  if (after == knots_.begin()) return 0;
  const auto& [day0, share0] = *std::prev(after);
  if (after == knots_.end()) return share0;
  return share0 + (after->second - share0) * static_cast<double>(day - day0) /
                      static_cast<double>(after->first - day0);
}

}  // namespace duban::analytics
