#include "documents/core/districts.h"

#include <algorithm>
#include <map>

#include "documents/core/divisions.h"
#include "documents/core/utf8.h"

namespace duban::documents {
namespace {

constexpr std::size_t kSample = 400'000;  // bytes of a text that are read for its district

// Names that are words as well: an old part of any town is its 城区.
bool IsCommonNoun(std::string_view name) {
  for (const std::string_view word : {"城区", "郊区", "矿区", "新城区", "高新区", "城中区", "市中区", "东区", "西区"}) {
    if (name == word) return true;
  }
  return false;
}

// A place in a list of places (西岗区、长海县等部分小区) is where something happens.
bool IsListed(std::string_view before, std::string_view after) {
  return after.starts_with("、") || before.ends_with("区、") || before.ends_with("县、") || before.ends_with("市、");
}

// 完成县… holds no 成县: a name of two characters starts where a word may start.
bool StartsWord(std::string_view before) {
  if (before.empty()) return true;
  const char32_t last = CharBefore(before, before.size()).code;
  return !IsHan(last) || std::u32string_view(U"省市州盟区年在为的我对由于").find(last) != std::u32string_view::npos;
}

// Offices that publish for the place in front of them.
bool NamesIssuer(std::string_view after) {
  for (const std::string_view office : {"人民政府", "政府办", "民生办", "民生工", "民生实事", "人民代表大会", "人大常委会", "委、", "委市政府",
                                        "督查", "发展和改革", "融媒", "广播电视", "政府门户", "人大"}) {
    if (after.starts_with(office)) return true;
  }
  return false;
}

// A company is called after a place that need not be where it works: 南昌市政大道房地产有限公司.
bool NamesCompany(std::string_view after) {
  std::size_t end = 0;
  while (end < after.size() && end < 60 && IsHan(CharAt(after, end).code)) end += CharAt(after, end).bytes;
  return Contains(after.substr(0, end), "公司");
}

// 增城市, 防城区: what follows the first character is a word of its own, so 新增城市停车位 holds no 增城市.
bool EndsInWord(std::string_view name) {
  if (CountChars(name) != 3) return false;
  for (const std::string_view word : {"城市", "城区", "山区", "河区", "江区", "湖区", "县城", "新区"}) {
    if (name.ends_with(word)) return true;
  }
  return false;
}

std::size_t CountOf(std::string_view text, std::string_view word) {
  std::size_t count = 0;
  for (std::size_t at = Find(text, word); at != std::string_view::npos; at = Find(text, word, at + word.size())) ++count;
  return count;
}

// How much weight a text gives to each name of a division.
class Votes {
 public:
  // Counts names by their endings, which are rarer than their beginnings.
  void Read(std::string_view part, double weight) {
    for (const std::string_view ending : {"区", "县", "市", "旗", "州", "盟"}) {
      for (std::size_t at = Find(part, ending); at != std::string_view::npos; at = Find(part, ending, at + 3)) {
        const std::size_t end = at + 3;
        const auto divisions = DivisionsEndingAt(part, end);
        if (divisions.empty()) {
          if (ending == "市" || ending == "县") ReadFormer(part.substr(0, at), weight);
          if (NamesOffice(part.substr(end))) (ending == "市" ? city_offices_ : county_offices_) += 1;
          continue;
        }
        const std::string_view name = divisions.front().name;
        const std::string_view before = part.substr(0, end - name.size());
        // A name of two characters, or of one before a word (增|城市), is found inside of other words as well.
        if ((CountChars(name) == 2 || EndsInWord(name)) && !StartsWord(before)) continue;
        if (NamesCompany(part.substr(end))) continue;
        const double own = weight * (NamesIssuer(part.substr(end)) ? 6 : 1);
        points_[name] += IsCommonNoun(name) ? own * 0.02 : IsListed(before, part.substr(end)) ? own * 0.05 : own;
      }
    }
  }

