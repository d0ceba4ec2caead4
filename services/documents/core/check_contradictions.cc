#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/numbering.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

// Whether two figures are told in the same words, or both by 累计: 正在改造8个 is no less than
// 改造12个 of the column before.
bool ToldAlike(const Text& text, const Measurement& a, const Measurement& b) {
  const auto words = [&](const Measurement& m) {
    const Range clause = ClauseAround(text, {0, text.str().size()}, m.source.begin);
    return text.Of({std::min(clause.begin, m.source.begin), m.source.begin});
  };
  const std::string_view first = words(a);
  const std::string_view second = words(b);
  if (Contains(first, "累计") && Contains(second, "累计")) return true;
  return !first.empty() && first == second &&
         !MentionsAny<"正在", "在建", "其余", "剩余", "本月", "当月">(first);
}

}  // namespace

// The body of a report that plans another value for the year than its list: both speak of one
// measure and one year, and no figure of the body agrees with the list.
void Checker::CheckBody() {
  if (programme_.occasion.kind != Kind::kPlan || programme_.range.begin < 3000) return;
  const std::string_view all = text_.str();
  // Where the body turns to a year's plan (二、2025年工作安排), and where away from it
  // (一、2024年工作回顾).
  const std::string year = fmt::format("{}年", programme_.occasion.year);
  std::vector<Range> plans;
  for (std::size_t at = Find(all, "年"); at < programme_.range.begin;
       at = Find(all, "年", at + 3)) {
    if (at < 4 || all[at - 1] < '0' || all[at - 1] > '9') continue;
    const std::string_view after = all.substr(at, 36);
    const bool plan =
        MentionsAny<"工作安排", "重点工作", "主要任务", "目标任务", "工作打算", "主要工作">(after);
    const bool review = MentionsAny<"回顾", "工作总结", "完成情况">(after);
    if (!plan && !review) continue;
    if (!plans.empty() && plans.back().end == programme_.range.begin) plans.back().end = at;
    if (plan && !review && all.substr(at - 4, 7) == year)
      plans.push_back({at, programme_.range.begin});
  }
  std::vector<const Quantity*> body;
  for (const Range plan : plans) {
    for (const Quantity* quantity : In(plan)) {
      const std::size_t at = RangeOf(quantity->span).begin;
      const bool listed = std::any_of(programme_.others.begin(), programme_.others.end(),
                                      [at](Range other) { return other.Contains(at); });
      if (!listed && !quantity->percent && !quantity->unit.empty() && quantity->value >= 10)
        body.push_back(quantity);
    }
  }
  for (const ReadProject& project : programme_.projects) {
    for (const ReadTask& task : project.tasks) {
      for (const Target& target : task.task.targets) {
        if (target.unit == "%" || target.value < 10) continue;
        const Quantity* other = nullptr;
        bool agrees = false;
        bool several = false;
        for (const Quantity* quantity : body) {
          if (quantity->unit != target.unit ||
              !NamesSameThing(text_, RangeOf(quantity->phrase), target.source))
            continue;
          agrees = agrees || quantity->value == target.value;
          several = several || (other != nullptr && other->value != quantity->value);
          other = quantity;
        }
        if (other == nullptr || agrees || several) continue;
        AddFinding(FindingKind::kTargetMismatch, {project.project.number, task.task.number},
                   fmt::format("报告正文为{}{},清单为{}{}。", Number(other->value), other->unit,
                               Number(target.value), target.unit),
                   fmt::format("The report plans {}, its list {}.", Number(other->value),
                               Number(target.value)),
                   {{RangeOf(other->phrase), "body"}, {target.source, "list"}});
      }
    }
  }
}

void Checker::AccuseTargets(Subject subject, double a, double b, std::string_view unit,
                            std::vector<Evidence> evidence) {
  AddFinding(FindingKind::kTargetMismatch, subject,
             fmt::format("一处为{}{},另一处为{}{}。", Number(a), unit, Number(b), unit),
             fmt::format("One place says {}, the other {}.", Number(a), Number(b)),
             std::move(evidence));
}

