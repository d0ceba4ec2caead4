#include "documents/core/figures.h"

#include <algorithm>
#include <utility>

#include "documents/core/figure_words.h"
#include "documents/core/measure.h"
#include "documents/core/numbering.h"
#include "documents/core/share_words.h"
#include "documents/core/told.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

using quantities::DateKind;
using quantities::DatePrecision;
using quantities::MarkerKind;

bool Governs(const quantities::DateSpan& date) {
  return date.resolved && (date.kind == DateKind::kAsOf || date.kind == DateKind::kPeriod ||
                           (date.kind == DateKind::kPoint && date.precision == DatePrecision::kMonth));
}

// 完成投入1008个车位,完成年度任务91.63%: what a share of the plan is said of is reached.
bool ShareFollows(std::string_view rest) {
  for (const std::string_view mark : kWordsOf<",", "，", "(">) {
    if (!rest.starts_with(mark)) continue;
    const std::string_view next = rest.substr(mark.size(), 60);
    const std::string_view said = next.substr(0, std::min(next.find('%'), next.size()));
    const bool of_plan = MentionsAny<"任务", "目标", "计划">(said) || said.starts_with("完成率");
    return said.size() < next.size() && StartsWithAny<"完成", "占", "达">(said) && of_plan &&
           !MentionsAny<",", "，", "。", "；", ";">(said);
  }
  return false;
}

// Whether words name a planned sum before anything that is done.
bool PlansMoney(std::string_view rest) {
  const std::size_t sum = kSetOf<"计划投入", "计划投资", "概算投资", "估算投资", "概算总投资">.First(rest);
  return sum < rest.size() && !TellsWhatIsDone(rest.substr(0, sum)) && !Contains(rest.substr(0, sum), "完成");
}

// Behind the last 、 of the words.
std::string_view LastOf(std::string_view words) {
  const std::size_t mark = words.rfind("、");
  return mark == std::string_view::npos ? words : words.substr(mark);
}

// 共 of a total: 公共 and 共享 say nothing of one.
bool SaysTogether(std::string_view words) {
  for (std::size_t at = Find(words, "共"); at != std::string_view::npos; at = Find(words, "共", at + 3)) {
    if (!words.substr(0, at).ends_with("公") && !StartsWithAny<"共享", "共有", "共同", "共建">(words.substr(at))) return true;
  }
  return false;
}

Figure FigureOf(const quantities::Quantity& quantity) { return {quantity.value, quantity.unit, RangeOf(quantity.span)}; }

}  // namespace

