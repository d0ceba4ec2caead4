#include "documents/core/districts.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "documents/core/bare_names.h"
#include "documents/core/divisions.h"
#include "documents/core/utf8.h"
#include "documents/core/word_finder.h"

namespace duban::documents {
namespace {

constexpr std::size_t kHead = 3'000;      // bytes in which a text says where it is from
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

// Endings of the names of divisions; what is named after a place without them (奉化高级中学, 安庆新闻网), and before one
// (中国九江网).
constexpr std::string_view kEndings[] = {"区", "县", "市", "旗", "州", "盟"};
constexpr std::string_view kNamesakes[] = {"中学", "高级中学", "一中", "二中", "一小", "日报", "晚报", "新闻网"};
constexpr std::string_view kPortal = "中国";

// Words by which a text speaks for the place that it is of.
enum SpeechOf { kProvince = 1, kSmaller = 2, kCity = 4, kCounty = 8 };
constexpr std::pair<std::string_view, int> kSpeech[] = {
    {"全省", kProvince}, {"全自治区", kProvince}, {"省委、省政府", kProvince}, {"省政府", kProvince}, {"我省", kProvince},
    {"市委、市政府", kSmaller}, {"全市", kSmaller | kCity}, {"我市", kSmaller | kCity},
    {"市政府", kCity}, {"市委", kCity}, {"市直", kCity},
    {"全县", kSmaller | kCounty}, {"我县", kSmaller | kCounty}, {"县委", kSmaller | kCounty},
    {"全区", kSmaller | kCounty}, {"我区", kSmaller | kCounty}, {"区委", kSmaller | kCounty},
    {"县政府", kCounty}, {"区政府", kCounty}, {"县直", kCounty}, {"区直", kCounty}};

// What only those say who have counties below them: to each county this part of the task.
constexpr std::string_view kOfAllCounties[] = {"县市区", "县(市、区)", "县（市、区）", "县(市)区", "县（市）区", "各县区", "各区县", "各县(区)", "各县（区）",
                                               "各区市县", "各区(市)县", "各市县"};

// 各县市区政府, but not 各县(市、区)均为100%.
bool AddressesCounties(std::string_view head, std::string_view words) {
  const std::size_t at = Find(head, words);
  return at != std::string_view::npos && MentionsAny(head.substr(at + words.size(), 24), {"政府", "党委", "管委会", "有关单位", "有关部门"});
}

// Where and how often a text has all these words; it is read once for them.
struct Mentions {
  using Places = std::vector<std::size_t>;
  std::array<Places, std::size(kEndings)> endings;
  std::array<Places, std::size(kNamesakes)> namesakes;
  Places portals;
  std::array<std::size_t, std::size(kSpeech)> speech{};

  explicit Mentions(std::string_view text) {
    static const WordFinder kFinder = [] {
      std::vector<std::string_view> words(std::begin(kEndings), std::end(kEndings));
      words.insert(words.end(), std::begin(kNamesakes), std::end(kNamesakes));
      words.push_back(kPortal);
      for (const auto& [word, of] : kSpeech) words.push_back(word);
      return WordFinder(std::move(words));
    }();
    constexpr std::size_t kFirstNamesake = std::size(kEndings);
    constexpr std::size_t kPortalWord = kFirstNamesake + std::size(kNamesakes);
    kFinder.ForEach(text, [&](std::size_t word, std::size_t at) {
      if (word > kPortalWord) {
        ++speech[word - kPortalWord - 1];
      } else {
        Places& places = word < kFirstNamesake ? endings[word] : word < kPortalWord ? namesakes[word - kFirstNamesake] : portals;
        places.push_back(at);
      }
    });
  }

  std::size_t Of(SpeechOf of) const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < speech.size(); ++i) sum += (kSpeech[i].second & of) != 0 ? speech[i] : 0;
    return sum;
  }

  // More of its province than of any city or county.
  bool SpeakForProvince() const {
    std::size_t smaller = 0;
    for (std::size_t i = 0; i < speech.size(); ++i) {
      if ((kSpeech[i].second & kSmaller) != 0) smaller = std::max(smaller, speech[i]);
    }
    return Of(kProvince) > smaller;
  }
};

