#include "documents/core/figures.h"

#include <algorithm>
#include <cmath>

#include "documents/core/measure.h"
#include "documents/core/numbering.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

using quantities::DateKind;
using quantities::DatePrecision;
using quantities::MarkerKind;

Range RangeOf(const quantities::Span& span) {
  return {static_cast<std::size_t>(span.start_byte), static_cast<std::size_t>(span.end_byte)};
}

bool MentionsAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) { return Contains(text, word); });
}

bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) { return text.starts_with(word); });
}

std::string_view Around(const Text& text, Range within, Range figure, std::size_t bytes) {
  std::size_t begin = figure.begin > within.begin + bytes ? figure.begin - bytes : within.begin;
  std::size_t end = std::min(figure.end + bytes, within.end);
  while (begin > within.begin && (static_cast<unsigned char>(text.str()[begin]) & 0xC0) == 0x80) --begin;
  while (end < within.end && (static_cast<unsigned char>(text.str()[end]) & 0xC0) == 0x80) ++end;
  return text.Of({begin, end});
}

// How many rates one share is said of: 核实率和解决率, 两项任务完成率均为.
std::size_t RatesNamed(const quantities::Quantity& quantity) {
  const std::string& noun = quantity.noun_before;
  for (const auto& [word, count] : {std::pair<std::string_view, std::size_t>{"两项", 2}, {"两个", 2}, {"三项", 3}}) {
    if (Contains(noun, word) && Contains(noun, "率") && Contains(noun, "均")) return count;
  }
  std::size_t count = 1;
  for (const std::string_view joint : {"率和", "率、", "率及", "率与"}) {
    for (std::size_t at = noun.find(joint); at != std::string::npos; at = noun.find(joint, at + 3)) ++count;
  }
  return std::min<std::size_t>(count, 4);
}

bool Governs(const quantities::DateSpan& date) {
  return date.resolved && (date.kind == DateKind::kAsOf || date.kind == DateKind::kPeriod ||
                           (date.kind == DateKind::kPoint && date.precision == DatePrecision::kMonth));
}

// 由3000元提高到4200元, 从3.5米拓宽至6米: the first figure is what was before, and neither promised nor reached.
bool IsBase(const Text& text, Range passage, Range figure) {
  const Range sentence = SentenceAround(text.str(), passage, figure.begin);
  std::string_view before = text.Of({sentence.begin, std::max(sentence.begin, figure.begin)});
  std::string_view after = text.Of({std::min(figure.end, sentence.end), sentence.end});
  if (before.size() > 120) before = before.substr(before.size() - 120);
  if (after.size() > 90) after = after.substr(0, 90);
  std::size_t from = std::string_view::npos;
  for (const std::string_view word : {"从", "由"}) {
    const std::size_t at = before.rfind(word);
    if (at != std::string_view::npos && (from == std::string_view::npos || at > from)) from = at;
  }
  if (from == std::string_view::npos || Contains(before.substr(from), "，") || Contains(before.substr(from), ",")) return false;
  if (MentionsAny(before.substr(from), {"到", "至", "升为", "增为"})) return false;
  for (const std::string_view change : {"提高", "提升", "增加", "上调", "调整", "拓宽", "扩大", "扩建", "降低", "下降", "减少", "缩短", "压缩", "增长", "上升",
                                        "升", "降", "增", "扩", "调"}) {
    const std::size_t at = after.find(change);
    if (at == std::string_view::npos) continue;
    const std::string_view arrival = after.substr(at + change.size(), 12);
    return arrival.starts_with("到") || arrival.starts_with("至") || arrival.starts_with("为");
  }
  return false;
}

// The passage of a project's overview that holds a target of its task; empty where the task's own words do.
Range OverviewOf(const ReadTask& task, const Target& target) {
  for (const Passage& passage : task.passages) {
    if (passage.range.Contains(target.source.begin)) return passage.role == Role::kTarget ? Range{} : passage.range;
  }
  return {};
}

