#include <algorithm>
#include <utility>

#include "documents/core/figure_words.h"
#include "documents/core/figures.h"
#include "documents/core/measure.h"
#include "documents/core/numbering.h"
#include "documents/core/share_words.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

using quantities::DateKind;
using quantities::DatePrecision;
using quantities::MarkerKind;

bool Governs(const quantities::DateSpan& date) {
  return date.resolved &&
         (date.kind == DateKind::kAsOf || date.kind == DateKind::kPeriod ||
          (date.kind == DateKind::kPoint && date.precision == DatePrecision::kMonth));
}

// 到10月31日,竣工15个: a day that has passed dates what it opens as 截至10月31日 does.
bool HasPassed(const quantities::DateSpan& date, const std::optional<Date>& as_of) {
  return date.resolved && date.kind == DateKind::kDeadline && date.text.starts_with("到") &&
         as_of && date.end <= *as_of;
}

Figure FigureOf(const quantities::Quantity& quantity) {
  return {quantity.value, quantity.unit, RangeOf(quantity.span)};
}

}  // namespace

// 计划改造8块,目前已全部完工: what was planned is reached in full.
void FigureReader::ReadAllOf(const Passage& passage, const Quantity& quantity, const Target& target,
                             ReadTask* task) const {
  const Range figure = RangeOf(quantity.phrase);
  const Range sentence = SentenceAround(text_, passage.range, figure.begin);
  const std::string_view after = text_.Of({figure.end, std::max(sentence.end, figure.end)});
  const auto following = In({figure.end, sentence.end});
  const std::size_t limit =
      following.empty() ? after.size() : RangeOf(following.front()->span).begin - figure.end;
  if (!MentionsAny<"全部完", "均已完", "均已建", "全部建成", "全部竣工", "已全部", "均已竣工">(
          after.substr(0, limit)))
    return;
  task->task.measurements.push_back({.measure = target.measure,
                                     .value = target.value,
                                     .unit = target.unit,
                                     .as_of = occasion_.as_of,
                                     .source = target.source});
}

// 超额完成9月份设置的累计3500个的节点目标: what was to be reached by then is a step of its own.
bool FigureReader::ReadStage(const Passage& passage, const Quantity& quantity,
                             const std::vector<Date1>& dates, ReadTask* task) const {
  const Range figure = RangeOf(quantity.phrase);
  const Range clause = ClauseAround(text_, passage.range, figure.begin);
  const std::string_view before = text_.Of({clause.begin, std::max(clause.begin, figure.begin)});
  const std::string_view behind = text_.Of({figure.end, std::max(figure.end, clause.end)});
  const bool bracketed = EndsWithAny<"节点目标(", "节点任务(", "阶段目标(", "阶段性目标(">(before);
  if (!bracketed && !StartsWithAny<"节点目标", "的节点目标", "节点任务", "的节点任务", "的阶段目标",
                                   "的阶段性目标">(behind))
    return false;
  const auto date = std::ranges::find_if(dates.rbegin(), dates.rend(), [&](const Date1& one) {
    return one.date.resolved && one.date.precision != DatePrecision::kYear &&
           one.range.begin >= clause.begin && one.range.begin < figure.begin;
  });
  if (date == dates.rend()) return false;
  Milestone step{.start = date->date.start,
                 .due = date->date.end,
                 .title = std::string(text_.Of(clause)),
                 .source = clause};
  for (Target& target : TargetsOf(quantity, passage.range, {}, Role::kSteps)) {
    target.due = step.due;
    step.targets.push_back(std::move(target));
  }
  task->task.milestones.push_back(std::move(step));
  return true;
}