  // Places whose schools and papers are named without 区, 县 or 市: 奉化高级中学, 安庆新闻网. Only names that one county
  // bears, and cities.
  void ReadSchools(std::string_view text) {
    for (const std::string_view kind : {"中学", "高级中学", "一中", "二中", "一小", "日报", "晚报", "新闻网"}) {
      for (std::size_t at = Find(text, kind); at != std::string_view::npos; at = Find(text, kind, at + kind.size())) {
        std::size_t begin = at;
        for (int chars = 1; chars <= 3 && begin > 0; ++chars) {
          begin -= CharBefore(text, begin).bytes;
          if (chars > 1) AddPlace(text.substr(begin, at - begin), kind.starts_with("新闻") || kind.ends_with("报") ? 2.0 : 0.3);
        }
      }
    }
    constexpr std::string_view kPortal = "中国";  // 中国九江网
    for (std::size_t at = Find(text, kPortal); at != std::string_view::npos; at = Find(text, kPortal, at + kPortal.size())) {
      const std::string_view behind = text.substr(at + kPortal.size(), 12);
      if (const std::size_t end = Find(behind, "网"); end == 6 || end == 9) AddPlace(behind.substr(0, end), 2.0);
    }
  }

  // Offices of a city (市住建局) and of a county (区住建局) that stand without the place's name.
  std::size_t city_offices() const { return city_offices_; }
  std::size_t county_offices() const { return county_offices_; }

  void Add(std::string_view name, double points) { points_[name] += points; }
  double Of(std::string_view name) const {
    const auto found = points_.find(name);
    return found == points_.end() ? 0 : found->second;
  }
  const std::map<std::string_view, double>& points() const { return points_; }

 private:
  // 长乐市, which is a 区 today: two characters where a word may start, and one county that bears them.
  void ReadFormer(std::string_view before, double weight) {
    if (CountChars(before) < 2) return;
    std::size_t begin = before.size();
    for (int chars = 0; chars < 2; ++chars) begin -= CharBefore(before, begin).bytes;
    const std::string bare(before.substr(begin));
    if (!IsHan(CharAt(bare, 0).code) || bare.ends_with("城") || !StartsWord(before.substr(0, begin))) return;
    for (const std::string_view ending : {"区", "市"}) {
      const auto divisions = DivisionsNamed(bare + std::string(ending));
      if (divisions.size() == 1 && !divisions[0].code.ends_with("00")) points_[divisions[0].name] += weight * 0.9;
    }
  }

  static bool NamesOffice(std::string_view after) {
    if (after.starts_with("人大") || after.starts_with("政协")) return true;
    const std::size_t office = Find(after.substr(0, 21), "局");
    if (office == std::string_view::npos || office < 6) return false;
    for (std::size_t at = 0; at < office;) {
      const Char c = CharAt(after, at);
      if (!IsHan(c.code)) return false;
      at += c.bytes;
    }
    return true;
  }

  void AddPlace(std::string_view bare, double city_weight) {
    for (const std::string_view ending : {"区", "县", "市"}) {
      const auto divisions = DivisionsNamed(std::string(bare) + std::string(ending));
      const bool city = divisions.size() == 1 && divisions[0].code.ends_with("00");
      if (divisions.size() == 1) points_[divisions[0].name] += city ? city_weight : 0.8;
    }
  }

