// Heads of tables: which lines are heads, and what the columns below them hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_replace.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(RowLayoutsTest, MonthsBelowASharedHeadStandInItsPlaceWhereMergingShortenedNearlyAllRows) {
  constexpr std::string_view kShared[] = {"进度安排", "节点安排", "推进计划"};
  constexpr std::string_view kMonths[][3] = {{"6月底前", "9月底前", "12月底前"},
                                             {"二季度", "三季度", "四季度"},
                                             {"第二季度", "第三季度", "第四季度"}};
  for (const std::string_view shared : kShared) {
    for (const auto& months : kMonths) {
      std::string text =
          "青石市2023年民生实事推进情况一览表(截至9月底)\n序号\n类别\n事项名称\n年度目标\n";
      text.append(shared).append("\n牵头\n单位\n责任\n单位\n落实情况\n");
      for (const std::string_view month : months) text.append(month).append("\n");
      text +=
          "1\n一、教育\n卫生\n扩充学位\n新建学校6所。\n封顶2所\n投用4所\n投用6所\n市教体局\n市住建"
          "局\n市财政局\n投用学校5所,其余1所正在装修。\n"
          "2\n校舍供暖改造\n改造学校48所。\n完成招标\n改造30所\n改造48所\n市教体局\n各乡镇\n已改造"
          "学校36所。\n"
          "3\n二、城乡交通\n停车泊位建设\n新增泊位1200个。\n建成300个\n建成700个\n建成1200个\n市城"
          "管局\n市交警大队\n建成泊位768个。\n"
          "4\n农村公路改造\n改造公路120公里。\n完成40公里\n完成90公里\n完成120公里\n市交通局\n已改"
          "造公路96公里。\n"
          "5\n三、社会保障\n城镇就业\n新增就业9600人。\n新增5000人\n新增7500人\n新增9600人\n市人社"
          "局\n新增就业9012人。\n";
      const Programme list = ReadList(text);
      ASSERT_THAT(list.projects, SizeIs(5)) << shared << months[0];
      for (const Project& project : list.projects) {
        ASSERT_THAT(project.tasks.at(0).targets, SizeIs(1)) << shared << months[0] << project.title;
        const auto& steps = project.tasks[0].milestones;
        ASSERT_THAT(steps, SizeIs(3)) << shared << months[0] << project.title;
        EXPECT_EQ(steps[0].due.month, 6) << shared << months[0] << project.title;
        ASSERT_THAT(steps[2].targets, SizeIs(1)) << shared << months[0] << project.title;
        EXPECT_EQ(steps[2].targets[0].value, project.tasks[0].targets[0].value)
            << shared << months[0] << project.title;
      }
      EXPECT_THAT(list.projects[4].lead_units, ElementsAre("市人社局")) << shared << months[0];
    }
  }
}

