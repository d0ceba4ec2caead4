// Lists that newspapers and reports tell in sentences: no table, often no number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "documents/core/reader.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

Programme ReadOne(std::string_view text) {
  auto reading = ReadDocument(text);
  EXPECT_TRUE(reading.ok());
  EXPECT_THAT(reading->draft.programmes, SizeIs(1)) << text;
  return reading->draft.programmes.empty() ? Programme{} : reading->draft.programmes[0];
}

std::vector<std::string> TitlesOf(const Programme& programme) {
  std::vector<std::string> titles;
  for (const Project& project : programme.projects) titles.push_back(project.title);
  return titles;
}

TEST(ProseTest, SentencesThatOpenWithTheirProjectsAreAList) {
  const Programme plan = ReadOne(
      "临河县2016年办好10件实事\n本报讯(记者 某某)3月2日,记者从临河县获悉,2016年全县将投入8亿元抓好10件民生实事。\n"
      "今年,临河县供水工程将投资2亿元,改造管网35公里。就业工程继续招聘公益岗位120人。卫生工程,新建卫生室16个。\n"
      "畅通工程投资3亿元,硬化村道90公里。安居工程改造危房260户;发放补贴150万元。\n");
  EXPECT_THAT(TitlesOf(plan), ElementsAre("临河县供水工程", "就业工程", "卫生工程", "畅通工程", "安居工程"));
  EXPECT_EQ(plan.projects.at(3).tasks.at(0).targets.at(1).value, 90);

  const Programme report = ReadOne(
      "临河市2023年民生实事一季度进展情况\n截至3月底,20项民生实事总体顺利。其中,助餐工程和养老工程中的两项工作已完成。\n"
      "目前多数民生工程取得进展。就业工程中,已新增就业1200人。教育工程中,已新增学位800个。\n"
      "此外,22项工作正在招标。供热工程中,已改造管网6公里。\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("就业工程", "教育工程", "供热工程"));
}

TEST(ProseTest, SharesOfTheirTargetsMakeProjectsOfSentences) {
  const Programme report = ReadOne(
      "临河市民生工程上半年进展情况\n截至2022年6月底,各级预算下达3.5亿元,占年度计划的71%。\n"
      "新增的小项属于社会保障工程。农村低保补助标准达到每月560元,占目标任务的101%;公益岗位安置330人,占目标任务的110%。\n"
      "通村公路新增48公里,占目标任务的96%。\n");
  EXPECT_THAT(report.projects, SizeIs(3));
}

TEST(ProseTest, FirstSecondAndThirdAtTheStartOfAParagraphAreItsProjects) {
  const Programme report = ReadOne(
      "临河市2014年30件民生实事办理情况\n2014年,我市30件实事中27件实事均已完成。\n一、当年完成的27件实事\n(一)就业方面\n"
      "一是完善就业服务,创建充分就业社区43个;二是强化技能培训,完成培训5600人次;三是安置城镇人员就业8900人,登记失业率3.5%。\n");
  ASSERT_THAT(report.projects, SizeIs(3));
  EXPECT_EQ(report.kind, Kind::kCompletion);
  EXPECT_EQ(report.projects[1].tasks.at(0).measurements.at(0).value, 5600);
}

TEST(ProseTest, WhoPublishedAPageIsNoProject) {
  const std::string told = "完成12万平方米旧住房改造;修理老旧电梯46台;新增充电桩150个;新增停车泊位620个,新增共享泊位85个;改造积水点4处;铺设消防管道的小区达到9个;"
                           "增设居民区微型消防站35个;增设消火栓11个;为老旧小区的住户完成天然气管道更新2300户;新增电动车充电设施78处。";
  const Programme report = ReadOne("临河区2021年政府实事项目完成情况\n\n临河发布 2022-01-12\n\n\n管好家门口的小区\n\n\n" + told +
                                   "\n\n\n建好家门口的客厅\n\n\n" + told + "\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("管好家门口的小区", "建好家门口的客厅"));
}

TEST(ProseTest, ACopyOnTwoLinesIsPartedWhereBlanksStandForLineBreaks) {
  const std::string care = " 关爱老年人,入户医疗护理累计服务9600人次。 新设社区日间照料中心3个,新增义务教育学位1620个、学前教育学位2580个。 为190名幼儿提供托育服务,为160名残疾儿童提供康复服务。"
                           " 家庭医生签约服务的老年人达到7.2万人,为住院老年人完成陪护服务3300人次,为独居老年人安装呼叫设备780台。";
  const Programme report = ReadOne("2021年,我区实施了一批民心工程,27个子项均已完成。 保障“一老一小”" + care + " 改善住房条件 为51户农村困难群众翻建危房,向50户家庭发放租房补贴。\n"
                                   "完善城镇功能 完成混接点改造16处。 推动公交首末站建设,建成首末站2处。 打造绿色生态 改造废弃鱼塘330个。 建成口袋公园12个,新增绿地面积9.5万平方米。"
                                   " 清理散乱污企业97家,完成河道清淤26公里,水质考核断面达标率达到100%。 新建生态步道14公里,栽植乔木3.6万株,修复湿地面积2100亩。 完成垃圾分类小区改造88个,新增回收站点35处,修缮文化广场8处。\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("保障“一老一小”", "改善住房条件", "完善城镇功能", "打造绿色生态"));
}

TEST(ProseTest, ANumberWrittenWithAZeroHeadsAProjectThoughTheCopyEndsThere) {
  const Programme report = ReadOne(
      "临河区上半年民心工程“成绩单”出炉\n截至2025年6月底,4个子项已完成,其余22个子项正在加快推进。\n\n01  护苗助老工程\n\n"
      "已新增婴幼儿托位460个。\n\n已打造老年人食堂2个。\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("护苗助老工程"));
}

TEST(ProseTest, CountsBehindNamesSayHowFarTheyAre) {
  const Programme report = ReadOne(
      "8月10日,临河市督查2023年民生实事办理情况。\n10件民生实事共涉及30个子项,其中向全市890名特困群众发放救助金、购买公益性岗位252个、为全部宗教场所免费订阅报纸3个子项已提前完成;"
      "市区第二、三自来水厂水质提标等25个子项实现了时间过半;市区老旧小区维修、小学生口腔卫生2个子项也在稳步推进当中。\n");
  ASSERT_THAT(report.projects, SizeIs(6));
  EXPECT_EQ(report.projects[0].tasks.at(0).status, Status::kCompleted);
  EXPECT_EQ(report.projects[3].title, "市区第二、三自来水厂水质提标");
  EXPECT_EQ(report.projects[5].tasks.at(0).status, Status::kInProgress);
}

TEST(ProseTest, TheNamesBehindACountMayCloseWithAConjunction) {
  const Programme plan = ReadOne(
      "2017年市政府为民办实事项目确定\n市政府确定2017年5件为民办实事项目。其中包括整治市区内涝积水点、加快公园建设、硬化通屯道路1000公里、"
      "建设500个充电桩以及继续建设食品快检室,实现市区全覆盖。\n");
  ASSERT_THAT(plan.projects, SizeIs(5));
  EXPECT_EQ(plan.projects[3].tasks.at(0).targets.at(0).value, 500);
}

}  // namespace
}  // namespace duban::documents
