// Documents that governments print, one short one each: where their list stands and what is no part
// of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(LayoutsTest, AReportWithoutAHeadingStandsAboveTheListOfTheNextYear) {
  const std::string report =
      "甘州区2025年完成投资3亿元,五件民生实事全部完成年度目标,群众普遍满意。\n"
      "健康惠民工程。为23家卫生院添置设备61台,筛查9120例,完成率103%"
      "。\n老年食堂建设工程。新建老年食堂18个,适老化改造1250户全部完成。\n"
      "美丽乡村建设工程。建成美丽乡村120个,"
      "改造户厕1万座。\n城乡道路畅通工程。新改建农村公路486公里,改造危桥17座。\n"
      "公园绿地提升工程。建成公园3个,新增绿地12公顷,已全部开放。\n";
  const std::string next =
      "会议还票决产生了甘州区2026年5件民生实事项目:\n1.新建学校15所;2.新建公园3个;3.改造小区38个;4."
      "新改建公路400公里;5.新增充电桩1200个。\n";
  for (const std::string& text : {report + next, "甘州区人大票决民生实事\n" + next + report}) {
    const Draft draft = ReadDraft(text);
    ASSERT_THAT(draft.programmes, SizeIs(2)) << text;
    const bool above = draft.programmes[0].year == 2025;
    EXPECT_EQ(draft.programmes[above ? 0 : 1].kind, Kind::kCompletion);
    EXPECT_THAT(draft.programmes[above ? 0 : 1].projects, SizeIs(5));
    EXPECT_EQ(draft.programmes[above ? 1 : 0].year, 2026);
    EXPECT_EQ(draft.programmes[above ? 1 : 0].kind, Kind::kPlan);
  }
}

