// Which figures of a text are promised and which are reached.
#include "documents/core/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>
#include <vector>

#include "documents/core/reader.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(FigureReaderTest, WhatWasBeforeIsNeitherPromisedNorReached) {
  const Task task = ReadTaskOf("补助由每人300元提高到420元。", "道路从3.5米拓宽至6米。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 420);
  ASSERT_THAT(task.measurements, SizeIs(1));
  EXPECT_EQ(task.measurements[0].value, 6);
}

TEST(FigureReaderTest, ABoundMayStandFurtherAhead) {
  const Task task = ReadTaskOf("标准不低于全县平均水平的1.6倍。", "已完成。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].comparator, Comparator::kAtLeast);
}

TEST(FigureReaderTest, AnExceededTargetIsStillTheTarget) {
  const Task task = ReadTaskOf("改造幼儿园。", "改造幼儿园48所,超额完成40所的年度目标任务。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 40);
  EXPECT_EQ(task.targets[0].comparator, Comparator::kEqual);
  EXPECT_EQ(task.status, Status::kOverfulfilled);
}

TEST(FigureReaderTest, ADistanceInPercentagePointsMeasuresNothing) {
  const Task task = ReadTaskOf("完成投资2亿元。", "完成投资1.4亿元,比年度计划高20.3个百分点。");
  ASSERT_THAT(task.measurements, SizeIs(1));
  EXPECT_EQ(task.measurements[0].unit, "元");
  EXPECT_THAT(task.targets, SizeIs(1));
}

TEST(FigureReaderTest, WhatAShareOfThePlanIsSaidOfIsReached) {
  const Task task = ReadTaskOf("建设公共停车位。",
                               "全年计划新增1200个泊位,完成施划960个车位,完成年度任务的80%。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 1200);
  ASSERT_THAT(task.measurements, SizeIs(1));
  EXPECT_EQ(task.measurements[0].value, 960);
  EXPECT_EQ(task.measurements[0].stated_ratio, 80);
}

TEST(FigureReaderTest, AVagueProgressIsNoShareOfWhatIsCountedBesideIt) {
  auto reading = ReadDocument(
      "余江市2025年民生实事进展情况(截至5月15日)\n序号 | 项目 | 目标任务 | 进展情况 |\n"
      "1 | 安静 | 创建小区8家。 | 4家已建成,8家进度50%以上。 |\n2 | 修路 | 修路3公里。 | "
      "已修路1公里。 |\n");
  ASSERT_TRUE(reading.ok());
  EXPECT_THAT(reading->draft.checks, IsEmpty());
}

TEST(FigureReaderTest, WhatWasDoneInATimeOfItsOwnIsReached) {
  const Task task = ReadTaskOf("提升健康水平。", "婚检年度任务900人,1-6月完成450人,完成率50%。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 900);
  ASSERT_THAT(task.measurements, SizeIs(1));
  EXPECT_EQ(task.measurements[0].value, 450);
}

TEST(FigureReaderTest, AReportMayOpenWithItsPromise) {
  const Programme report = ReadList(
      "白云区2023年上半年民生实事进展情况\n(一)改善办学条件。新建学校40所,新增学位2万个。上半年,"
      "已开工36所,新增学位4800个。责任单位:区教育局。"
      "下一步,督促未开工的学校9月底前开工。\n(二)建设公路。改造危桥60座。目前,"
      "改造危桥28座。责任单位:区交通局、区财政局。下一步,抢抓工期。\n"
      "(三)发放补贴。发放补贴3万人。截至6月底,发放补贴460万元。责任单位:区民政局。\n");
  ASSERT_THAT(report.projects, SizeIs(3));
  const Task& schools = report.projects[0].tasks.at(0);
  EXPECT_THAT(schools.targets, SizeIs(2));
  EXPECT_THAT(schools.measurements, SizeIs(2));
  EXPECT_THAT(schools.milestones, SizeIs(1));
  EXPECT_THAT(report.projects[0].lead_units, testing::ElementsAre("区教育局"));
  EXPECT_THAT(report.projects[1].lead_units, testing::ElementsAre("区交通局", "区财政局"));
  EXPECT_THAT(report.projects[1].tasks.at(0).targets, SizeIs(1));
  EXPECT_THAT(report.projects[2].tasks.at(0).targets, SizeIs(1));  // as the others
}

TEST(FigureReaderTest, TheClausesOfAFinishedListReport) {
  const Programme report = ReadList(
      "2018年政府工作报告\n一、2017年工作回顾\n民生持续改善。县人大会议确定的五件民生实事全面完成:"
      "新建幼儿园6所,新增学位1080个;改造棚户区752套;"
      "新修公路78公里;城区新增停车位420个;送戏下乡132场。\n");
  ASSERT_THAT(report.projects, SizeIs(5));
  for (const Project& project : report.projects) {
    EXPECT_THAT(project.tasks.at(0).targets, IsEmpty());
    EXPECT_FALSE(project.tasks.at(0).measurements.empty());
  }
}

TEST(FigureReaderTest, WhatARateOfCompletionIsSaidOfIsReached) {
  const Task road =
      ReadTaskOf("建设公路。", "年度任务25公里,完成路面硬化21.5公里,完成率86%。正在推进。");
  ASSERT_THAT(road.targets, SizeIs(1));
  ASSERT_THAT(road.measurements, SizeIs(1));
  EXPECT_EQ(road.measurements[0].stated_ratio, 86);
  const Task markets = ReadTaskOf("改造市场。", "计划改造3个,东街、西街市场2个完成改造。");
  EXPECT_THAT(markets.targets, SizeIs(1));
  EXPECT_THAT(markets.measurements, SizeIs(1));
  const Task jobs = ReadTaskOf("促进就业。", "新增就业4135人,目标3800人以上,完成率108.8%。");
  ASSERT_THAT(jobs.targets, SizeIs(1));
  EXPECT_EQ(jobs.targets[0].value, 3800);
}

TEST(FigureReaderTest, WhatIsSaidOfATaskLeavesItsFigurePromised) {
  const Programme list = ReadList(
      "白云区2023年民生实事上半年进展情况\n1.平安建设。新增探头800个的任务已在5月底提前完成,"
      "实际安装826个。\n2.修路。硬化公路100公里的目标任务已全部完成。\n"
      "3.供水。改造管网60公里的年度任务正在推进,已改造管网20公里。\n");
  ASSERT_THAT(list.projects, SizeIs(3));
  for (const auto& [project, promised, reached] :
       {std::tuple<std::size_t, double, double>{0, 800, 826}, {1, 100, 100}, {2, 60, 20}}) {
    const Task& task = list.projects[project].tasks.at(0);
    ASSERT_THAT(task.targets, SizeIs(1)) << project;
    EXPECT_EQ(task.targets[0].value, promised);
    ASSERT_THAT(task.measurements, SizeIs(1)) << project;
    EXPECT_EQ(task.measurements[0].value, reached);
  }
}

void ExpectReached(const Task& task, const std::vector<double>& targets,
                   const std::vector<double>& reached) {
  std::vector<double> of;
  std::vector<double> done;
  for (const Target& target : task.targets) of.push_back(target.value);
  for (const Measurement& m : task.measurements) done.push_back(m.value);
  EXPECT_EQ(of, targets) << task.narrative;
  EXPECT_EQ(done, reached) << task.narrative;
}

TEST(FigureReaderTest, WhatStandsBeforeItsPartsWasPromised) {
  ExpectReached(ReadTaskOf("畅通路网。", "12条断头路中,5条已通车,7条正在施工。"), {12}, {5, 7});
  ExpectReached(ReadTaskOf("改造小区。", "9个老旧小区中,6个小区已进场施工,3个小区正在招标。"), {9},
                {6, 3});
  ExpectReached(ReadTaskOf("建设公园。", "28个口袋公园开工21个、完工15个。"), {28}, {21, 15});
  ExpectReached(
      ReadTaskOf("改造小区。", "改造小区7个、52栋、1430户,目前5个小区已完工,2个正在施工。"),
      {7, 52, 1430}, {5, 2});
  ExpectReached(ReadTaskOf("改造水站。", "改造水站20处已完工11处。"), {20}, {11});
  ExpectReached(ReadTaskOf("培训工匠。", "培训工匠60人,实际培训72人(120%)。"), {60}, {72});
  ExpectReached(ReadTaskOf("硬化道路。", "硬化道路9公里仅完成路基。"), {9}, {});
}

TEST(FigureReaderTest, WhatIsSaidOfAFigureItselfIsReached) {
  ExpectReached(ReadTaskOf("建设公园。", "3个公园已完工,2个公园已开工。"), {}, {3, 2});
  ExpectReached(ReadTaskOf("发放补贴。", "46户家庭已领取,实际发放补贴92万元。"), {}, {46, 920000});
}

TEST(FigureReaderTest, WhatWasToBeReachedByThenIsAStep) {
  for (const std::string stage : {"超额完成8月份设置的累计2600个的节点目标",
                                  "达到8月底2600个的节点任务", "超额完成8月份节点目标(2600个)"}) {
    const Task task = ReadTaskOf(
        "新增停车位。", "累计新增停车位3100个," + stage + ",完成年度目标(4000个)的77.5%。");
    ExpectReached(task, {4000}, {3100});
    ASSERT_THAT(task.milestones, SizeIs(1)) << stage;
    EXPECT_EQ(task.milestones[0].due, (Date{2023, 8, 31}));
    ASSERT_THAT(task.milestones[0].targets, SizeIs(1));
    EXPECT_EQ(task.milestones[0].targets[0].value, 2600);
  }
}

}  // namespace
}  // namespace duban::documents
