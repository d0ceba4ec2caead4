// Lists that a sentence announces, counts or names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "documents/core/announced_lists.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(AnnouncedTest, AReportOnTheWorkAnnouncesItsListInASentence) {
  const Draft draft = ReadDraft(
      "政府工作报告\n一、2022年工作回顾\n完成投资120亿元,改造小区12个。\n二、2023年工作安排\n(一)新增规上企业15家。\n"
      "(二)办好民生实事。集中财力办好三件民生实事:一是新建幼儿园3所,二是改造老旧小区15个,三是新建农村公路80公里。加强调度。\n"
      "三、加强自身建设\n压减支出5%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].year, 2023);
  EXPECT_EQ(draft.programmes[0].kind, Kind::kPlan);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).value, 15);
  EXPECT_THAT(draft.programmes[0].projects[2].tasks.at(0).targets, SizeIs(1));
}

TEST(AnnouncedTest, ACountBehindWhatItCountsIsReadInDigitsOfEitherWidth) {
  EXPECT_EQ(FindAnnouncement("全市民生实事项目12件").count, 12);
  EXPECT_EQ(FindAnnouncement("全市民生实事项目１２件").count, 12);
}

TEST(AnnouncedTest, AnnouncedLinesWithoutNumbersAreAListWhereTheyTellOfWorks) {
  const std::string head = "2024年全市将办好3件民生实事。具体包括:\n";
  const std::string lines = "改造老旧小区30个。\n新建口袋公园12个。\n打通断头路5条。\n";
  EXPECT_THAT(ReadDraft(head + lines + "编辑:某某\n").programmes.at(0).projects, SizeIs(3));
  EXPECT_THAT(ReadDraft(head + lines + "会议还审议了其他事项。\n").programmes.at(0).projects, SizeIs(3));
  EXPECT_THAT(ReadDraft(head + "会议听取了有关报告。\n会议通过了有关决议。\n会议于下午闭幕。\n会议还审议了其他事项。\n").programmes, IsEmpty());
}

TEST(AnnouncedTest, ABracketBehindACountNamesProjectsOnce) {
  const Draft draft = ReadDraft(
      "甘州区2022年民生实事1-9月进展情况\n截至9月底,推进缓慢的有3项(城区幼儿园建设、乡镇污水站建设、公共停车场建设)。"
      "其中:东街街道有2项(城区幼儿园建设、公共停车场建设)推进缓慢。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).status, Status::kDelayed);
  ASSERT_THAT(draft.checks, SizeIs(2));
  EXPECT_TRUE(draft.checks[0].ok && draft.checks[1].ok);
}

TEST(AnnouncedTest, ATitleThatCountsIsAboveAParagraphOfAsManyClauses) {
  const Draft draft = ReadDraft(
      "甘州区五大民生工程完成投资5.8亿元\n日期:2022-12-17\n今年以来,截至目前,成效明显。\n总投资1.3亿元的医院工程主体完工;50个托老所全部建成;"
      "建成住房984套;整治水库12座;铺设管网33公里,正在通水。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kProgress);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
}

TEST(AnnouncedTest, ProjectsNamedWithinASentenceKeepTheirNumbersAndStates) {
  const Draft draft = ReadDraft(
      "2023年1-8月民生实事进展情况通报\n"
      "全区12项民生实事,其中3项已完成,分别是:校园午餐补助(第二项)、老人体检(第五项)、公厕改造(第九项)。\n"
      "滞后项目:一是城东停车楼建设(第三项)正在编制招标文件;二是河道整治(第十一项)尚未启动2公里。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(5));
  EXPECT_EQ(projects[0].number, 2);
  EXPECT_EQ(projects[0].title, "校园午餐补助");
  EXPECT_EQ(projects[0].tasks.at(0).status, Status::kCompleted);
  EXPECT_EQ(projects[4].number, 11);
  EXPECT_EQ(projects[4].tasks.at(0).status, Status::kDelayed);
  EXPECT_THAT(projects[4].tasks.at(0).targets, SizeIs(1));
}

TEST(AnnouncedTest, ASentenceThatCountsProjectsAnnouncesTheClausesBehindIt) {
  const Draft draft = ReadDraft(
      "2021年上半年全市重点民生工程进展情况\n"
      "截至6月底,重点民生工程顺利推进。2项提前超额完成全年任务。“心理讲座进校园”原计划全年开展讲座50场,已开展60场;"
      "“一窗受理”5月份完成全年任务。2项超额完成节点任务。“燃气管网改造项目”计划累计改造管网7公里,实际完成9公里;“书吧建设项目”已完成招标。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(4));
  EXPECT_EQ(projects[0].tasks.at(0).status, Status::kOverfulfilled);
  EXPECT_EQ(projects[2].title, "燃气管网改造项目");
  EXPECT_EQ(projects[2].tasks.at(0).status, Status::kInProgress);
  ASSERT_THAT(projects[2].tasks.at(0).targets, SizeIs(1));
  EXPECT_EQ(projects[2].tasks.at(0).targets[0].value, 7);
  EXPECT_EQ(projects[2].tasks.at(0).measurements.at(0).value, 9);
}

TEST(AnnouncedTest, AProvinceIsNamedWhereTheTextSpeaksOfAllOfIt) {
  EXPECT_EQ(ReadDraft("河北省2023年民生实事进展情况\n截至6月底,全省10件民生实事进展顺利,全省各地…\n"
                      "一、修路。已修路20公里,石家庄市、保定市较快。\n二、建桥。已建桥3座。\n三、种树。已种树9万株。\n")
                .district_code,
            "130000");
  EXPECT_EQ(ReadDraft("2023年民生实事进展情况\n1.扩建学校。奉化高级中学已扩建教室20间。\n2.修桥。已修桥3座。\n").district_code, "330213");
}

TEST(AnnouncedTest, ClausesThatOpenWithAProjectsNameAreProjects) {
  const Draft draft = ReadDraft(
      "2023年1-9月临江市民生实事项目建设推进情况\n"
      "2023年1-9月,临江市9个民生实事项目已全部开工,其中河岸绿化项目东堤、西堤全部完成;夜间照明提升项目更换路灯420盏;"
      "文化下乡项目送戏86场已完成;变电站扩建项目已投运。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).measurements.at(0).value, 420);
}

TEST(AnnouncedTest, LinesBelowACountAreTheProjectsUpToThePagesCredits) {
  const Draft draft = ReadDraft(
      "2月1日,临江区人大会议票决产生了2024年民生实事。\n五大民生实事项目\n万名老人乐享智慧养老\n2万学生视力筛查全覆盖\n"
      "10个滨江公园建设\n30公里步道建设提升\n6000人入住公共租赁住房\n文/日报记者:王某\n编辑:李某\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[0].projects[3].tasks.at(0).targets.at(0).value, 30);
}

TEST(AnnouncedTest, SentencesHeadedByTheirProjectsAreProjects) {
  const Draft draft = ReadDraft(
      "2020年临江市民生工程成绩单出炉\n★扶贫工作\n农村危房改造:开工1314户,竣工1314户,竣工率100%。资产收益扶贫:实施项目41个,投入资金2206万元。"
      "农村饮水提升工程:47处项目全部建成,完工率100%。“新农路”建设:完工719公里,完工率98%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[1].title, "资产收益扶贫");
}

// The same four promises below each style of numbering, with chapters on organisation behind them.

}  // namespace
}  // namespace duban::documents
