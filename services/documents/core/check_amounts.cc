#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

// Amounts that a sentence works out itself: so many of each, and how far a target is exceeded.
namespace duban::documents {
namespace {

using quantities::Quantity;

// The words right before a figure that is said of each of something: 每村, 户均, 平均每盏; empty
// where it is not.
std::string_view EachOf(const Text& text, Range within, const Quantity& rate) {
  const Range figure = RangeOf(rate.phrase);
  const Range clause = ClauseAround(text, within, figure.begin);
  std::string_view words = text.Of({clause.begin, std::max(clause.begin, figure.begin)});
  constexpr std::size_t kNear = 36;  // bytes
  const std::size_t each = FindLast(words, "每");
  if (each != std::string_view::npos && words.size() - each <= kNear) {
    const std::size_t first = FindLast(words.substr(0, each), "每");  // 每村每月
    return words.substr(first != std::string_view::npos && each - first <= 12 ? first : each);
  }
  const std::size_t mean = FindLast(words, "均");
  if (mean == std::string_view::npos || mean < 3 || words.size() - mean > 18) return {};
  return words.substr(mean - CharBefore(words, mean).bytes);
}

// Whether `each` (每村, 户均投入) speaks of what a figure counts: 97个村, 100户.
bool IsOfEach(std::string_view each, const Quantity& count) {
  if (count.percent || count.unit.empty() || count.value < 2 ||
      count.value != std::floor(count.value))
    return false;
  if (StartsWith(each, "每")) each.remove_prefix(3);
  if (StartsWith(each, count.unit)) return true;
  const Char first = CharAt(each, 0);
  const std::string_view kind = each.substr(0, first.bytes);
  std::string_view noun = count.noun_after.substr(0, 15);
  for (const std::string_view end : kWordsOf<"开展", "每", "均", "建设">)
    noun = noun.substr(0, std::min(noun.size(), Find(noun, end)));
  return StartsWith(each, noun.substr(0, 3)) || (kind != "个" && noun.ends_with(kind));
}

// Whether an amount is a quotient, as exactly as it is printed.
bool IsMean(const Quantity& rate, double total, double count) {
  const double step = rate.scale / std::pow(10, rate.decimals);
  return std::abs(total / count - rate.value) <= step / 2 && rate.value >= 20 * step;
}

}  // namespace

// 放映1164场(97个村,每村12场); 150户,户均3000元,共45万元; 每月4场,共48场. Only such as hold.
void Checker::CheckProducts(Range passage, Figures figures, Subject subject) {
  if (figures.size() < 2 || !MentionsAny<"每", "均">(text_.Of(passage))) return;
  for (const Quantity* rate : figures) {
    if (rate->percent || rate->unit.empty()) continue;
    const Range sentence = SentenceAround(text_, passage, RangeOf(rate->span).begin);
    const std::string_view each = EachOf(text_, sentence, *rate);
    if (each.empty()) continue;
    const bool monthly = Contains(each, "每月") || rate->per == "月";
    const double months = !monthly ? 1 : Contains(text_.Of(sentence), "上半年") ? 6 : 12;
    std::vector<const Quantity*> counts;
    const Figures inside = In(sentence);
    for (const Quantity* q : inside) {
      if (q != rate && IsOfEach(each, *q)) counts.push_back(q);
    }
    for (const Quantity* total : inside) {
      if (total == rate || total->unit != rate->unit || total->percent ||
          total->value <= rate->value || HasSum(subject, total->value))
        continue;
      for (const Quantity* count : counts) {
        if (count == total) continue;
        const double product = count->value * rate->value;
        const double all = SameNumber(total->value, product) ? product : product * months;
        const bool mean = Contains(each, "均") && IsMean(*rate, total->value, count->value);
        if (!SameNumber(total->value, all) && !mean) continue;
        const Quantity& stated =
            SameNumber(total->value, all) ? *total : *rate;  // a mean is rounded
        AddCheck(CheckKind::kSum, subject, stated.value, stated.value, true, RangeOf(stated.span),
                 &stated == total
                     ? fmt::format("{} x {}", Number(count->value), Number(all / count->value))
                     : fmt::format("{} / {}", Number(total->value), Number(count->value)));
        break;
      }
      if (counts.empty() && monthly && SameNumber(total->value, rate->value * months)) {
        AddCheck(CheckKind::kSum, subject, total->value, total->value, true, RangeOf(total->span),
                 fmt::format("{} x {}", Number(rate->value), Number(months)));
      }
    }
  }
}

// 比年度任务多20个, 超过省定任务6所: what lies between a figure of the sentence and a target. Only
// such as hold.
void Checker::CheckExcess(Range passage, Figures figures, const ReadTask& task, Subject subject) {
  if (figures.size() < 2 || !MentionsAny<"超", "多", "高">(text_.Of(passage))) return;
  for (const Quantity* excess : figures) {
    const Range figure = RangeOf(excess->phrase);
    const Range number = RangeOf(excess->span);
    const Range clause = ClauseAround(text_, passage, number.begin);
    const std::string_view said = text_.Of({clause.begin, std::max(clause.begin, number.begin)});
    const bool more = said.ends_with("多") && MentionsAny<"比", "较">(said);
    const bool beyond =
        MentionsAny<"超额", "超过", "超目标", "超任务", "超计划", "超年度", "超出", "高于", "高出">(
            said) &&
        said.size() <= 60 &&
        EndsWithAny(said, {"任务", "目标", "计划", "超额完成", "超额", "任务数", "目标数", "计划数",
                           "高出"});
    if ((!more && !beyond) || excess->percent || excess->unit.empty() ||
        Contains(excess->unit, "百分点"))
      continue;
    const Range sentence = SentenceAround(text_, passage, number.begin);
    std::vector<double> wholes;
    for (const Target& target : task.task.targets) {
      if (wholes.size() < kMostCompared && CloseUnit(target.unit, excess->unit))
        wholes.push_back(target.value);
    }
    const Figures inside = In({sentence.begin, number.begin});
    for (const Quantity* q : inside) {
      if (CloseUnit(q->unit, excess->unit)) wholes.push_back(q->value);
    }
    const auto holds = [&](const Quantity* q) {
      return CloseUnit(q->unit, excess->unit) && std::ranges::any_of(wholes, [&](double whole) {
               return SameNumber(q->value - whole, excess->value);
             });
    };
    const auto reached = std::ranges::find_if(inside, holds);
    if (reached == inside.end()) continue;
    AddCheck(CheckKind::kSum, subject, excess->value, excess->value, true, figure,
             fmt::format("{} - {}", Number((*reached)->value),
                         Number((*reached)->value - excess->value)));
  }
}

}  // namespace duban::documents
