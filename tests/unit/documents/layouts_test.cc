// Layouts that governments print, one short document each: what a person sees in it is what must be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "documents/core/reader.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Draft ReadDraft(std::string_view text) {
  auto reading = ReadDocument(text);
  EXPECT_TRUE(reading.ok());
  return std::move(reading->draft);
}

TEST(LayoutsTest, PlacesBelowEachOtherReportOnOnePromise) {
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

TEST(LayoutsTest, AReportOnTheWorkAnnouncesItsListInASentence) {
  const Draft draft = ReadDraft(
      "政府工作报告\n一、2022年工作回顾\n完成投资120亿元,改造小区12个。\n二、2023年工作安排\n(一)新增规上企业15家。\n"
      "(二)办好民生实事。集中财力办好三件民生实事:一是新建幼儿园3所,二是改造老旧小区15个,三是新建农村公路80公里。加强调度。\n"
      "三、加强自身建设\n压减支出5%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].year, 2023);
  EXPECT_EQ(draft.programmes[0].kind, Kind::kPlan);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).value, 15);
  EXPECT_THAT(draft.programmes[0].projects[2].tasks.at(0).targets, SizeIs(1));
}

TEST(LayoutsTest, AnnouncedLinesWithoutNumbersAreAListWhereTheyTellOfWorks) {
  const std::string head = "2024年全市将办好3件民生实事。具体包括:\n";
  const std::string lines = "改造老旧小区30个。\n新建口袋公园12个。\n打通断头路5条。\n";
  EXPECT_THAT(ReadDraft(head + lines + "编辑:某某\n").programmes.at(0).projects, SizeIs(3));
  EXPECT_THAT(ReadDraft(head + lines + "会议还审议了其他事项。\n").programmes.at(0).projects, SizeIs(3));
  EXPECT_THAT(ReadDraft(head + "会议听取了有关报告。\n会议通过了有关决议。\n会议于下午闭幕。\n会议还审议了其他事项。\n").programmes, IsEmpty());
}

TEST(LayoutsTest, ABracketBehindACountNamesProjectsOnce) {
  const Draft draft = ReadDraft(
      "甘州区2022年民生实事1-9月进展情况\n截至9月底,推进缓慢的有3项(城区幼儿园建设、乡镇污水站建设、公共停车场建设)。"
      "其中:东街街道有2项(城区幼儿园建设、公共停车场建设)推进缓慢。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).status, Status::kDelayed);
  ASSERT_THAT(draft.checks, SizeIs(2));
  EXPECT_TRUE(draft.checks[0].ok && draft.checks[1].ok);
}

TEST(LayoutsTest, NumbersThatRunOnAcrossCategoriesNumberTheItems) {
  const Draft draft = ReadDraft(
      "2024年甘州区民生实事项目清单\n(一)教育类\n新增学位,均衡发展。\n1.新建幼儿园2所。\n2*.改造校舍12所。\n(二)卫生类\n"
      "3.新增床位200张。\n4.建设卫生站5个。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[2].category, "卫生类");
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).value, 12);
}

TEST(LayoutsTest, TheChapterThatHoldsTheFiguresHoldsTheList) {
  const Draft draft = ReadDraft(
      "甘州区2023年民生实事项目实施情况报告\n2024年1月12日\n一、重要意义\n区政府十分重视。\n二、实施成果\n(一)老旧小区改造。已改造小区12个。\n"
      "(二)幼儿园建设。已新建2所,新增学位540个。\n(三)公交优化。已新增线路3条。\n三、几点体会\n坚持群众视角。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion);  // published in the year after
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).measurements.at(1).value, 540);
}

TEST(LayoutsTest, NumbersAloneOnTheirLinesOpenItems) {
  const Draft draft = ReadDraft(
      "2023年全市实事项目具体完成情况\n截至目前,10件实事全部完成。2023-12-28\n01\n新增养老床位700张,为计划的101%。\n02\n新建助餐点80家,为计划的100%。\n"
      "03\n完成河道整治155公里,为计划的103%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion);
  EXPECT_EQ(draft.programmes[0].as_of, (Date{2023, 12, 28}));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[2].tasks.at(0).measurements.at(0).value, 155);
}

