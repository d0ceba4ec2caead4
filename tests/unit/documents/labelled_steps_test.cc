// Labels and headings that say by when what is to be done.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::SizeIs;

// A heading that a full stop closes stands in the line that it opens, and ends where the next one
// begins.
TEST(LabelsTest, StepsBehindAHeadingEndAtTheNextHeading) {
  const auto item = [](const std::string& title, const std::string& goal,
                       const std::string& steps) {
    return title + "\n1.工作目标。" + goal + "\n2.实施步骤。" + steps +
           "\n3.资金筹措。总投资300万元。\n4.责任分工。牵头单位:区水务局。\n";
  };
  const Programme list = ReadList(
      "金台区2024年民生实事工作方案\n" +
      item("(一)改造供水管网", "改造管网18公里。", "6月底前,改造8公里;11月底前,累计改造18公里。") +
      item("(二)扩建校舍", "新增学位540个。", "3月底前,开工;8月底前,竣工验收。") +
      item("(三)清淤山塘", "清淤山塘46口。", "第二季度,清淤20口;第四季度,全部完成。"));
  ASSERT_THAT(list.projects, SizeIs(3));
  for (const Project& project : list.projects) {
    ASSERT_THAT(project.tasks, SizeIs(1)) << project.title;
    EXPECT_THAT(project.tasks[0].targets, SizeIs(2))
        << project.title << ": what is built, and what it costs";
    EXPECT_THAT(project.tasks[0].milestones, SizeIs(2)) << project.title;
  }
}

// A page that is gone on with every month: each month's words report, of its last day, and the last
// one says how far the work is.
TEST(LabelsTest, MonthsBelowATargetReport) {
  const auto page = [](const std::string& april, const std::string& august) {
    return ReadList(
        "金台区2024年民生实事项目进展情况\n1.公共交通\n年度目标:优化公交线路8条。\n牵头单位:"
        "区交通局\n" +
        april + "已优化公交线路2条。\n" + august +
        "累计优化公交线路8条。已完成。\n2.校园扩容\n年度目标:新增学位900个。\n牵头单位:区教育局\n" +
        april + "正在装修。\n" + august +
        "新增学位540个,其余正在施工。\n3.便民服务\n年度目标:新建驿站6个。\n牵头单位:区城管局\n" +
        april + "建成2个。\n" + august + "累计建成5个。\n");
  };
  for (const auto& [april, august] : {std::pair("4月:", "8月:"), std::pair("4月份：", "8月份："),
                                      std::pair("1-4月:", "1-8月:")}) {
    const Programme list = page(april, august);
    EXPECT_EQ(list.kind, Kind::kProgress) << april;
    EXPECT_EQ(list.as_of, (Date{2024, 8, 31})) << april;
    ASSERT_THAT(list.projects, SizeIs(3)) << april;
    const Task& buses = list.projects[0].tasks[0];
    EXPECT_THAT(buses.targets, SizeIs(1)) << april;
    ASSERT_THAT(buses.measurements, SizeIs(2)) << april;
    EXPECT_EQ(buses.measurements[0].as_of, (Date{2024, 4, 30})) << april;
    EXPECT_EQ(buses.status, Status::kCompleted) << april;
    EXPECT_EQ(list.projects[1].tasks[0].status, Status::kInProgress) << april;
  }
  // The same lines of a plan are its steps.
  const Programme plan = ReadList(
      "金台区2024年民生实事实施方案\n1.公共交通\n年度目标:优化公交线路8条。\n牵头单位:"
      "区交通局\n4月:优化公交线路2条。\n8月:全部完成。\n"
      "2.校园扩容\n年度目标:新增学位900个。\n牵头单位:区教育局\n4月:开工建设。\n8月:竣工验收。\n"
      "3.便民服务\n年度目标:新建驿站6个。\n牵头单位:区城管局\n4月:完成选址。\n8月:建成6个。\n");
  EXPECT_EQ(plan.kind, Kind::kPlan);
  for (const Project& project : plan.projects) {
    EXPECT_THAT(project.tasks[0].targets, SizeIs(1)) << project.title;
    EXPECT_THAT(project.tasks[0].milestones, SizeIs(2)) << project.title;
  }
}