// How much weight a text gives to each name of a division.
class Votes {
 public:
  // Names without 区, 县 or 市: 上海普陀, 延安.
  void ReadBareNames(std::string_view part, double city, double county) {
    for (const BareName& bare : FindBareNames(part)) points_[bare.name] += bare.city ? city : county;
  }

  // 长乐市 in a title, which is a 区 today and is named so in the text: true where there is one. It counts like any name there.
  bool ReadFormerOf(std::string_view title, double weight) {
    bool found = false;
    for (const auto& [printed, name] : former_) {
      if (!Contains(title, printed)) continue;
      points_[name] += weight;
      found = true;
    }
    return found;
  }

  // Counts names by their endings, which are rarer than their beginnings.
  void Read(std::string_view part, double weight) { Read(part, Mentions(part), weight); }
  void Read(std::string_view part, const Mentions& mentions, double weight) {
    for (std::size_t i = 0; i < mentions.endings.size(); ++i) {
      const std::string_view ending = kEndings[i];
      for (const std::size_t at : mentions.endings[i]) {
        const std::size_t end = at + ending.size();
        const auto divisions = DivisionsEndingAt(part, end);
        if (divisions.empty()) {
          if (ending == "市" || ending == "县") ReadFormer(part.substr(0, at), ending, weight);
          if (NamesOffice(part.substr(end))) (ending == "市" ? city_offices_ : county_offices_) += 1;
          continue;
        }
        const std::string_view name = divisions.front().name;
        const std::string_view before = part.substr(0, end - name.size());
        // A name of two characters, or of one before a word (增|城市), is found inside of other words as well.
        if ((CountChars(name) == 2 || EndsInWord(name)) && !StartsWord(before) && !FollowsCity(before, divisions)) continue;
        if (NamesCompany(part.substr(end))) continue;
        const double own = weight * (NamesIssuer(part.substr(end)) ? 6 : 1);
        points_[name] += IsCommonNoun(name) ? own * 0.02 : IsListed(before, part.substr(end)) ? own * 0.05 : own;
      }
    }
  }