void FigureReader::ReadProgress(const Passage& passage, std::size_t index,
                                ReadProject* project) const {
  ReadTask& task = project->tasks[index];
  const Figures figures = In(passage.range);
  const std::size_t outlook = OutlookOf(text_, passage.range);
  const bool looks_ahead = occasion_.kind != Kind::kPlan &&
                           (outlook < passage.range.end ||
                            MentionsAny<"将于", "预计", "计划", "原定", "拟", "力争", "确保",
                                        "争取", "有望", "底前", "月前">(text_.Of(passage.range)));
  if (figures.empty() && !looks_ahead) return;
  std::vector<Date1> dates = DatesIn(passage.range);
  for (Date1& date : dates) {
    if (date.range.begin == passage.range.begin && HasPassed(date.date, occasion_.as_of))
      date.date.kind = DateKind::kAsOf;
  }
  std::optional<Date> head_date;
  bool from_january = false;  // 1-10月推进情况
  for (const auto& date : quantities::FindDates(passage.name, {.default_year = occasion_.year})) {
    if (date.resolved) head_date = date.end;
    from_january = date.resolved && date.kind == DateKind::kPeriod && date.start.month == 1 &&
                   date.start.day == 1;
  }
  std::size_t next_date = 0;
  const Date1* governing = nullptr;
  for (std::size_t at = 0; at < figures.size(); ++at) {
    const Quantity* const quantity = figures[at];
    if (quantity->unit.empty()) continue;
    const Range figure = RangeOf(quantity->span);
    const Range sentence = SentenceAround(text_, passage.range, figure.begin);
    const Range clause = ClauseAround(text_, passage.range, figure.begin);
    for (; next_date < dates.size() && dates[next_date].range.begin < figure.begin; ++next_date) {
      const Date1& date = dates[next_date];
      // 6月份,组织2场: a month governs where it opens a clause; 已于10月完工 does not.
      if (date.date.kind == DateKind::kPoint) {
        const Range own = ClauseAround(text_, passage.range, date.range.begin);
        const std::string_view ahead = Trim(text_.Of({own.begin, date.range.begin}));
        if (!ahead.empty() && ahead != "今年" && ahead != "其中" && ahead != "到" &&
            ahead != "至" && ahead != "在")
          continue;
      }
      // 年初排查312户: the start of the year dates nothing that is reached.
      if (Governs(date.date) && !Contains(date.date.text, "年初") &&
          (date.date.start.year >= occasion_.year || date.date.kind == DateKind::kAsOf)) {
        governing = &date;
      }
    }
    // 截至… holds until the next date or numbered piece; a period holds in its own sentence.
    bool governed = governing != nullptr;
    if (governed && !sentence.Contains(governing->range.begin)) {
      governed =
          governing->date.kind == DateKind::kAsOf &&
          SplitNumbered(text_.str(),
                        {governing->range.end, std::min(figure.begin, governing->range.end + 600)},
                        nullptr, 1)
              .empty();
    }
    Measurement m{.value = quantity->value,
                  .unit = quantity->unit,
                  .as_of = head_date ? head_date : occasion_.as_of,
                  .source = RangeOf(quantity->phrase)};
    if (governed) {
      const auto& date = governing->date;
      const bool ahead =
          date.kind != DateKind::kAsOf && occasion_.as_of && date.end > *occasion_.as_of;
      const bool from_start = date.start.month == 1 && date.start.day == 1;
      const std::string_view before = text_.Of({clause.begin, figure.begin});
      if (date.kind != DateKind::kAsOf) m.cumulative = from_start || Contains(before, "累计");
      if (!ahead && (date.kind == DateKind::kAsOf || date.end.year == occasion_.year))
        m.as_of = date.end;
    }
    const std::string_view clause_before =
        text_.Of({clause.begin, std::max(clause.begin, figure.begin)});
    if (MentionsAny<"本月", "当月", "本季度", "本周">(clause_before) &&
        !Contains(clause_before, "累计"))
      m.cumulative = false;
    for (const auto& marker : quantities::FindMarkers(clause_before)) {
      const std::string_view behind =
          clause_before.substr(static_cast<std::size_t>(marker.span.end_byte));
      const bool drafted =
          marker.text == "拟" && StartsWithAny<"定", "订">(behind);       // 拟定 is done
      const bool of_target = quantity->percent && marker.text == "目标";  // 占目标任务的126.5%
      if (marker.kind == MarkerKind::kExpected && marker.text != "计划" && !drafted && !of_target)
        m.expected = true;
      // 目标完成率 is reached, but 预计年底前完成7500户 stays expected unless an 已 follows.
      const auto forecast = [&] {
        return MentionsAny<"预计", "预期", "拟", "将于", "有望">(
            clause_before.substr(0, static_cast<std::size_t>(marker.span.start_byte)));
      };
      if (marker.kind == MarkerKind::kReached && (Contains(marker.text, "已") || !forecast()))
        m.expected = false;
    }
    m.said_cumulative = from_january || Contains(clause_before, "累计");
    // 超出目标任务(60%)12.3个百分点 is a distance, and the bracket holds the target.
    if (Contains(quantity->unit, "百分点") &&
        (MentionsAny<"超出", "超过", "高出", "高于", "低于", "快于", "慢于">(clause_before) ||
         clause_before.ends_with("高") || clause_before.ends_with("低") ||
         clause_before.ends_with("快"))) {
      continue;
    }
    if (IsBase(text_, passage.range, figure)) continue;
    // 由20眼改为19眼: what was promised, and what is promised now.
    if (at + 1 < figures.size() && Becomes(text_, *quantity, *figures[at + 1]) &&
        Promises(*project, *quantity))
      continue;
    const bool changed = at > 0 && Becomes(text_, *figures[at - 1], *quantity) &&
                         Promises(*project, *figures[at - 1]);
    // 14.31个和14.68个百分点 are two distances.
    if (quantity->unit == "个" && text_.str().substr(figure.end, 3) == "和") {
      const auto next = In({figure.end, std::min(figure.end + 40, passage.range.end)});
      if (!next.empty() && next.front()->unit == "个百分点") continue;
    }
    // 失业率为3.5%,控制在4.5%的年度目标以内
    const std::string_view behind = text_.str().substr(figure.end, 45);
    const bool limit = clause_before.ends_with("控制在") &&
                       MentionsAny<"目标以内", "目标内", "目标范围内">(behind);
    bool bracketed = limit;
    for (const std::string_view open : kWordsOf<"任务(", "任务（", "目标(", "目标（", "目标值(">) {
      bracketed = bracketed || (quantity->percent && clause_before.ends_with(open));
    }
    if (figure.begin >= outlook) {
      const bool dated = std::ranges::any_of(dates, [&](const Date1& date) {
        return clause.Contains(date.range.begin) && IsForecast(date, passage.range, outlook);
      });
      if (dated && occasion_.kind != Kind::kPlan) continue;  // a step's
      if (MentionsAny<"年内", "全年", "年底">(clause_before)) {
        for (Target& target : TargetsOf(*quantity, passage.range, dates, Role::kPlanned))
          AddTarget(std::move(target), passage, index, project);
        continue;
      }
      m.expected = true;
    }
    if (ReadStage(passage, *quantity, dates, &task)) continue;
    const bool planned = bracketed || changed || IsPlanned(*quantity, passage.range);
    if (planned && (bracketed || !quantity->percent)) {
      for (Target& target : TargetsOf(*quantity, passage.range, dates, passage.role)) {
        // 超额完成40所的年度目标任务: the target is 40, and was exceeded.
        if (Contains(quantity->comparator_words, "超") && Contains(clause_before, "超额"))
          target.comparator = Comparator::kEqual;
        if (limit) target.comparator = Comparator::kAtMost;
        ReadAllOf(passage, *quantity, target, &task);
        AddTarget(std::move(target), passage, index, project);
      }
      continue;
    }
    if (quantity->percent) {
      Share share{.percent = quantity->value,
                  .decimals = quantity->decimals,
                  .source = figure,
                  .passage = passage.range,
                  .measure = std::string(quantity->noun_before),
                  .as_of = m.as_of,
                  .cumulative = m.cumulative,
                  .expected = m.expected};
      const std::string_view before = text_.Of({clause.begin, figure.begin});
      share.of_plan = MentionsAny<"任务", "完成率", "完成进度", "计划", "目标", "占", "完成",
                                  "完工率", "竣工率">(before) ||
                      (clause == passage.range && Contains(passage.name, "完成") &&
                       !Contains(passage.name, "投资"));
      share.source = {clause.begin, figure.end};
      if (!task.task.measurements.empty()) {
        const Measurement& last = task.task.measurements.back();
        if (sentence.Contains(last.source.begin)) {
          share.measurement = static_cast<int>(task.task.measurements.size()) - 1;
        }
      }
      share.times = RatesNamed(*quantity);
      constexpr std::size_t kNear = 32;  // figures; those of one sentence are fewer
      const auto here = figures.begin() + static_cast<std::ptrdiff_t>(at);
      if (const auto named =
              PartsNamed(text_, {here - static_cast<std::ptrdiff_t>(std::min(at, kNear)), here},
                         *quantity, sentence)) {
        share.part = FigureOf(*named->part);
        share.whole = FigureOf(*named->whole);
      }
      task.shares.push_back(std::move(share));
      continue;
    }
    if (quantity->range) m.value = quantity->low;
    m.measure = MeasureName(text_, *quantity);
    task.task.measurements.push_back(std::move(m));
  }
  if (looks_ahead) ReadForecasts(passage, dates, &task);
}

