// Who leads a project and who takes part in it, wherever a document says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// A form in which offices say what they think of a project: 区民政局 同意.
TEST(LabelsTest, WhoseOpinionAFormAsksForTakesPart) {
  std::string text = "石湾区2024年实事项目申报表\n";
  for (const std::string_view name : {"社区食堂", "老年课堂", "健身苑点", "口袋公园"}) {
    text += "项目名称\n| " + std::string(name) + " |\n项目内容\n| 新建" + std::string(name) +
            "12处 |\n计划启动、完成时限\n| 2024年9月底前完成 |\n" +
            "主办单位意见\n| 区民政局 同意 |\n协办单位意见\n| 区财政局、区教育局 |\n";
  }
  const Programme list = ReadList(text);
  ASSERT_THAT(list.projects, SizeIs(4));
  for (const Project& project : list.projects) {
    EXPECT_THAT(project.lead_units, ElementsAre("区民政局"));
    EXPECT_THAT(project.cooperating_units, ElementsAre("区财政局", "区教育局"));
    ASSERT_THAT(project.tasks, SizeIs(1));
    ASSERT_THAT(project.tasks[0].targets, SizeIs(1));
    EXPECT_EQ(project.tasks[0].targets[0].due, (Date{2024, 9, 30}));
  }
}

// What an office reports of its own projects is led by it; a government that undertakes them is no
// such office.
TEST(LabelsTest, AnOfficeThatUndertakesAllOfThemLeads) {
  const std::string items =
      "\n1.改造公厕15座。进展情况:已完工11座。\n2.治理背街30条。进展情况:已完成22条。\n3."
      "新增车位900个。进展情况:已新增640个。\n";
  for (const std::string lead : {"2024年,区城市管理委共承办重要民生实事项目3项,具体进展情况如下:",
                                 "今年,区城管局承担民生实事3件。现将进展情况公布如下:"}) {
    const Programme report = ReadList("青浦区2024年民生实事三季度进展情况\n" + lead + items);
    ASSERT_THAT(report.projects, testing::SizeIs(3));
    for (const Project& project : report.projects)
      EXPECT_THAT(project.lead_units, testing::SizeIs(1)) << lead;
  }
  for (const std::string lead :
       {"2024年,市政府承办重要民生实事项目3项,具体进展情况如下:",
        "今年,我局承担民生实事3件,进展情况如下:", "今年,区城管局承担其中5件,进展情况如下:"}) {
    const Programme report = ReadList("青浦区2024年民生实事三季度进展情况\n" + lead + items);
    for (const Project& project : report.projects)
      EXPECT_THAT(project.lead_units, testing::IsEmpty()) << lead;
  }
}

TEST(LabelsTest, OfficesBesideALabelInABracketLeadWhateverTheBracketLooksLike) {
  struct Marks {
    std::string_view open;
    std::string_view close;
    std::string_view between;
  };
  constexpr Marks kMarks[] = {{"(", ")", ","},   {"（", "）", "，"}, {"〔", "〕", ","},
                              {"［", "］", ";"}, {"﹝", "﹞", " "},  {"〖", "〗", ","}};
  for (const Marks& marks : kMarks) {
    const auto who = [&](std::string_view offices, std::string_view person) {
      return std::string(marks.open)
                 .append(offices)
                 .append(marks.between)
                 .append("分管领导:")
                 .append(person)
                 .append(marks.close) +
             "\n";
    };
    const std::string helped =
        "区教育局牵头" + std::string(marks.between) + "区住建局、各镇(街道)配合";
    const Programme list = ReadList(
        "金台区2024年民生实事分工方案\n金政办〔2024〕6号\n1.扩建学校。扩建学校3所,新增学位900个。" +
        who(helped, "何静") + "2.养老服务。新建养老驿站2处,增加床位60张。" +
        who("区民政局负责", "周平") + "3.道路畅通。改造道路4条,维修桥梁5座。" +
        who("区交通运输局牵头", "李志刚") + "4.饮水安全。更换管网18公里。" +
        who("区水务局负责", "李志刚"));
    ASSERT_THAT(list.projects, SizeIs(4)) << marks.open;
    EXPECT_THAT(list.projects[0].lead_units, ElementsAre("区教育局")) << marks.open;
    EXPECT_THAT(list.projects[0].cooperating_units, UnorderedElementsAre("区住建局", "各镇(街道)"))
        << marks.open;
    EXPECT_THAT(list.projects[0].leaders, ElementsAre("何静")) << marks.open;
    EXPECT_THAT(list.projects[1].lead_units, ElementsAre("区民政局")) << marks.open;
    EXPECT_THAT(list.projects[1].leaders, ElementsAre("周平")) << marks.open;
    EXPECT_THAT(list.projects[3].lead_units, ElementsAre("区水务局")) << marks.open;
  }
}

