// Tables that a copy left as lines: cells one below the other or between blanks, heads in pieces,
// rows that broke off.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/unit/documents/print_table.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

// Ten promises below 序号 | 实事项目 | 工作任务 | 牵头单位 | 完成时限, whose thirteen tasks count
// on; 办好家门口的学校 and what stands before it is printed once for its tasks. `numbers` are those
// of the promises, `open` and `close` stand around those of the tasks.
std::string TenPromises(const std::vector<std::string>& numbers, std::string_view open,
                        std::string_view close) {
  struct Task {
    std::string_view words, office, due;
  };
  const std::vector<std::pair<std::string_view, std::vector<Task>>> promises = {
      {"办好家门口的学校",
       {{"新建小学3所,新增学位2700个。", "市教育局", "2024年8月底前"},
        {"为45所学校更换黑板灯1.1万盏。", "市教育局", "2024年12月"}}},
      {"方便群众看病", {{"改造村卫生室64间。", "市卫生健康局", "2024年10月底前"}}},
      {"关爱一老一小",
       {{"新建老年食堂18处。", "市民政局", "2024年12月"},
        {"新增托位620个。", "市卫生健康局", "2024年11月底前"}}},
      {"稳住就业", {{"城镇新增就业8200人。", "市人力资源社会保障局", "2024年12月"}}},
      {"畅通道路",
       {{"改造农村公路73公里。", "市交通运输局", "2024年12月"},
        {"新增停车位950个。", "市城市管理局", "2024年9月底前"}}},
      {"喝上好水", {{"铺设供水管网210公里。", "市水务局", "2024年12月"}}},
      {"住得更好", {{"改造老旧小区26个。", "市住房城乡建设局", "2024年12月"}}},
      {"吃得放心", {{"完成食品抽检5400批次。", "市市场监管局", "2024年12月"}}},
      {"丰富文体生活", {{"举办惠民演出90场。", "市文化广电旅游局", "2024年12月"}}},
      {"守护平安", {{"整治事故多发路段31处。", "市公安局", "2024年11月底前"}}},
  };
  std::string text =
      "青石市2024年十件民生实事分工方案\n\n序号\n\n实事项目\n\n工作任务\n\n牵头单位\n\n完成时限\n"
      "\n";
  int task = 0;
  for (std::size_t i = 0; i < promises.size(); ++i) {
    text.append(numbers[i]).append("\n\n").append(promises[i].first).append("\n\n");
    for (const Task& one : promises[i].second) {
      text.append(open)
          .append(std::to_string(++task))
          .append(close)
          .append(one.words)
          .append("\n\n");
      text.append(one.office).append("\n\n").append(one.due).append("\n\n");
    }
  }
  return text;
}