// The overview stands beside the first task; the piece that repeats the promise holds it.
void MoveTarget(ReadProject* project, std::size_t from, std::size_t index, std::size_t to) {
  std::vector<Target>& targets = project->tasks[from].task.targets;
  project->tasks[to].task.targets.push_back(std::move(targets[index]));
  targets.erase(targets.begin() + static_cast<std::ptrdiff_t>(index));
}

}  // namespace

FigureReader::FigureReader(const Text& text, const std::vector<quantities::Quantity>& quantities,
                           const Occasion& occasion)
    : text_(text), quantities_(quantities), occasion_(occasion) {}

std::vector<const quantities::Quantity*> FigureReader::In(Range range) const {
  auto first = std::lower_bound(quantities_.begin(), quantities_.end(), range.begin,
                                [](const Quantity& q, std::size_t at) {
                                  return static_cast<std::size_t>(q.span.start_byte) < at;
                                });
  std::vector<const Quantity*> found;
  for (; first != quantities_.end() && static_cast<std::size_t>(first->span.end_byte) <= range.end; ++first) {
    if (first->kind == quantities::Kind::kQuantity) found.push_back(&*first);
  }
  return found;
}

std::vector<FigureReader::Date1> FigureReader::DatesIn(Range range) const {
  quantities::DateOptions options{.default_year = occasion_.year, .reference = occasion_.as_of};
  std::vector<Date1> dates;
  for (quantities::DateSpan& date : quantities::FindDates(text_.Of(range), options)) {
    const Range own = RangeOf(date.span);
    dates.push_back({std::move(date), {range.begin + own.begin, range.begin + own.end}});
  }
  return dates;
}

ReadProject FigureReader::Read(const ProjectNode& node) const {
  ReadProject out;
  for (const TaskNode& task : node.tasks) {
    ReadTask read{.passages = task.passages};
    read.task.number = task.number;
    read.task.status = task.status;
    read.said = task.status != Status::kNone;
    read.task.lead_units = task.lead_units;
    read.task.cooperating_units = task.cooperating_units;
    if (!task.title.empty()) read.task.title = std::string(Trim(text_.Of(task.title)));
    out.tasks.push_back(std::move(read));
  }
  for (std::size_t i = 0; i < node.tasks.size(); ++i) {
    for (const Passage& passage : node.tasks[i].passages) {
      if (!passage.counts) continue;
      switch (passage.role) {
        case Role::kTitle:
        case Role::kContent:
        case Role::kTarget:
          ReadPlan(passage, i, &out);
          break;
        case Role::kSteps:
          ReadSteps(passage, &out.tasks[i]);
          break;
        case Role::kPeriod:
          ReadPeriod(passage, &out.tasks[i]);
          break;
        case Role::kProgress:
          ReadProgress(passage, i, &out);
          break;
        default:
          break;
      }
    }
    for (const Passage& passage : node.tasks[i].passages) ReadNumbers(passage, i, &out);
    for (const Passage& passage : node.tasks[i].passages) {
      if (passage.role == Role::kDue) ReadDue(passage, &out.tasks[i]);
    }
  }
  return out;
}

// --- what is promised -------------------------------------------------------------------------------------------