// A notice that lists its promises, each with a figure, before it tells how each is carried out:
// the same numbers, and nearly all the same figures. One that differs from the promise of its
// number contradicts it.
void Checker::CheckNotice() {
  struct Differing {
    Subject subject;
    const Quantity* listed;
    const Target* target;
  };
  std::vector<Differing> differing;
  std::size_t agree = 0;
  for (const Range line : words_about_) {
    const auto numbering = NumberingAt(text_.str(), Trim(text_.str(), line).begin);
    if (!numbering) continue;
    const auto project =
        std::ranges::find(programme_.projects, numbering->value,
                          [](const ReadProject& read) { return read.project.number; });
    if (project == programme_.projects.end()) continue;
    const Figures figures = In(line);
    for (const Quantity* q : figures) {
      if (q->percent || q->unit.empty() || q->range || q->hedged) continue;
      std::vector<Differing> same;  // promises of the same thing
      for (const ReadTask& task : project->tasks) {
        for (const Target& target : task.task.targets) {
          if (target.unit == q->unit && NamesSameThing(text_, RangeOf(q->phrase), target.source))
            same.push_back({{numbering->value, task.task.number}, q, &target});
        }
      }
      if (same.size() != 1) continue;
      if (same[0].target->value == q->value)
        ++agree;
      else if (same[0].target->comparator == q->comparator)
        differing.push_back(same[0]);
    }
  }
  constexpr std::size_t kLeastAgree = 3;
  if (agree < kLeastAgree || agree < 3 * differing.size()) return;
  for (const auto& [subject, listed, target] : differing) {
    AccuseTargets(subject, listed->value, target->value, target->unit,
                  {{RangeOf(listed->phrase), "list"}, {target->source, "scheme"}});
  }
}

void Checker::CheckContradictions() {
  CheckBody();
  CheckNotice();
  for (const ReadProject& project : programme_.projects) {
    CheckColumns(project);
    for (const ReadTask& task : project.tasks) {
      const Subject subject{project.project.number, task.task.number};
      CheckState(task, subject);
      CheckPeriods(task, subject);
      for (const Passage& passage : task.passages) {
        if (passage.counts) CheckChanged(passage.range, project, subject);
      }
    }
  }
}

// Two columns that promise different values of one measure.
void Checker::CheckColumns(const ReadProject& project) {
  for (const ReadTask& task : project.tasks) {
    const auto& targets = task.task.targets;
    const auto passage_of = [&](const Target& target) -> const Passage* {
      for (const Passage& passage : task.passages) {
        if (passage.range.Contains(target.source.begin)) return &passage;
      }
      return nullptr;
    };
    // 超出目标任务。新增泊位465个 was read as a promise and is none.
    const auto tells_done = [&](const Passage& passage) {
      return MentionsAny<"超出", "超额", "超过目标", "已完成", "提前完成", "全面完成", "全部完成">(
          text_.Of(passage.range));
    };
    const std::size_t compared = std::min(targets.size(), kMostCompared);
    for (std::size_t i = 0; i < compared; ++i) {
      for (std::size_t j = i + 1; j < compared; ++j) {
        const Target& a = targets[i];
        const Target& b = targets[j];
        if (a.unit != b.unit || a.unit == "%" || a.value == b.value || a.comparator != b.comparator)
          continue;
        const Passage* first = passage_of(a);
        const Passage* second = passage_of(b);
        if (first == nullptr || second == nullptr || first == second || first->role == second->role)
          continue;
        if (tells_done(*first) || tells_done(*second)) continue;
        if (std::min(a.value, b.value) < 0.7 * std::max(a.value, b.value)) continue;
        if (!NamesSameThing(text_, a.source, b.source)) continue;
        AccuseTargets({project.project.number, task.task.number}, a.value, b.value, a.unit,
                      {{a.source, first->name}, {b.source, second->name}});
      }
    }
  }
}

