#include "documents/core/districts.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

std::string CodeOf(const std::string& title, const std::string& body = "") {
  return FindDistrict(title + "\n" + body, title, "", "").code;
}

TEST(FindDistrictTest, ACountyMayStandBehindItsCitysBareName) {
  EXPECT_EQ(CodeOf("无锡惠山区民生实事项目"), "320206");
  EXPECT_EQ(CodeOf("实事项目完成情况进度表", "来源: 上海普陀 一、养老院项目投入使用"), "310107");
}

TEST(FindDistrictTest, WhatIsBuiltForACountyIsNotTheDistrictOfThatName) {
  EXPECT_EQ(CodeOf("民生实事项目进展",
                   "新建区域性养老中心10个,新建区级公园2个,新建县道12公里。大连市各部门抓紧推进。"),
            "210200");
  EXPECT_EQ(CodeOf("新建区民生实事项目进展"), "360112");
}

TEST(FindDistrictTest, AnActingHeadOfACountyNamesNoCounty) {
  EXPECT_EQ(
      CodeOf(
          "政府工作报告",
          "代县长 张明\n现在,我代表县人民政府报告工作。\n让我们为建设幸福美丽新海晏而努力奋斗!\n"),
      "632223");
  EXPECT_EQ(CodeOf("代县2023年民生实事项目", "代县县长张明出席。"), "140923");
}

TEST(FindDistrictTest, AFormerNameInTheTitleIsTodaysDistrict) {
  EXPECT_EQ(
      CodeOf(
          "福州市为民办实事项目长乐市任务进展顺利",
          "长乐市政府高度重视为民办实事工作,福州市、福州市委、福州市政府分配我市的任务顺利推进。"),
      "350112");
}

TEST(FindDistrictTest, WhoSpeaksToAllCountiesIsTheirCity) {
  EXPECT_EQ(CodeOf("2021年市政府10件民生实事完成情况",
                   "在市政府各部门、各县市区政府共同努力下,"
                   "10件民生实事顺利完成。宜春一小、宜春中学等学校投入使用,樟树市的道路完工。"),
            "360900");
}

// 三江县 is what people call 三江侗族自治县.
TEST(FindDistrictTest, AnAutonomousCountyIsNamedWithoutItsPeople) {
  EXPECT_EQ(CodeOf("三江县2024年民生实事项目完成情况", "三江县全年新建公厕12座。"), "450226");
  EXPECT_EQ(CodeOf("景宁县2024年民生实事项目完成情况"), "331127");
}

TEST(FindDistrictTest, ATitleMayNameItsCityBare) {
  EXPECT_EQ(CodeOf("延安完成“十大民生实事”年度任务", "新建宜川县第八幼儿园等4所幼儿园。"),
            "610600");
  EXPECT_EQ(CodeOf("永州圆满完成2018年省重点民生实事任务",
                   "湖南省委、省政府下达12件省重点民生实事,全省推进。"),
            "431100");
  EXPECT_EQ(CodeOf("黔东南州十件民生实事进展情况"), "522600");
  EXPECT_EQ(CodeOf("某报上海1月11日电", "记者从静安区新闻办获悉,静安区人民政府为民办实事。"),
            "310106");
}

TEST(FindDistrictTest, ThreeDistrictsAlikeAreTheirCitys) {
  EXPECT_EQ(CodeOf("实事项目进展",
                   "奉贤区动迁基本完成,金山区进入总体方案优化阶段,崇明区正进行方案论证。"),
            "310000");
}

TEST(FindDistrictTest, ATitleMayBeginWithABareProvince) {
  EXPECT_EQ(CodeOf("河北:18项民生工程提前完成年度目标任务"), "130000");
  EXPECT_EQ(CodeOf("民生实事", "开工建设海南小学食堂"), "");
}

TEST(FindDistrictTest, TheYearBehindABareNameIsNoDateline) {
  EXPECT_EQ(CodeOf("黔东南州2023年度十件民生实事推进情况"), "522600");
  EXPECT_EQ(CodeOf("某网上海2023年1月11日电", "记者从静安区新闻办获悉,静安区人民政府为民办实事。"),
            "310106");
}

TEST(FindDistrictTest, AnOfficeThatActsWithAnotherNamesNoCounty) {
  EXPECT_EQ(CodeOf("民生实事督查", "县发改局会同县人大开展督查。"), "");
  EXPECT_EQ(CodeOf("会同县民生实事项目"), "431225");
}

// What a city's offices, papers and counties tell of a text that names no city.
TEST(DistrictOfTextsTest, ACitySpeaksThroughItsOfficesAndItsCounties) {
  const auto district = [](const std::string& text) { return ReadDraft(text).district_code; };
  const std::string title = "2025年民生实事项目进展情况\n";
  EXPECT_EQ(
      district(
          "来源:中国九江网\n" + title +
          "1.新建停车场2处,由市城管局负责,柴桑区、濂溪区落实。\n2.改造学校3所,由市教育局负责。\n"),
      "360400");
  EXPECT_EQ(
      district("安庆新闻网\n" + title +
               "我市33项民生工程有序推进。\n1.宿松县完成危房改造120户。\n2.新增就业3000人。\n"),
      "340800");
  EXPECT_EQ(district(title + "乐清市委市政府高度重视,温州市安排的任务已完成。\n1."
                             "乐清市新建公园3个。\n2.新增就业3000人。\n"),
            "330382");
}

}  // namespace
}  // namespace duban::documents