TEST(LayoutsTest, ATitleThatCountsIsAboveAParagraphOfAsManyClauses) {
  const Draft draft = ReadDraft(
      "甘州区五大民生工程完成投资5.8亿元\n日期:2022-12-17\n今年以来,截至目前,成效明显。\n总投资1.3亿元的医院工程主体完工;50个托老所全部建成;"
      "建成住房984套;整治水库12座;铺设管网33公里,正在通水。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kProgress);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
}

TEST(LayoutsTest, ItemsOpenInManyWays) {
  const char* const openings[][3] = {{"NO.1 ", "NO.2 ", "NO.3 "},      {"【", "【", "【"},   {"第一项:", "第二项:", "第三项:"},
                                     {"一\n", "二\n", "三\n"},          {"01\n", "02\n", "03\n"}, {"▶", "▶", "▶"},
                                     {"项目一\n", "项目二\n", "项目三\n"}, {"1 ", "2 ", "3 "}};
  for (const auto& opening : openings) {
    const std::string close = std::string(opening[0]) == "【" ? "】" : "\n";
    const std::string text = std::string("2024年全市民生实事项目\n") + opening[0] + "老旧小区改造工程" + close + "改造小区12个,惠及3400户。\n" +
                             opening[1] + "公办幼儿园建设" + close + "新建幼儿园2所。\n" + opening[2] + "公交线路优化" + close +
                             "新增公交线路3条。\n";
    const Draft draft = ReadDraft(text);
    ASSERT_THAT(draft.programmes, SizeIs(1)) << text;
    ASSERT_THAT(draft.programmes[0].projects, SizeIs(3)) << text;
    EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).value, 2) << text;
  }
}