std::vector<Target> FigureReader::TargetsOf(const Quantity& quantity, Range passage,
                                            const std::vector<Date1>& dates) const {
  Target target{.measure = MeasureName(text_, quantity), .comparator = quantity.comparator, .value = quantity.value,
                .unit = quantity.unit, .source = RangeOf(quantity.phrase)};
  const Range sentence = SentenceAround(text_.str(), passage, RangeOf(quantity.span).begin);
  if (quantity.comparator_words.empty() && !quantity.range) {
    // 不低于全县平均水平的1.6倍: the bound stands further ahead.
    const Range clause = ClauseAround(text_.str(), passage, RangeOf(quantity.span).begin);
    const std::size_t figure = RangeOf(quantity.span).begin;
    const std::string_view before = text_.Of({clause.begin, std::max(clause.begin, figure)});
    for (const auto& [word, comparator] : {std::pair<std::string_view, Comparator>{"不低于", Comparator::kAtLeast},
                                           {"不少于", Comparator::kAtLeast},
                                           {"不超过", Comparator::kAtMost}}) {
      const std::size_t at = before.rfind(word);
      if (at != std::string_view::npos && In({clause.begin + at, figure}).empty() && !Contains(before.substr(at), "、")) {
        target.comparator = comparator;
      }
    }
  }
  for (const Date1& date : dates) {
    if (!sentence.Contains(date.range.begin)) continue;
    if (!date.date.resolved || date.range.begin > RangeOf(quantity.span).begin) continue;
    if (date.date.precision == DatePrecision::kYears || date.date.end.year != occasion_.year) continue;
    if (date.date.kind == DateKind::kDeadline || date.date.kind == DateKind::kPeriod ||
        date.date.precision == DatePrecision::kMonth) {
      target.due = date.date.end;
    }
  }
  // A deadline may stand behind the figure: 5家,8月底前全部投用. Of several none is meant for it alone.
  if (!target.due) {
    std::size_t deadlines = 0;
    for (const Date1& date : dates) {
      if (!sentence.Contains(date.range.begin) || !date.date.resolved || date.date.end.year != occasion_.year) continue;
      if (date.date.kind != DateKind::kDeadline || date.date.precision == DatePrecision::kYear) continue;
      const Range clause = ClauseAround(text_.str(), passage, date.range.begin);
      if (!In(clause).empty() || !MentionsAny(text_.Of(clause), {"全部", "投用", "投入使用", "建成", "完工", "竣工", "完成"})) continue;
      ++deadlines;
      target.due = date.date.end;
    }
    if (deadlines != 1) target.due.reset();
  }
  if (!target.due && occasion_.year > 0) target.due = Date{occasion_.year, 12, 31};
  if (quantity.percent) {
    // One figure for two named rates is two promises: 核实率和解决率达到100%.
    return std::vector<Target>(RatesNamed(quantity), target);
  }
  if (!quantity.range) return {target};
  Target low = target;
  low.comparator = Comparator::kAtLeast;
  low.value = quantity.low;
  Target high = target;
  high.comparator = Comparator::kAtMost;
  high.value = quantity.high;
  return {low, high};
}

// The same promise in two places of one project is one; an explicit comparator beats a bare number, a later column an
// earlier one.
void FigureReader::AddTarget(Target target, const Passage& passage, std::size_t task, ReadProject* project) const {
  for (std::size_t i = 0; i < project->tasks.size(); ++i) {
    for (std::size_t k = 0; k < project->tasks[i].task.targets.size(); ++k) {
      Target& known = project->tasks[i].task.targets[k];
      if (std::abs(known.value - target.value) > 1e-9 || !SameUnit(known.unit, target.unit)) continue;
      const double near = NounScore(text_, target.source, known.source);
      if (passage.range.Contains(known.source.begin)) {
        // Two figures of one sentence are two promises (16个路口、16个路段).
        const Range sentence = SentenceAround(text_.str(), passage.range, target.source.begin);
        if (sentence.Contains(known.source.begin) || !CloseUnit(known.unit, target.unit) || near < 0.9) continue;
      } else {
        const Range other = SentenceAround(text_.str(), {0, text_.str().size()}, known.source.begin);
        const double alike = Alikeness(Around(text_, passage.range, target.source, 72), Around(text_, other, known.source, 72));
        // A report that restates the plan (原计划打井20眼) says nothing new.
        const bool restated = (passage.role == Role::kProgress || passage.role == Role::kPlanned) && known.unit == target.unit && i == task;
        if (!restated && (i == task ? near < 0.3 && alike < 0.08 : near < 0.9 && alike < 0.3)) continue;
      }
      const bool explicit_new = target.comparator != Comparator::kEqual;
      const bool range_pair = known.comparator == Comparator::kAtMost && target.comparator == Comparator::kAtLeast;
      if (range_pair) continue;
      const Range overview = OverviewOf(project->tasks[i], known);
      if (explicit_new || known.comparator == Comparator::kEqual) {
        if (explicit_new) known.comparator = target.comparator;
        if (passage.role == Role::kTarget) {
          known.source = target.source;
          known.unit = target.unit;
          known.measure = target.measure;
        }
      }
      if (passage.role == Role::kTarget && i != task && !overview.empty()) MoveTarget(project, i, k, task);
      return;
    }
  }
  project->tasks[task].task.targets.push_back(std::move(target));
}

