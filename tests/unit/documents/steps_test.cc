// Days that sentences name: when a promise is due, and by when each of its steps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST(FigureReaderTest, AMonthOfAReportIsNoDeadline) {
  const Task task = ReadTaskOf("安装设备。", "于8月份完成安装100台的年度目标。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].due, (Date{2023, 12, 31}));
}

TEST(FigureReaderTest, APromiseOfSeveralYearsIsDueWithTheLast) {
  const Task task = ReadTaskOf("2606个村通公路(2021—2025年)。", "已完成。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].due, (Date{2025, 12, 31}));
}

TEST(FigureReaderTest, WhatAReportGoesOnToIsStillToCome) {
  const Task task = ReadTaskOf(
      "新建学校40所。",
      "已开工36所,其中正在装修9所。下一步,督促4所学校8月底前全部开工,年内新增床位不少于60张。");
  ASSERT_THAT(task.milestones, SizeIs(1));
  EXPECT_EQ(task.milestones[0].due, (Date{2023, 8, 31}));
  ASSERT_THAT(task.milestones[0].targets, SizeIs(1));
  EXPECT_EQ(task.milestones[0].targets[0].value, 4);
  EXPECT_THAT(task.measurements, SizeIs(2));
  ASSERT_THAT(task.targets, SizeIs(2));
  EXPECT_EQ(task.targets[1].unit, "张");
  EXPECT_EQ(task.status, Status::kInProgress);
}

TEST(FigureReaderTest, EveryDayThatAReportPlansForIsAStep) {
  const Task task = ReadTaskOf(
      "改造管网。", "正在招标,计划7月底进场施工、9月下旬完工;原计划5月底前开标。6月20日前已选址。");
  ASSERT_THAT(task.milestones, SizeIs(3));
  EXPECT_EQ(task.milestones[0].due, (Date{2023, 7, 31}));
  EXPECT_EQ(task.milestones[1].due, (Date{2023, 9, 30}));
  EXPECT_EQ(task.milestones[2].due, (Date{2023, 5, 31}));
}

TEST(FigureReaderTest, ADayThatAPlanNamesWithoutAFigureIsAStep) {
  const Programme plan = ReadList(
      "白云区2023年民生实事项目\n1.新建学校。新建学校3所。\n2."
      "区医院。区医院门诊楼10月底前投入使用。\n"
      "3.改造管网。改造管网40公里,6月底前完成招标,9月底前建成通水。\n4.修路。8月底前修路5公里。\n");
  ASSERT_THAT(plan.projects, SizeIs(4));
  ASSERT_THAT(plan.projects[1].tasks.at(0).milestones, SizeIs(1));
  EXPECT_EQ(plan.projects[1].tasks.at(0).milestones[0].due, (Date{2023, 10, 31}));
  EXPECT_THAT(plan.projects[2].tasks.at(0).milestones, SizeIs(2));
  EXPECT_THAT(plan.projects[3].tasks.at(0).milestones, IsEmpty());
  EXPECT_EQ(plan.projects[3].tasks.at(0).targets.at(0).due, (Date{2023, 8, 31}));
}

TEST(FigureReaderTest, PartsOfAPromiseByTheirDaysAreSteps) {
  const Programme plan = ReadList(
      "白云区2023年民生实事项目\n一、安居工程(牵头单位:区住建局)\n改造危房1500户。\n第一季度:"
      "完成核查;第二季度:开工500户;第四季度:全部竣工。\n"
      "二、道路工程(牵头单位:区交通局)\n新建公路38公里,上半年完成15公里。\n三、供暖工程(牵头单位:"
      "区城管局)\n更换表具8600块。\n"
      "工作措施:9月底前完成检查,入户率达到98%以上;10月31日前完成更换。\n四、就业工程(牵头单位:"
      "区人社局)\n新增就业4300人,7月底前举办招聘会20场。\n");
  ASSERT_THAT(plan.projects, SizeIs(4));
  const auto task = [&](std::size_t project) { return plan.projects[project].tasks.at(0); };
  EXPECT_THAT(task(0).milestones, SizeIs(3));
  EXPECT_THAT(task(0).targets, SizeIs(1));
  ASSERT_THAT(task(1).milestones, SizeIs(1));
  EXPECT_EQ(task(1).milestones[0].due, (Date{2023, 6, 30}));
  EXPECT_EQ(task(1).milestones[0].targets.at(0).value, 15);
  EXPECT_THAT(task(1).targets, SizeIs(1));
  EXPECT_THAT(task(2).milestones, SizeIs(2));
  EXPECT_THAT(task(2).targets, SizeIs(1));
  EXPECT_THAT(task(3).milestones, IsEmpty());  // a promise of its own, with its day
  EXPECT_THAT(task(3).targets, SizeIs(2));
}

TEST(FigureReaderTest, AColumnOfWhatComesNextHoldsSteps) {
  const Programme report = ReadList(
      "白云区2023年民生实事进展情况表(截至6月底)\n序号 | 项目 | 目标任务 | 进展情况 | 下一步措施 | "
      "责任单位 |\n"
      "1 | 改造民宅 | 改造民宅126栋。 | 完成74栋。 | 8月底前签约,10月底前竣工40栋。 | 区住建局 "
      "|\n2 | 修路 | 修路3公里。 | 已修路1公里。 | 加快进度。 | 区交通局 |\n");
  const Task& houses = report.projects.at(0).tasks.at(0);
  ASSERT_THAT(houses.milestones, SizeIs(2));
  EXPECT_EQ(houses.milestones[1].targets.at(0).value, 40);
  EXPECT_THAT(houses.targets, SizeIs(1));
}

TEST(FigureReaderTest, TheStartOfTheYearDatesNothingThatIsReached) {
  const Task task = ReadTaskOf("整改户厕。", "年初排查问题户厕312户。新建户厕95户。");
  ASSERT_FALSE(task.measurements.empty());
  for (const Measurement& m : task.measurements) EXPECT_EQ(m.as_of, (Date{2023, 6, 30}));
}

TEST(FigureReaderTest, ASentenceThatGivesOnlyADateHoldsForAllBeforeIt) {
  for (const std::string by : {"8月底前竣工并投入使用。", "8月31日前全部完成。", "8月底前建成。"}) {
    const Programme list =
        ReadList("白云区2023年民生实事项目\n1.新建学校。新建小学3所,新增学位1200个。其中公办2所。" +
                 by + "\n2.改造管网。改造管网40公里。" + by + "\n3.修路。修路5公里。\n");
    ASSERT_THAT(list.projects, SizeIs(3));
    for (int i = 0; i < 2; ++i) {
      const Task& task = list.projects[static_cast<std::size_t>(i)].tasks.at(0);
      EXPECT_THAT(task.milestones, IsEmpty()) << by;
      ASSERT_THAT(task.targets, Not(IsEmpty())) << by;
      for (const Target& target : task.targets)
        EXPECT_EQ(target.due, (Date{2023, 8, 31})) << by << target.value;
    }
    EXPECT_EQ(list.projects[2].tasks.at(0).targets.at(0).due, (Date{2023, 12, 31}));
  }
}

TEST(FigureReaderTest, APlanIsDueWithTheStepThatDoesAllOfIt) {
  const auto due = [](const std::string& item) {
    const Programme plan =
        ReadList("金台县2023年民生实事实施方案\n一、老旧小区改造\n" + item +
                 "牵头单位:县住建局\n二、公园建设\n新建公园3个。\n牵头单位:县园林局\n");
    return plan.projects.empty() || plan.projects[0].tasks.at(0).targets.empty()
               ? Date{}
               : plan.projects[0].tasks[0].targets[0].due.value_or(Date{});
  };
  for (const std::string steps :
       {"4月底前完成招投标;7月底前完成设计;9月20日前全部完工并投入使用。",
        "5月份开工;9月20日前完工。", "6月底前完工4个;9月20日前累计完工9个。",
        "5月底、9月20日前分别完成30%、100%。"}) {
    EXPECT_EQ(due("改造老旧小区9个,惠及居民1830户。\n工作进度:" + steps + "\n"),
              (Date{2023, 9, 20}))
        << steps;
    EXPECT_EQ(due("(一)目标任务\n改造老旧小区9个,惠及居民1830户。\n(二)时间安排\n" + steps + "\n"),
              (Date{2023, 9, 20}))
        << steps;
  }
  EXPECT_EQ(due("改造老旧小区9个,惠及居民1830户。5月底前完成招投标,9月20日前全部完工。\n"),
            (Date{2023, 9, 20}));
  for (const std::string steps :
       {"4月底前完成设计;9月20日前完成招投标。", "9月20日前全部开工。", "9月20日前开工9个。",
        "9月20日前完工4个。", "5月底、9月20日前分别完成30%、70%。",
        "9月20日前全部完工;11月底前组织回访。"}) {
    EXPECT_EQ(due("改造老旧小区9个,惠及居民1830户。\n工作进度:" + steps + "\n"),
              (Date{2023, 12, 31}))
        << steps;
  }
}

}  // namespace
}  // namespace duban::documents