TEST(LayoutsTest, OfficesThatCountTheirProjectsStandAboveThem) {
  const auto plan = [](const std::string& second) {
    return ReadList(
        "石湾区2022年为民办实事项目责任分解\n区教育局(2件)\n1.扩建学校3所,"
        "新增学位900个。\n分管领导:何静\n2.改造幼儿园4所。\n分管领导:何静\n" +
        second +
        "\n3.新建养老驿站2处。\n分管领导:周平\n4.改造敬老院1所。\n分管领导:周平\n5."
        "增加护理床位60张。\n分管领导:周平\n");
  };
  const Programme counted = plan("区民政局(3件)");
  ASSERT_THAT(counted.projects, SizeIs(5));
  EXPECT_THAT(counted.projects[1].lead_units, ElementsAre("区教育局"));
  EXPECT_THAT(counted.projects[2].lead_units, ElementsAre("区民政局"));
  EXPECT_THAT(plan("区民政局(2件)").projects[4].lead_units, IsEmpty())
      << "they count something else";
}

TEST(FigureReaderTest, ANoteSaysWhichOfSeveralOfficesLeads) {
  const std::string list =
      "1.新建学校38所。\n责任单位:市教育局、市财政局\n2.改造公厕60座。\n责任单位:市城管局\n3."
      "修路30公里。\n责任单位:市交通局、市公路中心、各区政府\n";
  const Programme noted =
      ReadList("2020年白云区民生实事责任分解\n(责任单位列第一位者为牵头单位)\n" + list);
  ASSERT_THAT(noted.projects, SizeIs(3));
  EXPECT_THAT(noted.projects[0].lead_units, testing::ElementsAre("市教育局"));
  EXPECT_THAT(noted.projects[0].cooperating_units, testing::ElementsAre("市财政局"));
  EXPECT_THAT(noted.projects[2].cooperating_units, testing::ElementsAre("市公路中心", "各区政府"));
  EXPECT_THAT(ReadList("2020年白云区民生实事责任分解\n" + list).projects.at(0).lead_units,
              SizeIs(2));
}

TEST(FigureReaderTest, BracketsNameWhoLeadsWithWhom) {
  const Programme plan = ReadList(
      "2011年白云省十件民生实事分工方案\n1、发放补贴。发放补贴275万元。(由省财政厅牵头,"
      "会同省民政厅、物价局等单位负责落实)\n"
      "2、医疗保障。建设医院30家。(由省卫生厅、省人社厅分别牵头,会同省发改委等单位负责落实)"
      "\n3、扶贫。改造危房54万户。(由省农业厅牵头,会同省财政厅负责落实)\n");
  ASSERT_THAT(plan.projects, SizeIs(3));
  EXPECT_THAT(plan.projects[0].lead_units, testing::ElementsAre("省财政厅"));
  EXPECT_THAT(plan.projects[0].cooperating_units, testing::ElementsAre("省民政厅", "物价局"));
  EXPECT_THAT(plan.projects[1].lead_units, testing::ElementsAre("省卫生厅", "省人社厅"));

  const Programme report = ReadList(
      "2024年白云县民生实事完成情况\n1.水利设施。修建提灌站1座。(县水务局 "
      "已完成)\n2.农村公路。实际新改建86公里。(县交通局牵头,相关乡镇人民政府配合 超额完成)\n"
      "3.城镇公厕。实际建成10座。(县城管局 已完成)\n");
  ASSERT_THAT(report.projects, SizeIs(3));
  EXPECT_THAT(report.projects[0].lead_units, testing::ElementsAre("县水务局"));
  EXPECT_THAT(report.projects[1].lead_units, testing::ElementsAre("县交通局"));
  EXPECT_THAT(report.projects[1].cooperating_units, testing::ElementsAre("相关乡镇人民政府"));
}

