#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

// Wholes whose parts are told by how far they are: so many done, under way, not begun.
namespace duban::documents {
namespace {

constexpr std::size_t kMostReach = 3000;  // bytes from a whole to its last part

// How far a clause says that what it counts is.
enum class Stage { kNone, kDone, kUnderWay, kNotBegun };

Stage StageOf(std::string_view clause) {
  if (MentionsAny<"未开工", "未启动", "未完成", "未达", "未建", "尚未", "滞后", "缓慢", "较慢",
                  "调整", "招标", "前期", "选址", "论证", "方案", "设计", "征迁">(clause)) {
    return Stage::kNotBegun;
  }
  if (MentionsAny<"在建", "正在", "推进", "实施", "施工", "按计划", "有序", "正常", "进行", "封顶",
                  "进场">(clause))
    return Stage::kUnderWay;
  if (MentionsAny<"完成", "建成", "竣工", "完工", "完结", "办结", "交付", "投用", "投入使用",
                  "运行", "开业", "开放", "验收", "达序", "通车">(clause)) {
    return Stage::kDone;
  }
  return Stage::kNone;
}

// Whether a figure counts whole things.
bool IsCounted(const quantities::Quantity& q) {
  return !q.percent && !q.unit.empty() && !q.unit.ends_with("元") && !q.hedged && q.value >= 1 &&
         q.value == std::floor(q.value);
}

// Whether a figure counts whole things of the unit of `total`; words that count a list's projects
// take 项, 件 and 个 for each other.
bool CountsSame(const quantities::Quantity& q, const quantities::Quantity& total, bool of_list) {
  const auto of_project = [](std::string_view unit) {
    return unit == "项" || unit == "件" || unit == "个";
  };
  return IsCounted(q) &&
         (q.unit == total.unit || (of_list && of_project(q.unit) && of_project(total.unit)));
}

// The words between the nearest marks around a figure: 、 parts them too.
Range WordsAround(const Text& text, Range within, Range figure) {
  const Range clause = ClauseAround(text, within, figure.begin);
  const std::string_view words = text.Of(clause);
  const std::size_t mark = FindLast(words.substr(0, figure.begin - clause.begin), "、");
  const std::size_t next = Find(words, "、", std::min(figure.end - clause.begin, words.size()));
  return {mark == std::string_view::npos ? clause.begin
                                         : clause.begin + mark + std::string_view("、").size(),
          next == std::string_view::npos ? clause.end : clause.begin + next};
}

}  // namespace

// The figures behind figure `first` that say each how far a part of something is, up to the full
// stop or until they make up its value; where `own` is above 0, it is that of a part itself.
// `of_list`: the words count a list's projects.
Checker::Stages Checker::StagesBehind(Figures figures, std::size_t first, Range passage,
                                      bool of_list, double own) const {
  const Quantity& total = *figures[first];
  const Range figure = RangeOf(total.span);
  const auto counted = [&](const Quantity& q) { return CountsSame(q, total, of_list); };
  const std::string_view rest = text_.Of({figure.end, passage.end}).substr(0, kMostReach);
  const std::size_t end = figure.end + std::min({Find(rest, "。"), rest.find('\n'), rest.size()});
  Stages stages{.source = figure, .evidence = {{figure, "total"}}};
  for (std::size_t i = first + 1; i < figures.size() && RangeOf(figures[i]->span).end <= end; ++i) {
    const Quantity& q = *figures[i];
    if (!counted(q)) continue;
    const Range words = WordsAround(text_, passage, RangeOf(q.span));
    const Stage stage = StageOf(text_.Of(words));
    // 3所学校完工2所 holds a whole and its part.
    const bool alone = std::ranges::count_if(
                           In(words), [&](const Quantity* other) { return counted(*other); }) <= 1;
    if (stage == Stage::kNone || !alone || (own <= 0 && q.value >= total.value + stages.sum)) break;
    stages.done += stage == Stage::kDone;
    stages.under_way += stage == Stage::kUnderWay;
    stages.terse = stages.terse && !HasMoreThan(10, text_.Of(words));
    stages.values.push_back(q.value);
    stages.evidence.push_back({RangeOf(q.span), "part"});
    stages.source.end = RangeOf(q.span).end;
    stages.sum += q.value;
    if (own <= 0 && SameNumber(stages.sum, total.value)) break;
  }
  return stages;
}

// Whether figures[at] and the stages behind it are the parts of what is promised, or of what was
// said in a sentence before: 改造危桥9座。 …4座完工,5座正在施工.
bool Checker::CheckStagesOfWhole(Figures figures, std::size_t at, const Stages& others,
                                 const ReadTask& task, Range passage, Subject subject) {
  if (others.values.empty()) return false;
  const Quantity& first = *figures[at];
  const double sum = others.sum + first.value;
  if (HasSum(subject, sum)) return false;
  const Range sentence = SentenceAround(text_, passage, RangeOf(first.span).begin);
  bool whole = std::ranges::any_of(task.task.targets, [&](const Target& target) {
    return target.unit == first.unit && SameNumber(target.value, sum);
  });
  for (std::size_t before = at - std::min(at, kMostCompared); before < at; ++before) {
    const Quantity& q = *figures[before];
    whole = whole || (IsCounted(q) && q.unit == first.unit && SameNumber(q.value, sum) &&
                      !sentence.Contains(RangeOf(q.span).begin));
  }
  if (!whole) return false;
  std::vector<double> values{first.value};
  values.insert(values.end(), others.values.begin(), others.values.end());
  AddCheck(CheckKind::kSum, subject, sum, sum, true, others.source, Join(values));
  return true;
}

// 12个小区,完工6个、在建5个、未开工1个: what is done, under way and not begun are the parts of the
// figure before them, or of a target. Only such as hold, unless each of the three is told once in
// so many words.
void Checker::CheckStages(Range passage, Figures figures, const ReadTask* task, Subject subject) {
  if (figures.size() < 2) return;
  std::size_t known = 0;  // the end of the last parts that were added up
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Quantity& total = *figures[i];
    const Range figure = RangeOf(total.span);
    if (!IsCounted(total) || figure.begin < known) continue;
    const auto may_part = [&](const Quantity* q) {
      return CountsSame(*q, total, /*of_list=*/task == nullptr);
    };
    if (std::none_of(figures.begin() + static_cast<std::ptrdiff_t>(i) + 1, figures.end(), may_part))
      continue;
    const bool part = StageOf(text_.Of(WordsAround(text_, passage, figure))) != Stage::kNone;
    if (part && task != nullptr) {
      const Stages others = StagesBehind(figures, i, passage, /*of_list=*/false, total.value);
      if (CheckStagesOfWhole(figures, i, others, *task, passage, subject)) {
        known = others.source.end;
        continue;
      }
    }
    Stages stages = StagesBehind(figures, i, passage, task == nullptr, 0);
    if (stages.values.empty()) continue;
    if (stages.values.size() >= 2 && SameNumber(stages.sum, total.value)) {
      if (!HasSum(subject, total.value))
        AddCheck(CheckKind::kSum, subject, total.value, stages.sum, true, stages.source,
                 Join(stages.values));
      known = stages.source.end;
      continue;
    }
    const bool each_once = stages.values.size() == 3 && stages.done == 1 && stages.under_way == 1;
    if (each_once && stages.terse && !part && stages.sum > total.value &&
        stages.sum <= 1.12 * total.value && !total.range &&
        total.comparator == Comparator::kEqual) {
      AddCheck(CheckKind::kSum, subject, total.value, stages.sum, false, stages.source,
               Join(stages.values));
      AccuseParts(total, stages.sum, subject, std::move(stages.evidence));
    }
  }
}

}  // namespace duban::documents
