#include "documents/core/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "documents/render/render.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Reading Read(std::string_view text, const ReadOptions& options = {}) {
  auto reading = ReadDocument(text, options);
  EXPECT_TRUE(reading.ok());
  return *std::move(reading);
}

const Project& ProjectAt(const Reading& reading, std::size_t index) {
  return reading.draft.programmes.at(0).projects.at(index);
}

constexpr char kTable[] =
    "白云区2023年民生实事进展情况(上半年)\n"
    "序号 | 项目 | 具体内容 | 牵头单位 | 配合单位 | 目标任务 | 完成情况 | 落实情况 |\n"
    "1 | 方便出行 | 1.新增停车位500个。 | 区交通局 | 各镇街 | 1.年内新增停车位不少于500个。 | "
    "推进中 | "
    "截至6月,新增停车位240个,占年度任务48%。 |\n"
    "2.优化路口10处。 | 区公安分局 | 2.优化路口10处 | 已完成 | 已优化路口12处。 |\n"
    "2 | 扩大学位 | 新增学位1200个。 | 区教育局 | — | 新增学位1200个,其中小学800个、初中400个。 | "
    "推进中 | 预计新增学位1200个。 |\n";

TEST(ReadDocumentTest, FindsDistrictYearKindAndDateInTheTitle) {
  const Reading reading = Read(kTable);
  EXPECT_EQ(reading.draft.district_code, "440111");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  EXPECT_EQ(reading.draft.programmes[0].year, 2023);
  EXPECT_EQ(reading.draft.programmes[0].kind, Kind::kProgress);
  EXPECT_EQ(reading.draft.programmes[0].as_of, (Date{2023, 6, 30}));
}

TEST(ReadDocumentTest, WhatTheCallerKnowsWins) {
  const Reading reading =
      Read(kTable, {.district = "440113", .year = 2022, .as_of = Date{2022, 7, 31}});
  EXPECT_EQ(reading.draft.district_code, "440113");
  EXPECT_EQ(reading.draft.district_name, "番禺区");
  EXPECT_EQ(reading.draft.programmes.at(0).year, 2022);
  EXPECT_EQ(reading.draft.programmes.at(0).as_of, (Date{2022, 7, 31}));
}

TEST(ReadDocumentTest, ARowWhoseMergedCellsWereDroppedIsATaskOfTheProjectAbove) {
  const Reading reading = Read(kTable);
  const Project& project = ProjectAt(reading, 0);
  ASSERT_THAT(project.tasks, SizeIs(2));
  EXPECT_THAT(project.lead_units, ElementsAre("区交通局"));
  EXPECT_THAT(project.tasks[1].lead_units, ElementsAre("区公安分局"));
  EXPECT_EQ(project.tasks[1].status, Status::kCompleted);
  EXPECT_THAT(project.tasks[1].measurements, SizeIs(1));
}

TEST(ReadDocumentTest, TheSamePromiseInTwoColumnsIsOneAndKeepsItsComparator) {
  const Reading reading = Read(kTable);
  const Task& task = ProjectAt(reading, 0).tasks.at(0);
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 500);
  EXPECT_EQ(task.targets[0].comparator, Comparator::kAtLeast);
}

TEST(ReadDocumentTest, AStatedShareBindsItsMeasurementToItsTarget) {
  const Reading reading = Read(kTable);
  const Measurement& m = ProjectAt(reading, 0).tasks.at(0).measurements.at(0);
  EXPECT_EQ(m.target_index, 1);
  EXPECT_EQ(m.stated_ratio, 48);
  EXPECT_THAT(m.binding_evidence, HasSubstr("share 48%"));
  EXPECT_EQ(reading.text.Quote(m.source), "240个");
}

TEST(ReadDocumentTest, ChecksThatHoldAreShownAndAccuseNobody) {
  const Reading reading = Read(kTable);
  EXPECT_THAT(reading.draft.findings, IsEmpty());
  EXPECT_THAT(RenderChecks(reading), HasSubstr("2 of 2 figures verified"));
}

