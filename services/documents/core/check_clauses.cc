#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/checks.h"
#include "documents/core/figure_words.h"

// Totals with their parts in clauses of one form, one in each.
namespace duban::documents {
namespace {

constexpr std::size_t kMostReach = 3000;  // bytes from a total to its last part
}  // namespace

// 17个,总投资42亿元,年度投资15亿元。其中,教育6个,总投资22亿元,年度投资6亿元;卫生2个,总投资9亿元,…。:
// one figure in each of the clauses that ; closes, up to the full stop, behind the same words as
// the total or, where it has none, alone of its unit.
void Checker::CheckClauses(Range passage, Figures figures, Subject subject) {
  if (figures.size() < 3 || !Contains(text_.Of(passage), "其中")) return;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const Quantity& total = *figures[i];
    if (total.percent || total.unit.empty() || total.hedged || total.range ||
        total.comparator != Comparator::kEqual)
      continue;
    const Range figure = RangeOf(total.phrase);
    const std::string_view after = text_.Of({figure.end, passage.end}).substr(0, kMostReach);
    const std::size_t start = Find(after, "其中");
    if (start > 240) continue;
    const std::size_t end =
        std::min({Find(after, "。", start), after.find('\n', start), after.size()});
    const Figures inside = In({figure.end + start, figure.end + end});
    const auto named = [&](const Quantity* q) {
      return !total.noun_before.empty() && q->noun_before == total.noun_before;
    };
    const bool same = std::ranges::any_of(inside, named);
    std::vector<double> parts;
    std::vector<Evidence> evidence{{figure, "total"}};
    double sum = 0;
    bool apart = true;
    for (const Quantity* q : inside) {
      if (q->unit != total.unit || (same && !named(q))) continue;
      const std::size_t last = evidence.back().source.end;
      const std::string_view between = text_.Of({last, RangeOf(q->span).begin});
      const auto marks = std::ranges::count(between, ';') + (Contains(between, "；") ? 1 : 0);
      apart = apart && (parts.empty() || marks == 1) && !q->hedged;
      parts.push_back(q->value);
      evidence.push_back({RangeOf(q->span), "part"});
      sum += q->value;
    }
    if (parts.size() < 2 || !apart || HasSum(subject, total.value)) continue;
    const double step =
        total.scale / std::pow(10, total.decimals);  // what the last printed digit weighs
    const bool equal = SameNumber(sum, total.value) ||
                       (total.decimals > 0 && std::abs(sum - total.value) <= step / 2);
    // Far off, they are parts of something else.
    const bool off =
        parts.size() >= 3 && (sum > total.value ? sum <= 1.12 * total.value
                                                : sum >= 0.9 * total.value && parts.size() >= 5);
    if (!equal && (!off || MayOverlap({figure.begin, figure.end + end}))) continue;
    AddCheck(CheckKind::kSum, subject, total.value, sum, equal,
             {figure.begin, evidence.back().source.end}, Join(parts));
    if (!equal) AccuseParts(total, sum, subject, std::move(evidence));
  }
}

}  // namespace duban::documents
