// Rows of tables as governments print them, in lines of cells or one cell below the other: what a
// person sees is what must be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "documents/core/reader.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(RowLayoutsTest, ChaptersStandBetweenTheRowsOfATableOnOneLine) {
  const auto reading = ReadDocument(
      "某开发区2022年实事项目序号项目名称实施内容和计划安排主要责任单位一、教育文体(2项)"
      "1教室照明改造为28所学校的940间教室更换灯具。教育局"
      "2学校操场夜间开放新增11所学校操场向居民开放。宣传和统战部、各街道二、医疗卫生3公共急救能力建"
      "设(1)投放急救设备200台。"
      "(2)青石街道急救中心:"
      "改造病床120张。卫生健康委员会、红十字会4家庭医生签约服务培训家庭医生300名。卫生健康委员会");
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1u);
  const auto& projects = reading->draft.programmes[0].projects;
  ASSERT_EQ(projects.size(), 4u);
  EXPECT_EQ(projects[0].title, "教室照明改造");
  EXPECT_EQ(projects[0].category, "教育文体");
  EXPECT_EQ(projects[1].lead_units, (std::vector<std::string>{"宣传和统战部", "各街道"}));
  EXPECT_EQ(projects[2].lead_units, (std::vector<std::string>{"卫生健康委员会", "红十字会"}));
  EXPECT_EQ(projects[2].tasks.size(), 2u);
  EXPECT_EQ(projects[3].number, 4);
}

TEST(RowLayoutsTest, CellsOfARowMayRunTogetherOnItsLine) {
  struct Layout {
    std::string_view heads;
    std::vector<std::string> rows;
  };
  const std::vector<Layout> layouts = {
      {"类别序号工程内容牵头单位三季度进展情况",
       {"教育1新建幼儿园2所,新增学位540个。区教育局2所主体已完工,正在室外施工。",
        "养老2新建老年食堂10处区民政局老年食堂建成7处,其余正在施工。",
        "交通3改造公路60公里。区交通运输局公路已改造52公里。\n桥梁已完工。",
        "交通4新增停车位800个。区城市管理委新增停车位612个,占年度任务的76.5%。"}},
      {"序号主要内容责任单位完成情况",
       {"1新建幼儿园2所,新增学位540个。区教育局2所主体已完工。",
        "2新建老年食堂10处。区民政局老年食堂建成7处。",
        "3改造公路60公里。区交通运输局公路已改造52公里。",
        "4新增停车位800个。区城市管理委新增停车位612个。"}},
      {"序号项目名称目标任务分管领导牵头单位配合单位进展情况",
       {"1幼儿园建设新建幼儿园2所,新增学位540个。何静区教育局区住建局2所主体已完工。",
        "2老年食堂建设新建老年食堂10处。周立明区民政局老年食堂建成7处。",
        "3公路改造提升改造公路60公里。周立明区交通运输局区财政局公路已改造52公里。",
        "4停车设施建设新增停车位800个。何静区城市管理委新增停车位612个。"}},
      {"序号项目内容进展情况责任单位责任人",
       {"1新建幼儿园2所,新增学位540个。目前2所主体已完工。区教育局何静",
        "2新建老年食堂10处。已建成老年食堂7处。区民政局周立明",
        "3改造公路60公里。公路已改造52公里。区交通运输局李志刚",
        "4新增停车位800个。已新增停车位612个。区城市管理委何静"}},
  };
  for (const Layout& layout : layouts) {
    std::string text =
        "青石区2023年民生实事项目进展情况(截至9月30日)\n" + std::string(layout.heads) + "\n";
    for (const std::string& row : layout.rows) text += row + "\n";
    text += "主办:青石区人民政府办公室\n";
    const Programme list = ReadList(text);
    ASSERT_THAT(list.projects, SizeIs(4)) << layout.heads;
    constexpr std::string_view kOffices[] = {"区教育局", "区民政局", "区交通运输局",
                                             "区城市管理委"};
    constexpr double kPromised[] = {2, 10, 60, 800};
    constexpr double kReached[] = {2, 7, 52, 612};
    for (std::size_t i = 0; i < 4; ++i) {
      const Project& project = list.projects[i];
      EXPECT_EQ(project.lead_units, std::vector<std::string>{std::string(kOffices[i])})
          << layout.heads;
      ASSERT_FALSE(project.tasks.at(0).targets.empty() || project.tasks[0].measurements.empty())
          << layout.heads;
      EXPECT_EQ(project.tasks[0].targets[0].value, kPromised[i]) << layout.heads;
      EXPECT_EQ(project.tasks[0].measurements[0].value, kReached[i]) << layout.heads;
    }
  }
}