  // Places whose schools and papers are named without 区, 县 or 市: 奉化高级中学, 安庆新闻网. Only names that one county
  // bears, and cities.
  void ReadNamesakes(std::string_view text, const Mentions& mentions) {
    for (std::size_t i = 0; i < mentions.namesakes.size(); ++i) {
      const bool press = kNamesakes[i].starts_with("新闻") || kNamesakes[i].ends_with("报");
      for (const std::size_t at : mentions.namesakes[i]) {
        std::size_t begin = at;
        for (int chars = 1; chars <= 3 && begin > 0; ++chars) {
          begin -= CharBefore(text, begin).bytes;
          if (chars > 1) AddPlace(text.substr(begin, at - begin), press ? 2.0 : 0.3);
        }
      }
    }
    const std::string_view source = text.substr(0, kHead);
    for (const std::size_t at : mentions.portals) {
      if (at + kPortal.size() > source.size()) break;
      const std::string_view behind = source.substr(at + kPortal.size(), 12);
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
  void ReadFormer(std::string_view before, std::string_view printed, double weight) {
    std::size_t begin = before.size();
    for (int chars = 0; chars < 2; ++chars) {
      if (begin == 0) return;
      begin -= CharBefore(before, begin).bytes;
    }
    const std::string bare(before.substr(begin));
    if (!IsHan(CharAt(bare, 0).code) || bare.ends_with("城") || !StartsWord(before.substr(0, begin))) return;
    for (const std::string_view ending : {"区", "市"}) {
      const auto divisions = DivisionsNamed(bare + std::string(ending));
      if (divisions.size() != 1 || divisions[0].code.ends_with("00")) continue;
      points_[divisions[0].name] += weight * 0.9;
      former_.emplace(bare + std::string(printed), divisions[0].name);
    }
  }

  // 无锡惠山区: behind its city's name, without 市, a name begins as well.
  static bool FollowsCity(std::string_view before, std::span<const Division> divisions) {
    return std::ranges::any_of(divisions, [before](const Division& place) {
      return place.city.size() >= 9 && before.ends_with(place.city.substr(0, place.city.size() - 3));
    });
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
  std::map<std::string, std::string_view> former_;  // names that are others today, and those
  std::size_t city_offices_ = 0;
  std::size_t county_offices_ = 0;
};

// The province that the head of a text names.
District FindProvince(std::string_view text, std::string_view title) {
  const std::string head = std::string(title) + std::string(text.substr(0, 900));
  const auto district = [](const Division& place) {
    return District{std::string(place.code.substr(0, 2)) + "0000", std::string(place.province)};
  };
  for (const Division& place : OneOfEachProvince()) {
    const bool own = place.province.ends_with("省") || place.province.ends_with("自治区");
    if (own && Contains(head, place.province)) return district(place);
  }
  // 浙江在线, 河南: the short name of the only province that is named at the head.
  const Division* only = nullptr;
  for (const Division& place : OneOfEachProvince()) {
    if (!place.province.ends_with("省") || !Contains(head, place.province.substr(0, place.province.size() - 3))) continue;
    if (only != nullptr) return {};
    only = &place;
  }
  return only == nullptr ? District{} : district(*only);
}

// 河北:18项民生工程…, 河北省2021年…: the province that a title begins with.
District ProvinceOfTitle(std::string_view title) {
  for (const Division& place : OneOfEachProvince()) {
    if (!place.province.ends_with("省")) continue;
    const std::string_view bare = place.province.substr(0, place.province.size() - 3);
    if (!title.starts_with(bare)) continue;
    const std::string_view behind = title.substr(bare.size());
    if (StartsWithAny(behind, {"省", ":", "："})) return {std::string(place.code.substr(0, 2)) + "0000", std::string(place.province)};
  }
  return {};
}

// Whether a text speaks for a city more than for a county: 全市, 市政府, 市住建局 against 全县, 区政府, 县教育局.
bool SpeaksForCity(const Mentions& mentions, const Votes& votes) {
  const std::size_t city = votes.city_offices() + mentions.Of(kCity);
  const std::size_t county = votes.county_offices() + mentions.Of(kCounty);
  return city > 2 * county && (city >= 2 || county == 0);
}

// Whether a title names a county: then a prefecture in front of it is only where that lies.
bool TitlesCounty(std::string_view title) {
  Votes votes;
  votes.Read(title, 1);
  for (const auto& [name, points] : votes.points()) {
    for (const Division& place : DivisionsNamed(name)) {
      if (!place.code.ends_with("00") && !IsCommonNoun(name) && points >= 1) return true;
    }
  }
  return false;
}

// 张家界市 without 市.
std::string_view WithoutEnding(std::string_view name) { return name.substr(0, name.size() - 3); }

// The cities, without 市, and provinces of voted divisions that a text names.
std::set<std::string_view> NamesAbove(const Votes& votes, std::string_view text) {
  std::set<std::string_view> above;
  for (const auto& [name, points] : votes.points()) {
    for (const Division& place : DivisionsNamed(name)) {
      if (!place.city.empty()) above.insert(WithoutEnding(place.city));
      above.insert(place.province);
    }
  }
  const std::vector<std::string_view> words(above.begin(), above.end());
  const std::vector<std::size_t> first = WordFinder(words).FirstOf(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (first[i] == std::string_view::npos) above.erase(words[i]);
  }
  return above;
}

}  // namespace

bool NamesCounty(std::string_view words) { return TitlesCounty(words); }

District FindDistrict(std::string_view text, std::string_view title, std::string_view file_name, std::string_view code) {
  if (!code.empty()) {
    for (const Division& place : AllDivisions()) {
      if (place.code == code) return {std::string(code), std::string(place.name)};
    }
    return {std::string(code), ""};
  }
  const std::string_view sample = text.substr(0, kSample);
  const Mentions mentions(sample);
  // The title, and the line that the text begins with.
  const std::string_view opening = text.substr(0, std::min<std::size_t>(text.find('\n'), 120));
  const std::string titles = std::string(title) + '\n' + std::string(opening);
  std::set<std::string_view> bare_cities;
  bool bare_county = false;
  for (const BareName& bare : FindBareNames(titles)) {
    if (bare.city) bare_cities.insert(bare.name);
    bare_county = bare_county || !bare.city;
  }
  const bool placed = !bare_cities.empty() || bare_county || TitlesCounty(title) || Contains(title, "市");
  if (!placed && mentions.SpeakForProvince()) {
    if (const District province = FindProvince(text, title); !province.code.empty()) return province;
  }
  Votes votes;
  votes.Read(sample, mentions, 1.0);
  votes.ReadNamesakes(sample, mentions);
  votes.ReadBareNames(text.substr(0, kHead), 0, 2.0);
  votes.ReadBareNames(titles, 6.0, 12.0);
  votes.Read(text.substr(0, 600), 2.0);
  votes.Read(title, 12.0);
  votes.Read(file_name, 12.0);
  const bool former_titled = votes.ReadFormerOf(title, 12.0);
  const bool county_titled = former_titled || bare_county || TitlesCounty(title);
  // Who speaks of all its counties is a city, or more.
  const bool above_counties = !county_titled && !TitlesCounty(file_name) &&
                              std::ranges::any_of(kOfAllCounties, [&](std::string_view words) { return AddressesCounties(sample.substr(0, 900), words); });
  const bool city_speaks = !county_titled && (above_counties || SpeaksForCity(mentions, votes));
  // A city that speaks names its counties.
  std::map<std::string_view, double> cities;
  for (const auto& [name, points] : votes.points()) {
    if (!city_speaks || IsCommonNoun(name)) continue;
    for (const Division& place : DivisionsNamed(name)) {
      if (!place.city.empty() && (above_counties || !name.ends_with("市"))) cities[place.city] += std::min(points, 2.0);
    }
  }
  for (const auto& [name, points] : cities) votes.Add(name, points);
  // 延安完成十大民生实事: the title's city, where no county speaks for itself.
  const bool bare_city_speaks = city_speaks || (!county_titled && mentions.Of(kCounty) + votes.county_offices() == 0);
  const Division* best = nullptr;
  double top = 0;
  const std::set<std::string_view> named = NamesAbove(votes, sample);
  for (const auto& [name, points] : votes.points()) {
    for (const Division& place : DivisionsNamed(name)) {
      // 城区 names the one of a city only where that city is named.
      if (IsCommonNoun(name) && !Contains(text, place.city) && !Contains(text, place.province)) continue;
      double own = points;
      if (!place.city.empty()) {
        own += 0.4 * std::min(4.0, votes.Of(place.city));
        if (named.contains(WithoutEnding(place.city))) own += 0.4;
      }
      if (named.contains(place.province)) own += 0.3;
      // A county counts before its city, whose name stands in front of it.
      if (place.code.ends_with("00")) {
        own *= !county_titled && (Contains(title, place.name) || (bare_city_speaks && bare_cities.contains(place.name))) ? 50 : city_speaks ? 1.0 : county_titled ? 0.2 : 0.45;
      } else if (city_speaks && (above_counties || !place.name.ends_with("市"))) {
        own *= 0.2;  // a city names its counties
      }
      if (own > top) {
        top = own;
        best = &place;
      }
    }
  }
  if (best == nullptr) return ProvinceOfTitle(title);
  // Three counties of one city that are named alike, and none in the title: the city's.
  if (!county_titled && !TitlesCounty(file_name) && !best->city.empty()) {
    std::size_t alike = 0;
    for (const auto& [name, points] : votes.points()) {
      const auto places = DivisionsNamed(name);
      alike += name != best->name && points >= 0.6 * votes.Of(best->name) && !IsCommonNoun(name) &&
               std::ranges::any_of(places, [&](const Division& place) { return place.city == best->city && !place.code.ends_with("00"); });
    }
    for (const Division& city : DivisionsNamed(best->city)) {
      if (alike >= 2) best = &city;
    }
  }
  return {std::string(best->code), std::string(best->name)};
}

}  // namespace duban::documents
