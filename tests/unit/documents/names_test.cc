#include "documents/core/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class NamesTest : public ::testing::Test {
 protected:
  const Dictionary dictionary_{};
  std::vector<std::string> Units(std::string_view cell) {
    return ReadNames(cell, dictionary_).units;
  }
  std::vector<std::string> People(std::string_view cell) {
    return ReadNames(cell, dictionary_).people;
  }
};

TEST_F(NamesTest, SeparatorsPartUnits) {
  EXPECT_THAT(Units("区教育局、区财政局，各镇街"), ElementsAre("区教育局", "区财政局", "各镇街"));
  EXPECT_THAT(Units("区发展改革委 区园林绿化中心"), ElementsAre("区发展改革委", "区园林绿化中心"));
}

TEST_F(NamesTest, ASeparatorInsideANameDoesNot) {
  EXPECT_THAT(Units("区交通局、各乡镇、街道"), ElementsAre("区交通局", "各乡镇、街道"));
  EXPECT_THAT(Units("地区文化,广播,旅游和体育局,地区交通局"),
              ElementsAre("地区文化,广播,旅游和体育局", "地区交通局"));
}

TEST_F(NamesTest, NamesThatRunTogetherArePartedToo) {
  EXPECT_THAT(Units("区科委 区人力资源社会保障局区红十字会"),
              ElementsAre("区科委", "区人力资源社会保障局", "区红十字会"));
}

TEST_F(NamesTest, AConjunctionPartsTwoNamesAndStandsInsideOfMany) {
  EXPECT_THAT(Units("临河乡及有关街道"), ElementsAre("临河乡", "有关街道"));
  EXPECT_THAT(Units("市水利局和市农业局"), ElementsAre("市水利局", "市农业局"));
  EXPECT_THAT(Units("市文化和旅游局、市住房和城乡建设局"),
              ElementsAre("市文化和旅游局", "市住房和城乡建设局"));
  EXPECT_THAT(Units("各乡镇和街道"), ElementsAre("各乡镇和街道"));
}

TEST_F(NamesTest, OneCellMayHoldUnitAndPerson) {
  EXPECT_THAT(Units("区教育局 苏文辉；区住建局 蔡明达"), ElementsAre("区教育局", "区住建局"));
  EXPECT_THAT(People("区教育局 苏文辉；区住建局 蔡明达"), ElementsAre("苏文辉", "蔡明达"));
  EXPECT_THAT(People("区教育局（苏文辉）"), ElementsAre("苏文辉"));
}

TEST_F(NamesTest, ADashNamesNobody) {
  for (const char* cell : {"—", "-", "/", "无", ""}) EXPECT_THAT(Units(cell), IsEmpty()) << cell;
}

TEST_F(NamesTest, SentencesAndCountsAreNoUnits) {
  EXPECT_TRUE(LooksLikeUnits("区城市管理综合执法局、区交通运输局、各镇街", dictionary_));
  EXPECT_FALSE(LooksLikeUnits("优化信号灯路口10处", dictionary_));
  EXPECT_FALSE(LooksLikeUnits("东邵渠镇、北庄镇社会心理服务中心装修工程已完工", dictionary_));
}

TEST_F(NamesTest, ABracketMaySayWhichMattersAnOfficeHas) {
  EXPECT_THAT(Units("区残联（一项）、区民政局(第2、3项)"), ElementsAre("区残联", "区民政局"));
  EXPECT_THAT(Units("区行政服务局(政务专项)"), ElementsAre("区行政服务局(政务专项)"));
}

}  // namespace
}  // namespace duban::documents
