// Rows of a table that belong together: which of a category, a name and its pieces is the project.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(RowLayoutsTest, PlacesBelowEachOtherReportOnOnePromise) {
  const Draft draft = ReadDraft(
      "2022年农村公路民生实事任务目标为:新建农村公路60条。\n"
      "全省2022年重点民生实事完成进度表\n(截至2022年9月底)\n"
      "序号 |\n市 州 |\n计划完成数 |\n累计开工数 |\n开工率 |\n计划投资额(万元) |\n"
      "1 |\n甲州市 |\n20 |\n15 |\n75.00% |\n300.5 |\n"
      "2 |\n乙阳市 |\n40 |\n40 |\n100.00% |\n600 |\n"
      "合计 |\n60 |\n55 |\n91.67% |\n900.5 |\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(1));
  const Project& project = draft.programmes[0].projects[0];
  ASSERT_GE(project.tasks.size(), 2U);
  EXPECT_EQ(project.tasks[0].title, "甲州市");
  ASSERT_THAT(project.tasks[0].targets, SizeIs(2));
  EXPECT_EQ(project.tasks[0].targets[0].value, 20);
  EXPECT_EQ(project.tasks[0].targets[0].unit, "条");
  EXPECT_EQ(project.tasks[0].targets[1].value, 3005000);
  EXPECT_EQ(project.tasks[1].measurements.at(0).value, 40);
  EXPECT_THAT(draft.findings, IsEmpty());
}

