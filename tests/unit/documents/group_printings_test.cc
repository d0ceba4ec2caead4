// A circular that counts its projects by their state and tells of each within a sentence: whatever
// words count a group, part its members and report on them, every text reads the same.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Work {
  std::string_view name;
  int target;
  std::string_view unit;
  int done;
};

struct Group {
  std::string_view state;
  Status status;
  std::vector<Work> works;
};

const std::vector<Group> kGroups = {
    {"超额完成",
     Status::kOverfulfilled,
     {{"新增公办托位", 80, "个", 88},
      {"残疾人康复救助", 300, "人", 333},
      {"农村户厕改造", 510, "户", 561}}},
    {"正在推进",
     Status::kInProgress,
     {{"农村公路养护", 60, "公里", 33},
      {"村级水站改造", 20, "处", 11},
      {"老年人健康体检", 7000, "人", 5100},
      {"送戏进万村", 90, "场", 66}}},
    {"进度滞后",
     Status::kDelayed,
     {{"黑臭水体治理", 8, "条", 2}, {"林场道路硬化", 12, "公里", 3}}}};

constexpr std::string_view kOpenings[] = {
    "{state}{count}项:",         "{state}的{count}项:",     "{state}的{count}项中,",
    "{state}的{count}个项目中,", "{count}项{state},",       "{state}{count}项。",
    "{state}{count}项,其中,",    "{state}{count}项,分别是", "{state}的有{count}项,即"};
constexpr std::string_view kMembers[] = {
    "{name}{target}{unit}已完成{done}{unit}({share:.1f}%)",
    "{name}{target}{unit},已完成{done}{unit},完成率{share:.1f}%",
    "{name}{target}{unit},完成{done}{unit}",
    "{name}目标{target}{unit},已完成{done}{unit}({share:.1f}%)",
    "{target}{unit}{name}已完成{done}{unit}",
    "{name}任务{target}{unit},实际完成{done}{unit}({share:.1f}%)",
    "{name}{target}{unit},实际办理{done}{unit}({share:.1f}%)"};

std::string Print(std::string_view opening, std::string_view member, bool paragraphs) {
  std::string text =
      "临河县2024年民生实事9月份进展情况通报\n\n2024年,我县承担民生实事9项,截至9月底已超额完成3项,"
      "正在推进4项,进度滞后2项。具体情况如下:\n\n";
  for (const Group& group : kGroups) {
    text += fmt::format(fmt::runtime(opening), fmt::arg("state", group.state),
                        fmt::arg("count", group.works.size()));
    for (const Work& work : group.works) {
      text += fmt::format(fmt::runtime(member), fmt::arg("name", work.name),
                          fmt::arg("target", work.target), fmt::arg("unit", work.unit),
                          fmt::arg("done", work.done),
                          fmt::arg("share", 100.0 * work.done / work.target));
      text += &work == &group.works.back() ? "。" : ";";
    }
    if (paragraphs) text += "\n\n";
  }
  return text + "\n\n资金方面,9项民生实事已拨付3200万元。\n\n临河县民生办\n2024年10月8日\n";
}

void ExpectGroups(const Programme& report) {
  ASSERT_THAT(report.projects, SizeIs(9));
  std::size_t at = 0;
  for (const Group& group : kGroups) {
    for (const Work& work : group.works) {
      const Project& project = report.projects[at++];
      ASSERT_THAT(project.tasks, SizeIs(1));
      const Task& task = project.tasks[0];
      EXPECT_THAT(project.title, ::testing::HasSubstr(std::string(work.name)));
      EXPECT_EQ(task.status, group.status);
      ASSERT_THAT(task.targets, SizeIs(1));
      EXPECT_EQ(task.targets[0].value, work.target);
      ASSERT_THAT(task.measurements, SizeIs(1));
      EXPECT_EQ(task.measurements[0].value, work.done);
    }
  }
}

TEST(GroupPrintingsTest, CountedStatesListTheirProjects) {
  for (const std::string_view opening : kOpenings) {
    for (const std::string_view member : kMembers) {
      for (const bool paragraphs : {true, false}) {
        SCOPED_TRACE(Print(opening, member, paragraphs));
        ExpectGroups(ReadList(Print(opening, member, paragraphs)));
      }
    }
  }
}

constexpr std::string_view kHead =
    "青浦区2023年民生实事三季度推进情况\n截至9月底,12项民生实事中已完成6项,正在推进4项,滞后2项。\n";