// A figure in a report that restates the plan: 本年度计划改造8块, 200台的目标任务.
bool FigureReader::IsPlanned(const Quantity& quantity, Range passage) const {
  const Range figure = RangeOf(quantity.phrase);
  const Range clause = ClauseAround(text_, passage, figure.begin);
  const Range whole = SentenceAround(text_, passage, figure.begin);
  const std::string_view before = text_.Of({clause.begin, std::min(figure.begin, clause.end)});
  std::string_view after = text_.Of({std::min(figure.end, clause.end), clause.end});
  if (after.size() > 36) after = after.substr(0, 36);
  if (TellsHowManyOf(quantity, {std::min(figure.end, clause.end), clause.end})) return true;
  // 3所已竣工: what is said of the figure itself decides.
  const bool plans = MentionsAny<"计划", "任务">(before);
  const std::string_view verdict = after.substr(0, std::min<std::size_t>(after.size(), 18));
  if (MentionsAny<"已", "完工", "竣工", "建成", "正在", "投用">(verdict) && !plans) {
    return false;
  }
  // 计划改造3个,两处市场2个完成改造: so does a verb right behind it.
  if (!plans && !quantity.percent && clause.begin > whole.begin && StartsWithAny<"完成", "建成", "开工", "投入使用">(after)) return false;
  if (!plans && !Contains(before, "目标") && !quantity.percent && In({figure.end, std::max(figure.end, clause.end)}).empty() &&
      ShareFollows(text_.Of({clause.end, std::max(clause.end, passage.end)}))) return false;
  if (StartsWithAny<"的目标", "的年度", "的全年", "目标任务", "年度任务", "任务", "的任务", "目标", "的计划", "的既定">(after)) {
    return !quantity.percent;
  }
  // 15个农村幸福院建设已完成8个: of so many, so many.
  if (!quantity.percent && MentionsAny<"已完成", "已建成", "已送", "已开工", "已完工", "完成了">(after) &&
      !MentionsAny<"已", "完成", "累计", "截至", "目前">(LastOf(before)) && !SaysTogether(LastOf(before))) {
    const auto following = In({figure.end, std::max(figure.end, clause.end)});
    if (!following.empty() && following.front()->unit == quantity.unit && following.front()->value <= quantity.value) return true;
  }
  if (IsWhole(quantity, clause, whole)) return true;
  // 改造小区9个、68栋,…: figures joined to one that is planned are planned with it.
  if (const auto joined = In({clause.begin, std::max(clause.begin, figure.begin)});
      !quantity.percent && !joined.empty() && text_.Of({RangeOf(joined.back()->phrase).end, figure.begin}) == "、" && IsPlanned(*joined.back(), passage)) {
    return true;
  }
  // 新增技能人才4000人 完成736人,完成率18.4%: a blank parts the promise from its report.
  if (!quantity.percent && StartsWithAny<" 完成", "　完成">(after) && !MentionsAny<"已", "累计", "截至", "目前">(before)) {
    const auto following = In({figure.end, std::max(figure.end, clause.end)});
    if (following.size() == 1 && CloseUnit(following.front()->unit, quantity.unit)) return true;
  }
  // 更新公交车150辆,计划投入1.2亿元,…: what stands before a planned sum is planned with it.
  if (occasion_.kind == Kind::kProgress && !quantity.percent && figure.end <= whole.end && PlansMoney(text_.Of({figure.end, whole.end})) &&
      !TellsWhatIsDone(text_.Of({whole.begin, figure.begin})) && !Contains(text_.Of({whole.begin, figure.begin}), "完成")) {
    return true;
  }
  // 改造17所医院急诊室,已完成5所: of what the sentence opens with, so many are done.
  const std::string_view lead = text_.Of({whole.begin, std::max(whole.begin, figure.begin)});
  if (!quantity.percent && lead.size() < 60 && !MentionsAny<"已", "完成", "累计", "截至", "目前", "开工", "竣工", "完工", "实际">(lead) &&
      !SaysTogether(lead)) {
    for (const Quantity* next : In({figure.end, std::max(figure.end, whole.end)})) {
      const Range own = ClauseAround(text_, whole, RangeOf(next->span).begin);
      if (next->percent || own.Contains(figure.begin)) continue;
      // 新建管网60公里,已新建62公里: or somewhat more.
      const std::string_view told = BehindTime(text_.Of(own));
      // 整治背街600条,整治完成517条: the figure says of nothing else what it counts.
      const std::size_t number = RangeOf(next->phrase).begin - std::min(RangeOf(next->phrase).begin, own.end - told.size());
      const std::string_view verb = told.substr(0, number);
      const std::string_view behind = text_.Of({RangeOf(next->phrase).end, std::max(RangeOf(next->phrase).end, own.end)});
      const bool of_them = (behind.empty() || behind.starts_with("(")) && verb.size() <= 12 && verb.ends_with("完成") && !Contains(lead, "正在");
      // 改造小区9个,目前8个小区已完工
      const bool now = verb.empty() && told.size() < own.size() && Contains(behind, "已") && next->value < quantity.value;
      const bool really = after.empty() && told.starts_with("实际");  // 培训60人,实际培训72人
      if ((StartsWithAny<"已", "现已">(told) || really || now || of_them) && next->unit == quantity.unit && next->value < 2 * quantity.value) {
        return true;
      }
      break;
    }
  }
  if (!quantity.percent && figure.end <= whole.end && NextTellsOf(quantity, {whole.end, std::max(whole.end, passage.end)}) &&
      !TellsWhatIsDone(text_.Of(whole))) {
    return true;
  }
  // 年度任务9200人,1-9月完成5734人: what was done in a time of its own.
  if (!plans && MentionsAny<"完成", "发放", "新增", "建成">(before)) {
    const auto dates = quantities::FindDates(before.substr(0, 60), {.default_year = occasion_.year});
    if (!dates.empty() && dates.front().span.start_byte == 0 && dates.front().kind == DateKind::kPeriod &&
        dates.front().precision != DatePrecision::kYear) {
      return false;
    }
  }
  std::size_t plan = std::string_view::npos;
  for (const std::string_view word : kWordsOf<"计划", "任务", "目标", "年度应", "需完成">) {
    const std::size_t at = FindLast(before, word);
    if (at == std::string_view::npos) continue;
    if (before.substr(0, at).ends_with("按") || before.substr(at).starts_with("计划外")) continue;
    if (plan == std::string_view::npos || at > plan) plan = at;
  }
  if (plan == std::string_view::npos) {
    // A sentence that starts with the plan goes on with it: 计划建设床位600张,新建助餐点15个.
    const std::string_view start = text_.Of({whole.begin, std::max(whole.begin, figure.begin)});
    const std::string_view opening = start.substr(0, std::min<std::size_t>(start.size(), 36));
    if (!MentionsAny<"计划", "年度任务", "年度目标", "目标任务", "全年任务">(opening) || Contains(opening, "按计划")) return false;
    return !MentionsAny<"已", "累计", "超额", "实际", "目前", "截至", "完成率", "提前", "现", "完工", "其中", "占", "本月",
                               "当月", "本季度", "完成数", "完成量", "完成比例", "完成投">(start);
  }
  std::string_view between = before.substr(plan);
  if (between.starts_with("计划累计")) return true;
  // 完成目标任务的115%12所…: the share was the plan's.
  if (Contains(between, "%")) return false;
  return !MentionsAny<"已", "累计", "超额", "实际", "目前", "提前", "超过", "超">(between);
}