// Tails of sentences that part a promise over several dates: …2340个,9月底前建成1620个,12月底前建成720个.
std::vector<Range> FigureReader::DatedPlans(Range passage, const std::vector<Date1>& dates) const {
  std::vector<Range> plans;
  if (occasion_.kind != Kind::kPlan) return plans;
  for (std::size_t i = 0; i < dates.size();) {
    const Range sentence = SentenceAround(text_.str(), passage, dates[i].range.begin);
    std::vector<const Date1*> own;
    for (; i < dates.size() && (own.empty() || sentence.Contains(dates[i].range.begin)); ++i) {
      const auto& date = dates[i].date;
      const bool fine = date.precision == DatePrecision::kMonth || date.precision == DatePrecision::kQuarter ||
                        date.precision == DatePrecision::kHalf || date.precision == DatePrecision::kTenDays ||
                        date.precision == DatePrecision::kDay;
      if (date.resolved && fine && date.end.year == occasion_.year) own.push_back(&dates[i]);
      if (own.empty() && (i + 1 >= dates.size() || !sentence.Contains(dates[i + 1].range.begin))) {
        ++i;
        break;
      }
    }
    if (own.size() < 2 || own.front()->date.end == own.back()->date.end) continue;
    const Range tail{own.front()->range.begin, sentence.end};
    const auto parts = In(tail);
    if (parts.empty()) continue;
    const auto before = In({passage.begin, tail.begin});
    const bool shares = std::all_of(parts.begin(), parts.end(), [](const Quantity* q) { return q->percent; });
    const bool total = std::any_of(parts.begin(), parts.end(), [&](const Quantity* part) {
      return std::any_of(before.begin(), before.end(), [&](const Quantity* q) { return q->unit == part->unit; });
    });
    if (shares || total) plans.push_back(tail);
  }
  return plans;
}

void FigureReader::ReadPlan(const Passage& passage, std::size_t task, ReadProject* project) const {
  const std::vector<Date1> dates = DatesIn(passage.range);
  const std::vector<Range> plans = DatedPlans(passage.range, dates);
  for (const Range plan : plans) {
    Passage steps = passage;
    steps.range = plan;
    ReadSteps(steps, &project->tasks[task]);
  }
  for (const Quantity* quantity : In(passage.range)) {
    if (quantity->unit.empty() || IsBase(text_, passage.range, RangeOf(quantity->span))) continue;
    const std::size_t at = RangeOf(quantity->span).begin;
    if (std::any_of(plans.begin(), plans.end(), [at](Range plan) { return plan.Contains(at); })) continue;
    for (Target& target : TargetsOf(*quantity, passage.range, dates)) AddTarget(std::move(target), passage, task, project);
  }
}

// A date of its own (完成时限) holds for every promise of the task that names none.
void FigureReader::ReadDue(const Passage& passage, ReadTask* task) const {
  std::optional<Date> due;
  const std::vector<Date1> dates = DatesIn(passage.range);
  if (dates.size() >= 2 && CountChars(text_.Of(passage.range)) > 16) {
    ReadSteps(passage, task);  // 6月底前完成招标;9月底前完成30公里
    return;
  }
  for (const Date1& date : dates) {
    if (date.date.resolved && (!due || date.date.end > *due)) due = date.date.end;
  }
  if (!due) return;
  for (Target& target : task->task.targets) {
    if (!target.due || *target.due == Date{occasion_.year, 12, 31}) target.due = due;
  }
}

