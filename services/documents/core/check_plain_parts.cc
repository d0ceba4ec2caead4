#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"
#include "documents/core/part_names.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"
#include "documents/core/wording.h"

// Totals with their parts right before or behind them, which no word tells apart from other
// figures.
namespace duban::documents {
namespace {

// Whether the words between the last part and a total say that it is of them and of nothing else:
// ",共", ",合计", ",共完成", and where they are all there is ",全县共新增泊位".
bool ClosesParts(std::string_view between, bool complement) {
  DropHead<",", "，", "、">(&between);
  if (complement) DropHead<"全市", "全县", "全区", "全镇", "全乡">(&between);
  if (!DropHead<"共计", "合计", "总计", "共">(&between)) return false;
  constexpr auto& kVerbs =
      kWordsOf<"", "有", "完成", "建成", "新建", "改造", "建设", "实施", "新增">;
  return complement || std::ranges::find(kVerbs, between) != kVerbs.end();
}

}  // namespace

// A total behind its parts: A(80张)、B(48张)共计128张. What is off is wrong where the total closes
// a list of parts that has no 等.
void Checker::CheckPartsBefore(Figures figures, std::size_t at, Range passage, Range sentence,
                               Subject subject) {
  const Quantity& total = *figures[at];
  const Range figure = RangeOf(total.phrase);
  const Range number = RangeOf(total.span);
  const std::string_view before =
      text_.Of({sentence.begin, std::max(sentence.begin, number.begin)});
  // 累计完成护岸5.7公里
  const Range clause = ClauseAround(text_, sentence, number.begin);
  const std::string_view own = text_.Of({clause.begin, std::max(clause.begin, number.begin)});
  if (!EndsWithAny(before, {"共计", "合计", "总计", "共"}) &&
      (own.size() > 45 || !MentionsAny<"共", "累计", "合计", "总计">(own)))
    return;
  double sum = 0;
  std::vector<double> parts;
  std::vector<const Quantity*> named;
  std::vector<Evidence> evidence{{figure, "total"}};
  // ; may part them too.
  constexpr std::size_t kFar = 300;  // bytes
  const std::size_t from = std::max(passage.begin, sentence.begin - std::min(sentence.begin, kFar));
  bool here = true;  // all of them in its sentence
  for (std::size_t part = at; part-- > 0 && RangeOf(figures[part]->span).begin >= from;) {
    const bool inside = RangeOf(figures[part]->span).begin >= sentence.begin;
    if (!inside && Contains(text_.Of({RangeOf(figures[part]->span).end, number.begin}), "。"))
      break;
    if (figures[part]->percent || figures[part]->unit != total.unit) {
      if (!inside || (parts.size() == 2 && Complement(*named[0], *named[1]))) break;
      return;
    }
    if (part + 1 < at && CountsHolders(text_, *figures[part], *figures[part + 1])) continue;
    if (!inside) here = false;
    named.push_back(figures[part]);
    parts.insert(parts.begin(), figures[part]->value);
    sum += figures[part]->value;
    evidence.push_back({RangeOf(figures[part]->span), "part"});
    if (parts.size() < 2 || !SameNumber(sum, total.value)) continue;
    AddCheck(CheckKind::kSum, subject, total.value, sum, true,
             {RangeOf(figures[part]->span).begin, figure.end}, Join(parts));
    return;
  }
  const Range source{evidence.back().source.begin, figure.end};
  const std::string_view between = Trim(before.substr(
      before.size() -
      std::min(before.size(), number.begin - RangeOf(figures[at == 0 ? 0 : at - 1]->span).end)));
  if (parts.size() < 2 || !here ||
      !ClosesParts(between, parts.size() == 2 && Complement(*named[0], *named[1])) ||
      total.comparator != Comparator::kEqual || total.range || Contains(text_.Of(source), "等"))
    return;
  if (std::abs(sum - total.value) > 0.12 * total.value || MayOverlap(source)) return;
  AddCheck(CheckKind::kSum, subject, total.value, sum, false, source, Join(parts));
  AccuseParts(total, sum, subject, std::move(evidence));
}

// Figures of the total's unit right behind it that add up to it, with no word for parts:
// 开工25600套,市级项目10100套,区级项目15500套; 21所学校中,已有20所开工;1所正在办理手续. Only such
// as hold, of a total too odd to be met by chance or one that is parted (…中).
bool Checker::CheckPartsBehind(Figures figures, std::size_t at, Range sentence, Subject subject) {
  const Quantity& total = *figures[at];
  const Range figure = RangeOf(total.phrase);
  const std::string_view rest = text_.str().substr(figure.end, 600);
  const std::string_view near = rest.substr(0, 63);
  const std::size_t comma = std::min(Find(near, ","), Find(near, "，"));
  const std::size_t colon = std::min(near.find(':'), Find(near, "："));
  const bool parted = (comma < 60 && rest.substr(0, comma).ends_with("中")) ||
                      (colon < 60 && colon < std::min(comma, Find(near, "。")));
  // Its parts may be clauses that ; closes.
  const std::size_t end =
      parted ? figure.end + std::min({Find(rest, "。"), rest.find('\n'), rest.size()})
             : sentence.end;
  if (!parted && (total.value < 100 || std::fmod(total.value, 100) == 0) && total.value < 1000)
    return false;
  double sum = 0;
  std::vector<double> parts;
  for (std::size_t part = at + 1; part < figures.size() && RangeOf(figures[part]->span).end <= end;
       ++part) {
    if (figures[part]->percent) continue;
    if (figures[part]->unit != total.unit || figures[part]->value >= total.value) return false;
    // 完成1350个,比任务1200个多150个: what is beyond is no part.
    if (EndsWithAny(text_.Of({figure.end, RangeOf(figures[part]->span).begin}),
                    {"多", "超", "超额完成", "超过"}))
      return false;
    parts.push_back(figures[part]->value);
    sum += figures[part]->value;
    if (parts.size() < 2 || !SameNumber(sum, total.value)) continue;
    AddCheck(CheckKind::kSum, subject, total.value, sum, true,
             {figure.begin, RangeOf(figures[part]->span).end}, Join(parts));
    return true;
  }
  return false;
}

}  // namespace duban::documents
