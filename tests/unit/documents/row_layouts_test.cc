// Rows of tables as governments print them, in lines of cells or one cell below the other: what a
// person sees is what must be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
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

TEST(RowLayoutsTest, AsManyCategoriesAsAreAnnouncedAreThePromises) {
  const std::string rows[] = {
      "一、扩充学位 | 1 | 新建小学2所 | 区教育局 | 建成1所 |\n",
      "2 | 新增幼儿园学位900个 | 区教育局 | 新增360个,完成40% |\n",
      "二、便利出行 | 3 | 改造农村道路35公里 | 区交通局 | 完成28公里,占80% |\n",
      "4 | 新增停车位600个 | 区城管局 | 新增450个 |\n",
      "三、守护健康 | 5 | 为5000名妇女免费筛查 | 区卫健局 | 筛查4000人 |\n"};
  for (const bool one_a_line : {false, true}) {
    for (const std::string announced : {"三件民生实事", "民生实事3大类5项", "五件民生实事"}) {
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