// 10条断头路中,4条已通车, 35个公园开工28个: a figure that opens its clause, of which another tells a part.
bool FigureReader::IsWhole(const Quantity& quantity, Range clause, Range sentence) const {
  const Range figure = RangeOf(quantity.phrase);
  if (quantity.percent || figure.begin != clause.begin || figure.end > clause.end) return false;
  const auto behind = In({figure.end, std::max(figure.end, sentence.end)});
  if (behind.empty() || behind.front()->percent || behind.front()->unit != quantity.unit || behind.front()->value > quantity.value) return false;
  const Range part = RangeOf(behind.front()->phrase);
  const std::string_view between = text_.Of({figure.end, std::min(part.begin, clause.end)});
  if (MentionsAny<"已", "正在", "其中", "、">(between)) return false;
  if (clause.Contains(part.begin)) return EndsWithAny<"开工", "完工", "建成", "完成", "竣工", "投用", "通车">(between);
  return between.ends_with("中") && !EndsWithAny<"集中", "设中", "行中", "工中", "标中", "进中", "理中">(between);
}

// 改造水站20处已完工11处, 60人已招收72人: whether the words right behind a figure, to the end of its clause, tell how many of it are done.
bool FigureReader::TellsHowManyOf(const Quantity& quantity, Range rest) const {
  constexpr std::size_t kMostVerbBytes = 12;
  const std::string_view words = text_.Of(rest);
  if (quantity.percent || !StartsWithAny<"已", "实际", "仅", "完成">(words)) return false;
  if (words.starts_with("仅完成") && !HoldsDigit(words)) return true;  // 硬化9公里仅完成路基
  const auto figures = In(rest);
  if (figures.empty() || figures.front()->percent || figures.front()->unit != quantity.unit || figures.front()->value >= 2 * quantity.value) return false;
  return RangeOf(figures.front()->phrase).begin - rest.begin <= kMostVerbBytes;
}