// --- what is planned for a date ----------------------------------------------------------------------------------

void FigureReader::ReadSteps(const Passage& passage, ReadTask* task) const {
  const auto numbering = NumberingAt(text_.str(), passage.range.begin);
  Range body = passage.range;
  if (numbering && numbering->range.end <= passage.range.end) body.begin = numbering->range.end;
  std::vector<Date1> dates;
  for (Date1& date : DatesIn(body)) {
    if (!date.date.resolved || date.date.precision == DatePrecision::kYears) continue;
    if (date.date.precision == DatePrecision::kYear && date.date.kind != DateKind::kDeadline) continue;
    dates.push_back(std::move(date));
  }
  std::vector<const Quantity*> figures = In(body);
  if (dates.empty()) {
    if (!MentionsAny(text_.Of(body), {"每月", "每季", "每周", "按月"}) || figures.empty()) return;
    Milestone milestone{.start = Date{occasion_.year, 1, 1}, .due = Date{occasion_.year, 12, 31},
                        .title = std::string(text_.Of(body)), .source = body};
    for (const Quantity* quantity : figures) {
      for (Target& target : TargetsOf(*quantity, body, dates)) milestone.targets.push_back(std::move(target));
    }
    task->task.milestones.push_back(std::move(milestone));
    return;
  }
  // Dates that follow each other at once (4月、6月、10月) belong to one step, unless its figures are said to go to them
  // one by one (分别).
  struct Step {
    std::vector<std::size_t> dates;
    Range body;
    std::vector<const Quantity*> figures;
  };
  std::vector<Step> steps;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    if (i > 0) {
      const std::string gap = Normal(text_.Of({dates[i - 1].range.end, dates[i].range.begin}));
      if (gap.empty() || gap == "、" || gap == "和" || gap == "及" || gap == "," || gap == "与") {
        steps.back().dates.push_back(i);
        continue;
      }
    }
    steps.push_back({{i}, {dates[i].range.begin, body.end}, {}});
  }
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) steps[i].body.end = steps[i + 1].body.begin;
  for (const Quantity* quantity : figures) {
    const std::size_t at = RangeOf(quantity->span).begin;
    std::size_t owner = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps[i].body.begin <= at) owner = i;
    }
    // A figure whose clause names its date only behind it: 至少100个5月至7月进行.
    const Range clause = ClauseAround(text_.str(), body, at);
    if (owner + 1 < steps.size() && clause.Contains(steps[owner + 1].body.begin) &&
        !clause.Contains(steps[owner].body.begin)) {
      ++owner;
    }
    steps[owner].figures.push_back(quantity);
  }
  for (Step& step : steps) {
    const Range sentence = SentenceAround(text_.str(), body, step.body.begin);
    const bool each = step.dates.size() > 1 && (Contains(text_.Of(step.body), "分别") ||
                                                Contains(text_.Of({sentence.begin, step.body.begin}), "分别"));
    std::vector<Milestone> milestones;
    if (each) {
      for (const std::size_t d : step.dates) {
        milestones.push_back({.start = std::nullopt, .due = dates[d].date.end});
      }
    } else {
      const auto& first = dates[step.dates.front()].date;
      const auto& last = dates[step.dates.back()].date;
      Milestone milestone{.due = last.end};
      if (first.kind == DateKind::kPeriod || step.dates.size() > 1) milestone.start = first.start;
      milestones.push_back(std::move(milestone));
    }
    for (Milestone& milestone : milestones) {
      milestone.title = std::string(Trim(text_.Of(step.body)));
      milestone.source = step.body;
    }
    // Of figures said to go to the dates one by one, the last ones in a row of equal unit do; others are the total.
    std::size_t spread_begin = step.figures.size();
    if (each && step.figures.size() >= milestones.size()) spread_begin = step.figures.size() - milestones.size();
    for (std::size_t f = 0; f < step.figures.size(); ++f) {
      Milestone& owner = f >= spread_begin ? milestones[f - spread_begin] : milestones.back();
      for (Target& target : TargetsOf(*step.figures[f], body, dates)) {
        if (f > spread_begin && target.comparator == Comparator::kEqual) {
          target.comparator = step.figures[spread_begin]->comparator;
        }
        target.due = owner.due;
        const Range clause = ClauseAround(text_.str(), body, target.source.begin);
        target.cumulative = MentionsAny(text_.Of(clause), {"共", "全年", "累计", "全部"});
        const bool repeated = std::any_of(owner.targets.begin(), owner.targets.end(), [&](const Target& t) {
          return t.value == target.value && t.unit == target.unit &&
                 ClauseAround(text_.str(), body, t.source.begin) == clause &&
                 Alikeness(Around(text_, body, t.source, 60), Around(text_, body, target.source, 60)) > 0.6;
        });
        if (!repeated) owner.targets.push_back(std::move(target));
      }
    }
    for (Milestone& milestone : milestones) task->task.milestones.push_back(std::move(milestone));
  }
}

