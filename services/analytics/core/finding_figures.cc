// Findings about reached values: a stated share, a falling total, a leap, a unit of measure, a
// claim of completion.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analytics/core/finding_scene.h"
#include "analytics/core/percent.h"
#include "analytics/core/units_of_measure.h"

namespace duban::analytics {
namespace {

bool IsShare(const type::v1::Indicator& indicator) { return SameUnit(indicator.unit(), "%"); }

// The weight of the last digit of a number as it was written: 79 -> 1, 48.64 -> 0.01.
double LastDigit(double value) {
  double step = 1;
  for (int digits = 0; digits < 4; ++digits, step /= 10) {
    const double scaled = value / step;
    if (std::abs(scaled - std::round(scaled)) < 1e-6) return step;
  }
  return step;
}

// True where `stated` is `computed` rounded or cut at the last digit of `stated`.
bool AgreesAsWritten(double stated, double computed) {
  const double digit = LastDigit(stated);
  const double trifle = 1e-9 * std::max(1.0, std::abs(computed));
  return computed >= stated - digit / 2 - trifle && computed < stated + digit + trifle;
}

// True where it is certain that a report's words about a figure are about this indicator's target.
// A report that came by RPC names its indicator; what was read from a document was bound by its
// wording, so the wording must agree.
bool IsAboutTarget(const FindingScene& scene, const Point& point,
                   const type::v1::Indicator& indicator) {
  if (!point.from_document) return true;
  const std::string& measure = scene.lens.texts().At(point.measure);
  if (measure.empty() || indicator.measure().empty()) return false;
  return measure.find(indicator.measure()) != std::string::npos ||
         indicator.measure().find(measure) != std::string::npos;
}

// PERCENT_MISMATCH: the share beside the newest value is not that value's share of the target.
void Percent(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const Point* point = scene.of(i).point;
  const type::v1::Indicator& indicator = scene.indicator(i);
  if (point == nullptr || !point->stated || indicator.value() <= 0 ||
      indicator.comparator() == type::v1::AT_MOST || IsShare(indicator)) {
    return;
  }
  const double computed = point->value / indicator.value() * 100.0;
  const double stated_percent = scene.lens.series()->StatedPercent(*point);
  if (AgreesAsWritten(stated_percent, computed)) return;
  if (!IsAboutTarget(scene, *point, indicator)) return;
  const std::string stated = FormatNumber(stated_percent);
  const std::string value = Quantity(point->value, indicator.unit());
  const std::string target = Quantity(indicator.value(), indicator.unit());
  out.push_back({type::v1::PERCENT_MISMATCH,
                 type::v1::ERROR,
                 indicator.number(),
                 false,
                 point->date,
                 fmt::format("“{}”所报完成比例{}%与数据不符:{}÷{}={}%", indicator.measure(), stated,
                             value, target, FormatPercent(computed / 100)),
                 fmt::format("The stated share {}% does not follow from the figures: {} / {} = {}%",
                             stated, value, target, FormatPercent(computed / 100)),
                 {EvidenceOf(scene, *point, "所报数值 / reported value"),
                  EvidenceOf(indicator, "目标 / target")}});
}

// REGRESSION: a cumulative value is lower than an earlier one that nobody took back.
void Regression(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const Point* now = scene.of(i).point;
  const type::v1::Indicator& indicator = scene.indicator(i);
  if (now == nullptr || IsShare(indicator) || indicator.comparator() == type::v1::AT_MOST) return;
  if (scene.lens.series()->NeverFell(
          [&](const PointKind& kind) { return scene.lens.Measures(kind, i); })) {
    return;
  }
  const Point* highest = nullptr;
  for (const Point& point : scene.lens.series()->points()) {
    if (point.date >= now->date) break;
    if (!InForce(point.position, point.replaced_at, scene.lens.at()) ||
        !scene.lens.Measures(point, i)) {
      continue;
    }
    if (highest == nullptr || point.value > highest->value) highest = &point;
  }
  if (highest == nullptr || highest->value <= now->value) return;
  out.push_back({type::v1::REGRESSION,
                 type::v1::ERROR,
                 indicator.number(),
                 false,
                 now->date,
                 fmt::format("“{}”累计值下降:{}为{},{}降为{}", indicator.measure(),
                             FormatDay(highest->date), Quantity(highest->value, indicator.unit()),
                             FormatDay(now->date), Quantity(now->value, indicator.unit())),
                 fmt::format("A cumulative value fell: {} on {}, {} on {}",
                             Quantity(highest->value, indicator.unit()), FormatDay(highest->date),
                             Quantity(now->value, indicator.unit()), FormatDay(now->date)),
                 {EvidenceOf(scene, *highest, "此前累计值 / earlier value"),
                  EvidenceOf(scene, *now, "现累计值 / present value")}});
}

// IMPLAUSIBLE_JUMP: beyond twice the target by a leap of eight times or more, as a slipped 万 or a
// typed zero makes it.
void Jump(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const Point* now = scene.of(i).point;
  const type::v1::Indicator& indicator = scene.indicator(i);
  if (now == nullptr || scene.of(i).raw <= 2 || indicator.comparator() == type::v1::AT_MOST) return;
  const Point* before = scene.lens.PointAt(i, now->date - 1);
  if (before == nullptr || before->value < indicator.value() / 20 ||
      now->value < before->value * 8) {
    return;
  }
  out.push_back(
      {type::v1::IMPLAUSIBLE_JUMP,
       type::v1::WARNING,
       indicator.number(),
       false,
       now->date,
       fmt::format("“{}”增长异常:{}至{}由{}增至{}", indicator.measure(), FormatDay(before->date),
                   FormatDay(now->date), Quantity(before->value, indicator.unit()),
                   Quantity(now->value, indicator.unit())),
       fmt::format("Implausible growth: from {} on {} to {} on {}",
                   Quantity(before->value, indicator.unit()), FormatDay(before->date),
                   Quantity(now->value, indicator.unit()), FormatDay(now->date)),
       {EvidenceOf(scene, *before, "此前累计值 / earlier value"),
        EvidenceOf(scene, *now, "现累计值 / present value")}});
}

// The newest point that names indicator `i`, whatever its unit and kind.
const Point* NewestNamed(const FindingScene& scene, int i) {
  const int number = scene.indicator(i).number();
  const TaskSeries* series = scene.lens.series();
  if (series == nullptr ||
      !series->MayHave([&](const PointKind& kind) { return kind.indicator == number; })) {
    return nullptr;
  }
  const std::span<const Point> points = series->PointsUpTo(scene.day);
  for (auto point = points.rbegin(); point != points.rend(); ++point) {
    if (point->indicator == number &&
        InForce(point->position, point->replaced_at, scene.lens.at())) {
      return &*point;
    }
  }
  return nullptr;
}

// UNIT_MISMATCH: the newest value bound to the indicator is in a unit that cannot be held against
// the target.
void Unit(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const Point* newest = NewestNamed(scene, i);
  if (newest == nullptr) return;
  const std::string& unit = scene.lens.texts().At(newest->unit);
  const type::v1::Indicator& indicator = scene.indicator(i);
  if (SameUnit(unit, indicator.unit())) return;
  out.push_back({type::v1::UNIT_MISMATCH,
                 type::v1::WARNING,
                 indicator.number(),
                 false,
                 newest->date,
                 fmt::format("“{}”目标单位为“{}”,所报单位为“{}”,未计入完成情况",
                             indicator.measure(), indicator.unit(), unit),
                 fmt::format("The target is in {}, the reported value in {}; it is not counted",
                             indicator.unit(), unit),
                 {EvidenceOf(scene, *newest, "所报数值 / reported value"),
                  EvidenceOf(indicator, "目标 / target")}});
}

// STATUS_CONTRADICTION: one report says completed and names a figure below the target.
void StatedDone(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const ReportRecord* last = scene.measure.last;
  const Point* point = scene.of(i).point;
  const type::v1::Indicator& indicator = scene.indicator(i);
  if (last == nullptr || point == nullptr || point->position != last->position) return;
  if (last->status != type::v1::COMPLETED && last->status != type::v1::OVERFULFILLED) return;
  const bool below = indicator.comparator() == type::v1::AT_MOST ? point->value > indicator.value()
                     : indicator.comparator() == type::v1::ABOUT
                         ? point->value < indicator.value() * 0.95
                         : point->value < indicator.value();
  // "Completed, 109 %" of something else than the target is another base, not a contradiction.
  if (!below || scene.lens.series()->StatedPercent(*point) >= 100 ||
      !IsAboutTarget(scene, *point, indicator)) {
    return;
  }
  out.push_back(
      {type::v1::STATUS_CONTRADICTION,
       type::v1::ERROR,
       indicator.number(),
       false,
       last->date,
       fmt::format("报称已完成,但“{}”为{},目标为{}", indicator.measure(),
                   Quantity(point->value, indicator.unit()),
                   Quantity(indicator.value(), indicator.unit())),
       fmt::format("Said to be completed at {} of {}", Quantity(point->value, indicator.unit()),
                   Quantity(indicator.value(), indicator.unit())),
       {EvidenceOf(scene, *point, "所报数值 / reported value"),
        EvidenceOf(indicator, "目标 / target")}});
}

// True where the newest reports of the project's other tasks name a figure of this unit: it may be
// the missing one.
bool SiblingMeasures(const FindingScene& scene, const std::string& unit) {
  for (const TaskView& other : scene.view.tasks()) {
    if (other.project != scene.task.project || &other == &scene.task ||
        other.lens.series() == nullptr) {
      continue;
    }
    if (!other.lens.series()->MayHave([&](const PointKind& kind) {
          return SameUnit(scene.lens.texts().At(kind.unit), unit);
        })) {
      continue;
    }
    for (const Point& point : other.lens.series()->points()) {
      if (InForce(point.position, point.replaced_at, scene.lens.at()) &&
          SameUnit(scene.lens.texts().At(point.unit), unit)) {
        return true;
      }
    }
  }
  return false;
}

// UNMEASURED: completed by word, or past its date, and a numeric target never got a figure.
void Unmeasured(const FindingScene& scene, int i, std::vector<FindingDraft>& out) {
  const ReportRecord* last = scene.measure.last;
  if (last == nullptr || scene.of(i).point != nullptr || NewestNamed(scene, i) != nullptr) return;
  const type::v1::Indicator& indicator = scene.indicator(i);
  const bool said_done =
      last->status == type::v1::COMPLETED || last->status == type::v1::OVERFULFILLED;
  if (!said_done && scene.day <= scene.lens.due(i)) return;
  // A share of 100 % is usually reported in words (全部, 全覆盖).
  if (IsShare(indicator) || SiblingMeasures(scene, indicator.unit())) return;
  for (const Point& point : scene.lens.series()->points()) {
    // A figure of this unit that could not be bound may well be the missing one.
    if (point.indicator == 0 && InForce(point.position, point.replaced_at, scene.lens.at()) &&
        SameUnit(scene.lens.texts().At(point.unit), indicator.unit())) {
      return;
    }
  }
  out.push_back({type::v1::UNMEASURED,
                 type::v1::INFO,
                 indicator.number(),
                 false,
                 last->date,
                 fmt::format("“{}”目标为{},未报完成数", indicator.measure(),
                             Quantity(indicator.value(), indicator.unit())),
                 fmt::format("The target of {} has no reported figure",
                             Quantity(indicator.value(), indicator.unit())),
                 {EvidenceOf(scene, *last, "最近一次进展 / newest report"),
                  EvidenceOf(indicator, "目标 / target")}});
}

// HIDDEN_BASE: the newest report states a share of something that the task does not promise in that
// unit.
void HiddenBase(const FindingScene& scene, std::vector<FindingDraft>& out) {
  if (scene.measure.last == nullptr) return;
  for (const Point* one : scene.lens.series()->PointsOf(*scene.measure.last)) {
    const Point& point = *one;
    const double stated = scene.lens.series()->StatedPercent(point);
    if (stated <= 0 || point.value <= 0) continue;
    const std::string& unit = scene.lens.texts().At(point.unit);
    bool base_known = SameUnit(unit, "%");
    for (const auto& indicator : scene.task.task->indicators()) {
      if (!SameUnit(unit, indicator.unit()) || indicator.value() <= 0) continue;
      // Either the share is that of the target, or it is certain that it is meant to be
      // (PERCENT_MISMATCH then).
      base_known = base_known || IsAboutTarget(scene, point, indicator) ||
                   AgreesAsWritten(stated, point.value / indicator.value() * 100.0);
    }
    if (base_known) continue;
    const double digit = LastDigit(stated);
    const double low = std::ceil(point.value / (stated + digit) * 100 - 1e-9);
    const double high = std::floor(point.value / (stated - digit / 2) * 100 + 1e-9);
    const std::string share = FormatNumber(stated);
    out.push_back(
        {type::v1::HIDDEN_BASE,
         type::v1::INFO,
         0,
         false,
         point.date,
         fmt::format("{}占{}%,未说明基数,推算基数为{}至{}", Quantity(point.value, unit), share,
                     FormatNumber(low), Quantity(high, unit)),
         fmt::format("{} is said to be {}% of a base that is not stated: {} to {}",
                     Quantity(point.value, unit), share, FormatNumber(low), Quantity(high, unit)),
         {EvidenceOf(scene, point, "所报数值 / reported value")}});
    return;
  }
}

}  // namespace

void DetectFigures(const FindingScene& scene, std::vector<FindingDraft>& out) {
  for (int i = 0; i < scene.task.task->indicators_size(); ++i) {
    Percent(scene, i, out);
    Regression(scene, i, out);
    Jump(scene, i, out);
    Unit(scene, i, out);
    StatedDone(scene, i, out);
    Unmeasured(scene, i, out);
  }
  // A share that the document itself contradicts has a base: the document names it.
  const bool contradicted = std::any_of(out.begin(), out.end(), [](const FindingDraft& draft) {
    return draft.kind == type::v1::PERCENT_MISMATCH;
  });
  if (!contradicted) HiddenBase(scene, out);
}

}  // namespace duban::analytics
