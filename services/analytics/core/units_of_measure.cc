#include "analytics/core/units_of_measure.h"

#include <algorithm>
#include <array>

namespace duban::analytics {
namespace {

using namespace std::string_view_literals;

constexpr std::array kCountWords = {
    "个"sv, "处"sv, "座"sv, "台"sv, "套"sv, "所"sv, "间"sv, "家"sv, "项"sv, "件"sv, "宗"sv,
    "起"sv, "条"sv, "张"sv, "块"sv, "支"sv, "辆"sv, "部"sv, "盏"sv, "根"sv, "只"sv, "场"sv,
    "期"sv, "种"sv, "批"sv, "枚"sv, "栋"sv, "幢"sv, "株"sv, "棵"sv, "口"sv, "眼"sv, "班"sv};

constexpr std::array kSynonyms = {std::pair("％"sv, "%"sv),        std::pair("公里"sv, "千米"sv),
                                  std::pair("km"sv, "千米"sv),     std::pair("m"sv, "米"sv),
                                  std::pair("㎡"sv, "平方米"sv),   std::pair("m2"sv, "平方米"sv),
                                  std::pair("平米"sv, "平方米"sv), std::pair("m²"sv, "平方米"sv)};

std::string_view Canonical(std::string_view unit) {
  for (const auto& [from, to] : kSynonyms) {
    if (unit == from) return to;
  }
  constexpr std::string_view kTimes = "次";
  if (unit.size() > kTimes.size() && unit.ends_with(kTimes) && unit != "人次" && unit != "户次") {
    unit.remove_suffix(kTimes.size());
  }
  return unit;
}

bool IsCountWord(std::string_view unit) {
  return std::find(kCountWords.begin(), kCountWords.end(), unit) != kCountWords.end();
}

}  // namespace

bool SameUnit(std::string_view a, std::string_view b) {
  a = Canonical(a);
  b = Canonical(b);
  return a == b || (IsCountWord(a) && IsCountWord(b));
}

}  // namespace duban::analytics