void FigureReader::ReadPeriod(const Passage& passage, ReadTask* task) const {
  std::vector<quantities::DateSpan> dates = quantities::FindDates(passage.name, {.default_year = occasion_.year});
  // 2025年进展情况 over 7月工作计划: the year governs all columns, the month this one.
  if (dates.size() > 1) std::erase_if(dates, [](const auto& date) { return date.precision == DatePrecision::kYear; });
  if (dates.empty() || !dates.front().resolved) {
    ReadSteps(passage, task);
    return;
  }
  Milestone milestone{.start = dates.front().start, .due = dates.front().end,
                      .title = std::string(text_.Of(passage.range)), .source = passage.range};
  for (const Quantity* quantity : In(passage.range)) {
    if (quantity->unit.empty()) continue;
    for (Target& target : TargetsOf(*quantity, passage.range, {})) {
      target.due = milestone.due;
      milestone.targets.push_back(std::move(target));
    }
  }
  task->task.milestones.push_back(std::move(milestone));
}

// --- what is reached ---------------------------------------------------------------------------------------------

// A figure in a report that restates the plan: 本年度计划改造8块, 200台的目标任务.
bool FigureReader::IsPlanned(const Quantity& quantity, Range passage) const {
  const Range figure = RangeOf(quantity.phrase);
  const Range clause = ClauseAround(text_.str(), passage, figure.begin);
  std::string_view before = text_.Of({clause.begin, std::min(figure.begin, clause.end)});
  std::string_view after = text_.Of({std::min(figure.end, clause.end), clause.end});
  if (after.size() > 36) after = after.substr(0, 36);
  // 3所已竣工: what is said of the figure itself decides.
  const std::string_view verdict = after.substr(0, std::min<std::size_t>(after.size(), 18));
  if (MentionsAny(verdict, {"已", "完工", "竣工", "建成", "正在", "投用"}) &&
      !MentionsAny(text_.Of({clause.begin, std::min(figure.begin, clause.end)}), {"计划", "任务"})) {
    return false;
  }
  if (StartsWithAny(after, {"的目标", "的年度", "的全年", "目标任务", "年度任务", "任务", "的任务", "目标", "的计划", "的既定"})) {
    return !quantity.percent;
  }
  std::size_t plan = std::string_view::npos;
  for (const std::string_view word : {"计划", "任务", "目标", "年度应", "需完成"}) {
    const std::size_t at = before.rfind(word);
    if (at == std::string_view::npos) continue;
    if (before.substr(0, at).ends_with("按") || before.substr(at).starts_with("计划外")) continue;
    if (plan == std::string_view::npos || at > plan) plan = at;
  }
  if (plan == std::string_view::npos) {
    // A sentence that starts with the plan goes on with it: 计划建设床位600张,新建助餐点15个.
    const Range sentence = SentenceAround(text_.str(), passage, figure.begin);
    std::string_view start = text_.Of({sentence.begin, std::max(sentence.begin, figure.begin)});
    const std::string_view opening = start.substr(0, std::min<std::size_t>(start.size(), 36));
    if (!MentionsAny(opening, {"计划", "年度任务", "年度目标", "目标任务", "全年任务"}) || Contains(opening, "按计划")) return false;
    return !MentionsAny(start, {"已", "累计", "超额", "实际", "目前", "截至", "完成率", "提前", "现", "完工", "其中", "占", "本月",
                               "当月", "本季度"});
  }
  std::string_view between = before.substr(plan);
  if (between.starts_with("计划累计")) return true;
  return !MentionsAny(between, {"已", "累计", "超额", "实际", "目前", "提前", "超过", "超"});
}