TEST(RowLayoutsTest, ATitleWithANumberOfItsOwnHoldsTheRowsBelowIt) {
  const Draft draft = ReadDraft(
      "2024年丰南区民生实事项目进展表(截至6月底)\n"
      "序号 | 项目名称 | 起止 年限 | 子项目 | 具体内容 | 2024年进展情况 | ||\n"
      "截至6月底进展 | 7月工作计划 | ||||||\n"
      "1 | 一、校园提升工程 | 2023-2024 | 新建实验中学食堂 | 新建食堂1座 | 正在装修 | 完成装修 | "
      "|\n"
      "2 | 2024 | 改造第二小学操场 | 铺设跑道400米 | 已完成招标 | 开工 | ||\n"
      "3 | 二、医疗提升工程 | 2024 | 改造卫生院 | 改造卫生院3家 | 已完成1家 | 完成2家 | |\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(2));
  ASSERT_THAT(projects[0].tasks, SizeIs(2));
  EXPECT_EQ(projects[0].tasks[1].targets.at(0).value, 400);
  ASSERT_THAT(projects[0].tasks[1].milestones, SizeIs(1));
  EXPECT_EQ(projects[0].tasks[1].milestones[0].due, (Date{2024, 7, 31}));
  EXPECT_EQ(projects[1].tasks.at(0).measurements.at(0).value, 1);
}

TEST(RowLayoutsTest, AGroupsHeadingMayStandBelowTheHeads) {
  const Draft draft = ReadDraft(
      "临江区2024年政府工作报告任务分解表\n序号\n主要举措\n牵头单位\n配合单位\n一、壮大产业\n"
      "1\n加快建设食品园区,引进企业12家。\n区农业农村局\n区发展改革局\n"
      "2\n推动两个光伏项目开工。\n区工业和信息化局\n区自然资源局\n"
      "3\n扩建再生资源基地。\n区商务局\n区城管局\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_THAT(draft.programmes[0].projects[1].lead_units, ElementsAre("区工业和信息化局"));
  EXPECT_THAT(draft.programmes[0].projects[2].cooperating_units, ElementsAre("区城管局"));
}

TEST(RowLayoutsTest, ANumberedNameAloneInItsRowOpensAProject) {
  const Draft draft = ReadDraft(
      "2023年3月份临江市暖民心行动各县区进展情况表\n县区 项目名称 年度目标任务 完成进度\n"
      "河东县 一、就业促进行动(2项指标) 1.募集见习岗位325个 "
      "完成330个,完成率101.54%\n2.开发公益性岗位540个 完成838个,完成率155.19%\n"
      "二、老年助餐行动(2项指标) 1.新增城市食堂6个 完成1个,完成率16.7%\n2.新增农村助餐点27个 "
      "完成9个,完成率33.3%\n"
      "三、健康口腔行动\n(2项指标)\n1.新增牙椅12台 完成2台,完成率16.67%\n2.新增窝沟封闭7050人 "
      "完成1826人,完成率25.9%\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(3));
  std::vector<double> targets;
  for (const Task& task : projects[2].tasks) {
    for (const Target& target : task.targets) targets.push_back(target.value);
  }
  EXPECT_THAT(targets, ElementsAre(12, 7050)) << "2项指标 counts the pieces";
}

TEST(RowLayoutsTest, ANumberedNameBelowTheHeadOfNumbersIsTheProject) {
  const Draft draft = ReadDraft(
      "2023年临江区民生实事项目进展情况\n序号 | 项目 | 责任单位 | 进展情况 | 亮灯情况 |\n"
      "一、完善交通设施 | 提升北环路。 | 区住建局 | 已开工,已铺设路面3公里。 | 绿灯 "
      "|\n修缮危桥2座。 | 区交通局 | 已修缮危桥1座。 | 绿灯 | |\n"
      "二、提升防洪能力 | 整治河道5公里。 | 区水利局 | 已整治河道2公里。 | 黄灯 |\n"
      "三、加大安居保障 | 改造小区4个。 | 区住建局 | 已改造小区1个。 | 绿灯 |\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(3));
  EXPECT_EQ(projects[0].title, "完善交通设施");
  ASSERT_THAT(projects[0].tasks, SizeIs(2));
  EXPECT_EQ(projects[2].tasks.at(0).targets.at(0).value, 4);
}

TEST(RowLayoutsTest, AsManyCategoriesAsAreAnnouncedAreThePromises) {
  const std::string rows[] = {
      "一、扩充学位 | 1 | 新建小学2所 | 区教育局 | 建成1所 |\n",
      "2 | 新增幼儿园学位900个 | 区教育局 | 新增360个,完成40% |\n",
      "二、便利出行 | 3 | 改造农村道路35公里 | 区交通局 | 完成28公里,占80% |\n",
      "4 | 新增停车位600个 | 区城管局 | 新增450个 |\n",
      "三、守护健康 | 5 | 为5000名妇女免费筛查 | 区卫健局 | 筛查4000人 |\n"};
  for (const bool one_a_line : {false, true}) {
    for (const std::string announced :
         {"三件民生实事", "民生实事3大类5项", "五件民生实事", "三件民生实事(分解为5项工作任务)"}) {
      std::string text = "云溪区2023年" + announced +
                         "上半年进展情况\n大类 | 序号 | 工作任务 | 牵头单位 | 进展情况 |\n";
      for (const std::string& row : rows) text += row;
      if (one_a_line) text = absl::StrReplaceAll(text, {{" | ", " |\n"}});
      const Draft draft = ReadDraft(text);
      ASSERT_THAT(draft.programmes, SizeIs(1)) << text;
      const auto& projects = draft.programmes[0].projects;
      if (announced != "三件民生实事") {
        ASSERT_THAT(projects, SizeIs(5)) << text;
        EXPECT_EQ(projects[1].category, "扩充学位");
        continue;
      }
      ASSERT_THAT(projects, SizeIs(3)) << text;
      EXPECT_EQ(projects[1].number, 2);
      EXPECT_EQ(projects[1].title, "便利出行");
      EXPECT_THAT(projects[1].category, IsEmpty());
      EXPECT_THAT(projects[1].lead_units, ElementsAre("区交通局"));
      ASSERT_THAT(projects[1].tasks, SizeIs(2));
      EXPECT_EQ(projects[1].tasks[0].number, 3);
      EXPECT_THAT(projects[1].tasks[1].lead_units, ElementsAre("区城管局"));
      EXPECT_EQ(projects[1].tasks[1].targets.at(0).value, 600);
      EXPECT_EQ(projects[1].tasks[1].measurements.at(0).value, 450);
      EXPECT_THAT(projects[2].tasks, SizeIs(1));
      EXPECT_THAT(draft.findings, IsEmpty());
    }
  }
}

// Groups have numbers of another kind, and the sums of their projects.
TEST(RowLayoutsTest, ANumberOfAnotherKindHeadsAGroupWithItsSums) {
  for (const auto& [first, second] :
       {std::pair<std::string, std::string>{"一", "二"}, {"(一)", "(二)"}, {"一、", "二、"}}) {
    const Draft draft = ReadDraft(
        "青石县2021年民生实事进展情况表(截至9月底)\n单位:万元\n| 序号 | 项目名称 | 建设内容 | "
        "年度投资 | 完成投资 | 责任单位 |\n| " +
        first +
        " | 教育类(2项) | | 7000 | 5200 | |\n| 1 | 城南小学 | 新建教学楼2栋 | 5200 | 4000 | "
        "县教育局 |\n"
        "| 2 | 乡镇幼儿园 | 改建幼儿园7所 | 1800 | 1200 | 县教育局 |\n| " +
        second +
        " | 交通类(1项) | | 8640 | 6912 | |\n| 3 | 农村公路 | 改造农村公路86.4公里 | 8640 | 6912 | "
        "县交通局 |\n"
        "| | 合 计 | | 15640 | 12112 | |\n");
    ASSERT_THAT(draft.programmes, SizeIs(1)) << first;
    const auto& projects = draft.programmes[0].projects;
    ASSERT_THAT(projects, SizeIs(3)) << first;
    EXPECT_EQ(projects[1].category, "教育类");
    EXPECT_EQ(projects[2].category, "交通类");
    EXPECT_THAT(projects[2].tasks.at(0).targets, SizeIs(2)) << first;
    EXPECT_THAT(draft.findings, SizeIs(0)) << first;
  }
}

TEST(RowLayoutsTest, ProjectsWithPiecesOfTheirOwnAreNoGroups) {
  const Draft draft = ReadDraft(
      "青石县2021年民生实事任务分解表\n| 序号 | 项目名称 | 年度任务 | 责任单位 |\n| 一 | 教育惠民 "
      "| 新建学校3所 | 县教育局 |\n"
      "| 二 | 健康惠民 | 新建卫生室31间 | 县卫健局 |\n| 三 | 交通惠民 | 改造公路86公里 | 县交通局 "
      "|\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_THAT(draft.programmes[0].projects, SizeIs(3));
}

// A column of categories is merged away where each category has a row of its own, with its sums.
TEST(RowLayoutsTest, ACategoryWithSumsMayStandAboveItsProjectsInsteadOfBesideThem) {
  for (const std::string bars : {"", "|\n|\n"}) {
    for (const std::string_view sums : {"教育惠民2个项目合计", "2个项目小计", "合计"}) {
      for (const std::string all : {"合计:2大类4个项目", "合计", "总计(4项)"}) {
        const std::string category(sums);
        const std::string other = absl::StrReplaceAll(category, {{"教育", "交通"}});
        const Draft draft = ReadDraft(
            "青石县2021年为民办实事工程9月份进展情况表\n截止时间:2021年9月30日 | 金额单位:万元 |\n"
            "类别 | 序号 | 项目名称 | 建设内容 | 年度计划投资 | 2021年9月进展情况 | 责任单位 |\n"
            "完成投(筹)资 | 投(筹)资完成率 | 实施情况 |\n" +
            all + " | 15640 | 12112 | 77.4% |\n" + bars + "一、教育惠民 | " + category +
            " | 7000 | 5200 | 74.3% |\n" + bars +
            "1 | 城南小学 | 新建教学楼2栋。 | 5200 | 4000 | 76.9% | 建成教学楼1栋。 | 县教育局 |\n"
            "2 | 乡镇幼儿园 | 改建幼儿园7所。 | 1800 | 1200 | 66.7% | 建成5所。 | 县教育局 |\n" +
            bars + "二、交通惠民 | " + other + " | 8640 | 6912 | 80% |\n" + bars +
            "3 | 农村公路 | 改造公路86公里。 | 6640 | 4912 | 74% | 改造公路60公里。 | 县交通局 |\n"
            "4 | 城区公交 | 新增公交车20辆。 | 2000 | 2000 | 100% | 新增公交车20辆。 | 县交通局 "
            "|\n");
        ASSERT_THAT(draft.programmes, SizeIs(1)) << category << all << bars;
        const auto& projects = draft.programmes[0].projects;
        ASSERT_THAT(projects, SizeIs(4)) << category << all << bars;
        EXPECT_EQ(projects[0].title, "城南小学") << category << all << bars;
        EXPECT_EQ(projects[0].category, "教育惠民") << category << all << bars;
        EXPECT_EQ(projects[3].category, "交通惠民") << category << all << bars;
        EXPECT_THAT(projects[2].lead_units, ElementsAre("县交通局")) << category << all << bars;
        for (const Project& project : projects) {
          EXPECT_THAT(project.tasks, SizeIs(1)) << category << all << bars << project.title;
          EXPECT_THAT(project.tasks[0].targets, SizeIs(2)) << category << all << project.title;
          EXPECT_THAT(project.tasks[0].measurements, SizeIs(2)) << category << all << project.title;
        }
        EXPECT_THAT(draft.findings, IsEmpty()) << category << all << bars;
      }
    }
  }
}

}  // namespace
}  // namespace duban::documents
