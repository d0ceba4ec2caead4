#include "documents/core/part_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "documents/core/clause_words.h"
#include "documents/core/figure_words.h"
#include "documents/core/utf8.h"
#include "documents/core/word_edges.h"
#include "documents/core/word_set.h"

namespace duban::documents {

bool Complement(const quantities::Quantity& a, const quantities::Quantity& b) {
  static constexpr std::pair<std::string_view, std::string_view> kPairs[] = {
      {"内", "外"},     {"城镇", "农村"},     {"城市", "农村"}, {"城区", "乡镇"}, {"男", "女"},
      {"线上", "线下"}, {"老城区", "新城区"}, {"C级", "D级"},   {"定量", "定性"}, {"地面", "地下"}};
  return std::ranges::any_of(kPairs, [&](const auto& pair) {
    const auto named = [&](std::string_view first, std::string_view second) {
      const std::size_t one = FindLast(a.noun_before, first);
      const std::size_t other = FindLast(b.noun_before, second);
      return one != std::string_view::npos && other != std::string_view::npos &&
             a.noun_before.substr(one + first.size()) ==
                 b.noun_before.substr(other + second.size());
    };
    return named(pair.first, pair.second) || named(pair.second, pair.first);
  });
}

bool CountsHolders(const Text& text, const quantities::Quantity& first,
                   const quantities::Quantity& second) {
  const std::string_view between = text.Of({RangeOf(first.span).end, RangeOf(second.span).begin});
  return !MentionsAny<"、", ",", "，", ";", "；", "。", "\n", "和", "及", "与", "(", "（">(between);
}

bool OneDigitOff(const quantities::Quantity& a, const quantities::Quantity& b,
                 const quantities::Quantity& total) {
  const auto names = [](const quantities::Quantity& q, bool own) {
    return own ? MentionsAny<"自筹", "筹资", "配套", "社会资本", "社会资金">(q.noun_before)
               : MentionsAny<"财政", "补助", "奖补", "中央", "省级", "上级">(q.noun_before);
  };
  if (!(names(a, false) && names(b, true)) && !(names(a, true) && names(b, false))) return false;
  const std::string sum = fmt::format("{:.2f}", (a.value + b.value) / total.scale);
  const std::string said = fmt::format("{:.2f}", total.value / total.scale);
  if (sum.size() != said.size() || sum.size() < 6) return false;
  std::size_t differ = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) differ += sum[i] != said[i];
  return differ == 1;
}

bool AreKinds(const quantities::Quantity& total,
              const std::vector<const quantities::Quantity*>& parts) {
  constexpr std::size_t kKindBytes = 6;  // two characters that all names end with
  if (total.noun_before.size() < kKindBytes) return false;
  const std::string_view kind = Last(total.noun_before, kKindBytes);
  std::set<std::string_view> names;
  for (const quantities::Quantity* part : parts) {
    std::string_view name = part->noun_before;
    DropHead<"其中">(&name);
    if (name.size() <= kKindBytes || !name.ends_with(kind)) return false;
    names.insert(name);
  }
  return names.size() == parts.size();
}

}  // namespace duban::documents