// 计划改造8块,目前已全部完工: what was planned is reached in full.
void FigureReader::ReadAllOf(const Passage& passage, const Quantity& quantity, const Target& target,
                             ReadTask* task) const {
  const Range figure = RangeOf(quantity.phrase);
  const Range sentence = SentenceAround(text_.str(), passage.range, figure.begin);
  const std::string_view after = text_.Of({figure.end, std::max(sentence.end, figure.end)});
  const auto following = In({figure.end, sentence.end});
  const std::size_t limit = following.empty() ? after.size() : RangeOf(following.front()->span).begin - figure.end;
  if (!MentionsAny(after.substr(0, limit), {"全部完", "均已完", "均已建", "全部建成", "全部竣工", "已全部", "均已竣工"})) return;
  task->task.measurements.push_back({.measure = target.measure, .value = target.value, .unit = target.unit,
                                     .as_of = occasion_.as_of, .source = target.source});
}

void FigureReader::ReadProgress(const Passage& passage, std::size_t index, ReadProject* project) const {
  ReadTask& task = project->tasks[index];
  const std::vector<Date1> dates = DatesIn(passage.range);
  std::optional<Date> head_date;
  for (const auto& date : quantities::FindDates(passage.name, {.default_year = occasion_.year})) {
    if (date.resolved) head_date = date.end;
  }
  std::size_t next_date = 0;
  const Date1* governing = nullptr;
  for (const Quantity* quantity : In(passage.range)) {
    if (quantity->unit.empty()) continue;
    const Range figure = RangeOf(quantity->span);
    const Range sentence = SentenceAround(text_.str(), passage.range, figure.begin);
    const Range clause = ClauseAround(text_.str(), passage.range, figure.begin);
    for (; next_date < dates.size() && dates[next_date].range.begin < figure.begin; ++next_date) {
      const Date1& date = dates[next_date];
      // 6月份,组织2场: a month governs where it opens a clause; 已于10月完工 does not.
      if (date.date.kind == DateKind::kPoint) {
        const Range own = ClauseAround(text_.str(), passage.range, date.range.begin);
        const std::string_view ahead = Trim(text_.Of({own.begin, date.range.begin}));
        if (!ahead.empty() && ahead != "今年" && ahead != "其中" && ahead != "到" && ahead != "至" && ahead != "在") continue;
      }
      if (Governs(date.date) && (date.date.start.year >= occasion_.year || date.date.kind == DateKind::kAsOf)) {
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
    Measurement m{.measure = MeasureName(text_, *quantity), .value = quantity->value, .unit = quantity->unit,
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
    if (MentionsAny(clause_before, {"本月", "当月", "本季度", "本周"}) && !Contains(clause_before, "累计")) m.cumulative = false;
    for (const auto& marker : quantities::FindMarkers(clause_before)) {
      const std::string_view behind = clause_before.substr(static_cast<std::size_t>(marker.span.end_byte));
      const bool drafted = marker.text == "拟" && StartsWithAny(behind, {"定", "订"});  // 拟定 is done
      if (marker.kind == MarkerKind::kExpected && marker.text != "计划" && !drafted) m.expected = true;
      // 目标完成率 is reached, but 预计年底前完成7500户 stays expected unless an 已 follows.
      const bool forecast = MentionsAny(clause_before.substr(0, static_cast<std::size_t>(marker.span.start_byte)),
                                        {"预计", "预期", "拟", "将于", "有望"});
      if (marker.kind == MarkerKind::kReached && (!forecast || Contains(marker.text, "已"))) m.expected = false;
    }
    m.said_cumulative = Contains(clause_before, "累计");
    // 超出目标任务(60%)12.3个百分点 is a distance, and the bracket holds the target.
    if (Contains(quantity->unit, "百分点") &&
        (MentionsAny(clause_before, {"超出", "超过", "高出", "高于", "低于", "快于", "慢于"}) || clause_before.ends_with("高") ||
         clause_before.ends_with("低") || clause_before.ends_with("快"))) {
      continue;
    }
    if (IsBase(text_, passage.range, figure)) continue;
    bool bracketed = false;
    for (const std::string_view open : {"任务(", "任务（", "目标(", "目标（", "目标值("}) {
      bracketed = bracketed || (quantity->percent && clause_before.ends_with(open));
    }
    const bool planned = bracketed || IsPlanned(*quantity, passage.range);
    if (planned && (bracketed || !quantity->percent)) {
      for (Target& target : TargetsOf(*quantity, passage.range, dates)) {
        // 超额完成40所的年度目标任务: the target is 40, and was exceeded.
        if (Contains(quantity->comparator_words, "超") && Contains(clause_before, "超额")) target.comparator = Comparator::kEqual;
        ReadAllOf(passage, *quantity, target, &task);
        AddTarget(std::move(target), passage, index, project);
      }
      continue;
    }
    if (quantity->percent) {
      Share share{.percent = quantity->value, .decimals = quantity->decimals, .source = figure,
                  .passage = passage.range, .measure = quantity->noun_before, .as_of = m.as_of,
                  .cumulative = m.cumulative, .expected = m.expected};
      const std::string_view before = text_.Of({clause.begin, figure.begin});
      share.of_plan = MentionsAny(before, {"任务", "完成率", "完成进度", "计划", "目标", "占", "完成"});
      share.source = {clause.begin, figure.end};
      if (!task.task.measurements.empty()) {
        const Measurement& last = task.task.measurements.back();
        if (sentence.Contains(last.source.begin)) {
          share.measurement = static_cast<int>(task.task.measurements.size()) - 1;
        }
      }
      share.times = RatesNamed(*quantity);
      task.shares.push_back(std::move(share));
      continue;
    }
    if (quantity->range) m.value = quantity->low;
    task.task.measurements.push_back(std::move(m));
  }
  ReadForecasts(passage, dates, &task);
}

// "将于2022年9月投入使用" in a report is a step that is still to come.
void FigureReader::ReadForecasts(const Passage& passage, const std::vector<Date1>& dates, ReadTask* task) const {
  if (occasion_.kind != Kind::kProgress) return;
  for (const Date1& date : dates) {
    if (!date.date.resolved || (occasion_.as_of && date.date.end <= *occasion_.as_of)) continue;
    if (date.date.precision == DatePrecision::kYear || date.date.precision == DatePrecision::kYears) continue;
    const std::string_view before = text_.Of({passage.range.begin, date.range.begin});
    if (!before.ends_with("将于") && !before.ends_with("预计于") && !before.ends_with("预计") &&
        !before.ends_with("计划于") && !before.ends_with("拟于") && !before.ends_with("预计将于")) {
      continue;
    }
    const Range clause = ClauseAround(text_.str(), passage.range, date.range.begin);
    task->task.milestones.push_back({.start = date.date.start, .due = date.date.end,
                                     .title = std::string(text_.Of(clause)), .source = clause});
  }
}

}  // namespace duban::documents
