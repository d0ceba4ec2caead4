#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "documents/quantities/quantity.h"

namespace duban::quantities {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A figure as the case files write it: "不少于350个=350 个 AT_LEAST", "1-2个=1..2 个 EQUAL",
// "6-14岁 AGE".
std::string Written(const Quantity& q) {
  if (q.kind != Kind::kQuantity) return fmt::format("{} {}", q.text, Name(q.kind));
  const auto value = [](double v) { return fmt::format("{:.12g}", v); };
  return fmt::format("{}={}{}{} {}", q.text,
                     q.range ? value(q.low) + ".." + value(q.high) : value(q.value),
                     q.unit.empty() ? "" : " ", q.unit, Name(q.comparator));
}

std::string Written(std::string_view text) {
  std::string out;
  for (const Quantity& q : FindQuantities(text, {.set_aside = true})) {
    out += (out.empty() ? "" : "; ") + Written(q);
  }
  return out;
}

std::vector<std::string> Counted(std::string_view text) {
  std::vector<std::string> out;
  for (const Quantity& q : FindQuantities(text)) out.push_back(Written(q));
  return out;
}

TEST(Quantities, EveryLineOfTheCaseFileReadsAsItSays) {
  std::ifstream in(DUBAN_SOURCE_DIR "/tests/unit/documents/quantities_cases.txt");
  ASSERT_TRUE(in) << "the case file is missing";
  int cases = 0;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const std::size_t arrow = line.find(" => ");
    if (line.empty() || line[0] == '#' || arrow == std::string::npos) continue;
    ++cases;
    EXPECT_EQ(Written(line.substr(0, arrow)), line.substr(arrow + 4))
        << "line " << number << ": " << line;
  }
  EXPECT_GT(cases, 200);
}

TEST(Quantities, SpansCountCharactersAndBytesOfTheWholeText) {
  const std::string text = "第一行\n新增公共停车位350个,完成65%";
  const auto found = FindQuantities(text);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].span.start, 11);
  EXPECT_EQ(found[0].span.end, 15);
  EXPECT_EQ(
      text.substr(static_cast<std::size_t>(found[0].span.start_byte),
                  static_cast<std::size_t>(found[0].span.end_byte - found[0].span.start_byte)),
      "350个");
  EXPECT_EQ(found[0].number.end, 14);
  EXPECT_EQ(found[1].text, "65%");
}

TEST(Quantities, TheNounsAroundAFigureSayWhatIsMeasured) {
  const auto found =
      FindQuantities("全区新增不少于350个公共停车位(不含路内),查处机动车违停6.5033万宗");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].noun_before, "全区新增");
  EXPECT_EQ(found[0].noun_after, "公共停车位");
  EXPECT_EQ(found[0].comparator_words, "不少于");
  EXPECT_EQ(found[1].noun_before, "查处机动车违停");
  EXPECT_EQ(found[1].decimals, 4);
  EXPECT_EQ(found[1].scale, 10000);
}

TEST(Quantities, ARateCarriesItsPeriod) {
  const auto found = FindQuantities("每月完成食品抽检约170批次,全年2000批次");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].per, "月");
  EXPECT_EQ(found[1].per, "");
}

TEST(Quantities, PeopleNeedNoUnit) {
  const auto found = FindQuantities("惠及8万多农村居民");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].unit, "人");
  EXPECT_TRUE(found[0].unit_implied);
  EXPECT_TRUE(found[0].hedged);
}

TEST(Quantities, PointsAreNotPercent) {
  const auto found = FindQuantities("提高3个百分点,达到95%");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_FALSE(found[0].percent);
  EXPECT_EQ(found[0].unit, "个百分点");
  EXPECT_TRUE(found[1].percent);
}

TEST(Quantities, AnUndershotBoundIsExclusive) {
  const auto found = FindQuantities("不足50户,超过60户,不超过70户");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_TRUE(found[0].exclusive);
  EXPECT_EQ(found[0].comparator, Comparator::kAtMost);
  EXPECT_TRUE(found[1].exclusive);
  EXPECT_FALSE(found[2].exclusive);
}

TEST(Quantities, OnlyQuantitiesComeWithoutAskingForTheRest) {
  EXPECT_THAT(Counted("2022年9月,十件民生实事之一:地铁3号线增设出口2个"),
              ElementsAre("2个=2 个 EQUAL"));
}

TEST(Quantities, BadBytesAndEmptyTextAreNoFigures) {
  EXPECT_THAT(Counted(""), IsEmpty());
  EXPECT_THAT(Counted("\xFF\xFE\x80\xE4\xB8"), IsEmpty());
  EXPECT_THAT(Counted("\xE4\xB8 新建3所\xC0"), ElementsAre("3所=3 所 EQUAL"));
  EXPECT_THAT(Counted(std::string("新建3所\0改造2所", 20)).size(), 2u);
}

TEST(Quantities, AListNumberStandsBehindAByteOrderMarkOrMarkdownToo) {
  EXPECT_THAT(Counted("\xEF\xBB\xBF"
                      "1.3家医院"),
              ElementsAre("3家=3 家 EQUAL"));
  EXPECT_THAT(Counted("## 2.5所学校\r\n**3.6处**"),
              ElementsAre("5所=5 所 EQUAL", "6处=6 处 EQUAL"));
}

TEST(Quantities, LongRunsOfDigitsAndNumeralsEndWell) {
  EXPECT_LE(FindQuantities(std::string(100000, '7')).size(), 1u);
  std::string numerals;
  for (int i = 0; i < 20000; ++i) numerals += "一万";
  for (const Quantity& q : FindQuantities(numerals)) EXPECT_FALSE(std::isnan(q.value));
  std::string dashes;
  for (int i = 0; i < 20000; ++i) dashes += "1-";
  FindQuantities(dashes, {.set_aside = true});
}

TEST(QuantitiesToJson, GivesOneObjectPerFigure) {
  const auto json =
      nlohmann::json::parse(QuantitiesToJson("打造1-2个展示园,覆盖率达95%以上", false));
  ASSERT_EQ(json.size(), 2u);
  EXPECT_EQ(json[0]["text"], "1-2个");
  EXPECT_EQ(json[0]["low"], 1);
  EXPECT_EQ(json[0]["high"], 2);
  EXPECT_EQ(json[0]["unit"], "个");
  EXPECT_EQ(json[1]["value"], 95);
  EXPECT_EQ(json[1]["percent"], true);
  EXPECT_EQ(json[1]["comparator"], "AT_LEAST");
  EXPECT_EQ(json[1]["number"]["text"], "95%");
}

TEST(QuantitiesToJson, SaysWhyAFigureWasSetAside) {
  const auto json = nlohmann::json::parse(QuantitiesToJson("2022年6月底前,5号楼", true));
  ASSERT_EQ(json.size(), 2u);
  EXPECT_EQ(json[0]["kind"], "DATE");
  EXPECT_EQ(json[0]["to"], "2022-06-30");
  EXPECT_EQ(json[1]["kind"], "HOUSE_NUMBER");
  EXPECT_EQ(json[1]["reason"], "names a house, building or floor");
}

TEST(QuantitiesToJson, IsValidForAnyBytes) {
  EXPECT_TRUE(nlohmann::json::accept(QuantitiesToJson("\xFF 3所\xE4 5\xB8", true)));
  EXPECT_EQ(QuantitiesToJson("", true), "[]");
}

}  // namespace
}  // namespace duban::quantities