TEST(GroupPrintingsTest, NamesWithFiguresOfAGroupThatIsDoneAreReached) {
  for (const std::string_view done :
       {"已完成的6项中,提前完成的3项:"
        "12个社区食堂、3处口袋公园、1所特教学校均已投入使用。完成年度任务的3项:8个充电站;"
        "5座公厕改造;30公里盲道整修。",
        "提前完成3项:12个社区食堂、3处口袋公园、1所特教学校。完成年度任务3项:"
        "8个充电站、5座公厕改造、30公里盲道整修均已交付。"}) {
    const Programme report =
        ReadList(std::string(kHead) + std::string(done) +
                 "\n正在推进的4项中,供水管网改造16公里已完成9公里;书屋建设7家,建成4家;"
                 "健身步道21公里已铺设13公里;护理床位60张,到位36张。\n");
    ASSERT_THAT(report.projects, SizeIs(10));
    for (std::size_t i = 0; i < 6; ++i) {
      EXPECT_THAT(report.projects[i].tasks.at(0).targets, IsEmpty());
      ASSERT_THAT(report.projects[i].tasks.at(0).measurements, SizeIs(1));
      EXPECT_EQ(report.projects[i].tasks[0].status, Status::kCompleted);
    }
    EXPECT_EQ(report.projects[1].tasks[0].measurements[0].value, 3);
  }
}

TEST(GroupPrintingsTest, WhatIsSaidOfTheLastMembersTogetherIsOfEach) {
  const Programme report =
      ReadList(std::string(kHead) +
               "正在推进的4项中,供水管网改造16公里已完成9公里(56%),雨水管网疏通30公里已完成21公里("
               "70%),这2项由区水务局牵头,预计11月底前完成;"
               "书屋建设7家已建成4家;健身步道21公里已铺设13公里。\n"
               "滞后的2项:停车楼建设3座仅完成1座(33.3%),牵头单位区城管局;菜场改造5家仅完成选址,"
               "牵头单位区商务局,原因为规划调整。\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("供水管网改造", "雨水管网疏通", "书屋建设", "健身步道",
                                            "停车楼建设", "菜场改造"));
  for (const std::size_t i : {0u, 1u})
    EXPECT_THAT(report.projects[i].lead_units, ElementsAre("区水务局"));
  EXPECT_THAT(report.projects[4].lead_units, ElementsAre("区城管局"));
  EXPECT_THAT(report.projects[5].lead_units, ElementsAre("区商务局"));
  EXPECT_EQ(report.projects[5].tasks.at(0).targets.at(0).value, 5);
  EXPECT_EQ(report.projects[5].tasks.at(0).status, Status::kDelayed);
}

// What counts and goes on about the whole group lists nothing.
TEST(GroupPrintingsTest, ClausesThatCountAreNoProjects) {
  const Programme report =
      ReadList(std::string(kHead) +
               "已完成4项。截至9月底,完成区级项目2项,镇级项目1项,村级项目1项。\n"
               "正在推进的4项中,供水管网改造16公里已完成9公里;书屋建设7家已建成4家;"
               "健身步道21公里已铺设13公里;护理床位60张已到位36张。\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("供水管网改造", "书屋建设", "健身步道", "护理床位"));
}

// Headings that count, and below each a paragraph of pieces, sentences, or lines.
TEST(GroupPrintingsTest, AHeadingCountsThePiecesOfTheParagraphBelowIt) {
  for (const std::string mark : {";", "；", "。"}) {
    const Programme report = ReadList(
        "关于青石县2023年为民办实事项目三季度完成情况的通报\n年初确定8项为民办实事项目。1—9月份进展"
        "情况通报如下:\n一、快于序时进度的项目(3项)\n"
        "供水管网改造工程年度计划改造管网16公里,已完成14公里(县水务局)" +
        mark + "危桥改造工程年度计划改造12座,已建成11座(县交通局)" + mark +
        "校舍加固工程年度计划加固4.5万平方米,已完成3.9万平方米(县教育局)。\n二、达到序时进度的项目("
        "2项)\n"
        "书屋建设年度计划新建8家,已建成6家(县文旅局)。健身步道建设年度计划铺设20公里,已铺设15公里("
        "县体育局)。\n三、未达序时进度的项目(3项)\n"
        "停车楼建设。年度计划新建3座,目前只完成1座。(责任单位:县城管局)\n菜场改造。年度计划改造6个,"
        "目前2个完工。(责任单位:县商务局)\n"
        "安置房建设。年度计划新开工800套,目前新开工320套。(责任单位:县住建局)"
        "\n四、下一步工作\n10月底前报送整改措施。\n");
    ASSERT_THAT(report.projects, SizeIs(8)) << mark;
    for (const Project& project : report.projects) {
      EXPECT_THAT(project.lead_units, SizeIs(1)) << mark << project.title;
      ASSERT_THAT(project.tasks, SizeIs(1)) << mark << project.title;
      EXPECT_THAT(project.tasks[0].targets, SizeIs(1)) << mark << project.title;
      EXPECT_THAT(project.tasks[0].measurements, SizeIs(1)) << mark << project.title;
    }
    EXPECT_EQ(report.projects[0].tasks[0].status, Status::kInProgress) << mark;
    EXPECT_EQ(report.projects[5].tasks[0].status, Status::kDelayed) << mark;
  }
}

}  // namespace
}  // namespace duban::documents