// 【就业保障】 above the items, whose steps are sentences below each promise.
TEST(LabelsTest, WhatIsDoneInEachQuarterIsAStepWithAFigureOrWithout) {
  for (const std::string lead : {"项目具体实施进度为:", "实施进度:", "进度为："}) {
    const Programme plan = ReadList(
        "2014年临河区政府实事项目实施计划\n【就业保障】\n一、促进就业。帮助成功创业480人。\n" +
        lead +
        "第一季度完成80人;第二季度完成140人;第三季度完成150人;"
        "第四季度完成110人。\n上述项目由区人社局牵头负责,各街道办事处配合。\n"
        "【养老助残】\n二、养老服务。新增养老床位200张。\n" +
        lead +
        "第一季度完成选址;第二季度落实施工队伍;第三季度完成工程量的70%;"
        "第四季度竣工验收。\n上述项目由区民政局、区房管局共同牵头负责。\n"
        "三、助残服务。为150户残疾人家庭实施无障碍改造。\n" +
        lead + "第二季度、第四季度末分别完成60%、100%。\n上述项目由区残联牵头负责。\n");
    ASSERT_THAT(plan.projects, SizeIs(3)) << lead;
    EXPECT_THAT(plan.projects[0].tasks.at(0).milestones, SizeIs(4)) << lead;
    EXPECT_THAT(plan.projects[1].tasks.at(0).milestones, SizeIs(4)) << lead;
    EXPECT_THAT(plan.projects[2].tasks.at(0).milestones, SizeIs(2)) << lead;
    EXPECT_THAT(plan.projects[0].tasks.at(0).targets, SizeIs(1)) << lead;
    EXPECT_EQ(plan.projects[1].category, "养老助残");
    EXPECT_EQ(plan.projects[2].category, "养老助残");
    EXPECT_THAT(plan.projects[1].lead_units, testing::ElementsAre("区民政局", "区房管局"));
  }
}

TEST(LabelsTest, TheStepsOfAllPromisesAreNoneOfTheLast) {
  for (const std::string chapter : {"工作步骤", "实施步骤", "进度安排"}) {
    const Programme plan = ReadList(
        "贵县2022年三大民生实事项目实施方案\n一、项目内容\n(一)教育项目。新建校舍2栋。(牵头单位:"
        "县教育局)\n(二)供水项目。铺设管网18公里。(牵头单位:县水利局)\n"
        "(三)文体项目。建设步道24条。(牵头单位:县文旅局)\n二、" +
        chapter +
        "\n1.部署启动(4月上旬)。制定项目推进计划。\n2.总结验收(12月)"
        "。12月20日前完成自查。\n三、有关要求\n每月调度1次。\n");
    ASSERT_THAT(plan.projects, SizeIs(3)) << chapter;
    EXPECT_THAT(plan.projects[2].tasks, SizeIs(1)) << chapter;
    EXPECT_THAT(plan.projects[2].tasks.at(0).milestones, testing::IsEmpty()) << chapter;
  }
}

// A plan whose projects tell behind `label` what is to be done in each part of the year.
std::string DatedPlan(const std::string& label) {
  return "清河县2016年为民办实事项目责任分解\n1、农村桥梁改造\n目标任务:改造农村危桥35座,"
         "总投资2100万元。\n" +
         label +
         ":1-3月:5座;4-6月:10座;7-9月:12座;10-12月:8座。\n责任单位:"
         "县交通运输局\n2、区域供水\n目标任务:铺设供水管网240公里。\n" +
         label +
         ":3月底前:铺设40公里;年底前:累计铺设240公里。\n责任单位:县水利局\n3、保障性住房\n目标任务:"
         "新开工保障性住房2200套。\n" +
         label + ":上半年:新开工1000套;下半年:全部开工。\n责任单位:县住建局\n";
}

TEST(LabelsTest, TheFirstOfSeveralStepsMayStandBehindAnyLabel) {
  for (const std::string label : {"节点要求", "关键节点", "阶段任务", "时序要求", "进度安排",
                                  "里程碑", "分季度要求", "怎样推进"}) {
    const Programme list = ReadList(DatedPlan(label));
    ASSERT_THAT(list.projects, SizeIs(3)) << label;
    EXPECT_THAT(list.projects[0].tasks[0].targets, SizeIs(2)) << label;
    EXPECT_THAT(list.projects[0].tasks[0].milestones, SizeIs(4)) << label;
    EXPECT_THAT(list.projects[1].tasks[0].targets, SizeIs(1)) << label;
    EXPECT_THAT(list.projects[1].tasks[0].milestones, SizeIs(2)) << label;
    EXPECT_THAT(list.projects[2].tasks[0].targets, SizeIs(1)) << label;
    EXPECT_THAT(list.projects[2].tasks[0].milestones, SizeIs(2)) << label;
  }
}