TEST(FigureReaderTest, AReportNamesWhoCarriesAProjectOut) {
  for (const auto& [by, cooperating] :
       {std::pair<std::string, std::vector<std::string>>{"该项目由区住建局实施。", {}},
        {"由区住建局会同各镇街实施。", {"各镇街"}},
        {"项目由区住建局联合区民政局组织实施。", {"区民政局"}}}) {
    const Programme list = ReadList(
        "白云区2023年民生实事项目上半年进展情况\n1.改造小区。计划改造小区18个。目前已完工6个。" +
        by + "\n2.修路。计划修路5公里。目前已完成3公里。该项目由区交通局实施。\n");
    ASSERT_THAT(list.projects, SizeIs(2)) << by;
    EXPECT_THAT(list.projects[0].lead_units, ElementsAre("区住建局")) << by;
    EXPECT_EQ(list.projects[0].cooperating_units, cooperating) << by;
    EXPECT_THAT(list.projects[1].lead_units, ElementsAre("区交通局")) << by;
  }
}

TEST(OfficesTest, WhoUndertakesAQuotedPromiseStandsBeforeIt) {
  for (const std::string of : {"承办的", "负责的", "牵头的"}) {
    const Programme list =
        ReadList("临河区2018年民生实事办理情况\n1.教育局" + of +
                 "“新建幼儿园4所,改造校舍1.5万平方米”\n办理情况:正在办理。建成幼儿园2所。\n2."
                 "河东镇、水务局" +
                 of + "“铺设管网12公里”\n办理情况:已办结。铺设管网12公里。\n3.残联" + of +
                 "“培训残疾人60名”\n办理情况:已办结。培训残疾人66名。\n");
    ASSERT_THAT(list.projects, SizeIs(3)) << of;
    EXPECT_THAT(list.projects[0].lead_units, ElementsAre("教育局")) << of;
    EXPECT_THAT(list.projects[1].lead_units, ElementsAre("河东镇", "水务局")) << of;
    EXPECT_THAT(list.projects[2].lead_units, ElementsAre("残联")) << of;
  }
}

// Who leads a project or one of its tasks.
std::vector<std::string> LeadsOf(const Project& project) {
  std::vector<std::string> leads = project.lead_units;
  for (const Task& task : project.tasks)
    leads.insert(leads.end(), task.lead_units.begin(), task.lead_units.end());
  return leads;
}

// 牵头单位 and 责任单位 stand below one piece of a project, 责任单位 alone below the other: it
// leads that one. 等 closes a list of names and is part of none.
TEST(LabelsTest, WhoIsResponsibleLeadsAPieceThatNamesNoLead) {
  for (const auto& [first, second] :
       {std::pair<std::string, std::string>{"(1)", "(2)"}, {"⑴", "⑵"}, {"①", "②"}}) {
    for (const std::string others :
         {"市财政局、市残联", "市财政局、市残联等", "市财政局、市残联等单位"}) {
      const Programme list = ReadList(
          "青石市2022年重点民生实事任务分工\n今年办好2类3项民生实事。\n(一)社会保障类。\n"
          "1.扩大就业。\n" +
          first + "城镇新增就业4.6万人。\n责任单位:市人社局。\n" + second +
          "开发公益性岗位1800个。\n牵头单位:市人社局。\n责任单位:" + others + "。\n2.改善医疗。\n" +
          first + "新建卫生院3所。\n牵头单位:市卫健委。\n责任单位:" + others + "。\n" + second +
          "为5万名妇女免费筛查。\n责任单位:市卫健委、市妇联。\n"
          "(二)城乡建设类。\n3.改造管网。\n" +
          first + "改造供热管网65公里。\n责任单位:市城管局。\n" + second +
          "改造供水管网40公里。\n责任单位:市水务局。\n");
      ASSERT_THAT(list.projects, SizeIs(3)) << first << others;
      EXPECT_EQ(list.projects[0].category, "社会保障类") << first << others;
      EXPECT_THAT(LeadsOf(list.projects[0]), Each("市人社局")) << first << others;
      EXPECT_THAT(list.projects[0].cooperating_units, IsEmpty()) << first << others;
      ASSERT_THAT(list.projects[0].tasks, SizeIs(2)) << first << others;
      EXPECT_THAT(list.projects[0].tasks[1].cooperating_units, ElementsAre("市财政局", "市残联"))
          << first << others;
      EXPECT_THAT(list.projects[1].tasks.at(0).cooperating_units, ElementsAre("市财政局", "市残联"))
          << first << others;
      ASSERT_THAT(list.projects[1].tasks, SizeIs(2)) << first << others;
      EXPECT_THAT(list.projects[1].tasks[1].lead_units, ElementsAre("市卫健委", "市妇联"))
          << first << others;
      EXPECT_THAT(LeadsOf(list.projects[2]), UnorderedElementsAre("市城管局", "市水务局"))
          << first << others;
    }
  }
}

}  // namespace
}  // namespace duban::documents
