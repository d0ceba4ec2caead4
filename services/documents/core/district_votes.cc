#include "documents/core/district_votes.h"

#include "documents/core/word_finder.h"
#include "documents/core/word_set.h"

namespace duban::documents {
namespace {

// A place in a list of places (西岗区、长海县等部分小区) is where something happens.
bool IsListed(std::string_view before, std::string_view after) {
  return after.starts_with("、") || before.ends_with("区、") || before.ends_with("县、") ||
         before.ends_with("市、");
}

// 完成县… holds no 成县: a name of two characters starts where a word may start.
bool StartsWord(std::string_view before) {
  if (before.empty()) return true;
  const char32_t last = CharBefore(before, before.size()).code;
  return !IsHan(last) ||
         std::u32string_view(U"省市州盟区年在为的我对由于").find(last) != std::u32string_view::npos;
}

// Offices that publish for the place in front of them.
bool NamesIssuer(std::string_view after) {
  return StartsWithAny(
      after, {"人民政府", "政府办", "民生办", "民生工", "民生实事", "人民代表大会", "人大常委会",
              "委、", "委市政府", "督查", "发展和改革", "融媒", "广播电视", "政府门户", "人大"});
}

// A company is called after a place that need not be where it works: 南昌市政大道房地产有限公司.
bool NamesCompany(std::string_view after) {
  std::size_t end = 0;
  while (end < after.size() && end < 60 && IsHan(CharAt(after, end).code))
    end += CharAt(after, end).bytes;
  return Contains(after.substr(0, end), "公司");
}

// 增城市, 防城区: what follows the first character is a word of its own, so 新增城市停车位 holds no
// 增城市.
bool EndsInWord(std::string_view name) {
  if (CountChars(name) != 3) return false;
  for (const std::string_view word :
       kWordsOf<"城市", "城区", "山区", "河区", "江区", "湖区", "县城", "新区">) {
    if (name.ends_with(word)) return true;
  }
  return false;
}

// 县发改局会同县人大: an office acts with others of its county, which need not be 会同县.
bool IsVerb(std::string_view name, std::string_view before) {
  return name == "会同县" && EndsWithAny(before, {"局", "委", "办", "府", "室", "组", "院", "部",
                                                  "厅", "门", "中心", "公司", "单位"});
}

// 代县长才仁: who heads a county for the time being, which need not be 代县.
bool IsActing(std::string_view name, std::string_view after) {
  return name == "代县" && after.starts_with("长");
}

// 新建区域性养老中心, 新建区级公园: what is built for a county, which is not 新建区.
bool IsBuilt(std::string_view name, std::string_view after) {
  return name == "新建区" && StartsWithAny(after, {"域", "级", "属", "内", "间", "块", "位"});
}

// 无锡惠山区: behind its city's name, without 市, a name begins as well.
bool FollowsCity(std::string_view before, std::span<const Division> divisions) {
  return std::ranges::any_of(divisions, [before](const Division& place) {
    return place.city.size() >= 9 && before.ends_with(place.city.substr(0, place.city.size() - 3));
  });
}

bool NamesOffice(std::string_view after) {
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

}  // namespace

// Names that are words as well: an old part of any town is its 城区.
bool IsCommonNoun(std::string_view name) {
  static constexpr std::string_view kNouns[] = {"城区",   "郊区",   "矿区", "新城区", "高新区",
                                                "城中区", "市中区", "东区", "西区"};
  return std::ranges::find(kNouns, name) != std::end(kNouns);
}

Mentions::Mentions(std::string_view text) {
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
      Places& places = word < kFirstNamesake ? endings[word]
                       : word < kPortalWord  ? namesakes[word - kFirstNamesake]
                                             : portals;
      places.push_back(at);
    }
  });
}

bool Votes::ReadFormerOf(std::string_view title, double weight) {
  bool found = false;
  for (const auto& [printed, name] : former_) {
    if (!Contains(title, printed)) continue;
    points_[name] += weight;
    found = true;
  }
  return found;
}

void Votes::AddBareNames(const std::vector<BareName>& names, double city, double county) {
  for (const BareName& bare : names) points_[bare.name] += bare.city ? city : county;
}

void Votes::Read(std::string_view part, const Mentions& mentions, double weight) {
  for (std::size_t i = 0; i < mentions.endings.size(); ++i) {
    const std::string_view ending = kEndings[i];
    for (const std::size_t at : mentions.endings[i]) {
      const std::size_t end = at + ending.size();
      if (end > part.size()) break;
      const auto divisions = DivisionsEndingAt(part, end);
      if (divisions.empty()) {
        if (ending == "市" || ending == "县") ReadFormer(part.substr(0, at), ending, weight);
        if (NamesOffice(part.substr(end))) (ending == "市" ? city_offices_ : county_offices_) += 1;
        continue;
      }
      const std::string_view name = divisions.front().name;
      const std::string_view before = part.substr(0, end - name.size());
      // A name of two characters, or of one before a word (增|城市), is found inside of other words
      // as well.
      if ((CountChars(name) == 2 || EndsInWord(name)) && !StartsWord(before) &&
          !FollowsCity(before, divisions))
        continue;
      if (NamesCompany(part.substr(end)) || IsVerb(name, before) ||
          IsActing(name, part.substr(end)) || IsBuilt(name, part.substr(end)))
        continue;
      const double own = weight * (NamesIssuer(part.substr(end)) ? 6 : 1);
      points_[name] += IsCommonNoun(name)                   ? own * 0.02
                       : IsListed(before, part.substr(end)) ? own * 0.05
                                                            : own;
    }
  }
}

void Votes::ReadNamesakes(std::string_view text, const Mentions& mentions) {
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
  const std::string_view source = text.substr(0, kPlaceHead);
  for (const std::size_t at : mentions.portals) {
    if (at + kPortal.size() > source.size()) break;
    const std::string_view behind = source.substr(at + kPortal.size(), 12);
    if (const std::size_t end = Find(behind, "网"); end == 6 || end == 9)
      AddPlace(behind.substr(0, end), 2.0);
  }
}

void Votes::ReadFormer(std::string_view before, std::string_view printed, double weight) {
  std::size_t begin = before.size();
  for (int chars = 0; chars < 2; ++chars) {
    if (begin == 0) return;
    begin -= CharBefore(before, begin).bytes;
  }
  const std::string bare(before.substr(begin));
  if (!IsHan(CharAt(bare, 0).code) || bare.ends_with("城") || bare == "新建" ||
      !StartsWord(before.substr(0, begin)))
    return;
  for (const std::string_view ending : kWordsOf<"区", "市">) {
    const auto divisions = DivisionsNamed(bare + std::string(ending));
    if (divisions.size() != 1 || divisions[0].code.ends_with("00")) continue;
    points_[divisions[0].name] += weight * 0.9;
    former_.emplace(bare + std::string(printed), divisions[0].name);
  }
}

void Votes::AddPlace(std::string_view bare, double city_weight) {
  for (const std::string_view ending : kWordsOf<"区", "县", "市">) {
    const auto divisions = DivisionsNamed(std::string(bare) + std::string(ending));
    const bool city = divisions.size() == 1 && divisions[0].code.ends_with("00");
    if (divisions.size() == 1) points_[divisions[0].name] += city ? city_weight : 0.8;
  }
}

}  // namespace duban::documents
