#include "documents/core/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "documents/core/reader.h"

namespace duban::documents {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// The only task of a report of one row.
Task ReadTaskOf(const std::string& target, const std::string& progress) {
  auto reading = ReadDocument(
      "白云区2023年民生实事进展情况(上半年)\n序号 | 项目 | 牵头单位 | 目标任务 | 落实情况 |\n"
      "1 | 惠民 | 区民政局 | " + target + " | " + progress + " |\n2 | 修路 | 区交通局 | 修路3公里。 | 已修路1公里。 |\n");
  EXPECT_TRUE(reading.ok());
  return reading->draft.programmes.at(0).projects.at(0).tasks.at(0);
}

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

TEST(FigureReaderTest, AReportOpensWithItsState) {
  EXPECT_EQ(ReadTaskOf("发放补助。", "已完成。 从4月起按新标准发放。").status, Status::kCompleted);
  EXPECT_EQ(ReadTaskOf("发放补助。", "顺利推进。 已发放两批。").status, Status::kInProgress);
  // Everything has begun, which is not everything done.
  EXPECT_NE(ReadTaskOf("整治村庄200个。", "各项目均已开工,累计完成65个村庄整治。").status, Status::kCompleted);
}

TEST(FigureReaderTest, WhatAShareOfThePlanIsSaidOfIsReached) {
  const Task task = ReadTaskOf("建设公共停车位。", "全年计划新增1200个泊位,完成施划960个车位,完成年度任务的80%。");
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 1200);
  ASSERT_THAT(task.measurements, SizeIs(1));
  EXPECT_EQ(task.measurements[0].value, 960);
  EXPECT_EQ(task.measurements[0].stated_ratio, 80);
}

TEST(FigureReaderTest, AVagueProgressIsNoShareOfWhatIsCountedBesideIt) {
  auto reading = ReadDocument(
      "余江市2025年民生实事进展情况(截至5月15日)\n序号 | 项目 | 目标任务 | 进展情况 |\n"
      "1 | 安静 | 创建小区8家。 | 4家已建成,8家进度50%以上。 |\n2 | 修路 | 修路3公里。 | 已修路1公里。 |\n");
  ASSERT_TRUE(reading.ok());
  EXPECT_THAT(reading->draft.checks, IsEmpty());
}

TEST(NarrativeStatusTest, WhatOnlyWaitsForItsInspectionIsDone) {
  EXPECT_EQ(NarrativeStatus("道路70公里,现已全部完工,正在组织验收。", Kind::kProgress), Status::kCompleted);
  EXPECT_EQ(NarrativeStatus("主体已完工,正在组织验收。", Kind::kProgress), Status::kInProgress);
}

TEST(NarrativeStatusTest, AStepThatWasExceededIsNoTaskExceeded) {
  EXPECT_EQ(NarrativeStatus("改造锅炉118台,超额完成9月份节点目标,完成年度目标(锅炉146台)的80.8%。", Kind::kProgress), Status::kNone);
  EXPECT_EQ(NarrativeStatus("超额完成年度目标。", Kind::kProgress), Status::kOverfulfilled);
}

TEST(NarrativeStatusTest, AClauseSaysThatWorkGoesOnOrIsDone) {
  EXPECT_EQ(NarrativeStatus("设备购进中", Kind::kProgress), Status::kInProgress);
  EXPECT_EQ(NarrativeStatus("推进中医保健服务。该项目已于10月底完成。", Kind::kProgress), Status::kCompleted);
  EXPECT_EQ(NarrativeStatus("培训高中、初中教师。", Kind::kProgress), Status::kNone);
  EXPECT_EQ(NarrativeStatus("22%(严重滞后)", Kind::kProgress), Status::kDelayed);
}

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

}  // namespace
}  // namespace duban::documents
