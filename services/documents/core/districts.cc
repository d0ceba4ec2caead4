#include "documents/core/districts.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "documents/core/bare_names.h"
#include "documents/core/district_votes.h"
#include "documents/core/divisions.h"
#include "documents/core/utf8.h"
#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

constexpr std::size_t kSample = 400'000;  // bytes of a text that are read for its district

// What only those say who have counties below them: to each county this part of the task.
constexpr std::string_view kOfAllCounties[] = {
    "县市区", "县(市、区)", "县（市、区）", "县(市)区", "县（市）区", "各县区",
    "各区县", "各县(区)",   "各县（区）",   "各区市县", "各区(市)县", "各市县"};

// 各县市区政府, but not 各县(市、区)均为100%: the first place of each of the words decides.
bool AddressesCounties(std::string_view head) {
  static constexpr WordSet kAll(kOfAllCounties);
  std::uint32_t seen = 0;
  bool addresses = false;
  kAll.ForEach(head, [&](std::size_t word, std::size_t at) {
    const bool first = (seen >> word & 1) == 0;
    seen |= std::uint32_t{1} << word;
    const std::string_view behind = head.substr(at + kOfAllCounties[word].size(), 24);
    addresses = first && MentionsAny<"政府", "党委", "管委会", "有关单位", "有关部门">(behind);
    return !addresses;
  });
  return addresses;
}

// The province that the head of a text names.
District FindProvince(std::string_view text, std::string_view title) {
  struct Names {
    std::vector<const Division*> places;
    std::vector<std::string_view> words;
  };
  static const Names kWhole = [] {  // 河北省, 广西壮族自治区
    Names names;
    for (const Division& place : OneOfEachProvince()) {
      if (!place.province.ends_with("省") && !place.province.ends_with("自治区")) continue;
      names.places.push_back(&place);
      names.words.push_back(place.province);
    }
    return names;
  }();
  static const Names kShort = [] {  // 河北
    Names names;
    for (const Division& place : OneOfEachProvince()) {
      if (!place.province.ends_with("省")) continue;
      names.places.push_back(&place);
      names.words.push_back(place.province.substr(0, place.province.size() - 3));
    }
    return names;
  }();
  static const WordFinder kWholeFinder(kWhole.words);
  static const WordFinder kShortFinder(kShort.words);
  const std::string head = std::string(title) + std::string(text.substr(0, 900));
  const auto district = [](const Division& place) {
    return District{std::string(place.code.substr(0, 2)) + "0000", std::string(place.province)};
  };
  std::size_t first = kWhole.words.size();
  kWholeFinder.ForEach(
      head, [&first](std::size_t province, std::size_t) { first = std::min(first, province); });
  if (first < kWhole.words.size()) return district(*kWhole.places[first]);
  // 浙江在线, 河南: the short name of the only province that is named at the head.
  std::set<std::size_t> named;
  kShortFinder.ForEach(head,
                       [&named](std::size_t province, std::size_t) { named.insert(province); });
  return named.size() == 1 ? district(*kShort.places[*named.begin()]) : District{};
}

// 河北:18项民生工程…, 河北省2021年…: the province that a title begins with.
District ProvinceOfTitle(std::string_view title) {
  for (const Division& place : OneOfEachProvince()) {
    if (!place.province.ends_with("省")) continue;
    const std::string_view bare = place.province.substr(0, place.province.size() - 3);
    if (!title.starts_with(bare)) continue;
    const std::string_view behind = title.substr(bare.size());
    if (StartsWithAny(behind, {"省", ":", "："}))
      return {std::string(place.code.substr(0, 2)) + "0000", std::string(place.province)};
  }
  return {};
}

// 为建设幸福美丽新石泉而努力奋斗!: what the last sentence of a report calls its place. Only a name
// that one county bears.
District CountyOfClosing(std::string_view text) {
  constexpr std::size_t kClosing = 600;  // bytes
  const std::string_view closing = text.substr(text.size() - std::min(text.size(), kClosing));
  for (std::size_t at = Find(closing, "新"); at != std::string_view::npos;
       at = Find(closing, "新", at + 3)) {
    const std::string_view behind = closing.substr(at + 3);
    const std::size_t end = std::min({Find(behind, "而"), Find(behind, "!"), Find(behind, "！"),
                                      Find(behind, "。"), std::size_t{12}});
    for (const std::string_view ending : kWordsOf<"县", "区", "市">) {
      const auto places = DivisionsNamed(std::string(behind.substr(0, end)) + std::string(ending));
      if (places.size() == 1 && !places[0].code.ends_with("00"))
        return {std::string(places[0].code), std::string(places[0].name)};
    }
  }
  return {};
}

// Whether a text speaks for a city more than for a county: 全市, 市政府, 市住建局 against 全县,
// 区政府, 县教育局.
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

// A division that a text may be of.
struct Candidate {
  const Division* place;
  double points;  // before what its city and province add where the text names them
  double factor;

  double Score(bool city_named, bool province_named) const {
    return (points + (city_named ? 0.4 : 0) + (province_named ? 0.3 : 0)) * factor;
  }
};

// Those of `all` that may have the highest score, in their order.
std::vector<Candidate> Foremost(std::vector<Candidate> all) {
  double least = 0;  // that the best one has
  for (const Candidate& candidate : all) least = std::max(least, candidate.Score(false, false));
  std::erase_if(
      all, [least](const Candidate& candidate) { return candidate.Score(true, true) < least; });
  return all;
}