TEST(ReadDocumentTest, AShareThatCannotBeTrueIsAFindingWithBothQuotes) {
  std::string wrong = kTable;
  wrong.replace(wrong.find("占年度任务48%"), std::string("占年度任务48%").size(), "占年度任务68%");
  const Reading reading = Read(wrong);
  ASSERT_THAT(reading.draft.findings, SizeIs(1));
  EXPECT_EQ(reading.draft.findings[0].kind, FindingKind::kPercentMismatch);
  EXPECT_EQ(reading.draft.findings[0].project, 1);
  EXPECT_THAT(reading.draft.findings[0].evidence, SizeIs(3));
}

TEST(ReadDocumentTest, PartsThatExceedTheirTotalAreAFinding) {
  std::string wrong = kTable;
  wrong.replace(wrong.find("初中400个"), std::string("初中400个").size(), "初中500个");
  const Reading reading = Read(wrong);
  ASSERT_THAT(reading.draft.findings, SizeIs(1));
  EXPECT_EQ(reading.draft.findings[0].kind, FindingKind::kSumMismatch);
}

TEST(ReadDocumentTest, AListThatMayGoOnIsNoFinding) {
  const Reading reading = Read(
      "某区2023年民生实事完成情况\n一、改造道路。完成东街、西街、南街等18条道路改造。\n二、新建公园"
      "。新建公园3个。\n");
  EXPECT_THAT(reading.draft.findings, IsEmpty());
}