TEST(LayoutsTest, ATextMayOpenWithABracket) {
  const Draft draft = ReadDraft(
      "(县融媒体中心)县政府2025年度十件民生实事项目正式出炉!\n一、村内道路提升工程\n硬化道路10万平方米。\n二、饮水维修工程\n更换37处机泵。\n"
      "三、电网改造工程\n新增配变56台。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_THAT(draft.programmes[0].projects, SizeIs(3));
}

TEST(LayoutsTest, ChaptersStandBetweenTheRowsOfATableOnOneLine) {
  const auto reading = ReadDocument(
      "某开发区2022年实事项目序号项目名称实施内容和计划安排主要责任单位一、教育文体(2项)1教室照明改造为28所学校的940间教室更换灯具。教育局"
      "2学校操场夜间开放新增11所学校操场向居民开放。宣传和统战部、各街道二、医疗卫生3公共急救能力建设(1)投放急救设备200台。"
      "(2)青石街道急救中心:改造病床120张。卫生健康委员会、红十字会4家庭医生签约服务培训家庭医生300名。卫生健康委员会");
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

TEST(LayoutsTest, ATitleWithANumberOfItsOwnHoldsTheRowsBelowIt) {
  const Draft draft = ReadDraft(
      "2024年丰南区民生实事项目进展表(截至6月底)\n"
      "序号 | 项目名称 | 起止 年限 | 子项目 | 具体内容 | 2024年进展情况 | ||\n"
      "截至6月底进展 | 7月工作计划 | ||||||\n"
      "1 | 一、校园提升工程 | 2023-2024 | 新建实验中学食堂 | 新建食堂1座 | 正在装修 | 完成装修 | |\n"
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

TEST(LayoutsTest, ProjectsNamedWithinASentenceKeepTheirNumbersAndStates) {
  const Draft draft = ReadDraft(
      "2023年1-8月民生实事进展情况通报\n"
      "全区12项民生实事,其中3项已完成,分别是:校园午餐补助(第二项)、老人体检(第五项)、公厕改造(第九项)。\n"
      "滞后项目:一是城东停车楼建设(第三项)正在编制招标文件;二是河道整治(第十一项)尚未启动2公里。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(5));
  EXPECT_EQ(projects[0].number, 2);
  EXPECT_EQ(projects[0].title, "校园午餐补助");
  EXPECT_EQ(projects[0].tasks.at(0).status, Status::kCompleted);
  EXPECT_EQ(projects[4].number, 11);
  EXPECT_EQ(projects[4].tasks.at(0).status, Status::kDelayed);
  EXPECT_THAT(projects[4].tasks.at(0).targets, SizeIs(1));
}

TEST(LayoutsTest, ASentenceThatCountsProjectsAnnouncesTheClausesBehindIt) {
  const Draft draft = ReadDraft(
      "2021年上半年全市重点民生工程进展情况\n"
      "截至6月底,重点民生工程顺利推进。2项提前超额完成全年任务。“心理讲座进校园”原计划全年开展讲座50场,已开展60场;"
      "“一窗受理”5月份完成全年任务。2项超额完成节点任务。“燃气管网改造项目”计划累计改造管网7公里,实际完成9公里;“书吧建设项目”已完成招标。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(4));
  EXPECT_EQ(projects[0].tasks.at(0).status, Status::kOverfulfilled);
  EXPECT_EQ(projects[2].title, "燃气管网改造项目");
  EXPECT_EQ(projects[2].tasks.at(0).status, Status::kInProgress);
  ASSERT_THAT(projects[2].tasks.at(0).targets, SizeIs(1));
  EXPECT_EQ(projects[2].tasks.at(0).targets[0].value, 7);
  EXPECT_EQ(projects[2].tasks.at(0).measurements.at(0).value, 9);
}

TEST(LayoutsTest, LabelsWithTheirValuesOnTheNextLineOpenProjects) {
  const Draft draft = ReadDraft(
      "2022年为群众办实事项目进展与成效\n"
      "01 项目名称:提升环境\n项目内容:\n新建公厕5座。\n责任单位:\n区城管局、区水务局\n进展与成效:\n已建成公厕2座。\n"
      "02\n项目名称:\n文化惠民\n项目内容:\n送戏下乡30场。\n责任单位\n区文旅局\n进展与成效:\n已送戏12场。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(2));
  EXPECT_EQ(projects[0].title, "提升环境");
  EXPECT_THAT(projects[0].lead_units, ElementsAre("区城管局", "区水务局"));
  EXPECT_EQ(projects[1].title, "文化惠民");
  EXPECT_EQ(projects[1].tasks.at(0).measurements.at(0).value, 12);
}

TEST(LayoutsTest, AStatePhraseOpensTheReportWhereStatesHaveNoColumn) {
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

TEST(LayoutsTest, AProvinceIsNamedWhereTheTextSpeaksOfAllOfIt) {
  EXPECT_EQ(ReadDraft("河北省2023年民生实事进展情况\n截至6月底,全省10件民生实事进展顺利,全省各地…\n"
                      "一、修路。已修路20公里,石家庄市、保定市较快。\n二、建桥。已建桥3座。\n三、种树。已种树9万株。\n")
                .district_code,
            "130000");
  EXPECT_EQ(ReadDraft("2023年民生实事进展情况\n1.扩建学校。奉化高级中学已扩建教室20间。\n2.修桥。已修桥3座。\n").district_code, "330213");
}

TEST(LayoutsTest, HeadsThatALineBreakPartedGoOn) {
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

TEST(LayoutsTest, EmptyCellsBetweenLonePipesTellTheRows) {
  const Draft draft = ReadDraft(
      "临江区2024年民生实事进展情况(截至10月底)\n序号 |\n类别 |\n项目名称 |\n目标任务 |\n牵头单位 |\n目标任务 |\n累计完成 |\n累计进度 |\n备注 |\n"
      "1 |\n一、就业(2项) |\n稳定就业 |\n新增就业900人 |\n区人社局 |\n900 |\n450 |\n50% |\n|\n"
      "建设零工驿站3个 |\n3 |\n3 |\n100% |\n|\n"
      "2 |\n职业培训 |\n培训月嫂200人次 |\n区商务局 |\n200 |\n210 |\n105% |\n|\n"
      "3 |\n二、养老(1项) |\n助餐服务 |\n新建助餐点7个 |\n区民政局 |\n7 |\n7 |\n100% |\n按工程进度测算 |\n");
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

TEST(LayoutsTest, AGroupsHeadingMayStandBelowTheHeads) {
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

TEST(LayoutsTest, AHeadAboveTwoOthersIsNoColumnOfItsOwn) {
  const Draft draft = ReadDraft(
      "2025年临江区民生实事项目进展表(截至6月底)\n序号\n项目名称\n起止年限\n具体内容\n2025年进展情况\n截至6月底进展\n7月工作计划\n责任单位\n"
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

TEST(LayoutsTest, TheFormAboveATableHasNoHeads) {
  const Draft draft = ReadDraft(
      "公开方式\n主动公开\n公开时限\n长期公开\n发布单位\n区政府\n序号\n实事项目\n工作举措及实施计划\n责任单位\n"
      "1\n新建幼儿园2所。\n6月底前主体完工;10月底前竣工。\n区教育局\n2\n新建托育点6家。\n9月底前建成。\n区卫健局\n"
      "3\n改造公厕12座。\n11月底前完成。\n区城管局\n(2024年民生实事)\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_THAT(draft.programmes[0].projects[2].lead_units, ElementsAre("区城管局"));
}

TEST(LayoutsTest, ANoticeEndsAboveItsTableOfNumberedTasks) {
  const Draft draft = ReadDraft(
      "临江区人民政府关于印发2024年政府工作报告主要工作任务分解表的通知\n"
      "区第十八届人民代表大会第三次会议审议通过了《2024年政府工作报告》,现将《2024年政府工作报告主要工作任务分解表》印发给你们,请各单位认真对照各自承担的工作任务,"
      "细化工作目标,紧盯工作进度,落实工作责任,确保各项任务如期完成,办理情况按月报送区政府办公室督查科,遇有重要情况随时报告,不得迟报、漏报和瞒报。\n"
      "(此件公开发布)\n2024年政府工作报告主要工作任务分解表\n主要工作任务\n牵头单位\n责任单位\n一、优化结构\n"
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

TEST(LayoutsTest, AColumnOfStepsPlansWhatItSaysOfTheEnd) {
  const Draft draft = ReadDraft(
      "2020年临江市为民办十件实事项目表\n序号\n项目名称\n主要内容\n进度要求\n责任单位\n协办单位\n"
      "1\n更新生活设施\n①改造70个小区。\n一季度完成立项;二季度招标;四季度投入使用。\n市住建局\n各县区政府\n市发改委\n"
      "②新建26座公厕。\n一季度完成选址;四季度全部建成。\n市城管局\n清江区政府\n淮阴区政府\n"
      "2\n增加学位\n新建学校3所。\n一季度完成立项;四季度投入使用。\n市教育局\n市发改委\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kPlan);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(2));
  ASSERT_THAT(draft.programmes[0].projects[0].tasks, SizeIs(2));
  EXPECT_THAT(draft.programmes[0].projects[0].lead_units, ElementsAre("市住建局")) << "the first leads, the others help";
  EXPECT_EQ(draft.programmes[0].projects[0].tasks[1].targets.at(0).value, 26);
}

TEST(LayoutsTest, WhatIsPromisedOpensARowBelowWhatIsDone) {
  const Draft draft = ReadDraft(
      "2022年临江市民生实事1-9月份进展情况表\n序号\n项目\n工作目标\n牵头单位\n1-9月进展情况\n全面完成预计时间\n"
      "1\n幼有善育\n新增3个街道建有托育机构\n卫生健康局\n已全部完成(东街幼托中心、西街幼儿园)。\n已完成\n"
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

TEST(LayoutsTest, AReportMayFirstSayWhatWasPromised) {
  const Draft draft = ReadDraft(
      "临江市2023年1-3月十件民生实事进展情况\n"
      "一、保障重点群体就业,开展技能培训2万人次、安置就业困难人员3370人。\n推进情况:1.全市开展技能培训5585人次。\n2.安置就业困难人员1425人。\n"
      "二、推进老旧小区改造。全年改造不少于8166户。这项工作由市住建局牵头。截至3月31日,已改造1078户。\n"
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
  EXPECT_EQ(figures(projects[0]), std::pair(std::vector<double>({20000, 3370}), std::vector<double>({5585, 1425})));
  EXPECT_EQ(figures(projects[1]), std::pair(std::vector<double>({8166}), std::vector<double>({1078})));
  EXPECT_EQ(figures(projects[2]), std::pair(std::vector<double>({60}), std::vector<double>({62})));
}

TEST(LayoutsTest, ANumberedNameAloneInItsRowOpensAProject) {
  const Draft draft = ReadDraft(
      "2023年3月份临江市暖民心行动各县区进展情况表\n县区 项目名称 年度目标任务 完成进度\n"
      "河东县 一、就业促进行动(2项指标) 1.募集见习岗位325个 完成330个,完成率101.54%\n2.开发公益性岗位540个 完成838个,完成率155.19%\n"
      "二、老年助餐行动(2项指标) 1.新增城市食堂6个 完成1个,完成率16.7%\n2.新增农村助餐点27个 完成9个,完成率33.3%\n"
      "三、健康口腔行动\n(2项指标)\n1.新增牙椅12台 完成2台,完成率16.67%\n2.新增窝沟封闭7050人 完成1826人,完成率25.9%\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(3));
  std::vector<double> targets;
  for (const Task& task : projects[2].tasks) {
    for (const Target& target : task.targets) targets.push_back(target.value);
  }
  EXPECT_THAT(targets, ElementsAre(12, 7050)) << "2项指标 counts the pieces";
}

TEST(LayoutsTest, NamesStayAsPrintedWhereTheTextWasReadWithOtherCharacters) {
  const Draft draft = ReadDraft(
      "2024年二季度臨江市重點民生實事進展情況表\n序號 | 事項名稱 | 任務目標 | 進展情況 | 責任單位 | 完成情況 |\n"
      "1 | 儲備糧倉庫擴建 | 新增倉容16000噸 | 截至目前,已新增倉容9000噸 | 發改局 | 已完成二季度任務 |\n"
      "2 | 開設農貿市場項目 | 實施3個市場項目 | 已實施1個市場項目 | 審批局 | 推進中 |\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(2));
  EXPECT_THAT(draft.programmes[0].projects[0].lead_units, ElementsAre("發改局"));
  EXPECT_EQ(draft.programmes[0].projects[0].tasks.at(0).status, Status::kInProgress) << "a quarter's task is not the year's";
}

TEST(LayoutsTest, QuartersOfAReportSayWhatWasDoneInThem) {
  const Draft draft = ReadDraft(
      "关于2023年临江区政府重点工作三季度完成情况的通报\n序号 | 重点工作 | 牵头单位 | 全年目标 | 一季度 | 二季度 | 三季度 | 是否达序 |\n"
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

TEST(LayoutsTest, ANumberMayRunOnIntoItsName) {
  const Draft draft = ReadDraft(
      "附件2 2023年临江区民生实事完成情况 序号 项目名称 完成情况 1 老旧小区改造 完成改造38个小区,加装电梯52部。 2 幼儿园建设 新建成幼儿园6所。 "
      "3农村公路提升 完成公路提升48.6公里,改造危桥7座。 4 停车设施 新增停车泊位2140个。 5 文化惠民 开展演出226场。");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[0].projects[2].title, "农村公路提升");
  EXPECT_EQ(draft.programmes[0].projects[4].tasks.at(0).measurements.at(0).value, 226);
}

TEST(LayoutsTest, ANumberedNameBelowTheHeadOfNumbersIsTheProject) {
  const Draft draft = ReadDraft(
      "2023年临江区民生实事项目进展情况\n序号 | 项目 | 责任单位 | 进展情况 | 亮灯情况 |\n"
      "一、完善交通设施 | 提升北环路。 | 区住建局 | 已开工,已铺设路面3公里。 | 绿灯 |\n修缮危桥2座。 | 区交通局 | 已修缮危桥1座。 | 绿灯 | |\n"
      "二、提升防洪能力 | 整治河道5公里。 | 区水利局 | 已整治河道2公里。 | 黄灯 |\n"
      "三、加大安居保障 | 改造小区4个。 | 区住建局 | 已改造小区1个。 | 绿灯 |\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(3));
  EXPECT_EQ(projects[0].title, "完善交通设施");
  ASSERT_THAT(projects[0].tasks, SizeIs(2));
  EXPECT_EQ(projects[2].tasks.at(0).targets.at(0).value, 4);
}

TEST(LayoutsTest, ASecondNumberingIsNoPartOfTheFirst) {
  const Draft draft = ReadDraft(
      "2021年临江区重点任务一季度完成情况\n序号 市折子号 工作报告任务 目前进展情况\n"
      "1 21 完善督查机制,做好项目储备。 成立领导小组,制定行动计划。\n"
      "2 69 改造商圈,每街至少建设1个特色商圈。 召开协调会,研究商圈改造。\n"
      "3 74 完成22个市场的改造。 已改造市场6个。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].number, 2);
  EXPECT_EQ(draft.programmes[0].projects[2].tasks.at(0).measurements.at(0).value, 6);
}

TEST(LayoutsTest, ATextThatOpensWithAPipeIsNoTable) {
  const Draft draft = ReadDraft(
      "| 1月9日,临江县人民代表大会开幕,县长作工作报告。 报告指出,今年重点抓好4件民生实事。 分别是: (1)新建县医院门诊楼1座,继续优先保障民生投入,让群众就近就医。 "
      "(2)改造提升道路5条,缓解城区交通拥堵,方便群众出行,并同步更换沿线路灯。 (3)新建农村公共厕所120座,改善农村人居环境,建立长效管护机制。 "
      "(4)引导800名高校毕业生到基层就业,开发公益性岗位300个。 | 政府信息公开 | 索引号:2023-1 |");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[2].tasks.at(0).targets.at(0).value, 120);
}

TEST(LayoutsTest, NumbersThatRunOnThroughTwoLevelsOfHeadingsAreTheProjects) {
  const Draft draft = ReadDraft(
      "关于印发2024年民生实事的通知\n一、主要任务\n(一)出行方面\n1.新开公交线路。新开公交线路8条。\n"
      "2.修补道路。修补道路30公里。\n(二)教育方面\n3.扩建幼儿园。扩建幼儿园5所。\n(三)就业方面\n"
      "4.举办招聘会。举办招聘会60场。\n5.培训技工。培训技工900人。\n(四)养老方面\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[0].projects[2].category, "教育方面");
}

TEST(LayoutsTest, ClausesThatOpenWithAProjectsNameAreProjects) {
  const Draft draft = ReadDraft(
      "2023年1-9月临江市民生实事项目建设推进情况\n"
      "2023年1-9月,临江市9个民生实事项目已全部开工,其中河岸绿化项目东堤、西堤全部完成;夜间照明提升项目更换路灯420盏;"
      "文化下乡项目送戏86场已完成;变电站扩建项目已投运。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).measurements.at(0).value, 420);
}

TEST(LayoutsTest, LabelsOnLinesOfTheirOwnPartTargetsFromProgress) {
  const Draft draft = ReadDraft(
      "首页 > 民生工程 > 通报公示\n临江县2023年惠民行动1-6月份\n工作进展情况通报\n一、各项目进展情况\n"
      "(一)夜校行动\n市定任务(2023年度)\n1、开办夜校12所;\n工作进展情况\n1、开办夜校6所,已完成目标任务的50%。\n"
      "(二)助餐行动\n市定任务(2023年度)\n1、新增助餐点20个;\n工作进展情况\n1、新增助餐点20个,已完成目标任务的100%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const Programme& programme = draft.programmes[0];
  EXPECT_EQ(programme.title, "临江县2023年惠民行动1-6月份");
  ASSERT_THAT(programme.projects, SizeIs(2));
  EXPECT_EQ(programme.projects[0].tasks.at(0).targets.at(0).value, 12);
  EXPECT_EQ(programme.projects[0].tasks.at(0).measurements.at(0).value, 6);
}

TEST(LayoutsTest, LinesBelowACountAreTheProjectsUpToThePagesCredits) {
  const Draft draft = ReadDraft(
      "2月1日,临江区人大会议票决产生了2024年民生实事。\n五大民生实事项目\n万名老人乐享智慧养老\n2万学生视力筛查全覆盖\n"
      "10个滨江公园建设\n30公里步道建设提升\n6000人入住公共租赁住房\n文/日报记者:王某\n编辑:李某\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[0].projects[3].tasks.at(0).targets.at(0).value, 30);
}

TEST(LayoutsTest, NumeralsThatTouchTheirHeadingsCountTheProjects) {
  const Draft draft = ReadDraft(
      "2022年十件民生实事完成情况\n一开展学位供给行动 建成新城学校\n全年支出5亿元。新增学位2万个,已全部投用。\n"
      "二开展停车便民行动 东门停车场\n全年支出4亿元。新增停车位800个。\n三开展医疗保障行动\n补助标准提高到610元,惠及30万人。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
}

TEST(LayoutsTest, SentencesHeadedByTheirProjectsAreProjects) {
  const Draft draft = ReadDraft(
      "2020年临江市民生工程成绩单出炉\n★扶贫工作\n农村危房改造:开工1314户,竣工1314户,竣工率100%。资产收益扶贫:实施项目41个,投入资金2206万元。"
      "农村饮水提升工程:47处项目全部建成,完工率100%。“新农路”建设:完工719公里,完工率98%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[1].title, "资产收益扶贫");
}

// The same four promises below each style of numbering, with chapters on organisation behind them.
TEST(LayoutsTest, TheListStaysTheSameInEveryStyleOfNumbering) {
  const std::vector<std::vector<std::string>> styles = {{"一、", "二、", "三、", "四、"},
                                                        {"(一)", "(二)", "(三)", "(四)"},
                                                        {"1.", "2.", "3.", "4."},
                                                        {"①", "②", "③", "④"},
                                                        {"实事一:", "实事二:", "实事三:", "实事四:"},
                                                        {"礼包1:", "礼包2:", "礼包3:", "礼包4:"}};
  const std::vector<std::string> works = {"新建幼儿园6所", "改造老旧小区15个", "新增公共停车位3200个", "铺设供水管网48公里"};
  for (const std::vector<std::string>& style : styles) {
    std::string text = "金台区2024年民生实事项目\n";
    for (std::size_t i = 0; i < works.size(); ++i) text += style[i] + works[i] + "。\n";
    text += "下一步工作\n一、加强组织领导。各部门要高度重视。\n二、强化督促检查。每月通报一次。\n";
    const Draft draft = ReadDraft(text);
    ASSERT_THAT(draft.programmes, SizeIs(1)) << style[0];
    ASSERT_THAT(draft.programmes[0].projects, SizeIs(4)) << style[0];
    EXPECT_EQ(draft.programmes[0].projects[3].tasks.at(0).targets.at(0).value, 48) << style[0];
  }
}

TEST(LayoutsTest, NumberedPiecesOfOneLineAreAList) {
  const Draft draft = ReadDraft(
      "会议听取了2023年全区经济运行情况汇报\n2023年全区将办好下列民生实事:\n"
      "续办民生实事:①新建教师周转房120套、运动场6个。②改造农村危桥18座。③整治交通事故多发点24处。④改造老旧小区31个以上。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).value, 18);
}

TEST(LayoutsTest, TraditionalCharactersAreReadAndStayAsPrinted) {
  const Draft draft = ReadDraft(
      "金台區2023年民生實事項目完成情況\n1.新建農村公路\n目標任務:新建農村公路30公里,開設公交站點12個。\n"
      "完成情況:已新建農村公路31公里,開設公交站點12個。\n2.改造老舊小區\n目標任務:改造老舊小區15個,惠及群眾2萬戶。\n完成情況:已改造老舊小區16個。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(2));
  EXPECT_EQ(draft.programmes[0].projects[1].title, "改造老舊小區");
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).unit, "個");
}

}  // namespace
}  // namespace duban::documents