// Said to be complete, with a figure below its target.
void Checker::CheckState(const ReadTask& task, Subject subject) {
  if (task.task.status != Status::kCompleted && task.task.status != Status::kOverfulfilled) return;
  if (programme_.occasion.kind == Kind::kCompletion && !task.said) return;
  // 明厨亮灶80家(已提前完成): of several targets the state may be that of the one that is reached.
  const auto reached = [&](const Measurement& m) {
    return m.target_index > 0 &&
           m.value >= task.task.targets[static_cast<std::size_t>(m.target_index) - 1].value;
  };
  // A cell that says 完成 is of all of them.
  const bool others =
      task.task.targets.size() > 1 && std::ranges::any_of(task.task.measurements, reached);
  if (others && !task.in_cell) return;
  // 车辆全部到位,开通线路5条: the state may be that of a target that no figure tells of.
  const auto untold = [&](const Target& target) {
    const auto index = &target - task.task.targets.data() + 1;
    return std::ranges::none_of(task.task.measurements,
                                [index](const Measurement& m) { return m.target_index == index; });
  };
  if (!task.in_cell && std::ranges::any_of(task.task.targets, untold)) return;
  for (std::size_t t = 0; t < task.task.targets.size(); ++t) {
    const Target& target = task.task.targets[t];
    if (target.comparator == Comparator::kAtMost || target.comparator == Comparator::kAbout)
      continue;
    // What a work costs less than planned leaves nothing undone.
    if (target.unit == "元" && MentionsAny<"投资", "投入">(text_.Of(ClauseAround(
                                   text_, {0, text_.str().size()}, target.source.begin))))
      continue;
    const Measurement* only = nullptr;
    bool several = false;
    for (const Measurement& m : task.task.measurements) {
      if (!SameUnit(m.unit, target.unit) || m.expected) continue;
      several = only != nullptr;
      only = &m;
      if (several) break;
    }
    if (only == nullptr || several || only->target_index != static_cast<int>(t) + 1) continue;
    if (only->unit != target.unit || !only->cumulative || only->value >= target.value * 0.995)
      continue;
    if (!SameMeasure(text_, *only, target) || (others && only->value < 0.5 * target.value))
      continue;
    // The document itself says how far it is, or counts a part: 另外1项.
    if (only->stated_ratio && *only->stated_ratio < 100) continue;
    const Range clause = ClauseAround(text_, {0, text_.str().size()}, only->source.begin);
    // 甲、乙2所卫生院已完工 says it of these two.
    if (!task.in_cell && MentionsAny<"已完工", "已竣工", "已建成", "已完成", "已投用">(
                             text_.Of({std::min(only->source.end, clause.end), clause.end})))
      continue;
    if (MentionsAny<"其中", "另外", "另有", "还有", "其余", "剩余", "新增加", "本月", "当月">(
            text_.Of({clause.begin, std::max(clause.begin, only->source.begin)})))
      continue;
    AddFinding(FindingKind::kStatusContradiction, subject,
               fmt::format("称已完成,但{}{}低于目标{}{}。", Number(only->value), only->unit,
                           Number(target.value), target.unit),
               fmt::format("Said to be completed, but {} is below the target {}.",
                           Number(only->value), Number(target.value)),
               {{only->source, "reached"}, {target.source, "target"}});
    return;
  }
}

// A cumulative value that falls from one period's column to the next.
void Checker::CheckPeriods(const ReadTask& task, Subject subject) {
  const auto& all = task.task.measurements;
  const std::size_t compared = std::min(all.size(), kMostCompared);
  for (std::size_t i = 0; i < compared; ++i) {
    for (std::size_t j = i + 1; j < compared; ++j) {
      const Measurement& a = all[i];
      const Measurement& b = all[j];
      if (!a.as_of || !b.as_of || !(*a.as_of < *b.as_of) || a.unit != b.unit || a.unit == "%")
        continue;
      if (!a.said_cumulative || !b.said_cumulative || b.value >= a.value || a.expected ||
          b.expected)
        continue;
      if (!SameMeasure(text_, a, b) || !ToldAlike(text_, a, b)) continue;
      AddFinding(
          FindingKind::kRegression, subject,
          fmt::format("累计数由{}{}降为{}{}。", Number(a.value), a.unit, Number(b.value), b.unit),
          fmt::format("A cumulative value falls from {} to {}.", Number(a.value), Number(b.value)),
          {{a.source, "earlier"}, {b.source, "later"}});
      return;
    }
  }
}

// 由20眼改为19眼: the promise itself was changed.
void Checker::CheckChanged(Range passage, const ReadProject& project, Subject subject) {
  const Figures figures = In(passage);
  for (std::size_t i = 1; i < figures.size(); ++i) {
    const Quantity* const old = figures[i - 1];  // what it was before
    if (!Becomes(text_, *old, *figures[i]) || !Promises(project, *old)) continue;
    const Range figure = RangeOf(figures[i]->phrase);
    AddFinding(FindingKind::kTargetChanged, subject,
               fmt::format("目标由{}{}调整为{}{}。", Number(old->value), old->unit,
                           Number(figures[i]->value), old->unit),
               fmt::format("The target was changed from {} to {}.", Number(old->value),
                           Number(figures[i]->value)),
               {{RangeOf(old->phrase), "before"}, {figure, "after"}});
  }
}

}  // namespace duban::documents