TEST(FlatRowsTest, TasksMayCountOnThroughItsRecords) {
  const std::vector<std::string> chinese = {"一", "二", "三", "四", "五",
                                            "六", "七", "八", "九", "十"};
  const std::vector<std::string> bracketed = {"(一)", "(二)", "(三)", "(四)", "(五)",
                                              "(六)", "(七)", "(八)", "(九)", "(十)"};
  const std::vector<std::string> digits = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
  constexpr std::string_view kMarks[][2] = {{"", "."}, {"", "、"}, {"(", ")"}, {"（", "）"}};
  for (const auto& numbers : {chinese, bracketed, digits}) {
    for (const auto& mark : kMarks) {
      const Programme list = ReadList(TenPromises(numbers, mark[0], mark[1]));
      ASSERT_THAT(list.projects, SizeIs(10)) << numbers[0] << mark[1];
      const Project& school = list.projects[0];
      EXPECT_EQ(school.title, "办好家门口的学校");
      ASSERT_THAT(school.tasks, SizeIs(2)) << numbers[0] << mark[1];
      EXPECT_EQ(school.tasks[1].targets.at(1).value, 11'000);
      EXPECT_THAT(school.lead_units, ElementsAre("市教育局"));
      EXPECT_THAT(list.projects[9].lead_units, ElementsAre("市公安局"));
      EXPECT_EQ(list.projects[9].tasks.at(0).targets.at(0).value, 31) << numbers[0] << mark[1];
    }
  }
}

TEST(FlatRowsTest, TheNameOfAGroupMayBreakOverTwoLines) {
  for (const std::string_view broken : {"二、城建\n\n交通", "二、城建\n\n和交通", "二、城建交通"}) {
    std::string text =
        "青石市2023年民生实事推进情况(截至9月底)"
        "\n\n序号\n\n类别\n\n事项名称\n\n年度目标\n\n牵头单位\n\n落实情况\n\n"
        "1\n\n一、教育\n\n卫生\n\n扩充学位\n\n新增学位4800个。\n\n市教体局\n\n已新增学位3900个。\n"
        "\n"
        "2\n\n卫生院能力提升\n\n为18家卫生院配备设备45台。\n\n市卫健局\n\n设备到货36台。\n\n3\n\n";
    text.append(broken).append(
        "\n\n老旧小区改造\n\n改造老旧小区31个。\n\n市住建局\n\n已完工22个。\n\n"
        "4\n\n农村公路改造\n\n改造农村公路88公里。\n\n市交通运输局\n\n已完成73公里。\n\n"
        "5\n\n三、社会保障\n\n养老服务\n\n建成幸福院24个。\n\n市民政局\n\n建成19个。\n");
    const Programme list = ReadList(text);
    ASSERT_THAT(TitlesOf(list), ElementsAre("扩充学位", "卫生院能力提升", "老旧小区改造",
                                            "农村公路改造", "养老服务"))
        << broken;
    EXPECT_THAT(list.projects[2].lead_units, ElementsAre("市住建局")) << broken;
    EXPECT_EQ(list.projects[2].category, list.projects[3].category) << broken;
    EXPECT_EQ(list.projects[4].category, "社会保障") << broken;
  }
}

// Five projects between blanks below heads that line breaks parted; sums of all and of each group
// stand above them, and a row goes on below its second office.
constexpr std::string_view kInvestments =
    "合计 9600\n4870 50.7\n"
    "一、市级实事 5400\n2790 51.7\n"
    "1 敬老院改造 改造敬老院6所,新增床位240张。 1800 县民政局 已改造4所,新增床位150张。 1080 60.0\n"
    "2 村道护栏 安装护栏75公里。 2100 县交通运输局\n县公路中心\n已安装护栏41公里。 966 46.0\n"
    "3 社区食堂 新建社区食堂9个。 1500 县民政局 已建成食堂5个。 744  49.6\n"
    "二、县级实事 4200\n2080  49.5\n"
    "4 水厂扩建 扩建水厂2座。 3200 县水利局 1座已通水,1座正在安装设备。 1600 50.0\n"
    "5 健身步道 新建健身步道18公里。 1000 县文化旅游局 已建成步道8.6公里。 480 48.0\n";

TEST(SpacedRowsTest, HeadsMayGoOnInTheLinesBelow) {
  constexpr std::string_view kHeads[] = {
      "序号 项目名称 目标任务 计划投资(万元) 责任单位 进展情况 投资完成情况 备注\n完成投资(万元) "
      "占比(%)\n",
      "序号 项目名称 2024年目标任务 2024年计划投资(万元) 责任\n单位\n进展情况(1-6月) 投资完成情况 "
      "备注\n完成额度\n(万元)\n占比(%)\n",
      "序号 项目名称 年度\n目标任务 计划投资\n(万元) 责任单位 工作进展 "
      "投资完成情况\n备注\n完成投资\n(万元) 占比(%)\n",
      "序号 项目名称 年度目标\n任务 计划投资(万元) 牵头\n单位 推进情况 投资完成情况 备注 "
      "完成额度(万元)\n占比(%)\n",
  };
  for (const std::string_view heads : kHeads) {
    const Programme list = ReadList("青石县2024年民生实事推进情况表(截至6月底)\n" +
                                    std::string(heads) + std::string(kInvestments));
    ASSERT_THAT(TitlesOf(list),
                ElementsAre("敬老院改造", "村道护栏", "社区食堂", "水厂扩建", "健身步道"))
        << heads;
    EXPECT_EQ(list.projects[1].category, "市级实事") << heads;
    EXPECT_EQ(list.projects[3].category, "县级实事") << heads;
    EXPECT_THAT(list.projects[1].lead_units, ElementsAre("县交通运输局", "县公路中心")) << heads;
    constexpr double kInvested[] = {10'800'000, 9'660'000, 7'440'000, 16'000'000, 4'800'000};
    for (std::size_t i = 0; i < 5; ++i) {
      ASSERT_THAT(list.projects[i].tasks, SizeIs(1)) << heads << i;
      const auto& measured = list.projects[i].tasks[0].measurements;
      EXPECT_TRUE(std::ranges::any_of(
          measured, [&](const Measurement& one) { return one.value == kInvested[i]; }))
          << heads << i;
      const auto& promised = list.projects[i].tasks[0].targets;
      EXPECT_TRUE(std::ranges::none_of(
          promised, [&](const Target& one) { return one.value == kInvested[i]; }))
          << heads << i;
    }
    EXPECT_EQ(list.projects[1].tasks[0].measurements.at(0).value, 41) << heads;
  }
}

// Counted projects below groups that have a number of another kind and nothing else; a second row
// of a project has no number, and what is done stands in a column of months since January.
TEST(SpacedRowsTest, MonthsSinceJanuaryCountWhatWasReached) {
  for (const std::string_view months :
       {"1-10月完成", "1-10月份完成数", "1至10月累计完成", "2021年1—10月完成量"}) {
    const std::string text =
        "青石县2021年重点民生实事完成情况表\n(数据截至2021年10月31日)\n序号 项目名称 责任单位 单位 "
        "年度目标任务 " +
        std::string(months) +
        " 完成率% 备注\n"
        "一 省重点民生实事\n"
        "1 妇女免费检查 县卫健局 人 7000 7210 103\n"
        "2 新增城镇就业 县人社局 人 4200 3906 93\n"
        "农村劳动力转移 人 2500 2625 105\n"
        "3 村组道路硬化 县交通运输局 公里 64.5 58.05 90 剩余路段11月底前完工\n"
        "4 农村危房改造 县住建局 户 260 260 100 全部竣工入住\n"
        "二 县重点民生实事\n"
        "5 养老服务床位 县民政局 张 180 126 70 敬老院改造正在施工\n"
        "6 送戏曲进村 县文旅局 场 120 114 95\n"
        "送电影下乡 场 1900 1710 90 剩余190场\n"
        "7 公共停车位 县城管局 个 400 300 75\n";
    const Programme list = ReadList(text);
    ASSERT_THAT(list.projects, SizeIs(7)) << months;
    EXPECT_EQ(list.projects[0].category, "省重点民生实事") << months;
    EXPECT_EQ(list.projects[4].category, "县重点民生实事") << months;
    constexpr double kPromised[] = {7000, 4200, 64.5, 260, 180, 120, 400};
    constexpr double kReached[] = {7210, 3906, 58.05, 260, 126, 114, 300};
    constexpr std::string_view kUnits[] = {"人", "人", "公里", "户", "张", "场", "个"};
    for (std::size_t i = 0; i < 7; ++i) {
      const Task& task = list.projects[i].tasks.at(0);
      ASSERT_THAT(task.targets, SizeIs(1)) << months << i;
      EXPECT_EQ(task.targets[0].value, kPromised[i]) << months << i;
      EXPECT_EQ(task.targets[0].unit, kUnits[i]) << months << i;
      ASSERT_FALSE(task.measurements.empty()) << months << i;
      EXPECT_EQ(task.measurements[0].value, kReached[i]) << months << i;
    }
    EXPECT_THAT(list.projects[5].tasks, SizeIs(2)) << months;
    EXPECT_THAT(list.projects[5].lead_units, ElementsAre("县文旅局")) << months;
  }
}

TEST(FlatTableTest, ItsCaptionMayBeACellOfItsOwn) {
  std::string table = "序号 | 工作任务 | 牵头单位 | 一季度形象进度 | 二季度形象进度 | ";
  for (int i = 1; i <= 8; ++i)
    table += fmt::format(
        "{} | 改造第{}片老旧小区{}个 | 区住建局 | 完成设计方案和招标 | 完成{}个小区改造 | ", i, i,
        2 * i, i);
  const std::string gist =
      Gist("各街道办事处:\n附件 政府工作报告任务分解表 2021年区政府民生实事任务分解表 | " + table);
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 8) << gist;
  EXPECT_NE(gist.find("目标16个"), std::string::npos) << gist;
}

}  // namespace
}  // namespace duban::documents