TEST(ReadDocumentTest, APlanKeepsItsDatedStepsApartFromItsTarget) {
  const Reading reading = Read(
      "增城区2023年民生实事推进计划\n\n1.住房:保障\n\n牵头单位:区住建局\n\n(一)"
      "项目概况\n\n筹集住房6000套。\n\n"
      "(二)项目推进计划\n\n1、2023年6月,完成2000套。\n\n2、2023年12月底前,完成6000套。\n\n"
      "2.教育:扩容\n\n牵头单位:区教育局\n\n(一)项目概况\n\n新增学位900个。\n\n(二)"
      "项目推进计划\n\n1、2023年9月,开学。\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  EXPECT_EQ(reading.draft.programmes[0].kind, Kind::kPlan);
  const Task& task = ProjectAt(reading, 0).tasks.at(0);
  EXPECT_THAT(task.targets, SizeIs(1));
  ASSERT_THAT(task.milestones, SizeIs(2));
  EXPECT_EQ(task.milestones[0].due, (Date{2023, 6, 30}));
  EXPECT_EQ(task.milestones[1].targets.at(0).value, 6000);
}

TEST(ReadDocumentTest, TheSameTableReadsAlikeInOtherForms) {
  const char* forms[] = {
      "仁怀市2023年民生实事进展情况\n序号\t项目名称\t年度目标\t责任单位\t进展情况\n1\t养老\t新建食"
      "堂10个\t市民政局\t已建成食堂6个\n"
      "2\t教育\t新增学位900个\t市教育局\t新增学位300个\n",
      "# 仁怀市2023年民生实事进展情况\n\n| 序号 | 项目名称 | 年度目标 | 责任单位 | 进展情况 |\n| "
      "--- | --- | --- | --- | --- |\n"
      "| 1 | 养老 | 新建食堂10个 | 市民政局 | 已建成食堂6个 |\n| 2 | 教育 | 新增学位900个 | "
      "市教育局 | 新增学位300个 |\n",
      "仁怀市2023年民生实事进展情况\n序号,项目名称,年度目标,责任单位,进展情况\n1,养老,新建食堂10个,"
      "市民政局,已建成食堂6个\n"
      "2,教育,新增学位900个,市教育局,\"新增学位300个\"\n",
      "仁怀市2023年民生实事进展情况\n序号\n项目名称\n年度目标\n责任单位\n进展情况\n1\n养老\n新建食"
      "堂10个\n市民政局\n已建成食堂6个\n"
      "2\n教育\n新增学位900个\n市教育局\n新增学位300个\n",
      "仁怀市2023年民生实事进展情况 序号 项目名称 年度目标 责任单位 进展情况 1 养老 新建食堂10个 "
      "市民政局 已建成食堂6个 "
      "2 教育 新增学位900个 市教育局 新增学位300个\n",
      "<html><body><p>仁怀市2023年民生实事进展情况</p><table><tr><th>序号</th><th>项目名称</"
      "th><th>年度目标</th><th>责任单位</th>"
      "<th>进展情况</th></tr><tr><td>1</td><td>养老</td><td>新建食堂10个</td><td>市民政局</"
      "td><td>已建成食堂6个</td></tr>"
      "<tr><td>2</td><td>教育</td><td>新增学位900个</td><td>市教育局</td><td>新增学位300个</td></"
      "tr></table></body></html>"};
  for (const char* form : forms) {
    const Reading reading = Read(form);
    ASSERT_THAT(reading.draft.programmes, SizeIs(1)) << form;
    EXPECT_EQ(reading.draft.district_code, "520382") << form;
    ASSERT_THAT(reading.draft.programmes[0].projects, SizeIs(2)) << form;
    const Project& project = ProjectAt(reading, 0);
    EXPECT_EQ(project.title, "养老") << form;
    EXPECT_THAT(project.lead_units, ElementsAre("市民政局")) << form;
    ASSERT_THAT(project.tasks.at(0).targets, SizeIs(1)) << form;
    ASSERT_THAT(project.tasks.at(0).measurements, SizeIs(1)) << form;
    EXPECT_EQ(project.tasks[0].measurements[0].value, 6) << form;
  }
}

// Lists whose items carry no number.
TEST(ReadDocumentTest, PairsOfPromiseAndReportAreProjects) {
  const Reading reading = Read(
      "白云区2023年十件民生实事全部完成\n"
      "任务目标:改造公厕20座。 进展情况:截至2023年12月底,已改造公厕21座。 "
      "任务目标:新建口袋公园6个。 "
      "进展情况:已建成口袋公园6个。\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  EXPECT_EQ(reading.draft.programmes[0].kind, Kind::kCompletion);
  ASSERT_THAT(reading.draft.programmes[0].projects, SizeIs(2));
  EXPECT_EQ(ProjectAt(reading, 1).title, "新建口袋公园6个");
  EXPECT_EQ(ProjectAt(reading, 0).tasks.at(0).targets.at(0).value, 20);
  EXPECT_EQ(ProjectAt(reading, 0).tasks.at(0).measurements.at(0).value, 21);
}

TEST(ReadDocumentTest, LabelsOnLinesOfTheirOwnMakeOneProject) {
  const Reading reading = Read(
      "白云区2023年民生实事:出行更方便(1项)\n任务安排\n新建人行天桥4座。\n落实情况\n第三季度:"
      "4座天桥中3座已通行。\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  ASSERT_THAT(reading.draft.programmes[0].projects, SizeIs(1));
  EXPECT_EQ(reading.draft.programmes[0].kind, Kind::kProgress);
  EXPECT_EQ(ProjectAt(reading, 0).tasks.at(0).targets.at(0).value, 4);
}

TEST(ReadDocumentTest, ATaskIsNamedWithoutTheNumbersBeforeIt) {
  const Reading reading = Read(
      "番禺区2022年民生实事上半年进展情况表\n"
      "| 序号 | 项目 | 具体内容 | 牵头单位 | 进展情况 |\n"
      "| 1 | 治理停车 | 1.查处机动车违停不少于2万宗。2.一是全区新增停车位300个。 | 区公安分局 | "
      "1.已查处6万宗。2.已新增200个。 |\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  ASSERT_THAT(ProjectAt(reading, 0).tasks, SizeIs(2));
  EXPECT_EQ(ProjectAt(reading, 0).tasks[0].title, "查处机动车违停不少于2万宗");
  EXPECT_EQ(ProjectAt(reading, 0).tasks[1].title, "全区新增停车位300个");
}

TEST(ReadDocumentTest, ARunOfTitlesIsTheList) {
  const Reading reading = Read(
      "白云区2023年为民实事方案解读\n一、制定的目的\n把实事办好。\n二、主要内容\n"
      "方案包括《新建公厕5座》《改造管网12公里》《培训护理员300人》《新增车位800个以上》4件实事。"
      "\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  ASSERT_THAT(reading.draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(ProjectAt(reading, 3).tasks.at(0).targets.at(0).comparator, Comparator::kAtLeast);
}

TEST(ReadDocumentTest, HeadingsThatEndWithTheStateOfANamedProjectAreProjects) {
  const Reading reading = Read(
      "2023年某乡民生实事项目实施情况的报告\n一、文化礼堂改建项目完成情况\n总投资120万元,"
      "完成墙面和舞台,现已投入使用。\n"
      "二、通村公路拓宽项目完成情况\n总投资80万元,全长900米,现已建成使用。\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  EXPECT_EQ(reading.draft.programmes[0].kind, Kind::kCompletion);
  ASSERT_THAT(reading.draft.programmes[0].projects, SizeIs(2));
}

TEST(ReadDocumentTest, AForecastForTheEndOfTheYearDatesNoReport) {
  const Reading reading = Read(
      "今年市政府实事项目进展顺利,预计年底全部完成。\n"
      "1、截至10月底,全市新增就业3.2万人,完成全年目标的96%。\n"
      "2、截至10月底,全市共建成充电桩410个,计划年底前再建40个。\n3、已改造公厕8座,"
      "实事项目2023年计划10座。\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  EXPECT_EQ(reading.draft.programmes[0].kind, Kind::kProgress);
  EXPECT_EQ(reading.draft.programmes[0].as_of, (Date{2023, 10, 31}));
  EXPECT_EQ(ProjectAt(reading, 0).tasks.at(0).measurements.at(0).value, 32000);
}

TEST(ReadDocumentTest, OneParagraphBelowATitleThatAnnouncesProgressIsAProject) {
  const Reading reading = Read(
      "2023年9月份市定民生实事进度\n2023年市定民生实事-改造老旧小区。截至9月8日,全市已改造小区62个,"
      "占全年任务(80个)的77.5%;"
      "累计加装电梯41台,受益居民9300户;满意率92.4%,超出市定目标任务(90%)2.4个百分点。\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  EXPECT_EQ(reading.draft.programmes[0].as_of, (Date{2023, 9, 8}));
  ASSERT_THAT(reading.draft.programmes[0].projects, SizeIs(1));
  EXPECT_EQ(ProjectAt(reading, 0).title, "改造老旧小区");
  ASSERT_THAT(ProjectAt(reading, 0).tasks.at(0).targets, SizeIs(2));
  EXPECT_EQ(ProjectAt(reading, 0).tasks.at(0).targets[1].value, 90);
  for (const Measurement& m : ProjectAt(reading, 0).tasks.at(0).measurements)
    EXPECT_NE(m.value, 2.4);
}

TEST(ReadDocumentTest, ASentenceOfAReportIsNoTitleOfANewList) {
  const Reading reading = Read(
      "2023年某县民生实事项目进展情况\n序号\n项目内容\n牵头单位\n落实情况\n1\n新建公厕5座。\n住建局"
      "\n已建成公厕5座,并完成民生实事系统销号\n"
      "2*"
      "\n培训护理员300人次。\n民政局\n已培训护理员310人次。\n3\n新增车位80个。\n交通局\n已新增车位6"
      "0个。\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  EXPECT_THAT(reading.draft.programmes[0].projects, SizeIs(3));
}

TEST(ReadDocumentTest, CellsSetApartBySingleBlanksAreATable) {
  const Reading reading = Read(
      "某市2023年1-10月民生实事工作落实情况\n序号 考核指标 单 位 工作目标 已完成数 占年任务之比 备 "
      " 注\n"
      "1 城镇新增就业 人 5200 4160  80.0% 人社局\n2 改造公路  公里  136 68  50.0% 交通局\n3 "
      "新建公厕 座 20 21 105.0% 城管局\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  ASSERT_THAT(reading.draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(ProjectAt(reading, 0).tasks.at(0).targets.at(0).value, 5200);
  EXPECT_EQ(ProjectAt(reading, 1).tasks.at(0).measurements.at(0).value, 68);
  EXPECT_EQ(ProjectAt(reading, 1).tasks.at(0).measurements.at(0).unit, "公里");
  EXPECT_THAT(ProjectAt(reading, 2).lead_units, ElementsAre("城管局"));
}

TEST(ReadDocumentTest, HeadsBrokenOverLinesAndMergedOfficesAreRead) {
  const Reading reading = Read(
      "2023年1-"
      "7月某市民生工程实施进度表\n工程\n名称\n序号\n项目内容\n目标任务\n市级牵头\n责任单位\n进度\n"
      "完成目标\n(%)\n备注\n"
      "安居工程\n1\n改造老旧小区(个)\n400\n市住建局\n304\n76\n达到时间进度\n2\n加装电梯(台)"
      "\n200\n150\n75\n达到时间进度\n"
      "3\n培训护工(人次)\n3000\n市民政局\n1500\n50\n达到时间进度\n4\n改造公厕(座)"
      "\n20\n市城管局\n30\n150\n超额完成\n");
  ASSERT_THAT(reading.draft.programmes, SizeIs(1));
  ASSERT_THAT(reading.draft.programmes[0].projects, SizeIs(4));
  EXPECT_THAT(ProjectAt(reading, 1).lead_units, ElementsAre("市住建局"));
  EXPECT_EQ(ProjectAt(reading, 1).tasks.at(0).targets.at(0).value, 200);
  EXPECT_EQ(ProjectAt(reading, 1).tasks.at(0).measurements.at(0).value, 150);
  EXPECT_EQ(ProjectAt(reading, 2).tasks.at(0).measurements.at(0).unit, "人次");
  EXPECT_EQ(ProjectAt(reading, 3).category, "安居工程");
}

TEST(ReadDocumentTest, ReportsAboveAnAnnexAreTheListOfTheYearBefore) {
  std::string report = "某区政府工作报告\n";
  for (const char* item :
       {"一、修缮校舍。 按计划2022年完成的修缮项目共60个,已全部完工。",
        "二、改造管网。 全区累计改造管网31公里。", "三、整治油烟。 共检查餐馆699家,已整治48家。"}) {
    report += item;
    for (int i = 0; i < 4; ++i) report += "各单位分工负责,群众反映良好,工作已经落实到位。";
    report += ' ';
  }
  report +=
      "附件2 2023年十件民生实事\n序号 项目 具体内容 牵头单位 1 方便出行 新增停车位500个。 区交通局 "
      "2 扩大学位 新增学位900个。 区教育局\n";
  const Reading reading = Read(report);
  ASSERT_THAT(reading.draft.programmes, SizeIs(2));
  EXPECT_EQ(reading.draft.programmes[0].year, 2022);
  EXPECT_EQ(reading.draft.programmes[0].kind, Kind::kCompletion);
  EXPECT_EQ(reading.draft.programmes[1].year, 2023);
  EXPECT_EQ(reading.draft.programmes[1].kind, Kind::kPlan);
}

TEST(ReadDocumentTest, APlaceIsNotCutOutOfRunningWords) {
  const Reading reading = Read(
      "2023年民生实事进展情况\n1.完成县级医院改造2所,已完工。\n2.城区新增车位300个,"
      "已完成260个。\n3.完成县乡公路12公里,已通车。\n");
  EXPECT_EQ(reading.draft.district_code, "");
}

TEST(ReadDocumentTest, ANoticeThatPromisesNothingIsAnEmptyDraft) {
  const Reading reading =
      Read("关于国庆节放假的通知\n各科室:10月1日至7日放假,共7天。值班电话84636200,2个班组轮值。\n");
  EXPECT_THAT(reading.draft.programmes, IsEmpty());
  EXPECT_THAT(reading.draft.findings, IsEmpty());
}

TEST(ReadDocumentTest, AbsurdShapesAreReadInBoundedTime) {
  std::string line = "2022年民生实事 ";
  for (int i = 0; i < 100'000; ++i) line += "1 2 ";
  EXPECT_TRUE(ReadDocument(line).ok());
  std::string columns = "序号|项目|进展情况";
  for (int i = 0; i < 1000; ++i) columns += "|列" + std::to_string(i);
  std::string table = columns + "\n";
  for (int i = 0; i < 50; ++i) table += columns + "\n";
  EXPECT_TRUE(ReadDocument(table).ok());
  std::string open = "2022年民生实事\n1.新建公园3个";
  open.append(300'000, '(');
  EXPECT_TRUE(ReadDocument(open).ok());
  std::string announced;
  for (int i = 0; i < 6'000; ++i) announced += "办好十件10件实事十件、";
  EXPECT_TRUE(ReadDocument(announced).ok());
}

// One item, one lead or one paragraph with thousands of shares, rests and parts: each is held
// against a few others only.
TEST(ReadDocumentTest, ThousandsOfFiguresInOnePlaceAreReadInBoundedTime) {
  const std::string head = "青州市2023年民生实事项目完成情况\n";
  const std::string items = "1.公厕改造。已改造公厕30座。\n2.道路建设。已新建道路5公里。\n";
  std::string shares;
  std::string rests;
  for (int i = 0; i < 5'000; ++i) {
    shares +=
        "已完成" + std::to_string(i % 977 + 3) + "项,完成率" + std::to_string(i % 90 + 5) + "%,";
    rests += "改造小区" + std::to_string(i % 977 + 9) + "个,已完工" + std::to_string(i % 5) +
             "个,其余" + std::to_string(i % 7) + "个正在施工,";
  }
  EXPECT_TRUE(ReadDocument(head + "2023年12项民生实事," + shares + "进展顺利:\n" + items).ok());
  EXPECT_TRUE(ReadDocument(head + items + "3.停车建设。" + shares + "\n").ok());
  EXPECT_TRUE(ReadDocument(head + items + "3.小区改造。" + rests + "\n").ok());
}

// A total of many places names some of them as evidence, and each total its own.
TEST(CheckTest, AFindingOnManyPlacesNamesSomeOfThem) {
  std::string table =
      "青州市2023年民生实事分镇完成情况统计表\n(截至2023年10月31日)\n乡镇 | 1.改厕(户) | "
      "2.公路(公里) |\n";
  for (int i = 0; i < 150; ++i) table += "第" + std::to_string(i) + "镇 | 10 | 2 |\n";
  const Reading reading = Read(table + "合计 | 1501 | 301 |\n");
  ASSERT_THAT(reading.draft.findings, SizeIs(2));
  for (const Finding& finding : reading.draft.findings) EXPECT_THAT(finding.evidence, SizeIs(101));
}

TEST(RenderTest, EveryFigureIsMarkedAndWhatWasLeftAsideHasItsReason) {
  const Reading reading = Read(kTable);
  const std::string shown = RenderDocument(reading);
  EXPECT_THAT(shown, HasSubstr("【240个|完成 1.1→1】"));
  EXPECT_THAT(shown, HasSubstr("【不少于500个|目标 1.1】"));
  EXPECT_THAT(shown, HasSubstr("DATE"));
}

}  // namespace
}  // namespace duban::documents
