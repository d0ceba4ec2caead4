#include "documents/core/binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "documents/core/checks.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// The sentence around a figure; of a target known from elsewhere (without a place in this text) its measure.
std::string_view Nearby(const Text& text, Range figure, std::string_view measure) {
  const std::string_view all = text.str();
  if (figure.empty() || figure.end > all.size()) return measure;
  const std::size_t begin = figure.begin > 90 ? figure.begin - 90 : 0;
  const std::size_t end = std::min(all.size(), figure.end + 60);
  const Range around = SentenceAround(all, {begin, end}, figure.begin);
  return text.Of(around);
}

class Binder {
 public:
  Binder(const Text& text, ReadProject* project) : text_(text), project_(*project) {}

  void Bind() {
    for (ReadTask& task : project_.tasks) {
      for (Measurement& m : task.task.measurements) BindOne(&m, task.task.targets);
      for (Share& share : task.shares) TakeShare(share, &task);
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
      const double alike = Alikeness(Nearby(text_, m->source, m->measure),
                                     Nearby(text_, targets[i].source, targets[i].measure));
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

  void TakeShare(Share& share, ReadTask* task) {
    // The figure that the share is of: a measurement of the same sentence, nearest first, whose target explains it.
    for (int i = share.measurement; i >= 0 && i >= share.measurement - 6; --i) {
      Measurement& m = task->task.measurements[static_cast<std::size_t>(i)];
      if (m.stated_ratio) continue;
      for (std::size_t t = 0; t < task->task.targets.size(); ++t) {
        const Target& target = task->task.targets[t];
        if (!SameUnit(m.unit, target.unit) || !ShareAgrees(share.percent, share.decimals, m.value, target.value)) continue;
        Explain(share, static_cast<int>(t), &m, target);
        return;
      }
    }
    if (ExplainedNearby(&share, *task)) return;
    if (share.of_plan && Contradicted(share, task)) return;
    for (std::size_t i = 0; i < share.times; ++i) AddRate(share, task);
  }

  static void AddRate(const Share& share, ReadTask* task) {
    task->task.measurements.push_back({.measure = share.measure.empty() ? "完成进度" : share.measure,
                                       .value = share.percent, .unit = "%", .as_of = share.as_of,
                                       .cumulative = share.cumulative, .expected = share.expected,
                                       .source = share.source});
  }

  static void Explain(const Share& share, int target_index, Measurement* m, const Target& target) {
    m->stated_ratio = share.percent;
    m->share_source = share.source;
    m->target_index = target_index + 1;
    m->binding_evidence = fmt::format("unit; stated share {}% of {}", Number(share.percent), Number(target.value));
  }

  // Figures of its own sentence that are no target explain it too: 106户,已完成80户,占75.5%.
  bool ExplainedNearby(Share* share, const ReadTask& task) const {
    const auto& all = task.task.measurements;
    for (int part = share->measurement; part > 0; --part) {
      for (int whole = part - 1; whole >= 0 && whole >= part - 4; --whole) {
        const Measurement& m = all[static_cast<std::size_t>(part)];
        const Measurement& base = all[static_cast<std::size_t>(whole)];
        if (m.unit != base.unit || m.unit == "%" || m.value >= base.value) continue;
        if (!ShareAgrees(share->percent, share->decimals, m.value, base.value)) continue;
        share->value = m.value;
        share->base = base.value;
        return true;
      }
      if (part <= share->measurement - 3) break;
    }
    return false;
  }

  // A share of the task with one measurement before it and one target it can be of, and they disagree.
  bool Contradicted(const Share& share, ReadTask* task) const {
    if (share.measurement < 0) return false;
    Measurement& m = task->task.measurements[static_cast<std::size_t>(share.measurement)];
    if (m.stated_ratio || m.unit == "%" || m.expected || !m.cumulative) return false;
    int only = -1;
    for (std::size_t t = 0; t < task->task.targets.size(); ++t) {
      if (!SameUnit(m.unit, task->task.targets[t].unit)) continue;
      if (only >= 0) return false;
      only = static_cast<int>(t);
    }
    if (only < 0) return false;
    const Target& target = task->task.targets[static_cast<std::size_t>(only)];
    std::size_t alike = 0;  // measurements that could as well be meant
    for (const Measurement& other : task->task.measurements) {
      // One sentence later counts too: 区科委32803人次…, 红十字会3930人… of 3.5万人次.
      alike += SameUnit(other.unit, target.unit) && other.unit != "%" && share.passage.Contains(other.source.begin) &&
               !other.stated_ratio;
    }
    const bool column = m.source == share.passage || share.source == share.passage;
    if ((alike > 1 && !column) || !CloseUnit(m.unit, target.unit)) return false;
    const std::string_view words = text_.Of(share.source);
    const bool of_task = Contains(words, "年度") || Contains(words, "全年") || Contains(words, "任务") || Contains(words, "目标");
    const bool placed = !target.source.empty() && target.source.end <= text_.str().size();
    if (!column && !of_task && !(placed && SameMeasure(text_, m, target))) return false;
    const double exact = target.value > 0 ? m.value / target.value * 100 : 0;
    if (exact <= 0 || std::abs(exact - share.percent) > 0.6 * std::max(exact, share.percent)) return false;
    Explain(share, only, &m, target);
    return true;
  }

  const Text& text_;
  ReadProject& project_;
};

}  // namespace

void BindProject(const Text& text, ReadProject* project) { Binder(text, project).Bind(); }

}  // namespace duban::documents