// "将于2022年9月投入使用" in a report is a step that is still to come; so is what 下一步 goes on
// to, with its figures.
void FigureReader::ReadForecasts(const Passage& passage, const std::vector<Date1>& dates,
                                 ReadTask* task) const {
  if (occasion_.kind == Kind::kPlan) return;
  const std::size_t outlook =
      passage.role == Role::kNote ? passage.range.begin : OutlookOf(text_, passage.range);
  for (const Date1& date : dates) {
    if (!IsForecast(date, passage.range, outlook)) continue;
    const Range clause = ClauseAround(text_, passage.range, date.range.begin);
    Milestone milestone{.start = date.date.start,
                        .due = date.date.end,
                        .title = std::string(text_.Of(clause)),
                        .source = clause};
    if (date.range.begin >= outlook) AddStepTargets(clause, passage.range, &milestone);
    task->task.milestones.push_back(std::move(milestone));
  }
}

bool FigureReader::IsForecast(const Date1& date, Range passage, std::size_t outlook) const {
  const DatePrecision precision = date.date.precision;
  if (!date.date.resolved || date.date.kind == DateKind::kAsOf) return false;
  if (precision == DatePrecision::kYear || precision == DatePrecision::kYears) return false;
  const Range clause = ClauseAround(text_, passage, date.range.begin);
  const std::string_view before =
      text_.Of({clause.begin, std::max(clause.begin, date.range.begin)});
  if (occasion_.kind == Kind::kProgress && (Contains(before, "原计划") || Contains(before, "原定")))
    return true;  // and missed
  if (occasion_.as_of && date.date.end <= *occasion_.as_of) return false;
  // 10月底前完成主体,12月底前完工: a day by when something without a figure is done is still to
  // come.
  const bool does =
      MentionsAny<"完成", "完工", "竣工", "建成", "投用", "投入", "通车", "交付", "开工", "启动",
                  "启用">(text_.Of({date.range.end, std::max(date.range.end, clause.end)}));
  if (date.date.kind == DateKind::kDeadline && occasion_.as_of && does && In(clause).empty())
    return true;
  return date.range.begin >= outlook ||
         MentionsAny<"将于", "预计", "计划", "拟", "力争", "确保", "争取", "有望">(before);
}

}  // namespace duban::documents