  std::map<std::string_view, double> points_;
  std::size_t city_offices_ = 0;
  std::size_t county_offices_ = 0;
};

// A province, where the text speaks of 全省 more than of any city or county and its head names the province.
District FindProvince(std::string_view text, std::string_view title) {
  const std::string_view all = text.substr(0, kSample);
  std::size_t whole = 0;
  for (const std::string_view word : {"全省", "全自治区", "省委、省政府", "省政府", "我省"}) whole += CountOf(all, word);
  if (whole == 0) return {};
  std::size_t smaller = 0;
  for (const std::string_view word : {"全市", "我市", "全县", "我县", "全区", "我区", "市委、市政府", "县委", "区委"}) {
    smaller = std::max(smaller, CountOf(all, word));
  }
  if (whole <= smaller) return {};
  const std::string head = std::string(title) + std::string(text.substr(0, 900));
  for (const Division& place : AllDivisions()) {
    const bool own = place.province.ends_with("省") || place.province.ends_with("自治区");
    if (own && Contains(head, place.province)) {
      return {std::string(place.code.substr(0, 2)) + "0000", std::string(place.province)};
    }
  }
  // 浙江在线, 河南: the short name of the only province that is named at the head.
  const Division* only = nullptr;
  for (const Division& place : AllDivisions()) {
    if (!place.province.ends_with("省") || !Contains(head, place.province.substr(0, place.province.size() - 3))) continue;
    if (only != nullptr && only->province != place.province) return {};
    only = &place;
  }
  if (only == nullptr) return {};
  return {std::string(only->code.substr(0, 2)) + "0000", std::string(only->province)};
}

// Whether a text speaks for a city more than for a county: 全市, 市政府, 市住建局 against 全县, 区政府, 县教育局.
bool SpeaksForCity(std::string_view text, const Votes& votes) {
  std::size_t city = votes.city_offices();
  std::size_t county = votes.county_offices();
  for (const std::string_view word : {"全市", "我市", "市政府", "市委", "市直"}) city += CountOf(text, word);
  for (const std::string_view word : {"全县", "我县", "县政府", "县委", "全区", "我区", "区政府", "区委", "县直", "区直"}) county += CountOf(text, word);
  return city > 2 * county && (city >= 2 || county == 0);
}

// Whether a title names a county: then a prefecture in front of it is only where that lies.
bool NamesCounty(std::string_view title) {
  Votes votes;
  votes.Read(title, 1);
  for (const auto& [name, points] : votes.points()) {
    for (const Division& place : DivisionsNamed(name)) {
      if (!place.code.ends_with("00") && !IsCommonNoun(name)) return true;
    }
  }
  return false;
}

}  // namespace

District FindDistrict(std::string_view text, std::string_view title, std::string_view file_name, std::string_view code) {
  if (!code.empty()) {
    for (const Division& place : AllDivisions()) {
      if (place.code == code) return {std::string(code), std::string(place.name)};
    }
    return {std::string(code), ""};
  }
  if (const District province = FindProvince(text, title); !province.code.empty()) return province;
  const std::string_view sample = text.substr(0, kSample);
  Votes votes;
  votes.Read(sample, 1.0);
  votes.ReadSchools(sample);
  votes.Read(text.substr(0, 600), 2.0);
  votes.Read(title, 12.0);
  votes.Read(file_name, 12.0);
  const bool county_titled = NamesCounty(title);
  const bool city_speaks = !county_titled && SpeaksForCity(sample, votes);
  // A city that speaks names its counties.
  std::map<std::string_view, double> cities;
  for (const auto& [name, points] : votes.points()) {
    if (!city_speaks || IsCommonNoun(name)) continue;
    for (const Division& place : DivisionsNamed(name)) {
      if (!place.city.empty() && !name.ends_with("市")) cities[place.city] += std::min(points, 2.0);
    }
  }
  for (const auto& [name, points] : cities) votes.Add(name, points);
  const Division* best = nullptr;
  double top = 0;
  std::map<std::string_view, bool> provinces;  // named in the text
  for (const auto& [name, points] : votes.points()) {
    for (const Division& place : DivisionsNamed(name)) {
      double own = points;
      if (!place.city.empty()) {
        own += 0.4 * std::min(4.0, votes.Of(place.city));
        if (Contains(sample, place.city.substr(0, place.city.size() - 3))) own += 0.4;  // 张家界 without 市
      }
      const auto [province, fresh] = provinces.try_emplace(place.province);
      if (fresh) province->second = Contains(sample, place.province);
      if (province->second) own += 0.3;
      // A county counts before its city, whose name stands in front of it.
      if (place.code.ends_with("00")) {
        own *= !county_titled && Contains(title, place.name) ? 50 : city_speaks ? 1.0 : 0.45;
      } else if (city_speaks && !place.name.ends_with("市")) {
        own *= 0.2;  // a city names its counties
      }
      if (own > top) {
        top = own;
        best = &place;
      }
    }
  }
  if (best == nullptr) return {};
  // 城区 names the one of a city only where that city is named.
  if (IsCommonNoun(best->name) && !Contains(text, best->city) && !Contains(text, best->province)) return {};
  return {std::string(best->code), std::string(best->name)};
}

}  // namespace duban::documents
