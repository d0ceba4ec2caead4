// Which figures of a report restate the plan.
#include <algorithm>

#include "documents/core/figure_words.h"
#include "documents/core/figures.h"
#include "documents/core/told.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

using quantities::DateKind;
using quantities::DatePrecision;

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
  const std::size_t sum =
      kSetOf<"计划投入", "计划投资", "概算投资", "估算投资", "概算总投资">.First(rest);
  return sum < rest.size() && !TellsWhatIsDone(rest.substr(0, sum)) &&
         !Contains(rest.substr(0, sum), "完成");
}

// Behind the last 、 of the words.
std::string_view LastOf(std::string_view words) {
  const std::size_t mark = words.rfind("、");
  return mark == std::string_view::npos ? words : words.substr(mark);
}

// 共 of a total: 公共 and 共享 say nothing of one.
bool SaysTogether(std::string_view words) {
  for (std::size_t at = Find(words, "共"); at != std::string_view::npos;
       at = Find(words, "共", at + 3)) {
    if (!words.substr(0, at).ends_with("公") &&
        !StartsWithAny<"共享", "共有", "共同", "共建">(words.substr(at)))
      return true;
  }
  return false;
}

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
  // 800个的任务已在5月底提前完成: the task is done, and the figure is what it was.
  if (!quantity.percent && StartsWithAny<"的目标任务", "的年度任务", "的全年任务", "的任务">(after))
    return true;
  // 3所已竣工: what is said of the figure itself decides.
  const bool plans = MentionsAny<"计划", "任务">(before);
  const std::string_view verdict = after.substr(0, std::min<std::size_t>(after.size(), 18));
  if (MentionsAny<"已", "完工", "竣工", "建成", "正在", "投用">(verdict) && !plans) {
    return false;
  }
  // 计划改造3个,两处市场2个完成改造: so does a verb right behind it.
  if (!plans && !quantity.percent && clause.begin > whole.begin &&
      StartsWithAny<"完成", "建成", "开工", "投入使用">(after))
    return false;
  if (!plans && !Contains(before, "目标") && !quantity.percent &&
      In({figure.end, std::max(figure.end, clause.end)}).empty() &&
      ShareFollows(text_.Of({clause.end, std::max(clause.end, passage.end)})))
    return false;
  if (StartsWithAny<"的目标", "的年度", "的全年", "目标任务", "年度任务", "任务", "的任务", "目标",
                    "的计划", "的既定">(after)) {
    return !quantity.percent;
  }
  // 15个农村幸福院建设已完成8个: of so many, so many.
  if (!quantity.percent &&
      MentionsAny<"已完成", "已建成", "已送", "已开工", "已完工", "完成了">(after) &&
      !MentionsAny<"已", "完成", "累计", "截至", "目前">(LastOf(before)) &&
      !SaysTogether(LastOf(before))) {
    const auto following = In({figure.end, std::max(figure.end, clause.end)});
    if (!following.empty() && following.front()->unit == quantity.unit &&
        following.front()->value <= quantity.value)
      return true;
  }
  if (IsWhole(quantity, clause, whole)) return true;
  // 改造小区9个、68栋,…: figures joined to one that is planned are planned with it.
  if (const auto joined = In({clause.begin, std::max(clause.begin, figure.begin)});
      !quantity.percent && !joined.empty() &&
      text_.Of({RangeOf(joined.back()->phrase).end, figure.begin}) == "、" &&
      IsPlanned(*joined.back(), passage)) {
    return true;
  }
  // 新增技能人才4000人 完成736人,完成率18.4%: a blank parts the promise from its report.
  if (!quantity.percent && StartsWithAny<" 完成", "　完成">(after) &&
      !MentionsAny<"已", "累计", "截至", "目前">(before)) {
    const auto following = In({figure.end, std::max(figure.end, clause.end)});
    if (following.size() == 1 && CloseUnit(following.front()->unit, quantity.unit)) return true;
  }
  // 更新公交车150辆,计划投入1.2亿元,…: what stands before a planned sum is planned with it.
  if (occasion_.kind == Kind::kProgress && !quantity.percent && figure.end <= whole.end &&
      PlansMoney(text_.Of({figure.end, whole.end})) &&
      !TellsWhatIsDone(text_.Of({whole.begin, figure.begin})) &&
      !Contains(text_.Of({whole.begin, figure.begin}), "完成")) {
    return true;
  }
  // 改造17所医院急诊室,已完成5所: of what the sentence opens with, so many are done.
  const std::string_view lead = text_.Of({whole.begin, std::max(whole.begin, figure.begin)});
  if (!quantity.percent && lead.size() < 60 &&
      !MentionsAny<"已", "完成", "累计", "截至", "目前", "开工", "竣工", "完工", "实际">(lead) &&
      !SaysTogether(lead)) {
    for (const Quantity* next : In({figure.end, std::max(figure.end, whole.end)})) {
      const Range own = ClauseAround(text_, whole, RangeOf(next->span).begin);
      if (next->percent || own.Contains(figure.begin)) continue;
      // 新建管网60公里,已新建62公里: or somewhat more.
      const std::string_view told = BehindTime(text_.Of(own));
      // 整治背街600条,整治完成517条: the figure says of nothing else what it counts.
      const std::size_t number = RangeOf(next->phrase).begin -
                                 std::min(RangeOf(next->phrase).begin, own.end - told.size());
      const std::string_view verb = told.substr(0, number);
      const std::string_view behind =
          text_.Of({RangeOf(next->phrase).end, std::max(RangeOf(next->phrase).end, own.end)});
      const bool of_them = (behind.empty() || behind.starts_with("(")) && verb.size() <= 12 &&
                           verb.ends_with("完成") && !Contains(lead, "正在");
      // 改造小区9个,目前8个小区已完工
      const bool now = verb.empty() && told.size() < own.size() && Contains(behind, "已") &&
                       next->value < quantity.value;
      const bool really = after.empty() && told.starts_with("实际");  // 培训60人,实际培训72人
      if ((StartsWithAny<"已", "现已">(told) || really || now || of_them) &&
          next->unit == quantity.unit && next->value < 2 * quantity.value) {
        return true;
      }
      break;
    }
  }
  if (!quantity.percent && figure.end <= whole.end &&
      NextTellsOf(quantity, {whole.end, std::max(whole.end, passage.end)}) &&
      !TellsWhatIsDone(text_.Of(whole))) {
    return true;
  }
  // 年度任务9200人,1-9月完成5734人: what was done in a time of its own.
  if (!plans && MentionsAny<"完成", "发放", "新增", "建成">(before)) {
    const auto dates =
        quantities::FindDates(before.substr(0, 60), {.default_year = occasion_.year});
    if (!dates.empty() && dates.front().span.start_byte == 0 &&
        dates.front().kind == DateKind::kPeriod &&
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
    // 目标任务6个,完成2个: a clause of its own that says no more is of what the sentence opens
    // with.
    if (clause.begin > whole.begin &&
        (before == "完成" || before == "建成" || before == "仅完成")) {
      const auto opened = In({whole.begin, clause.begin});
      if (!opened.empty() && opened.front()->unit == quantity.unit &&
          quantity.value < 2 * opened.front()->value)
        return false;
    }
    // A sentence that starts with the plan goes on with it: 计划建设床位600张,新建助餐点15个.
    const std::string_view start = text_.Of({whole.begin, std::max(whole.begin, figure.begin)});
    const std::string_view opening = start.substr(0, std::min<std::size_t>(start.size(), 36));
    if (!MentionsAny<"计划", "年度任务", "年度目标", "目标任务", "全年任务">(opening) ||
        Contains(opening, "按计划"))
      return false;
    return !MentionsAny<"已", "累计", "超额", "实际", "目前", "截至", "完成率", "提前", "现",
                        "完工", "其中", "占", "本月", "当月", "本季度", "完成数", "完成量",
                        "完成比例", "完成投", "正在">(start);
  }
  std::string_view between = before.substr(plan);
  if (between.starts_with("计划累计")) return true;
  // 完成目标任务的115%12所…: the share was the plan's.
  if (Contains(between, "%")) return false;
  return !MentionsAny<"已", "累计", "超额", "实际", "目前", "提前", "超过", "超">(between);
}

