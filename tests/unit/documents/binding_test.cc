#include "documents/core/binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "documents/core/reader.h"

namespace duban::documents {
namespace {

using ::testing::SizeIs;

constexpr char kHead[] =
    "白云区2023年民生实事进展情况(上半年)\n"
    "序号 | 项目 | 具体内容 | 牵头单位 | 配合单位 | 目标任务 | 完成情况 | 落实情况 |\n";

Project ReadRow(const std::string& rows) {
  auto reading = ReadDocument(kHead + rows);
  EXPECT_TRUE(reading.ok());
  return reading->draft.programmes.at(0).projects.at(0);
}

const Measurement& Figure(const Task& task, double value) {
  for (const Measurement& m : task.measurements) {
    if (m.value == value) return m;
  }
  ADD_FAILURE() << "no measurement of " << value;
  return task.measurements.at(0);
}

TEST(BindProjectTest, FiguresOfOneUnitGoToTheTargetThatCountsTheSameThing) {
  const Project project = ReadRow(
      "1 | 方便充电 | 建设充电点。 | 区住建局 | — | 建成60个充电点,智能充电端口400个。 | 推进中 | "
      "截至6月,新增31个集中充电点、2210个充电端口。全区120个小区中,累计88个小区完成共640个充电点,"
      "9035个充电端口建设。 |\n");
  const Task& task = project.tasks.at(0);
  EXPECT_EQ(Figure(task, 31).target_index, 1);
  EXPECT_EQ(Figure(task, 2210).target_index, 2);
  // What the district has in all is another figure than what this year added.
  EXPECT_EQ(Figure(task, 640).target_index, 0);
  EXPECT_EQ(Figure(task, 9035).target_index, 0);
  EXPECT_EQ(Figure(task, 120).target_index, 0);
}

TEST(BindProjectTest, WhatRemainsToBeDoneIsNotReached) {
  const Project project = ReadRow(
      "1 | 便民大厅 | 新建服务大厅。 | 区政数局 | — | 建成6个便民服务大厅。 | 推进中 | "
      "石井大厅已建成,其余5个大厅正在建设。 |\n");
  EXPECT_EQ(Figure(project.tasks.at(0), 5).target_index, 0);
}

TEST(BindProjectTest, ATotalComesBeforeItsParts) {
  const Project project = ReadRow(
      "1 | 停车 | 新增停车位。 | 区交通局 | — | 新增停车位500个。 | 推进中 | "
      "东街新增停车位120个,西街新增停车位80个,共新增停车位200个。 |\n");
  const Task& task = project.tasks.at(0);
  EXPECT_EQ(Figure(task, 200).target_index, 1);
  EXPECT_EQ(Figure(task, 120).target_index, 0);
}

TEST(BindProjectTest, ATargetGoesToTheTaskThatRepeatsIt) {
  const Project project = ReadRow(
      "1 | 整治秩序 | 年内开展24次专项整治。 | 区公安分局 | — | 1.查处违停不少于2万宗。 | 推进中 | "
      "查处违停1.2万宗。 |\n"
      "2.参加年内开展的24次专项整治。 | 推进中 | 开展专项整治9次。 |\n");
  ASSERT_THAT(project.tasks, SizeIs(2));
  ASSERT_THAT(project.tasks[0].targets, SizeIs(1));
  EXPECT_EQ(project.tasks[0].targets[0].value, 20000);
  ASSERT_THAT(project.tasks[1].targets, SizeIs(1));
  EXPECT_EQ(project.tasks[1].measurements.at(0).target_index, 1);
}

TEST(BindProjectTest, AMeasureIsNamedWithoutListNumbersAndDates) {
  const Project project = ReadRow(
      "1 | 上门服务 | 上门服务。 | 区卫健局 | — | "
      "2.向3万个以上企业员工家庭提供上门服务。三是新增电子围栏不少于20处。 | 推进中 | "
      "3.截至6月,已新增电子围栏12处。 |\n");
  const Task& task = project.tasks.at(0);
  ASSERT_THAT(task.targets, SizeIs(2));
  EXPECT_EQ(task.targets[0].measure, "企业员工家庭");
  EXPECT_EQ(task.targets[1].measure, "新增电子围栏");
  EXPECT_EQ(Figure(task, 12).measure, "新增电子围栏");
}

}  // namespace
}  // namespace duban::documents
