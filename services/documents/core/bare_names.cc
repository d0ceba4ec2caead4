#include "documents/core/bare_names.h"

#include <algorithm>
#include <string>

#include "documents/core/divisions.h"
#include "documents/core/utf8.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// Peoples whose names stand between the name of a place and 自治州, 自治县 or 自治旗.
constexpr std::string_view kPeoples[] = {
    "苗族",     "侗族",   "布依族", "土家族", "藏族",   "羌族",     "彝族",   "哈尼族", "壮族",
    "傣族",     "白族",   "景颇族", "傈僳族", "回族",   "蒙古",     "满族",   "哈萨克", "塔吉克",
    "柯尔克孜", "朝鲜族", "瑶族",   "水族",   "仡佬族", "畲族",     "黎族",   "拉祜族", "佤族",
    "纳西族",   "布朗族", "独龙族", "怒族",   "锡伯",   "裕固族",   "撒拉族", "土族",   "东乡族",
    "保安族",   "各族",   "毛南族", "仫佬族", "普米族", "达斡尔族", "鄂温克"};

// 木垒哈萨克自治县 without its people.
std::string_view WithoutPeople(std::string_view name) {
  std::size_t end = name.size();
  for (const std::string_view people : kPeoples) end = std::min(end, Find(name, people));
  return name.substr(0, end);
}

// Prefectures whose bare names are words, or begin other names.
constexpr std::string_view kWords[] = {"安康", "大同", "长治", "三明", "南平", "四平",    "白山",
                                       "白城", "海东", "海南", "海北", "海西", "黄南",    "中卫",
                                       "中山", "朝阳", "吉林", "和田", "资阳", "通辽市区"};

struct Names {
  std::vector<std::string> words;
  std::vector<BareName> meant;

  void Add(std::string word, BareName name) {
    words.push_back(std::move(word));
    meant.push_back(name);
  }
};

void AddCity(std::string_view name, Names* names) {
  if (name.ends_with("自治州")) {
    const std::string_view bare =
        WithoutPeople(name.substr(0, name.size() - std::string_view("自治州").size()));
    names->Add(std::string(bare) + "州", {name, true});
    return;
  }
  for (const std::string_view ending : kWordsOf<"地区", "市", "盟">) {
    if (!name.ends_with(ending)) continue;
    const std::string_view bare = name.substr(0, name.size() - ending.size());
    if (std::find(std::begin(kWords), std::end(kWords), bare) == std::end(kWords))
      names->Add(std::string(bare), {name, true});
    return;
  }
}

// 人民网上海1月11日电 says where the paper is; 上海2023年民生实事 is of the place.
bool IsDateline(std::string_view after) {
  std::size_t digits = 0;
  while (digits < after.size() && IsDigit(CharAt(after, digits).code))
    digits += CharAt(after, digits).bytes;
  return digits > 0 && (digits != 4 || !after.substr(digits).starts_with("年") ||
                        Contains(after, "日电") || Contains(after, "日讯"));
}

Names AllNames() {
  Names names;
  for (const Division& place : AllDivisions()) {
    if (place.code.ends_with("00")) {
      AddCity(place.name, &names);
      continue;
    }
    // 木垒县 is 木垒哈萨克自治县.
    if (place.name.ends_with("自治县")) {
      const std::string county = std::string(WithoutPeople(place.name.substr(
                                     0, place.name.size() - std::string_view("自治县").size()))) +
                                 "县";
      if (CountChars(county) >= 3 && DivisionsNamed(county).empty())
        names.Add(county, {place.name, false});
    }
    if (place.city.ends_with("市") && place.city.size() >= 9 && CountChars(place.name) >= 3) {
      const std::string bare(place.name.substr(0, place.name.size() - 3));
      const bool part = bare.ends_with("城") || bare == "市中" || bare == "高新";  // 无锡城区
      if (!part)
        names.Add(std::string(place.city.substr(0, place.city.size() - 3)) + bare,
                  {place.name, false});
    }
  }
  return names;
}

}  // namespace

std::vector<BareName> FindBareNames(std::string_view words) {
  static const Names kNames = AllNames();
  static const WordFinder kFinder(
      std::vector<std::string_view>(kNames.words.begin(), kNames.words.end()));
  std::vector<BareName> found;
  kFinder.ForEach(words, [&](std::size_t index, std::size_t at) {
    const std::string_view after = words.substr(at + kNames.words[index].size(), 12);
    const bool street = StartsWithAny(after, {"路", "街", "大道", "大桥", "高速", "东路", "西路",
                                              "南路", "北路", "中路", "小区", "镇", "村"});
    const bool dateline = IsDateline(words.substr(at + kNames.words[index].size(), 30));
    const bool whole = StartsWithAny(after, {"市", "区", "县", "地区"});
    if (!street && !dateline && !(kNames.meant[index].city && whole))
      found.push_back(kNames.meant[index]);
  });
  return found;
}

}  // namespace duban::documents