// 维护设施253台。已完成77台: whether the sentence at the start of `rest` tells how many of the same things are done.
bool FigureReader::NextTellsOf(const Quantity& quantity, Range rest) const {
  constexpr std::size_t kMostBytes = 18;
  rest = Trim(text_.str(), rest);
  for (const std::string_view stop : kWordsOf<"。", "；", ";">) {
    if (text_.Of(rest).starts_with(stop)) rest = Trim(text_.str(), {rest.begin + stop.size(), rest.end});
  }
  if (rest.empty()) return false;
  const Range next = SentenceAround(text_, rest, rest.begin);
  const auto figures = In(next);
  if (figures.empty() || figures.front()->percent || !CloseUnit(figures.front()->unit, quantity.unit)) return false;
  if (figures.front()->value >= 2 * quantity.value) return false;
  const std::string_view before = BehindTime(text_.Of({next.begin, RangeOf(figures.front()->phrase).begin}));
  return before.size() <= kMostBytes && StartsWithAny<"已完成", "已建成", "已改造", "已新增", "已培训", "已发放", "实际完成", "累计完成", "共完成", "现已">(before) &&
         !before.starts_with("已有");
}

// 计划改造8块,目前已全部完工: what was planned is reached in full.
void FigureReader::ReadAllOf(const Passage& passage, const Quantity& quantity, const Target& target,
                             ReadTask* task) const {
  const Range figure = RangeOf(quantity.phrase);
  const Range sentence = SentenceAround(text_, passage.range, figure.begin);
  const std::string_view after = text_.Of({figure.end, std::max(sentence.end, figure.end)});
  const auto following = In({figure.end, sentence.end});
  const std::size_t limit = following.empty() ? after.size() : RangeOf(following.front()->span).begin - figure.end;
  if (!MentionsAny<"全部完", "均已完", "均已建", "全部建成", "全部竣工", "已全部", "均已竣工">(after.substr(0, limit))) return;
  task->task.measurements.push_back({.measure = target.measure, .value = target.value, .unit = target.unit,
                                     .as_of = occasion_.as_of, .source = target.source});
}

// 超额完成9月份设置的累计3500个的节点目标: what was to be reached by then is a step of its own.
bool FigureReader::ReadStage(const Passage& passage, const Quantity& quantity, const std::vector<Date1>& dates, ReadTask* task) const {
  const Range figure = RangeOf(quantity.phrase);
  const Range clause = ClauseAround(text_, passage.range, figure.begin);
  const std::string_view before = text_.Of({clause.begin, std::max(clause.begin, figure.begin)});
  const std::string_view behind = text_.Of({figure.end, std::max(figure.end, clause.end)});
  const bool bracketed = EndsWithAny<"节点目标(", "节点任务(", "阶段目标(", "阶段性目标(">(before);
  if (!bracketed && !StartsWithAny<"节点目标", "的节点目标", "节点任务", "的节点任务", "的阶段目标", "的阶段性目标">(behind)) return false;
  const auto date = std::ranges::find_if(dates.rbegin(), dates.rend(), [&](const Date1& one) {
    return one.date.resolved && one.date.precision != DatePrecision::kYear && one.range.begin >= clause.begin && one.range.begin < figure.begin;
  });
  if (date == dates.rend()) return false;
  Milestone step{.start = date->date.start, .due = date->date.end, .title = std::string(text_.Of(clause)), .source = clause};
  for (Target& target : TargetsOf(quantity, passage.range, {}, Role::kSteps)) {
    target.due = step.due;
    step.targets.push_back(std::move(target));
  }
  task->task.milestones.push_back(std::move(step));
  return true;
}