// 10条断头路中,4条已通车, 35个公园开工28个: a figure that opens its clause, of which another tells
// a part.
bool FigureReader::IsWhole(const Quantity& quantity, Range clause, Range sentence) const {
  const Range figure = RangeOf(quantity.phrase);
  if (quantity.percent || figure.begin != clause.begin || figure.end > clause.end) return false;
  const auto behind = In({figure.end, std::max(figure.end, sentence.end)});
  if (behind.empty() || behind.front()->percent || behind.front()->unit != quantity.unit ||
      behind.front()->value > quantity.value)
    return false;
  const Range part = RangeOf(behind.front()->phrase);
  const std::string_view between = text_.Of({figure.end, std::min(part.begin, clause.end)});
  if (MentionsAny<"已", "正在", "其中", "、">(between)) return false;
  if (clause.Contains(part.begin))
    return EndsWithAny<"开工", "完工", "建成", "完成", "竣工", "投用", "通车">(between);
  return between.ends_with("中") &&
         !EndsWithAny<"集中", "设中", "行中", "工中", "标中", "进中", "理中">(between);
}

// 改造水站20处已完工11处, 60人已招收72人: whether the words right behind a figure, to the end of
// its clause, tell how many of it are done.
bool FigureReader::TellsHowManyOf(const Quantity& quantity, Range rest) const {
  constexpr std::size_t kMostVerbBytes = 12;
  const std::string_view words = text_.Of(rest);
  if (quantity.percent || !StartsWithAny<"已", "实际", "仅", "完成">(words)) return false;
  if (words.starts_with("仅完成") && !HoldsDigit(words)) return true;  // 硬化9公里仅完成路基
  const auto figures = In(rest);
  if (figures.empty() || figures.front()->percent || figures.front()->unit != quantity.unit ||
      figures.front()->value >= 2 * quantity.value)
    return false;
  return RangeOf(figures.front()->phrase).begin - rest.begin <= kMostVerbBytes;
}

// 维护设施253台。已完成77台: whether the sentence at the start of `rest` tells how many of the same
// things are done.
bool FigureReader::NextTellsOf(const Quantity& quantity, Range rest) const {
  constexpr std::size_t kMostBytes = 18;
  rest = Trim(text_.str(), rest);
  for (const std::string_view stop : kWordsOf<"。", "；", ";">) {
    if (text_.Of(rest).starts_with(stop))
      rest = Trim(text_.str(), {rest.begin + stop.size(), rest.end});
  }
  if (rest.empty()) return false;
  const Range next = SentenceAround(text_, rest, rest.begin);
  const auto figures = In(next);
  if (figures.empty() || figures.front()->percent ||
      !CloseUnit(figures.front()->unit, quantity.unit))
    return false;
  if (figures.front()->value >= 2 * quantity.value) return false;
  const std::string_view before =
      BehindTime(text_.Of({next.begin, RangeOf(figures.front()->phrase).begin}));
  return before.size() <= kMostBytes &&
         StartsWithAny<"已完成", "已建成", "已改造", "已新增", "已培训", "已发放", "实际完成",
                       "累计完成", "共完成", "现已">(before) &&
         !before.starts_with("已有");
}

}  // namespace duban::documents
