#include "documents/core/share_words.h"

#include "documents/core/figure_words.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

namespace duban::documents {
namespace {

using quantities::Quantity;

bool IsMoney(const Quantity& quantity) { return quantity.unit == "元" && !quantity.percent; }

// What a share of money says that it is of: 占总投资的, 年度投资完成率.
enum class Funds { kNone, kTotal, kYear, kOnly };

Funds FundsOf(std::string_view said) {
  if (said == "占" || said == "投资完成率") return Funds::kOnly;
  if (!StartsWithAny(said, {"占", "完成", "达", "为", "年度投资", "已完成"})) return Funds::kNone;
  if (Contains(said, "总投资")) return Funds::kTotal;
  const bool year = MentionsAny<"年度", "全年", "今年", "本年">(said);
  return year && MentionsAny<"投资", "年度计划", "全年计划">(said) ? Funds::kYear : Funds::kNone;
}

bool Names(Funds funds, std::string_view noun) {
  if (!EndsWithAny(noun, {"投资", "投资额"}) || MentionsAny<"完成", "累计", "实际", "已">(noun))
    return false;
  if (funds == Funds::kYear) return MentionsAny<"年度", "全年", "今年", "本年">(noun);
  return Contains(noun, "总投资") || (funds == Funds::kOnly && Contains(noun, "计划"));
}

// Whether a rate is of what its part counts: 已完成4件,完成率; 到位资金3亿元,到位率.
bool IsRateOf(std::string_view said, std::string_view part) {
  const std::string_view rate = "率";
  if (!said.ends_with(rate) || CountChars(said) != 3) return false;
  return MentionsAny<"完成", "开工", "竣工", "完工", "办结", "达序", "到位", "拨付", "支付">(
             said) &&
         Contains(part, said.substr(0, said.size() - rate.size()));
}

// What stands between a whole and its share: 125处的, (3.5万人)的, 150套任务的.
bool EndsTheWhole(std::string_view between) {
  if (between.ends_with("约")) between.remove_suffix(3);
  if (!between.ends_with("的")) return false;
  between.remove_suffix(3);
  for (const std::string_view word : kWordsOf<")", "）", "任务", "目标", "计划", "目标任务",
                                              "年度任务", "年度目标", "全年任务", "年度计划">) {
    if (between == word) return true;
  }
  return between.empty();
}

bool IsVague(const Quantity& quantity) {
  return quantity.hedged || quantity.range || quantity.unit.empty();
}

}  // namespace

std::string_view WordsOfShare(std::string_view clause) {
  const std::size_t number = clause.find_last_not_of("0123456789.%");
  std::string_view said = clause.substr(0, number == std::string_view::npos ? 0 : number + 1);
  for (const std::string_view open : kWordsOf<"(", "（">) {
    const std::size_t at = FindLast(said, open);
    if (at != std::string_view::npos) said.remove_prefix(at + open.size());
  }
  said = said.substr(0, said.find_first_of("0123456789"));
  while (
      DropTail<"的", "约", "达到", "达", "为", "了", "均", "到", "至", "已", "分别", " ">(&said)) {
  }
  return said;
}

bool OfPromise(std::string_view said) {
  if (said == "完成" || said == "已完成" || said == "累计完成" || said == "总体完成") return true;
  if (MentionsAny<"超", "高于", "低于", "快于">(said)) return false;
  if (MentionsAny<"投资", "资金", "工程量", "规划", "三年", "五年", "十四五", "十三五", "总体进度",
                  "形象", "主体", "土建", "序时", "本月", "当月", "季度", "其中">(said)) {
    return false;
  }
  for (const std::string_view rate : kWordsOf<"完成率", "完成进度", "完成比例">) {
    if (said.ends_with(rate)) return CountChars(said) <= CountChars(rate) + 6;
  }
  return EndsWithAny(said, {"任务", "目标", "计划", "指标", "任务数", "目标数", "计划数", "任务量",
                            "目标值", "任务总数", "任务总量", "计划总数"});
}

bool IsGrowth(std::string_view said) {
  return EndsWithAny(said, {"同比", "环比", "增长", "增加", "增幅", "提高", "提升", "上升", "下降",
                            "降低", "减少", "下浮", "上浮"});
}

bool MayBeOf(std::string_view said, std::string_view part) {
  const std::string_view rate = "率";
  if (!said.ends_with(rate) || MentionsAny<"完成", "完工", "竣工", "建成", "开工", "到位", "拨付",
                                           "支付", "进度", "任务", "目标">(said))
    return true;
  said.remove_suffix(rate.size());
  for (int chars = 0; chars < 2 && !said.empty(); ++chars) {
    const std::size_t last = CharBefore(said, said.size()).bytes;
    if (Contains(part, said.substr(said.size() - last))) return true;
    said.remove_suffix(last);
  }
  return false;
}

std::optional<NamedParts> PartsNamed(const Text& text, Figures before, const Quantity& share,
                                     Range sentence) {
  std::vector<const Quantity*> figures;
  for (const Quantity* figure : before) {
    if (sentence.Contains(RangeOf(figure->span).begin) && !figure->percent)
      figures.push_back(figure);
  }
  if (figures.size() < 2) return std::nullopt;
  const Range figure = RangeOf(share.span);
  const std::string_view said =
      WordsOfShare(text.Of({ClauseAround(text, sentence, figure.begin).begin, figure.end}));
  const Quantity* const last = figures.back();
  const std::string_view between = text.Of({RangeOf(last->phrase).end, figure.begin});
  NamedParts named{nullptr, nullptr};
  if (EndsTheWhole(between)) {
    named.whole = last;
    for (const Quantity* q : figures) {
      if (q == last || q->unit != last->unit) continue;
      if (named.part != nullptr) return std::nullopt;
      named.part = q;
    }
  } else if (between.size() > 60) {
    return std::nullopt;
  } else if (IsMoney(*last) && FundsOf(said) != Funds::kNone &&
             Contains(last->noun_before, "完成")) {
    named.part = last;
    const Funds funds = FundsOf(said);
    for (const Quantity* q : figures) {
      if (q == last || !IsMoney(*q)) continue;
      const bool names = Names(funds, q->noun_before);
      if ((names && named.whole != nullptr) || (!names && funds == Funds::kOnly))
        return std::nullopt;
      if (names) named.whole = q;
    }
  } else if (figures.size() == 2 && figures[0]->unit == last->unit &&
             last->value < figures[0]->value) {
    const std::string_view words =
        text.Of({RangeOf(figures[0]->span).end, RangeOf(last->span).begin});
    const bool counted = !IsMoney(*last) && (said == "占" || said == "占比" || said == "占总数") &&
                         CountChars(words) <= 16;
    const std::string_view behind = between.substr(
        0, std::min({between.size(), between.rfind(','), FindLast(between, "，")}));  // 4件已完成,
    if (!counted && !IsRateOf(said, words) && !IsRateOf(said, behind)) return std::nullopt;
    named = {last, figures[0]};
  }
  if (named.part == nullptr || named.whole == nullptr || IsVague(*named.part) ||
      IsVague(*named.whole))
    return std::nullopt;
  return named;
}

}  // namespace duban::documents