void FigureReader::ReadProgress(const Passage& passage, std::size_t index, ReadProject* project) const {
  ReadTask& task = project->tasks[index];
  const Figures figures = In(passage.range);
  const std::size_t outlook = OutlookOf(text_, passage.range);
  const bool looks_ahead = occasion_.kind == Kind::kProgress &&
                           (outlook < passage.range.end ||
                            MentionsAny<"将于", "预计", "计划", "原定", "拟", "力争", "确保", "争取", "有望", "底前", "月前">(text_.Of(passage.range)));
  if (figures.empty() && !looks_ahead) return;
  const std::vector<Date1> dates = DatesIn(passage.range);
  std::optional<Date> head_date;
  for (const auto& date : quantities::FindDates(passage.name, {.default_year = occasion_.year})) {
    if (date.resolved) head_date = date.end;
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
        if (!ahead.empty() && ahead != "今年" && ahead != "其中" && ahead != "到" && ahead != "至" && ahead != "在") continue;
      }
      // 年初排查312户: the start of the year dates nothing that is reached.
      if (Governs(date.date) && !Contains(date.date.text, "年初") && (date.date.start.year >= occasion_.year || date.date.kind == DateKind::kAsOf)) {
        governing = &date;
      }
    }
    // 截至… holds until the next date or numbered piece; a period holds in its own sentence.
    bool governed = governing != nullptr;
    if (governed && !sentence.Contains(governing->range.begin)) {
      governed = governing->date.kind == DateKind::kAsOf &&
                 SplitNumbered(text_.str(), {governing->range.end, std::min(figure.begin, governing->range.end + 600)},
                               nullptr, 1)
                     .empty();
    }
    Measurement m{.value = quantity->value, .unit = quantity->unit,
                  .as_of = head_date ? head_date : occasion_.as_of, .source = RangeOf(quantity->phrase)};
    if (governed) {
      const auto& date = governing->date;
      const bool ahead = date.kind != DateKind::kAsOf && occasion_.as_of && date.end > *occasion_.as_of;
      const bool from_start = date.start.month == 1 && date.start.day == 1;
      const std::string_view before = text_.Of({clause.begin, figure.begin});
      if (date.kind != DateKind::kAsOf) m.cumulative = from_start || Contains(before, "累计");
      if (!ahead && (date.kind == DateKind::kAsOf || date.end.year == occasion_.year)) m.as_of = date.end;
    }
    const std::string_view clause_before = text_.Of({clause.begin, std::max(clause.begin, figure.begin)});
    if (MentionsAny<"本月", "当月", "本季度", "本周">(clause_before) && !Contains(clause_before, "累计")) m.cumulative = false;
    for (const auto& marker : quantities::FindMarkers(clause_before)) {
      const std::string_view behind = clause_before.substr(static_cast<std::size_t>(marker.span.end_byte));
      const bool drafted = marker.text == "拟" && StartsWithAny<"定", "订">(behind);  // 拟定 is done
      const bool of_target = quantity->percent && marker.text == "目标";  // 占目标任务的126.5%
      if (marker.kind == MarkerKind::kExpected && marker.text != "计划" && !drafted && !of_target) m.expected = true;
      // 目标完成率 is reached, but 预计年底前完成7500户 stays expected unless an 已 follows.
      const auto forecast = [&] {
        return MentionsAny<"预计", "预期", "拟", "将于", "有望">(clause_before.substr(0, static_cast<std::size_t>(marker.span.start_byte)));
      };
      if (marker.kind == MarkerKind::kReached && (Contains(marker.text, "已") || !forecast())) m.expected = false;
    }
    m.said_cumulative = Contains(clause_before, "累计");
    // 超出目标任务(60%)12.3个百分点 is a distance, and the bracket holds the target.
    if (Contains(quantity->unit, "百分点") &&
        (MentionsAny<"超出", "超过", "高出", "高于", "低于", "快于", "慢于">(clause_before) || clause_before.ends_with("高") ||
         clause_before.ends_with("低") || clause_before.ends_with("快"))) {
      continue;
    }
    if (IsBase(text_, passage.range, figure)) continue;
    // 14.31个和14.68个百分点 are two distances.
    if (quantity->unit == "个" && text_.str().substr(figure.end, 3) == "和") {
      const auto next = In({figure.end, std::min(figure.end + 40, passage.range.end)});
      if (!next.empty() && next.front()->unit == "个百分点") continue;
    }
    // 失业率为3.5%,控制在4.5%的年度目标以内
    const std::string_view behind = text_.str().substr(figure.end, 45);
    const bool limit = clause_before.ends_with("控制在") && MentionsAny<"目标以内", "目标内", "目标范围内">(behind);
    bool bracketed = limit;
    for (const std::string_view open : kWordsOf<"任务(", "任务（", "目标(", "目标（", "目标值(">) {
      bracketed = bracketed || (quantity->percent && clause_before.ends_with(open));
    }
    if (figure.begin >= outlook) {
      const bool dated = std::ranges::any_of(dates, [&](const Date1& date) {
        return clause.Contains(date.range.begin) && IsForecast(date, passage.range, outlook);
      });
      if (dated && occasion_.kind == Kind::kProgress) continue;  // a step's
      if (MentionsAny<"年内", "全年", "年底">(clause_before)) {
        for (Target& target : TargetsOf(*quantity, passage.range, dates, Role::kPlanned)) AddTarget(std::move(target), passage, index, project);
        continue;
      }
      m.expected = true;
    }
    if (ReadStage(passage, *quantity, dates, &task)) continue;
    const bool planned = bracketed || IsPlanned(*quantity, passage.range);
    if (planned && (bracketed || !quantity->percent)) {
      for (Target& target : TargetsOf(*quantity, passage.range, dates, passage.role)) {
        // 超额完成40所的年度目标任务: the target is 40, and was exceeded.
        if (Contains(quantity->comparator_words, "超") && Contains(clause_before, "超额")) target.comparator = Comparator::kEqual;
        if (limit) target.comparator = Comparator::kAtMost;
        ReadAllOf(passage, *quantity, target, &task);
        AddTarget(std::move(target), passage, index, project);
      }
      continue;
    }
    if (quantity->percent) {
      Share share{.percent = quantity->value, .decimals = quantity->decimals, .source = figure,
                  .passage = passage.range, .measure = std::string(quantity->noun_before), .as_of = m.as_of,
                  .cumulative = m.cumulative, .expected = m.expected};
      const std::string_view before = text_.Of({clause.begin, figure.begin});
      share.of_plan = MentionsAny<"任务", "完成率", "完成进度", "计划", "目标", "占", "完成", "完工率", "竣工率">(before) ||
                      (clause == passage.range && Contains(passage.name, "完成") && !Contains(passage.name, "投资"));
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
      if (const auto named = PartsNamed(text_, {here - static_cast<std::ptrdiff_t>(std::min(at, kNear)), here}, *quantity, sentence)) {
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

// "将于2022年9月投入使用" in a report is a step that is still to come; so is what 下一步 goes on to, with its figures.
void FigureReader::ReadForecasts(const Passage& passage, const std::vector<Date1>& dates, ReadTask* task) const {
  if (occasion_.kind != Kind::kProgress) return;
  const std::size_t outlook = passage.role == Role::kNote ? passage.range.begin : OutlookOf(text_, passage.range);
  for (const Date1& date : dates) {
    if (!IsForecast(date, passage.range, outlook)) continue;
    const Range clause = ClauseAround(text_, passage.range, date.range.begin);
    Milestone milestone{.start = date.date.start, .due = date.date.end, .title = std::string(text_.Of(clause)), .source = clause};
    if (date.range.begin >= outlook) AddStepTargets(clause, passage.range, &milestone);
    task->task.milestones.push_back(std::move(milestone));
  }
}

bool FigureReader::IsForecast(const Date1& date, Range passage, std::size_t outlook) const {
  const DatePrecision precision = date.date.precision;
  if (!date.date.resolved || date.date.kind == DateKind::kAsOf) return false;
  if (precision == DatePrecision::kYear || precision == DatePrecision::kYears) return false;
  const Range clause = ClauseAround(text_, passage, date.range.begin);
  const std::string_view before = text_.Of({clause.begin, std::max(clause.begin, date.range.begin)});
  if (Contains(before, "原计划") || Contains(before, "原定")) return true;  // and missed
  if (occasion_.as_of && date.date.end <= *occasion_.as_of) return false;
  // 10月底前完成主体,12月底前完工: a day by when something without a figure is done is still to come.
  const bool does = MentionsAny<"完成", "完工", "竣工", "建成", "投用", "投入", "通车", "交付", "开工", "启动", "启用">(text_.Of({date.range.end, std::max(date.range.end, clause.end)}));
  if (date.date.kind == DateKind::kDeadline && occasion_.as_of && does && In(clause).empty()) return true;
  return date.range.begin >= outlook || MentionsAny<"将于", "预计", "计划", "拟", "力争", "确保", "争取", "有望">(before);
}

}  // namespace duban::documents