TEST(RowLayoutsTest, HeadsThatALineBreakPartedGoOn) {
  const Draft draft = ReadDraft(
      "临江区2021年1-6月民生实事项目完成情况 | |||||||\n"
      "序号 | 项目名称 | 责任单位 | 目标任务 | 1-6月 实际完成情况 |\n"
      "任务完成率 | 备注 | |\n"
      "1 | 修缮校舍 | 区教育局 | 40间 | 10间 | 25% | ||\n"
      "2 | 更换路灯 | 区城管局 | 300盏 | 150盏 | 50% | ||\n"
      "3 | 开办夜校 | 区文旅局 | 12所 | 12所 | 100% | ||\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).measurements.at(0).value, 150);
  EXPECT_THAT(draft.checks, SizeIs(3));
}

TEST(RowLayoutsTest, AHeadAboveTwoOthersIsNoColumnOfItsOwn) {
  const Draft draft = ReadDraft(
      "2025年临江区民生实事项目进展表(截至6月底)"
      "\n序号\n项目名称\n起止年限\n具体内容\n2025年进展情况\n截至6月底进展\n7月工作计划\n责任单位\n"
      "1\n一、教育提升\n2024-2025\n新建食堂1座\n正在装修\n完成装修\n区教育局\n"
      "2\n2025\n更换课桌900套\n已更换课桌400套\n更换100套\n区教育局\n"
      "3\n二、交通提升\n2023-2025\n改造道路5公里\n已改造道路3公里\n完成4公里\n区交通局\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(2)) << "the titles are numbered, and hold for the rows below them";
  ASSERT_THAT(projects[0].tasks, SizeIs(2));
  EXPECT_EQ(projects[0].tasks[1].measurements.at(0).value, 400);
  EXPECT_EQ(projects[1].tasks.at(0).measurements.at(0).value, 3);
}

TEST(RowLayoutsTest, TheFormAboveATableHasNoHeads) {
  const Draft draft = ReadDraft(
      "公开方式\n主动公开\n公开时限\n长期公开\n发布单位\n区政府\n序号\n实事项目\n工作举措及实施计划"
      "\n责任单位\n"
      "1\n新建幼儿园2所。\n6月底前主体完工;"
      "10月底前竣工。\n区教育局\n2\n新建托育点6家。\n9月底前建成。\n区卫健局\n"
      "3\n改造公厕12座。\n11月底前完成。\n区城管局\n(2024年民生实事)\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_THAT(draft.programmes[0].projects[2].lead_units, ElementsAre("区城管局"));
}

TEST(RowLayoutsTest, AColumnOfStepsPlansWhatItSaysOfTheEnd) {
  const Draft draft = ReadDraft(
      "2020年临江市为民办十件实事项目表\n序号\n项目名称\n主要内容\n进度要求\n责任单位\n协办单位\n"
      "1\n更新生活设施\n①改造70个小区。\n一季度完成立项;二季度招标;"
      "四季度投入使用。\n市住建局\n各县区政府\n市发改委\n"
      "②新建26座公厕。\n一季度完成选址;四季度全部建成。\n市城管局\n清江区政府\n淮阴区政府\n"
      "2\n增加学位\n新建学校3所。\n一季度完成立项;四季度投入使用。\n市教育局\n市发改委\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kPlan);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(2));
  ASSERT_THAT(draft.programmes[0].projects[0].tasks, SizeIs(2));
  EXPECT_THAT(draft.programmes[0].projects[0].lead_units, ElementsAre("市住建局"))
      << "the first leads, the others help";
  EXPECT_EQ(draft.programmes[0].projects[0].tasks[1].targets.at(0).value, 26);
}

TEST(RowLayoutsTest, QuartersOfAReportSayWhatWasDoneInThem) {
  const Draft draft = ReadDraft(
      "关于2023年临江区政府重点工作三季度完成情况的通报\n序号 | 重点工作 | 牵头单位 | 全年目标 | "
      "一季度 | 二季度 | 三季度 | 是否达序 |\n"
      "1 | 老旧小区改造 | 区住建局 | 改造小区20个 | 启动设计 | 开工8个 | 完工12个 | 是 |\n"
      "2 | 农村道路 | 区交通局 | 新建道路30公里 | 完成招标 | 新建8公里 | 累计新建21公里 | 是 |\n"
      "3 | 新增学位 | 区教育局 | 新增学位1800个 | 主体施工 | 主体封顶 | 新增学位900个 | 否 |\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  const Task& roads = draft.programmes[0].projects[1].tasks.at(0);
  EXPECT_THAT(roads.milestones, IsEmpty());
  ASSERT_THAT(roads.measurements, SizeIs(2));
  EXPECT_EQ(roads.measurements[1].value, 21);
  EXPECT_EQ(roads.measurements[0].as_of, (Date{2023, 6, 30}));
}

// A monthly table counts the work in a column of units and its money beside it: paid is reached,
// and money has its own unit.
TEST(RowLayoutsTest, MoneyBesideTheWorkIsNoPartOfIt) {
  for (const char* const paid : {"拨付资金", "到位资金", "支付资金"}) {
    for (const char* const bar : {" | ", "\t"}) {
      std::string text =
          "青石县2022年民生工程实施进度月报表(1—10月)\n填报单位:青石县民生办\t单位:万元、%\n";
      const auto row = [&](std::initializer_list<std::string> cells) {
        for (const std::string& cell : cells) text.append(cell).append(bar);
        text.erase(text.size() - std::string_view(bar).size()).append("\n");
      };
      row({"序号", "项目名称", "牵头单位", "计量单位", "年度任务", "累计完成", "完成率", "计划资金",
           paid, "拨付率", "备注"});
      row({"1", "农村道路畅通工程", "县交通局", "公里", "120", "90", "75", "6000", "4800", "80",
           "雨季停工"});
      row({"2", "农村饮水安全工程", "县水务局", "人", "21500", "21500", "100", "1032", "1032",
           "100", "提前完成"});
      row({"3", "农村危房改造", "县住建局", "户", "860", "731", "85", "1075", "860", "80",
           "正在施工"});
      row({"4", "就业技能培训", "县人社局", "人", "2400", "2256", "94", "312", "265.2", "85",
           "分期开班"});
      const Draft draft = ReadDraft(text);
      ASSERT_THAT(draft.programmes, SizeIs(1)) << paid;
      ASSERT_THAT(draft.programmes[0].projects, SizeIs(4)) << paid;
      const Task& road = draft.programmes[0].projects[0].tasks.at(0);
      ASSERT_THAT(road.targets, SizeIs(2)) << paid;
      EXPECT_EQ(road.targets[0].unit, "公里");
      EXPECT_EQ(road.targets[1].value, 60'000'000);
      EXPECT_EQ(road.targets[1].unit, "元");
      ASSERT_THAT(road.measurements, SizeIs(2)) << paid;
      EXPECT_EQ(road.measurements[1].value, 48'000'000);
      EXPECT_EQ(road.measurements[1].unit, "元");
      EXPECT_THAT(draft.checks, SizeIs(8)) << paid;
      EXPECT_THAT(draft.findings, SizeIs(0)) << paid;
    }
  }
}

// What was reached stands below many words, also in figures whose units are those of the names.
TEST(RowLayoutsTest, AColumnOfWhatWasReachedMayBeCalledInManyWays) {
  for (const std::string head :
       {"上半年完成值", "6月末实际值", "截至6月底完成", "上半年实际完成", "上半年实绩"}) {
    const Draft draft = ReadDraft(
        "青石县2021年为民办实事进展情况(截至6月30日)\n| 类别 | 序号 | 项目 | 年度目标值 | " + head +
        " | 完成比例(%) | 责任部门 |\n| 就业 | 1 | 城镇新增就业(人) | 8000 | 4630 | 57.9 | 人社局 "
        "|\n"
        "| | 2 | 技能培训(人次) | 3000 | 1210 | 40.3 | 人社局 |\n| 住房 | 3 | 棚户区改造(套) | "
        "1200 | 700 | 58.3 | 住建局 |\n");
    ASSERT_THAT(draft.programmes, SizeIs(1)) << head;
    ASSERT_THAT(draft.programmes[0].projects, SizeIs(3)) << head;
    const Task& jobs = draft.programmes[0].projects[0].tasks.at(0);
    ASSERT_THAT(jobs.measurements, SizeIs(1)) << head;
    EXPECT_EQ(jobs.measurements[0].value, 4630) << head;
    EXPECT_EQ(jobs.measurements[0].unit, "人") << head;
    EXPECT_THAT(draft.findings, SizeIs(0)) << head;
  }
}

TEST(RowLayoutsTest, ABoundMayStandInAColumnOfNumbers) {
  for (const auto& [bound, comparator] :
       {std::pair<std::string, Comparator>{"不低于4300", Comparator::kAtLeast},
        {"≥4300", Comparator::kAtLeast},
        {"4300以上", Comparator::kAtLeast},
        {"不超过4300", Comparator::kAtMost}}) {
    const Programme list = ReadList(
        "青石县2023年民生实事完成情况表(截至11月底)\n序号 | 项目名称 | 计量单位 | 年度任务 | "
        "累计完成 | 占年度任务(%) |\n"
        "1 | 新增学位 | 个 | 1260 | 1134 | 90 |\n2 | 农村低保标准 | 元/年 | " +
        bound + " | 4380 | 达标 |\n3 | 新增就业 | 人 | 不少于600 | 540 | 90 |\n");
    ASSERT_THAT(list.projects, SizeIs(3)) << bound;
    ASSERT_THAT(list.projects[1].tasks.at(0).targets, SizeIs(1)) << bound;
    EXPECT_EQ(list.projects[1].tasks[0].targets[0].value, 4300) << bound;
    EXPECT_EQ(list.projects[1].tasks[0].targets[0].comparator, comparator) << bound;
    EXPECT_EQ(list.projects[2].tasks.at(0).targets.at(0).unit, "人") << bound;
    EXPECT_EQ(list.projects[0].tasks.at(0).targets.at(0).value, 1260) << bound;
  }
}

// Two heads of two columns each: the reports of two days, and who leads and who helps.
TEST(RowLayoutsTest, OfficesMayStandBelowASharedHeadToo) {
  constexpr std::string_view kOffices[][3] = {{"承办单位", "主办", "协办"},
                                              {"责任单位", "牵头单位", "配合单位"},
                                              {"责任部门", "牵头", "配合"}};
  constexpr std::string_view kRows[][6] = {
      {"1", "扩充学位", "新建小学2所,新增学位1600个。", "1所封顶。", "建成小学1所,新增学位720个。",
       "县教育局 | 县住建局、城关镇"},
      {"2", "农村道路", "改造公路35公里。", "完成路基9公里。", "改造公路24公里,占年度任务的68.6%。",
       "县交通局 | 各乡镇"},
      {"", "", "实施危桥改造6座。", "尚未开工。", "改造危桥2座。", ""},
      {"3", "健康守护", "为5000名妇女免费筛查。", "筛查2100人。", "筛查4650人,完成率93%。",
       "县卫健局 | 县妇联"},
      {"4", "停车泊位", "新增泊位640个。", "建成80个。", "建成泊位400个。", "县城管局"}};
  for (const bool one_a_line : {false, true}) {
    for (const auto& [shared, lead, help] : kOffices) {
      std::string text = "青石县2021年为民办实事项目进展情况表\n序号 | 项目名称 | 内容和目标 | ";
      text.append("进展情况 | ").append(shared).append(" |\n至6月30日进展 | 最新进展 | ");
      text.append(lead).append(" | ").append(help).append(" |\n");
      for (const auto& row : kRows) {
        for (const std::string_view cell : row) {
          if (!cell.empty()) text.append(cell).append(" | ");
        }
        text.back() = '\n';
      }
      if (one_a_line) text = absl::StrReplaceAll(text, {{" | ", " |\n"}});
      const Programme list = ReadList(text);
      ASSERT_THAT(list.projects, SizeIs(4)) << text;
      EXPECT_THAT(list.projects[0].lead_units, ElementsAre("县教育局")) << text;
      EXPECT_THAT(list.projects[0].cooperating_units, ElementsAre("县住建局", "城关镇")) << text;
      ASSERT_THAT(list.projects[1].tasks, SizeIs(2)) << text;
      EXPECT_EQ(list.projects[1].tasks[1].targets.at(0).value, 6) << text;
      EXPECT_EQ(list.projects[1].tasks[1].measurements.at(0).value, 2) << text;
      EXPECT_THAT(list.projects[3].lead_units, ElementsAre("县城管局")) << text;
    }
  }
}

// A report of July stands beside the newest one: the list is as of the day that its lead names.
TEST(RowLayoutsTest, TheNewestOfTwoReportsDatesTheList) {
  for (const std::string newest : {"最新进展", "目前进展情况", "当前进展"}) {
    const Programme list = ReadList(
        "县督查室对2021年3件民生实事进行了督查,年度计划投资4亿元,至9月10日累计完成2."
        "4亿元。现将情况通报如下:\n"
        "附件\n青石县2021年民生实事进展情况表\n序号 | 项目名称 | 年度目标 | 至7月31日进展 | " +
        newest +
        " | 责任单位 |\n1 | 扩充学位 | 新建小学4所。 | 建成小学1所。 | 建成小学2所。 | 县教育局 |\n"
        "2 | 农村道路 | 改造公路35公里。 | 改造公路9公里。 | 改造公路24公里。 | 县交通局 |\n"
        "3 | 停车泊位 | 新增泊位640个。 | 新增泊位80个。 | 新增泊位400个。 | 县城管局 |\n");
    EXPECT_EQ(list.as_of, (Date{2021, 9, 10})) << newest;
    ASSERT_THAT(list.projects, SizeIs(3)) << newest;
    const auto& reached = list.projects[0].tasks.at(0).measurements;
    ASSERT_THAT(reached, SizeIs(2)) << newest;
    EXPECT_EQ(reached[0].as_of, (Date{2021, 7, 31})) << newest;
    EXPECT_EQ(reached[1].as_of, (Date{2021, 9, 10})) << newest;
  }
}

}  // namespace
}  // namespace duban::documents