// The cities, without 市, and provinces of divisions that a text names.
std::set<std::string_view> NamesAbove(const std::vector<Candidate>& candidates,
                                      std::string_view text) {
  std::set<std::string_view> above;
  for (const Candidate& candidate : candidates) {
    if (!candidate.place->city.empty()) above.insert(WithoutEnding(candidate.place->city));
    above.insert(candidate.place->province);
  }
  constexpr std::size_t kFew = 8;  // are looked for sooner one by one
  if (above.size() <= kFew) {
    std::erase_if(above, [text](std::string_view word) { return !Contains(text, word); });
    return above;
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

District FindDistrict(std::string_view text, std::string_view title, std::string_view file_name,
                      std::string_view code) {
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
  const std::vector<BareName> titled = FindBareNames(titles);
  for (const BareName& bare : titled) {
    if (bare.city) bare_cities.insert(bare.name);
    bare_county = bare_county || !bare.city;
  }
  const bool county_named = TitlesCounty(title);
  const bool placed = !bare_cities.empty() || bare_county || county_named || Contains(title, "市");
  if (!placed && mentions.SpeakForProvince()) {
    if (const District province = FindProvince(text, title); !province.code.empty())
      return province;
  }
  Votes votes;
  votes.Read(sample, mentions, 1.0);
  votes.ReadNamesakes(sample, mentions);
  votes.AddBareNames(FindBareNames(text.substr(0, kPlaceHead)), 0, 2.0);
  votes.AddBareNames(titled, 6.0, 12.0);
  votes.Read(text.substr(0, 600), mentions, 2.0);
  votes.Read(title, 12.0);
  votes.Read(file_name, 12.0);
  const bool former_titled = votes.ReadFormerOf(title, 12.0);
  const bool county_titled = former_titled || bare_county || county_named;
  // Who speaks of all its counties is a city, or more.
  const bool above_counties =
      !county_titled && !TitlesCounty(file_name) && AddressesCounties(sample.substr(0, 900));
  const bool city_speaks = !county_titled && (above_counties || SpeaksForCity(mentions, votes));
  // A city that speaks names its counties.
  std::map<std::string_view, double> cities;
  for (const auto& [name, points] : votes.points()) {
    if (!city_speaks || IsCommonNoun(name)) continue;
    for (const Division& place : DivisionsNamed(name)) {
      if (!place.city.empty() && (above_counties || !name.ends_with("市")))
        cities[place.city] += std::min(points, 2.0);
    }
  }
  for (const auto& [name, points] : cities) votes.Add(name, points);
  // 延安完成十大民生实事: the title's city, where no county speaks for itself.
  const bool bare_city_speaks =
      city_speaks || (!county_titled && mentions.Of(kCounty) + votes.county_offices() == 0);
  std::vector<Candidate> candidates;
  for (const auto& [name, points] : votes.points()) {
    for (const Division& place : DivisionsNamed(name)) {
      // 城区 names the one of a city only where that city is named.
      if (IsCommonNoun(name) && !Contains(text, place.city) && !Contains(text, place.province))
        continue;
      Candidate candidate{.place = &place, .points = points, .factor = 1.0};
      if (!place.city.empty()) candidate.points += 0.4 * std::min(4.0, votes.Of(place.city));
      // A county counts before its city, whose name stands in front of it.
      if (place.code.ends_with("00")) {
        candidate.factor =
            !county_titled && (Contains(title, place.name) ||
                               (bare_city_speaks && bare_cities.contains(place.name)))
                ? 50
            : city_speaks   ? 1.0
            : county_titled ? 0.2
                            : 0.45;
      } else if (city_speaks && (above_counties || !place.name.ends_with("市"))) {
        candidate.factor = 0.2;  // a city names its counties
      }
      candidates.push_back(candidate);
    }
  }
  candidates = Foremost(std::move(candidates));
  const Division* best = nullptr;
  double top = 0;
  const std::set<std::string_view> named = NamesAbove(candidates, sample);
  for (const Candidate& candidate : candidates) {
    const Division& place = *candidate.place;
    const double score =
        candidate.Score(!place.city.empty() && named.contains(WithoutEnding(place.city)),
                        named.contains(place.province));
    if (score > top) {
      top = score;
      best = &place;
    }
  }
  if (best == nullptr) {
    const District province = ProvinceOfTitle(title);
    return province.code.empty() ? CountyOfClosing(text) : province;
  }
  // Three counties of one city that are named alike, and none in the title: the city's.
  if (!county_titled && !TitlesCounty(file_name) && !best->city.empty()) {
    std::size_t alike = 0;
    for (const auto& [name, points] : votes.points()) {
      const auto places = DivisionsNamed(name);
      alike += name != best->name && points >= 0.6 * votes.Of(best->name) && !IsCommonNoun(name) &&
               std::ranges::any_of(places, [&](const Division& place) {
                 return place.city == best->city && !place.code.ends_with("00");
               });
    }
    for (const Division& city : DivisionsNamed(best->city)) {
      if (alike >= 2) best = &city;
    }
  }
  return {std::string(best->code), std::string(best->name)};
}

}  // namespace duban::documents
