#pragma once

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/core/bare_names.h"
#include "documents/core/divisions.h"
#include "documents/core/utf8.h"

// What a text says of where it is from.
namespace duban::documents {

constexpr std::size_t kPlaceHead = 3'000;  // bytes in which a text says where it is from

// Names that are words as well: an old part of any town is its 城区.
bool IsCommonNoun(std::string_view name);

// Endings of the names of divisions; what is named after a place without them (奉化高级中学,
// 安庆新闻网), and before one (中国九江网).
constexpr std::string_view kEndings[] = {"区", "县", "市", "旗", "州", "盟"};
constexpr std::string_view kNamesakes[] = {"中学", "高级中学", "一中", "二中",
                                           "一小", "日报",     "晚报", "新闻网"};
constexpr std::string_view kPortal = "中国";

// Words by which a text speaks for the place that it is of.
enum SpeechOf { kProvince = 1, kSmaller = 2, kCity = 4, kCounty = 8 };
constexpr std::pair<std::string_view, int> kSpeech[] = {{"全省", kProvince},
                                                        {"全自治区", kProvince},
                                                        {"省委、省政府", kProvince},
                                                        {"省政府", kProvince},
                                                        {"我省", kProvince},
                                                        {"市委、市政府", kSmaller},
                                                        {"全市", kSmaller | kCity},
                                                        {"我市", kSmaller | kCity},
                                                        {"市政府", kCity},
                                                        {"市委", kCity},
                                                        {"市直", kCity},
                                                        {"全县", kSmaller | kCounty},
                                                        {"我县", kSmaller | kCounty},
                                                        {"县委", kSmaller | kCounty},
                                                        {"全区", kSmaller | kCounty},
                                                        {"我区", kSmaller | kCounty},
                                                        {"区委", kSmaller | kCounty},
                                                        {"县政府", kCounty},
                                                        {"区政府", kCounty},
                                                        {"县直", kCounty},
                                                        {"区直", kCounty}};

// Where and how often a text has all these words; it is read once for them.
struct Mentions {
  using Places = std::vector<std::size_t>;
  std::array<Places, std::size(kEndings)> endings;
  std::array<Places, std::size(kNamesakes)> namesakes;
  Places portals;
  std::array<std::size_t, std::size(kSpeech)> speech{};

  explicit Mentions(std::string_view text);

  std::size_t Of(SpeechOf of) const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < speech.size(); ++i)
      sum += (kSpeech[i].second & of) != 0 ? speech[i] : 0;
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
  void AddBareNames(const std::vector<BareName>& names, double city, double county);

  // 长乐市 in a title, which is a 区 today and is named so in the text: true where there is one. It
  // counts like any name there.
  bool ReadFormerOf(std::string_view title, double weight);

  // Counts names by their endings, which are rarer than their beginnings.
  void Read(std::string_view part, double weight) { Read(part, Mentions(part), weight); }
  // `mentions` may be those of more than the part, behind it.
  void Read(std::string_view part, const Mentions& mentions, double weight);

  // Places whose schools and papers are named without 区, 县 or 市: 奉化高级中学, 安庆新闻网. Only
  // names that one county bears, and cities.
  void ReadNamesakes(std::string_view text, const Mentions& mentions);

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
  // 长乐市, which is a 区 today: two characters where a word may start, and one county that bears
  // them.
  void ReadFormer(std::string_view before, std::string_view printed, double weight);

  void AddPlace(std::string_view bare, double city_weight);

  std::map<std::string_view, double> points_;
  std::map<std::string, std::string_view> former_;  // names that are others today, and those
  std::size_t city_offices_ = 0;
  std::size_t county_offices_ = 0;
};

}  // namespace duban::documents