TEST(LayoutsTest, LinesOfLabelledPartsAreNoRowsOfATable) {
  const Draft draft = ReadDraft(
      "甘州县2015年三件民生实事责任分解\n第一件  "
      "移民搬迁工程\n投资950万元,搬迁596户。\n责任领导:王甲  牵头单位:县搬迁办  配合单位:县水务站\n"
      "第二件  新城大桥工程\n新建大桥1座,10月底前通车。\n责任领导:李乙  牵头单位:县桥梁局  "
      "配合单位:县交通局\n"
      "第三件  饮水管网工程\n铺设管道148公里。\n责任领导:赵丙  牵头单位:县供水局  "
      "配合单位:各乡镇\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_THAT(draft.programmes[0].projects[1].lead_units, ElementsAre("县桥梁局"));
  EXPECT_EQ(draft.programmes[0].projects[2].title, "饮水管网工程");
}

TEST(LayoutsTest, AVoteChoosesSomeOfTheProjectsByName) {
  const Draft draft = ReadDraft(
      "甘州镇人大票决2021年10项民生实事\n日前,120名人大代表对12项候选项目进行了票决,"
      "最终选出了社区改善项目、农村道路提升项目、片区环境整治项目、"
      "农田建设项目等10个项目确定为今年的民生实事。\n代表们说,这些项目都是大家盼望的。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[0].title, "社区改善项目");
}

TEST(LayoutsTest, BulletsBelowWordsThatLeadToThemAreTheListAndTheOutlookIsNone) {
  const Draft draft = ReadDraft(
      "甘州市2023年民生工程上半年进展\n项目投资方面,全市37项民生工程完成投资19.6亿元,"
      "20项施工类项目都已动工,投入10.2亿元。\n"
      "资金拨付方面,37项工程拨付资金21.3亿元,拨付率80.8%,3项已完成全年任务。\n序时进度方面,"
      "30个项目快于计划。\n主要项目进展情况如下:\n"
      "★残疾人救助。发放救助资金672万元,"
      "救助8405人。\n★农村沼气建设。新建沼气池850口。\n★校舍安全工程。开工32所,完工11所。\n"
      "★农家书屋。新建书屋120个。\n★困难职工救助。救助职工830人。\n下一步,全市将加快民生工程建设,"
      "确保12月底前全面完成。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[0].projects[4].title, "困难职工救助");
}

TEST(LayoutsTest, HeadingsOfStatesThatCountTheirParagraphsSayWhereTheListEnds) {
  const Draft draft = ReadDraft(
      "甘州市2018年民办实事办理情况\n(截至2018年12月31日)\n一、已经全面完成(3件)\n"
      "公办园扩容(市教育局牵头,各区政府配合)。目标为新建园所12所、学位3600个。已建成13所,"
      "学位3900个。\n"
      "教室照明改造(市教体局牵头)。96所学校的灯具于9月全部换新。\n送戏下乡(市文体局牵头)"
      "。演出210场次,放映电影1800场。\n"
      "二、基本完成的事项(1件)\n巷道整治(市住建局牵头)。要整治巷道90条,目前完工84条。\n"
      "三、跨年推进的事项(1件)\n老年公寓(市民政局牵头)。设床位300张,桩基完成60%。\n"
      "存在的主要问题:一是前期论证不够充分,征地拆迁难度大;二是建成项目管理不到位。\n[1] "
      "“两区”指试验区和示范区。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[0].projects[0].title, "公办园扩容");
  EXPECT_THAT(draft.programmes[0].projects[0].cooperating_units, ElementsAre("各区政府"));
  EXPECT_THAT(draft.programmes[0].projects[1].lead_units, ElementsAre("市教体局"));
  EXPECT_EQ(draft.programmes[0].projects[4].title, "老年公寓");
}

TEST(LayoutsTest, DashesWithoutWordsBelowAListAreNoItems) {
  const Draft draft = ReadDraft(
      "甘州区2024年三件民生实事\n1.新建学校15所。\n2.新建公园3个。\n3."
      "改造小区38个。\n甘州区人民政府办公室\n抄送:区委各部门。\n—\n4\n—\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_THAT(draft.programmes[0].projects, SizeIs(3));
}

TEST(LayoutsTest, TheChapterThatHoldsTheFiguresHoldsTheList) {
  const Draft draft = ReadDraft(
      "甘州区2023年民生实事项目实施情况报告\n2024年1月12日\n一、重要意义\n区政府十分重视。\n二、实"
      "施成果\n(一)老旧小区改造。已改造小区12个。\n"
      "(二)幼儿园建设。已新建2所,新增学位540个。\n(三)"
      "公交优化。已新增线路3条。\n三、几点体会\n坚持群众视角。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion);  // published in the year after
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).measurements.at(1).value, 540);
}

TEST(LayoutsTest, ATextMayOpenWithABracket) {
  const Draft draft = ReadDraft(
      "(县融媒体中心)县政府2025年度十件民生实事项目正式出炉!"
      "\n一、村内道路提升工程\n硬化道路10万平方米。\n二、饮水维修工程\n更换37处机泵。\n"
      "三、电网改造工程\n新增配变56台。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_THAT(draft.programmes[0].projects, SizeIs(3));
}

TEST(LayoutsTest, LabelsWithTheirValuesOnTheNextLineOpenProjects) {
  const Draft draft = ReadDraft(
      "2022年为群众办实事项目进展与成效\n"
      "01 "
      "项目名称:提升环境\n项目内容:\n新建公厕5座。\n责任单位:\n区城管局、区水务局\n进展与成效:"
      "\n已建成公厕2座。\n"
      "02\n项目名称:\n文化惠民\n项目内容:\n送戏下乡30场。\n责任单位\n区文旅局\n进展与成效:"
      "\n已送戏12场。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(2));
  EXPECT_EQ(projects[0].title, "提升环境");
  EXPECT_THAT(projects[0].lead_units, ElementsAre("区城管局", "区水务局"));
  EXPECT_EQ(projects[1].title, "文化惠民");
  EXPECT_EQ(projects[1].tasks.at(0).measurements.at(0).value, 12);
}

TEST(LayoutsTest, AReportMayFirstSayWhatWasPromised) {
  const Draft draft = ReadDraft(
      "临江市2023年1-3月十件民生实事进展情况\n"
      "一、保障重点群体就业,开展技能培训2万人次、安置就业困难人员3370人。\n推进情况:1."
      "全市开展技能培训5585人次。\n2.安置就业困难人员1425人。\n"
      "二、推进老旧小区改造。全年改造不少于8166户。这项工作由市住建局牵头。截至3月31日,"
      "已改造1078户。\n"
      "三、新建燃气管网60公里,已新建62公里。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(3));
  const auto figures = [](const Project& project) {
    std::vector<double> targets, reached;
    for (const Task& task : project.tasks) {
      for (const Target& target : task.targets) targets.push_back(target.value);
      for (const Measurement& m : task.measurements) reached.push_back(m.value);
    }
    return std::pair(targets, reached);
  };
  EXPECT_EQ(figures(projects[0]),
            std::pair(std::vector<double>({20000, 3370}), std::vector<double>({5585, 1425})));
  EXPECT_EQ(figures(projects[1]),
            std::pair(std::vector<double>({8166}), std::vector<double>({1078})));
  EXPECT_EQ(figures(projects[2]), std::pair(std::vector<double>({60}), std::vector<double>({62})));
}

TEST(LayoutsTest, NamesStayAsPrintedWhereTheTextWasReadWithOtherCharacters) {
  const Draft draft = ReadDraft(
      "2024年二季度臨江市重點民生實事進展情況表\n序號 | 事項名稱 | 任務目標 | 進展情況 | 責任單位 "
      "| 完成情況 |\n"
      "1 | 儲備糧倉庫擴建 | 新增倉容16000噸 | 截至目前,已新增倉容9000噸 | 發改局 | "
      "已完成二季度任務 |\n"
      "2 | 開設農貿市場項目 | 實施3個市場項目 | 已實施1個市場項目 | 審批局 | 推進中 |\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(2));
  EXPECT_THAT(draft.programmes[0].projects[0].lead_units, ElementsAre("發改局"));
  EXPECT_EQ(draft.programmes[0].projects[0].tasks.at(0).status, Status::kInProgress)
      << "a quarter's task is not the year's";
}

TEST(LayoutsTest, ATextThatOpensWithAPipeIsNoTable) {
  const Draft draft = ReadDraft(
      "| 1月9日,临江县人民代表大会开幕,县长作工作报告。 报告指出,今年重点抓好4件民生实事。 分别是: "
      "(1)新建县医院门诊楼1座,继续优先保障民生投入,让群众就近就医。 "
      "(2)改造提升道路5条,缓解城区交通拥堵,方便群众出行,并同步更换沿线路灯。 "
      "(3)新建农村公共厕所120座,改善农村人居环境,建立长效管护机制。 "
      "(4)引导800名高校毕业生到基层就业,开发公益性岗位300个。 | 政府信息公开 | 索引号:2023-1 |");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[2].tasks.at(0).targets.at(0).value, 120);
}

TEST(LayoutsTest, TraditionalCharactersAreReadAndStayAsPrinted) {
  const Draft draft = ReadDraft(
      "金台區2023年民生實事項目完成情況\n1.新建農村公路\n目標任務:新建農村公路30公里,"
      "開設公交站點12個。\n"
      "完成情況:已新建農村公路31公里,開設公交站點12個。\n2.改造老舊小區\n目標任務:改造老舊小區15個,"
      "惠及群眾2萬戶。\n完成情況:已改造老舊小區16個。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(2));
  EXPECT_EQ(draft.programmes[0].projects[1].title, "改造老舊小區");
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).unit, "個");
}

TEST(LayoutsTest, AFurtherAnnexSaysWhatEachProjectCosts) {
  struct Work {
    std::string_view name, promise, cost;
    double value;
  };
  constexpr Work kWorks[] = {{"敬老院改造工程", "改造敬老院5所。", "1200", 12'000'000},
                             {"小学扩建工程", "扩建小学3所。", "4350", 43'500'000},
                             {"公交提升工程", "新增公交车30辆。", "2100", 21'000'000}};
  constexpr std::string_view kHeads[] = {
      "\n单位:万元\n|序号|项目名称|年度计划投资|县级财政|单位自筹|\n",
      "\n|序号|项目名称|计划总投资(万元)|县级财政|单位自筹|\n",
      "\n(单位:万元)\n|序号|项目名称|资金总额|县级财政|单位自筹|\n"};
  for (const std::string_view heads : kHeads) {
    for (const bool table : {false, true}) {
      std::string text = "青石县2024年度民生实事项目推进计划\n";
      if (table) text += "|序号|项目名称|目标任务|牵头单位|\n";
      int number = 0;
      for (const Work& work : kWorks) {
        const std::string counted = std::to_string(++number);
        text += table ? "|" + counted + "|" + std::string(work.name) + "|" +
                            std::string(work.promise) + "|县发改局|\n"
                      : counted + "." + std::string(work.name) +
                            "\n牵头单位:县发改局\n目标任务:" + std::string(work.promise) + "\n";
      }
      text.append("附件2\n青石县2024年度民生实事项目资金安排表").append(heads);
      number = 0;
      for (const Work& work : kWorks) {
        text += "|" + std::to_string(++number) + "|" + std::string(work.name) + "|" +
                std::string(work.cost) + "|1000|" + "|\n";
      }
      const Programme list = ReadList(text);
      ASSERT_THAT(list.projects, SizeIs(3)) << text;
      for (std::size_t i = 0; i < 3; ++i) {
        const Task& task = list.projects[i].tasks.at(0);
        ASSERT_THAT(task.targets, SizeIs(2)) << text;
        EXPECT_EQ(task.targets[1].value, kWorks[i].value) << text;
        EXPECT_EQ(task.targets[1].unit, "元") << text;
        EXPECT_TRUE(task.measurements.empty()) << text;
      }
    }
  }
}

}  // namespace
}  // namespace duban::documents