TEST(RowLayoutsTest, ProseBelowHeadsThatRunTogetherIsNoTable) {
  const Draft draft = ReadDraft(
      "青石区2023年民生实事项目\n序号项目内容牵头单位\n1.新建幼儿园2所,新增学位540个。\n2."
      "新建老年食堂10处。\n3.改造公路60公里。\n4.新增停车位800个。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_THAT(draft.programmes[0].projects, SizeIs(4));
}

TEST(RowLayoutsTest, AStatePhraseOpensTheReportWhereStatesHaveNoColumn) {
  const Draft draft = ReadDraft(
      "2023年10月民生实事项目进展情况汇总表\n序号\n\n项目内容\n\n牵头单位\n\n落实情况\n\n"
      "1\n\n新建托育点3个。\n\n区卫健局\n\n提前完成年度任务。\n\n已新建托育点4个。\n\n"
      "2\n\n改造道路5公里。\n\n基本完成年度任务。\n\n已改造道路4.8公里。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(2));
  EXPECT_THAT(projects[1].lead_units, ElementsAre("区卫健局"));
  EXPECT_EQ(projects[0].tasks.at(0).status, Status::kCompleted);
  EXPECT_EQ(projects[1].tasks.at(0).measurements.at(0).value, 4.8);
}

TEST(RowLayoutsTest, EmptyCellsBetweenLonePipesTellTheRows) {
  const Draft draft = ReadDraft(
      "临江区2024年民生实事进展情况(截至10月底)\n序号 |\n类别 |\n项目名称 |\n目标任务 |\n牵头单位 "
      "|\n目标任务 |\n累计完成 |\n累计进度 |\n备注 |\n"
      "1 |\n一、就业(2项) |\n稳定就业 |\n新增就业900人 |\n区人社局 |\n900 |\n450 |\n50% |\n|\n"
      "建设零工驿站3个 |\n3 |\n3 |\n100% |\n|\n"
      "2 |\n职业培训 |\n培训月嫂200人次 |\n区商务局 |\n200 |\n210 |\n105% |\n|\n"
      "3 |\n二、养老(1项) |\n助餐服务 |\n新建助餐点7个 |\n区民政局 |\n7 |\n7 |\n100% "
      "|\n按工程进度测算 |\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(3));
  ASSERT_THAT(projects[0].tasks, SizeIs(2));
  EXPECT_EQ(projects[0].tasks[0].measurements.at(0).value, 450);
  EXPECT_EQ(projects[0].tasks[1].measurements.at(0).value, 3);
  EXPECT_EQ(projects[1].tasks.at(0).measurements.at(0).unit, "人次");
  EXPECT_EQ(projects[2].title, "助餐服务");
  EXPECT_THAT(draft.findings, IsEmpty());
}

TEST(RowLayoutsTest, ANoticeEndsAboveItsTableOfNumberedTasks) {
  const Draft draft = ReadDraft(
      "临江区人民政府关于印发2024年政府工作报告主要工作任务分解表的通知\n"
      "《2024年政府工作报告》已由区人大会议通过。现印发报告中各项主要任务的分工,"
      "请列在前面的单位拿出全年安排,列在后面的单位主动配合,每月底把做到哪一步、"
      "卡在哪里报给区政府督查科;遇到变更先报告再调整,年底按分工逐条核对,没有做完的要说明原因,"
      "并写明接下来由谁在什么时候做完。\n"
      "(此件公开发布)"
      "\n2024年政府工作报告主要工作任务分解表\n主要工作任务\n牵头单位\n责任单位\n一、优化结构\n"
      "1.完善产业体系,壮大531个支撑企业。\n区发改局\n区工信局、区商务局\n"
      "2.发展新兴产业。\n区科技局\n区工信局\n各街道办事处\n"
      "3.推进数字产业园建设,数字经济占比达到10%。\n区发改局\n区工信局\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kPlan);
  EXPECT_THAT(projects[1].lead_units, ElementsAre("区科技局"));
  EXPECT_THAT(projects[1].cooperating_units, ElementsAre("区工信局", "各街道办事处"));
  EXPECT_EQ(projects[2].tasks.at(0).targets.at(0).value, 10);
}

TEST(RowLayoutsTest, WhatIsPromisedOpensARowBelowWhatIsDone) {
  const Draft draft = ReadDraft(
      "2022年临江市民生实事1-9月份进展情况表\n序号\n项目\n工作目标\n牵头单位\n1-"
      "9月进展情况\n全面完成预计时间\n"
      "1\n幼有善育\n新增3个街道建有托育机构\n卫生健康局\n已全部完成(东街幼托中心、西街幼儿园)"
      "。\n已完成\n"
      "新增托位525个\n卫生健康局\n已全部完成。\n已完成\n新增普惠托位315个\n已全部完成。\n已完成\n"
      "2\n学有优教\n改扩建中小学2所\n教体局\n已全部完成。\n已完成\n"
      "3\n老有所养\n新增护理床位60张\n民政局\n已新增护理床位40张。\n12月\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  const auto& tasks = draft.programmes[0].projects[0].tasks;
  ASSERT_THAT(tasks, SizeIs(3));
  EXPECT_EQ(tasks[2].targets.at(0).value, 315);
  EXPECT_EQ(tasks[2].status, Status::kCompleted);
  EXPECT_EQ(draft.programmes[0].projects[2].tasks.at(0).measurements.at(0).value, 40);
}

TEST(RowLayoutsTest, ANumberMayRunOnIntoItsName) {
  const Draft draft = ReadDraft(
      "附件2 2023年临江区民生实事完成情况 序号 项目名称 完成情况 1 老旧小区改造 "
      "完成改造38个小区,加装电梯52部。 2 幼儿园建设 新建成幼儿园6所。 "
      "3农村公路提升 完成公路提升48.6公里,改造危桥7座。 4 停车设施 新增停车泊位2140个。 5 文化惠民 "
      "开展演出226场。");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[0].projects[2].title, "农村公路提升");
  EXPECT_EQ(draft.programmes[0].projects[4].tasks.at(0).measurements.at(0).value, 226);
}

TEST(RowLayoutsTest, ACellOfTwoLinesStandsAmongCellsOnLinesOfTheirOwn) {
  std::string text =
      "青石县2023年民生实事进展情况表(截至9月底)\n序号 |\n项目名称 |\n目标任务 |\n责任单位 "
      "|\n年度目标数 |\n累计完成数 |\n完成率 |\n";
  const auto row = [&](std::initializer_list<std::string> cells) {
    for (const std::string& cell : cells) text += cell + " |\n";
  };
  row({"1", "安心托幼", "新增托位150个", "县卫健委", "150", "90", "60%"});
  row({"2", "老年学堂", "新增学位900个", "县教体局\n县委老干部局", "900", "810", "90%"});
  row({"3", "社区食堂", "新建食堂\n(含助餐点)20个", "县民政局\n县财政局\n各乡镇", "20", "19",
       "95%"});
  row({"4", "农村改厕", "改厕400户", "县农业农村局", "400", "372", "93%"});
  const Programme list = ReadList(text);
  ASSERT_THAT(list.projects, SizeIs(4));
  EXPECT_THAT(list.projects[1].lead_units, ElementsAre("县教体局", "县委老干部局"));
  EXPECT_THAT(list.projects[2].lead_units, ElementsAre("县民政局", "县财政局", "各乡镇"));
  EXPECT_EQ(list.projects[3].tasks.at(0).measurements.at(0).value, 372);
}

// A remark, or none, behind the first row of a project that has two.
TEST(RowLayoutsTest, ARemarkEndsTheFirstRowOfAProjectOnLinesOfTheirOwn) {
  for (const std::string remark : {"完工待验收", ""}) {
    std::string text = "青石县2023年民生实事进展情况表(截至9月底)\n";
    const auto row = [&](std::initializer_list<std::string> cells) {
      for (const std::string& cell : cells) text += cell + (cell.empty() ? "|\n" : " |\n");
    };
    row({"序号", "类别", "项目名称", "目标任务", "牵头单位", "年度目标数", "累计完成数", "完成率",
         "备注"});
    row({"1", "一、优教育(2项)", "安心托幼", "新增托位150个", "县教育局", "150", "90", "60%", ""});
    row({"2", "食堂改造", "改造食堂8个", "县教育局", "8", "6", "75%", ""});
    row({"3", "二、惠乡村(2项)", "农村供水", "维修供水工程16处", "县水利局", "16", "16", "100%",
         remark});
    row({"受益人口1.4万人", "14000", "13250", "94.64%", ""});
    row({"4", "农村公路", "改造公路25公里", "县交通局", "25", "22.5", "90%", remark});
    row({"新建桥梁4座", "县水利局", "4", "3", "75%", ""});
    const Programme list = ReadList(text);
    ASSERT_THAT(list.projects, SizeIs(4)) << remark;
    ASSERT_THAT(list.projects[2].tasks, SizeIs(2)) << remark;
    EXPECT_EQ(list.projects[2].tasks[1].measurements.at(0).value, 13250) << remark;
    EXPECT_EQ(list.projects[3].category, "惠乡村") << remark;
    EXPECT_THAT(list.projects[3].lead_units, ElementsAre("县交通局")) << remark;
    ASSERT_THAT(list.projects[3].tasks, SizeIs(2)) << remark;
    EXPECT_EQ(list.projects[3].tasks[1].measurements.at(0).value, 3) << remark;
  }
}

// Merging dropped the kind of the second row, and a second office fills it up to the width of the
// heads.
TEST(RowLayoutsTest, ARowAsWideAsItsHeadsMayHaveLostACell) {
  for (const std::string bar : {"\t", " | "}) {
    const auto row = [&](const std::vector<std::string>& cells) {
      std::string line;
      for (const std::string& cell : cells) line += (line.empty() ? "" : bar) + cell;
      return line + "\n";
    };
    const Draft draft = ReadDraft(
        "青石县2024年民生实事完成情况表\n" +
        row({"序号", "类别", "项目名称", "年度目标", "完成情况", "完成率", "责任单位"}) +
        row({"1", "就业", "城镇就业", "新增就业9000人", "新增就业9450人", "105%", "县人社局"}) +
        row({"2", "就业见习", "募集见习岗位600个", "募集见习岗位648个", "108%", "县人社局",
             "县工信局"}) +
        row({"3", "教育", "学校改造", "新增学位2700个", "新增学位2835个", "105%", "县教育局"}) +
        row({"4", "课桌更新", "更新课桌椅1200套", "更新课桌椅1200套", "100%", "县教育局",
             "县财政局"}));
    EXPECT_THAT(draft.findings, SizeIs(0)) << bar;
    ASSERT_THAT(draft.programmes, SizeIs(1)) << bar;
    ASSERT_THAT(draft.programmes[0].projects, SizeIs(4)) << bar;
    const Project& project = draft.programmes[0].projects[1];
    EXPECT_EQ(project.title, "就业见习") << bar;
    EXPECT_EQ(project.lead_units.at(0), "县人社局") << bar;
    ASSERT_THAT(project.tasks.at(0).targets, SizeIs(1)) << bar;
    EXPECT_EQ(project.tasks[0].targets[0].value, 600) << bar;
    EXPECT_EQ(project.tasks[0].measurements.at(0).value, 648) << bar;
  }
}

}  // namespace
}  // namespace duban::documents
