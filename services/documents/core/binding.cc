#include "documents/core/binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "documents/core/wording.h"

namespace duban::documents {
namespace {

std::string_view Nearby(const Text& text, Range figure) {
  const std::string_view all = text.str();
  const std::size_t begin = figure.begin > 90 ? figure.begin - 90 : 0;
  const std::size_t end = std::min(all.size(), figure.end + 60);
  const Range around = SentenceAround(all, {begin, end}, figure.begin);
  return text.Of(around);
}

// True when a share stated with `decimals` digits is value / base, rounded or cut at its last digit.
bool Agrees(double percent, int decimals, double value, double base) {
  if (base <= 0) return false;
  const double exact = value / base * 100.0;
  const double unit = std::pow(10.0, -decimals);
  return std::abs(exact - percent) <= unit / 2 + 1e-9 || (percent <= exact && exact - percent < unit);
}

class Binder {
 public:
  Binder(const Text& text, ReadProject* project) : text_(text), project_(*project) {}

  void Bind() {
    for (ReadTask& task : project_.tasks) {
      for (Measurement& m : task.task.measurements) BindOne(&m, task.task.targets);
      for (const Share& share : task.shares) TakeShare(share, &task);
    }
  }

 private:
  void BindOne(Measurement* m, const std::vector<Target>& targets) const {
    double best = 0;
    double second = 0;
    int index = 0;
    std::string evidence;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (!SameUnit(m->unit, targets[i].unit)) continue;
      const double alike = Alikeness(Nearby(text_, m->source), Nearby(text_, targets[i].source));
      const double score = (CloseUnit(m->unit, targets[i].unit) ? 1.0 : 0.6) + 2.0 * alike;
      if (score > best) {
        second = best;
        best = score;
        index = static_cast<int>(i) + 1;
        evidence = fmt::format("unit {}; wording {:.2f}", m->unit == targets[i].unit ? "equal" : "alike", alike);
      } else {
        second = std::max(second, score);
      }
    }
    if (index == 0 || best < 1.2 || best - second < 0.05) return;
    m->target_index = index;
    m->binding_evidence = evidence;
  }

  void TakeShare(const Share& share, ReadTask* task) {
    // The figure that the share is of: a measurement of the same sentence, nearest first, whose target explains it.
    for (int i = share.measurement; i >= 0 && i >= share.measurement - 6; --i) {
      Measurement& m = task->task.measurements[static_cast<std::size_t>(i)];
      if (m.stated_ratio) continue;
      for (std::size_t t = 0; t < task->task.targets.size(); ++t) {
        const Target& target = task->task.targets[t];
        if (!SameUnit(m.unit, target.unit) || !Agrees(share.percent, share.decimals, m.value, target.value)) continue;
        m.stated_ratio = share.percent;
        m.target_index = static_cast<int>(t) + 1;
        m.binding_evidence = fmt::format("unit; stated share {}% of {}", share.percent, target.value);
        return;
      }
    }
    if (share.of_plan && share.measurement >= 0 && !task->task.targets.empty()) {
      Measurement& m = task->task.measurements[static_cast<std::size_t>(share.measurement)];
      if (m.target_index > 0 && !m.stated_ratio) {
        m.stated_ratio = share.percent;
        unexplained_ = true;
      }
    }
    for (std::size_t i = 0; i < share.times; ++i) AddRate(share, task);
  }

  static void AddRate(const Share& share, ReadTask* task) {
    task->task.measurements.push_back({.measure = share.measure.empty() ? "完成进度" : share.measure,
                                       .value = share.percent, .unit = "%", .as_of = share.as_of,
                                       .cumulative = share.cumulative, .expected = share.expected,
                                       .source = share.source});
  }

  const Text& text_;
  ReadProject& project_;
  bool unexplained_ = false;
};

}  // namespace

void BindProject(const Text& text, ReadProject* project) { Binder(text, project).Bind(); }

}  // namespace duban::documents