TEST(LabelsTest, FiguresOfFourQuartersAreFourSteps) {
  for (const std::string_view words : {"每季度分别完成年度任务的20%、50%、80%、100%",
                                       "各季度分别新增就业1200人、2400人、3600人、4800人",
                                       "每季分别培训300人次、500人次、800人次、1000人次"}) {
    const Programme list = ReadList(
        "清河县2016年为民办实事项目责任分解\n1、就业创业\n目标任务:新增城镇就业4800人,"
        "培训1000人次。\n节点要求:" +
        std::string(words) +
        "。\n责任单位:县人社局\n2、区域供水\n目标任务:铺设供水管网240公里。\n"
        "节点要求:6月底前:铺设40公里;12月底前:铺设240公里。\n责任单位:"
        "县水利局\n3、养老服务\n目标任务:新增床位90张。\n"
        "节点要求:9月底前建成。\n责任单位:县民政局\n");
    ASSERT_THAT(list.projects, SizeIs(3));
    const Task& task = list.projects[0].tasks.at(0);
    EXPECT_THAT(task.targets, SizeIs(2)) << words;
    ASSERT_THAT(task.milestones, SizeIs(4)) << words;
    EXPECT_EQ(task.milestones[1].due, (Date{2016, 6, 30}));
    EXPECT_THAT(task.milestones[1].targets, SizeIs(1));
    EXPECT_EQ(task.milestones[3].due, (Date{2016, 12, 31}));
  }
}

TEST(LabelsTest, ADayBehindItsHeadingIsWhenAllIsDue) {
  for (const std::string due : {"(二)完成时限。2023年8月31日前。", "(二)完成时限:8月底前。",
                                "2.办结时限。8月底前。", "完成时限。2023年8月31日前。"}) {
    const Programme plan = ReadList(
        "金台县2023年为民办实事实施方案\n一、学校食堂改造工程\n(一)目标任务。改造食堂18个。\n" +
        due +
        "\n(三)责任分工。牵头单位:县教育局。\n二、文化站建设工程\n(一)目标任务。新建文化站3个。\n("
        "二)实施步骤。3月底前开工;12月底前竣工。\n(三)责任分工。牵头单位:县文旅局。\n");
    ASSERT_THAT(plan.projects, SizeIs(2)) << due;
    EXPECT_EQ(plan.projects[0].tasks.at(0).targets.at(0).due, (Date{2023, 8, 31})) << due;
    EXPECT_THAT(plan.projects[0].tasks.at(0).milestones, SizeIs(0)) << due;
  }
}

// How far a plan's work is to be by when, behind the word that tells in a report how far it is.
TEST(LabelsTest, TheProgressThatAPlanSchedulesIsItsSteps) {
  for (const std::string label : {"工作进度:", "进度:", "实施进度:", "工作进度："}) {
    const Programme list = ReadList(
        "临河市2022年为民办实事任务分解\n一、更新供热管网\n更换管网12公里,改造换热站5座。\n" +
        label +
        "4月底前完成招投标;9月20日前全部完工。\n牵头单位:市住建局\n二、改造老旧小区\n"
        "改造小区9个。\n" +
        label + "5月底前全部开工;8月底前完工4个小区;10月底前累计完工9个小区。\n" +
        "牵头单位:市住建局\n三、新建学校\n新建教学楼2栋。\n" + label +
        "12月底前主体完工。\n牵头单位:市教育局\n");
    EXPECT_EQ(list.kind, Kind::kPlan) << label;
    ASSERT_THAT(list.projects, SizeIs(3)) << label;
    EXPECT_THAT(list.projects[0].tasks.at(0).milestones, SizeIs(2)) << label;
    EXPECT_THAT(list.projects[1].tasks.at(0).milestones, SizeIs(3)) << label;
    for (const Project& project : list.projects)
      EXPECT_THAT(project.tasks.at(0).measurements, SizeIs(0)) << label << project.title;
  }
}

}  // namespace
}  // namespace duban::documents
