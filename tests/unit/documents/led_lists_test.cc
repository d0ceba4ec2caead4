// Lists inside of a report on the year's work that a sentence leads to without a count.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <string_view>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr std::string_view kHead =
    "2023年青石县人民政府工作报告\n——2023年1月9日在青石县第十七届人民代表大会第三次会议上\n各位代表"
    ":\n一、2022年工作回顾\n"
    "2022年,地区生产总值增长7.1%,固定资产投资增长9.8%。\n(五)生态环境持续改善。新增造林3.1万亩,"
    "优良天数占97%。\n";
constexpr std::string_view kTail = "(七)加强自身建设。办理建议86件,一般性支出压减5%。\n";
constexpr std::string_view kNextYear = "二、2023年工作安排\n地区生产总值增长6%左右。\n";
constexpr std::string_view kNextPlan =
    "集中力量办好3件民生实事:\n(1)新建幼儿园3所。\n(2)改造老旧小区15个。\n(3)"
    "新建农村公路80公里。\n";

struct Work {
  std::string_view field;
  std::string_view done;
};
constexpr Work kWorks[] = {{"教育", "青石中学二期、第三幼儿园2个项目已完工,新增学位1860个"},
                           {"健康", "县中医院迁建已完成,增加床位120张"},
                           {"就业", "城镇新增就业2950人,完成年度任务2800人的105.4%"},
                           {"安居", "改造老旧小区17个,已完成15个,其余2个正在收尾"},
                           {"文体", "送戏下乡90场,年度任务已完成"}};

// Each on a line below the one that leads to them, or all behind it on its own line.
std::string Items(const std::string_view (&marks)[5], std::string_view form, bool below) {
  std::string items;
  for (std::size_t i = 0; i < std::size(kWorks); ++i) {
    items += (below ? "\n" : "") + std::string(marks[i]) +
             fmt::format(fmt::runtime(form), kWorks[i].field, kWorks[i].done);
  }
  return items + "\n";
}

// 480 reports.
TEST(LedListsTest, WhatAWorkReportTellsBehindASentenceThatNamesPromisesIsTheListOfItsYear) {
  constexpr std::string_view kLeads[] = {
      "(六)民生福祉持续增进。民生支出占比保持在八成以上,2022年民生实事项目取得实效:",
      "2022年为民办实事项目完成情况:", "(六)持续改善民生。为民实事落地见效:",
      "(六)持续改善民生。城镇化率提高1.2%。民生实事件件落地。",
      "(六)持续改善民生。2022年民生工程扎实推进:"};
  constexpr std::string_view kMarks[][5] = {
      {"——", "——", "——", "——", "——"},      {"•", "•", "•", "•", "•"},
      {"◆", "◆", "◆", "◆", "◆"},           {"一是", "二是", "三是", "四是", "五是"},
      {"(1)", "(2)", "(3)", "(4)", "(5)"}, {"1.", "2.", "3.", "4.", "5."}};
  for (const std::string_view lead : kLeads) {
    for (const auto& marks : kMarks) {
      for (const std::string_view form : {"{}项目。{}。", "{}方面,{}。", "{}项目:{}。", "{1}。"}) {
        for (const int variant : {0, 1, 2, 3}) {
          const bool plan = variant % 2 == 0;
          const bool below = variant < 2;
          std::string text(kHead);
          text.append(lead).append(Items(marks, form, below)).append(kTail).append(kNextYear);
          if (plan) text += kNextPlan;
          const Draft draft = ReadDraft(text);
          ASSERT_THAT(draft.programmes, SizeIs(plan ? 2 : 1)) << text;
          const Programme& closed = draft.programmes[0];
          EXPECT_EQ(closed.year, 2022) << text;
          EXPECT_EQ(closed.kind, Kind::kCompletion) << text;
          ASSERT_THAT(closed.projects, SizeIs(5)) << text;
          EXPECT_EQ(closed.projects[2].tasks.at(0).measurements.at(0).value, 2950) << text;
        }
      }
    }
  }
}

TEST(LedListsTest, TheFieldOfEachLineNamesItsProject) {
  const Draft draft =
      ReadDraft(std::string(kHead) + "2022年民生实事取得实效:" +
                Items({"——", "——", "——", "——", "——"}, "{}项目。{}。", /*below=*/true) +
                std::string(kTail) + std::string(kNextYear) + std::string(kNextPlan));
  ASSERT_THAT(draft.programmes, SizeIs(2));
  EXPECT_THAT(TitlesOf(draft.programmes[0]),
              ElementsAre("教育项目", "健康项目", "就业项目", "安居项目", "文体项目"));
}

// Clauses that each count projects are kinds of them, and no promises.
TEST(LedListsTest, KindsThatCountTheirProjectsAreNotTheProjects) {
  const Programme list = ReadList(
      "青石县2023年度民生实事项目已经确定,共包括三大类9个项目。一是城市功能类,"
      "包括街心公园建设、停车泊位扩容、背街小巷整治、公交场站续建等4个项目;"
      "二是公共服务类,包括普惠托育园建设、社区食堂试点、妇幼保健院改造等3个项目;三是安全保障类,"
      "包括燃气管网更新、老旧电梯评估等2个项目。\n");
  EXPECT_THAT(list.projects, SizeIs(9));
}

// Neither lines without figures below a sentence of promises nor lines below another sentence are
// such a list.
TEST(LedListsTest, LinesThatTellOfNoWorkAndThoseOfAnotherMatterAreNoPromises) {
  for (const std::string_view list :
       {"持续办好民生实事:\n——坚持以人民为中心。\n——坚持尽力而为。\n——坚持量力而行。\n",
        "产业发展提质增效:"
        "\n——新增规上企业15家。\n——建成标准厂房6万平方米。\n——完成技改项目21个。\n"}) {
    const Draft draft = ReadDraft(std::string(kHead) + std::string(list) + std::string(kTail) +
                                  std::string(kNextYear) + std::string(kNextPlan));
    ASSERT_THAT(draft.programmes, SizeIs(1)) << list;
    EXPECT_EQ(draft.programmes[0].kind, Kind::kPlan) << list;
  }
}

// A newspaper's figures on all promises, above the page that tells of each.
TEST(LedListsTest, WhatAFewLinesSayOfAllPromisesIsNoListOfItsOwn) {
  for (const std::string mark : {"●", "——", "◆"}) {
    std::string page = "数读2023年临河市六件民生实事\n" + mark +
                       "六件民生实事共分解21个子项,完成20个。\n" + mark +
                       "全年投入六件民生实事资金3.6亿元,占预算支出的12.4%。\n" + mark +
                       "市人大代表视察4次,满意度平均得分95.2分。\n六件民生实事完成情况\n";
    int number = 0;
    for (const std::string_view name :
         {"扩学位", "强基层", "促就业", "添床位", "稳物价", "修公路"}) {
      ++number;
      page += fmt::format(
          "{} {}、惠民生\n{}成效显现。建成项目{}个,完成年度任务。\n责任单位:市发展改革委\n", number,
          name, name, number + 3);
    }
    const Programme list = ReadList(page);
    EXPECT_THAT(list.projects, SizeIs(6)) << mark;
    EXPECT_EQ(list.kind, Kind::kCompletion) << mark;
  }
}

}  // namespace
}  // namespace duban::documents
