// Lists that newspapers and reports tell in sentences: no table, often no number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(ProseTest, SentencesThatOpenWithTheirProjectsAreAList) {
  const Programme plan = ReadList(
      "临河县2016年办好10件实事\n本报讯(记者 "
      "某某)3月2日,记者从临河县获悉,2016年全县将投入8亿元抓好10件民生实事。\n"
      "今年,临河县供水工程将投资2亿元,改造管网35公里。就业工程继续招聘公益岗位120人。卫生工程,"
      "新建卫生室16个。\n"
      "畅通工程投资3亿元,硬化村道90公里。安居工程改造危房260户;发放补贴150万元。\n");
  EXPECT_THAT(TitlesOf(plan),
              ElementsAre("临河县供水工程", "就业工程", "卫生工程", "畅通工程", "安居工程"));
  EXPECT_EQ(plan.projects.at(3).tasks.at(0).targets.at(1).value, 90);

  const Programme report = ReadList(
      "临河市2023年民生实事一季度进展情况\n截至3月底,20项民生实事总体顺利。其中,"
      "助餐工程和养老工程中的两项工作已完成。\n"
      "目前多数民生工程取得进展。就业工程中,已新增就业1200人。教育工程中,已新增学位800个。\n"
      "此外,22项工作正在招标。供热工程中,已改造管网6公里。\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("就业工程", "教育工程", "供热工程"));
}

TEST(ProseTest, TheProjectOfAParagraphHoldsWhatItsSentencesGoOnTo) {
  const std::string head =
      "时间过半 "
      "临河市民生实事项目进展如何\n2021-08-05\n今年,"
      "市政府对票决产生的6项民生实事项目作了部署。从上半年情况看,民生实事项目总体进展顺利。\n\n";
  const std::string schools =
      "中小学扩容项目已开工18个,完成年度投资近2亿元。目前已完工3所,增加学位2400个。\n\n";
  const std::string skills =
      "技能提升专项行动实现培训3.1万人次,已完成目标任务的62%;新增就业1.2万人,完成目标任务的60%"
      "。\n\n";
  const std::string care =
      "敬老护幼行动进展顺利。其中,流感疫苗免费接种项目已印发方案;16个居家养老中心项目,"
      "5个处于招标阶段,11个处于建设阶段。\n\n";
  const std::string water =
      "“清水入户”工程完成农村饮水提升4.5万人,完成目标任务的75%"
      "。“平安校园”提升工程已完成培训8600人次。\n\n";
  const std::string roads =
      "农村公路提升项目已完成投资7000万元。6个公路服务站均已完成选址,"
      "其中2个已进场施工。上半年共改造公路36公里,完成年度计划60公里的60%。\n\n";
  const std::string next = "下一步,市政府督查室将对6项民生实事项目开展督查,确保年底前全面完成。\n";
  const Programme report = ReadList(head + schools + skills + care + water + roads + next);
  EXPECT_THAT(TitlesOf(report),
              ElementsAre("中小学扩容项目", "技能提升专项行动", "敬老护幼行动", "“清水入户”工程",
                          "“平安校园”提升工程", "农村公路提升项目"));
  EXPECT_EQ(report.as_of, (Date{2021, 6, 30}));
  const Programme turned = ReadList(head + care + roads + water + skills + schools + next);
  EXPECT_THAT(TitlesOf(turned),
              ElementsAre("敬老护幼行动", "农村公路提升项目", "“清水入户”工程",
                          "“平安校园”提升工程", "技能提升专项行动", "中小学扩容项目"));
}

TEST(ProseTest, SharesOfTheirTargetsMakeProjectsOfSentences) {
  const Programme report = ReadList(
      "临河市民生工程上半年进展情况\n截至2022年6月底,各级预算下达3.5亿元,占年度计划的71%。\n"
      "新增的小项属于社会保障工程。农村低保补助标准达到每月560元,占目标任务的101%;"
      "公益岗位安置330人,占目标任务的110%。\n"
      "通村公路新增48公里,占目标任务的96%。\n");
  EXPECT_THAT(report.projects, SizeIs(3));
}

TEST(ProseTest, FirstSecondAndThirdAtTheStartOfAParagraphAreItsProjects) {
  const Programme report = ReadList(
      "临河市2014年30件民生实事办理情况\n2014年,"
      "我市30件实事中27件实事均已完成。\n一、当年完成的27件实事\n(一)就业方面\n"
      "一是完善就业服务,创建充分就业社区43个;二是强化技能培训,完成培训5600人次;"
      "三是安置城镇人员就业8900人,登记失业率3.5%。\n");
  ASSERT_THAT(report.projects, SizeIs(3));
  EXPECT_EQ(report.kind, Kind::kCompletion);
  EXPECT_EQ(report.projects[1].tasks.at(0).measurements.at(0).value, 5600);
}

// What news tells of three kinds of projects, each opened or headed as given.
std::string NewsByKinds(const std::string& works, const std::string& grants,
                        const std::string& training) {
  return "2020年10月19日\n今年以来,临河县克服疫情影响,33项民生工程总体达到序时进度。截至9月底,"
         "实际拨付资金5.2亿元。\n" +
         works +
         "农村饮水工程计划铺设管网62公里,已铺设51.5公里,占计划的83.1%;危房改造计划改造326户,"
         "已竣工298户;农村改厕已完成1612户,其余户正在施工;塘坝清淤完成35口。\n" +
         grants +
         "低保金累计发放6843万元;特困供养累计发放519万元;学生资助春季学期共资助5216人次;"
         "残疾人护理补贴发放3127人。\n" +
         training +
         "职业农民培训任务500人,已培训500人;技能培训任务1500人,已培训1246人;公益性岗位已开发320个;"
         "送戏进万村计划演出86场,已演出79场。\n下一步,全县将逐项销号。\n";
}

TEST(ProseTest, NewsTellsOfSomeOfThePromisesInPiecesOfParagraphsByKinds) {
  for (const std::string& text :
       {NewsByKinds("工程建设类项目加快推进。", "补助补贴类项目序时发放。",
                    "培训服务类项目进展顺利。"),
        NewsByKinds("工程建设方面,", "补助补贴方面,", "培训服务方面,"),
        NewsByKinds("城建:管网再添51公里\n", "补助:低保金按时发\n", "就业:农民学新技\n"),
        NewsByKinds("基础设施持续改善。", "社会救助继续改善。", "培训服务进展顺利。")}) {
    const Programme report = ReadList("临河县民生工程投入资金5.2亿元\n" + text);
    ASSERT_THAT(report.projects, SizeIs(12)) << text;
    EXPECT_EQ(report.projects[0].title, "农村饮水工程");
    EXPECT_THAT(report.projects[1].tasks.at(0).targets, SizeIs(1));
    EXPECT_EQ(report.projects[11].tasks.at(0).measurements.at(0).value, 79);
    EXPECT_FALSE(report.projects[4].category.empty()) << text;
  }
}

TEST(ProseTest, AHeadingOfANewspaperNamesTheKindOfTheSentencesBelow) {
  const Programme report = ReadList(
      "临河:16件为民办实事项目进展顺利\n2013-11-14\n截至10月底,16件为民办实事项目中,"
      "6件已提前完成年度目标。\n教育:新增学位1400个\n"
      "今年我市计划新建幼儿园8所,现已竣工6所,另有2所正在装修;计划完成校舍改造25栋,"
      "现已竣工21栋。计划新增学位1000个,已新增1400个。\n寄宿生补助按学期发放,上半年已发放1."
      "3万人次。\n"
      "交通:公交线路再添5条\n农村公路改造计划完成80公里,现已完成87公里;计划新增公交车60辆,"
      "已到位45辆。公共自行车系统计划建设站点100个,目前建成36个。\n"
      "据市交通局介绍,该项目将加快推进。\n环境与安全:农贸市场换新颜\n计划新建污水管网50公里,"
      "目前完成46公里;计划改造农贸市场10个,现已完成6个。治安探头计划安装2000个,现已安装1760个。\n"
      "文体:村村都有健身路径\n农村电影放映计划4600场,已放映4025场;健身工程计划建设50个,已建成50个;"
      "图书馆借阅机投放10台。【责任编辑:王晨】\n");
  ASSERT_THAT(report.projects, SizeIs(13));
  EXPECT_EQ(report.projects[3].category, "教育");
  EXPECT_EQ(report.projects[4].title, "农村公路改造");
  EXPECT_EQ(report.projects[12].category, "文体");
}

TEST(ProseTest, WhoPublishedAPageIsNoProject) {
  const std::string told =
      "完成12万平方米旧住房改造;修理老旧电梯46台;新增充电桩150个;新增停车泊位620个,"
      "新增共享泊位85个;改造积水点4处;铺设消防管道的小区达到9个;"
      "增设居民区微型消防站35个;增设消火栓11个;为老旧小区的住户完成天然气管道更新2300户;"
      "新增电动车充电设施78处。";
  const Programme report = ReadList(
      "临河区2021年政府实事项目完成情况\n\n临河发布 2022-01-12\n\n\n管好家门口的小区\n\n\n" + told +
      "\n\n\n建好家门口的客厅\n\n\n" + told + "\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("管好家门口的小区", "建好家门口的客厅"));
}

TEST(ProseTest, ACopyOnTwoLinesIsPartedWhereBlanksStandForLineBreaks) {
  const std::string care =
      " 关爱老年人,入户医疗护理累计服务9600人次。 "
      "新设社区日间照料中心3个,新增义务教育学位1620个、学前教育学位2580个。 "
      "为190名幼儿提供托育服务,为160名残疾儿童提供康复服务。"
      " 家庭医生签约服务的老年人达到7.2万人,为住院老年人完成陪护服务3300人次,"
      "为独居老年人安装呼叫设备780台。";
  const Programme report =
      ReadList("2021年,我区实施了一批民心工程,27个子项均已完成。 保障“一老一小”" + care +
               " 改善住房条件 为51户农村困难群众翻建危房,向50户家庭发放租房补贴。\n"
               "完善城镇功能 完成混接点改造16处。 推动公交首末站建设,建成首末站2处。 打造绿色生态 "
               "改造废弃鱼塘330个。 建成口袋公园12个,新增绿地面积9.5万平方米。"
               " 清理散乱污企业97家,完成河道清淤26公里,水质考核断面达标率达到100%。 "
               "新建生态步道14公里,栽植乔木3.6万株,修复湿地面积2100亩。 "
               "完成垃圾分类小区改造88个,新增回收站点35处,修缮文化广场8处。\n");
  EXPECT_THAT(TitlesOf(report),
              ElementsAre("保障“一老一小”", "改善住房条件", "完善城镇功能", "打造绿色生态"));
}

TEST(ProseTest, ANumberWrittenWithAZeroHeadsAProjectThoughTheCopyEndsThere) {
  const Programme report = ReadList(
      "临河区上半年民心工程“成绩单”出炉\n截至2025年6月底,4个子项已完成,"
      "其余22个子项正在加快推进。\n\n01  护苗助老工程\n\n"
      "已新增婴幼儿托位460个。\n\n已打造老年人食堂2个。\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("护苗助老工程"));
}

TEST(ProseTest, CountsBehindNamesSayHowFarTheyAre) {
  const Programme report = ReadList(
      "8月10日,临河市督查2023年民生实事办理情况。\n10件民生实事共涉及30个子项,"
      "其中向全市890名特困群众发放救助金、购买公益性岗位252个、为全部宗教场所免费订阅报纸3个子项已"
      "提前完成;"
      "市区第二、三自来水厂水质提标等25个子项实现了时间过半;"
      "市区老旧小区维修、小学生口腔卫生2个子项也在稳步推进当中。\n");
  ASSERT_THAT(report.projects, SizeIs(6));
  EXPECT_EQ(report.projects[0].tasks.at(0).status, Status::kCompleted);
  EXPECT_EQ(report.projects[3].title, "市区第二、三自来水厂水质提标");
  EXPECT_EQ(report.projects[5].tasks.at(0).status, Status::kInProgress);
}

TEST(ProseTest, ShortNamesCountWhereAsManyStandBehindTheLastComma) {
  const Programme report = ReadList(
      "近日,区政府督查室对17件惠民实事进行疏理,细分为8个子项目,至2016年9月10日,"
      "洋西溪整治工程、养老信息化服务、助行、就业扶助等4个子项目已完成任务,"
      "“强村行动”工程、自然村道路硬化等2个子项目正在有序推进,"
      "库区污水治理、居家养护补助等2个子项目进展滞后。\n");
  ASSERT_THAT(report.projects, SizeIs(8));
  EXPECT_EQ(report.projects[2].title, "助行");
  EXPECT_EQ(report.projects[7].tasks.at(0).status, Status::kDelayed);
}

TEST(ProseTest, TheNamesBehindACountMayCloseWithAConjunction) {
  const Programme plan = ReadList(
      "2017年市政府为民办实事项目确定\n市政府确定2017年5件为民办实事项目。其中包括整治市区内涝积水"
      "点、加快公园建设、硬化通屯道路1000公里、"
      "建设500个充电桩以及继续建设食品快检室,实现市区全覆盖。\n");
  ASSERT_THAT(plan.projects, SizeIs(5));
  EXPECT_EQ(plan.projects[3].tasks.at(0).targets.at(0).value, 500);
}

TEST(ProseTest, GroupsByStateNameTheirProjectsBehindAWordOfTheSentence) {
  const Programme report = ReadList(
      "临河市2018年重点民生实事完成情况\n其中,有3个指标超额完成年度任务,即:新增城镇就业66289人,"
      "为任务的116.3%;新建水泥路2062公里,为任务的103.1%;"
      "改造危房1379户,为任务的130.1%。此外,有2个指标全面完成年度任务,即:改造配电网完成投资6200万元,"
      "为任务的100%;改造棚户区2350套,为任务的100%。\n");
  ASSERT_THAT(report.projects, SizeIs(5));
  EXPECT_EQ(report.projects[0].tasks.at(0).status, Status::kOverfulfilled);
  EXPECT_EQ(report.projects[4].tasks.at(0).measurements.at(0).value, 2350);

  const Programme half_year = ReadList(
      "2018年12件重点民生实事中上半年完成较好的有3件,包括“城镇新增就业70万人”项目,已新增43.91万人;"
      "“环境整治322处”项目,已完成281处;"
      "“棚户区改造27万套”项目,已完成17万套。基本达到节点要求的重点民生实事有:"
      "提质改造农村公路、农村饮水巩固提升等项目。\n");
  ASSERT_THAT(half_year.projects, SizeIs(5));
  EXPECT_EQ(half_year.projects[0].tasks.at(0).measurements.at(0).value, 439100);
  EXPECT_EQ(half_year.projects[4].title, "农村饮水巩固提升");
}

TEST(ProseTest, WhatIsToldOfANamedProjectLaterBelongsToIt) {
  const Programme plan = ReadList(
      "2026-01-26 "
      "17:35:28\n临河县召开发布会,发布2026年民生实事的具体内容。\n2026年临河县五大民生实事项目为:"
      "农村污水处理厂改造项目、住校生免费体检项目、"
      "农田渠系维护项目、自来水水质提升项目、美食街建设项目。\n其中,"
      "农村污水处理厂改造项目将改造处理站27座;农田渠系维护项目将维修闸门467处,新建农桥9座。\n");
  ASSERT_THAT(plan.projects, SizeIs(5));
  EXPECT_EQ(plan.projects[0].tasks.at(0).targets.at(0).value, 27);
  EXPECT_EQ(plan.projects[2].tasks.at(0).targets.at(1).value, 9);
}

TEST(ProseTest, ParagraphsThatIntroduceAListAreNotItsFirstItems) {
  const Programme report = ReadList(
      "临河县全力推进民生项目建设\n2024-09-11\n今年以来,临河县优化施工方案,全力推进民生项目建设。\n"
      "实施高标准农田建设。已改造农田3.5万亩,已验收户厕810座,硬化道路10公里,疏通沟渠46公里,"
      "方便了沿线的村民出行。\n"
      "补齐城区发展短板。今年已建成安置房665套,为450户老年人家庭进行居家改造,提升体育公园1个,"
      "新建口袋公园6个。\n"
      "改善办学条件。新建幼儿园3所,已建成校舍面积10448平方米,配备校医26名,方便了适龄儿童就近入学,"
      "更新课桌4800套。\n");
  EXPECT_THAT(report.projects, SizeIs(3));
  EXPECT_EQ(report.projects.at(0).title, "实施高标准农田建设");
}

TEST(ProseTest, ChaptersThatRunOnIntoTheirItemsAreCategories) {
  const Programme plan = ReadList(
      "临河市关于2023年实施5项民生实事的通知\n经市政府同意,2023年实施5项民生实事,安排如下:\n"
      "一、促进就业(2项)1.城镇新增就业6.8万人。(牵头单位:市人社局)2.培训家政人员6000人次。("
      "牵头单位:市商务局)\n"
      "二、社会保障(1项)3.新增老年食堂25个。(牵头单位:市民政局)\n三、困难救助(2项)4."
      "帮扶职工5300人次。(牵头单位:市总工会)5.康复救助1460名。(牵头单位:市残联)\n");
  ASSERT_THAT(plan.projects, SizeIs(5));
  EXPECT_EQ(plan.projects[2].category, "社会保障");
  EXPECT_EQ(plan.projects[4].tasks.at(0).targets.at(0).value, 1460);
}

TEST(ProseTest, NamesRightBeforeTheCountOfAllPromisesAreTheList) {
  const Programme report = ReadList(
      "2023年临河省5件为民实事如期完成\n会议审议通过的《政府工作报告》,"
      "确定实施中小学建宿舍扩食堂、新增城镇就业32万人、建设100个养老服务中心、"
      "农村水利惠民、新建1万公里通硬化路5件为民实事。\n");
  ASSERT_THAT(report.projects, SizeIs(5));
  EXPECT_EQ(report.projects[0].title, "中小学建宿舍扩食堂");
}

TEST(ProseTest, QuotedNamesWithTheirStatesAreProjectsOfTheCountBeforeThem) {
  const Programme report = ReadList(
      "我市承担的2020年省重点民生实事进展情况\n截止目前,省重点民生实事共9大项11小项,"
      "其中“提高困难群众保障水平”和“人民医院提质升级”已完成,其余正常推进;"
      "市重点民生实事共10大项18小项,其中“建成安置房”已超额完成,"
      "“食堂明厨亮灶全覆盖”已完成。“一卡通”一期工程有2项已验收。\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("提高困难群众保障水平", "人民医院提质升级",
                                            "建成安置房", "食堂明厨亮灶全覆盖"));
  EXPECT_EQ(report.projects.at(2).tasks.at(0).status, Status::kOverfulfilled);
}

TEST(ProseTest, AnAnnouncementOfKindsPutsTheItemsBelowTheirHeadings) {
  const std::string lines =
      "幼有善育\n新增托位4500个\n新增公办学位1500个\n建成乡村健身广场20个\n降低成本\n新增参保1."
      "8万人\n建成数智化病理科5家\n免费筛查慢病患者2万人\n";
  const Programme items = ReadList(
      "2024年临河省政府工作报告提出,今年将继续实施10大类52项民生实事,"
      "涵盖就业、教育、医疗等领域。\n" +
      lines);
  ASSERT_THAT(items.projects, SizeIs(6));
  EXPECT_EQ(items.projects[3].category, "降低成本");
  const Programme below = ReadList(
      "2025年临河区为民办实事工作计划\n以群众需求为导向\n涉及教育、医疗等8大类\n共计37个项目\n有哪"
      "些民生礼包\n" +
      lines);
  EXPECT_THAT(below.projects, SizeIs(6));
}

TEST(ProseTest, NamesOfProjectsMayHoldYearsAndBrackets) {
  const Programme report = ReadList(
      "2023年临河市民生实事项目推进情况\n2023年共4项,总投资18.5亿元。截至9月底,已开工3项。\n"
      "其中,2023年老城改造工程土建已完成,已浇筑道路26栋;中环(北段)雨水管网养护工程已修复点位3256处;"
      "“三馆两厅”提升工程(一期)已进驻;公交绿色出行行动已接回新车50辆。\n");
  ASSERT_THAT(report.projects, SizeIs(4));
  EXPECT_EQ(report.projects[1].title, "中环(北段)雨水管网养护工程");
}

TEST(ProseTest, DashesAndBracketsOpenProjects) {
  EXPECT_THAT(TitlesOf(ReadList("临河区2016实事项目出炉\n今年临河区民生实事也随之出炉。\n——推进教育"
                                "设施建设,竣工3所幼儿园。\n——开工建设文体中心,启动改造2个文化馆。\n"
                                "——完成社会福利中心提升,改造4个养老院。\n")),
              ElementsAre("推进教育设施建设", "开工建设文体中心", "完成社会福利中心提升"));
  EXPECT_THAT(
      TitlesOf(ReadList("2018年临河市民生实事完成情况\n【就业安居工程】开工建设2.5万套公寓\n今年,"
                        "新增城镇就业12.36万人,已完成培训6.07万人。\n"
                        "【医疗卫生服务】免费实施手术1450例\n今年,已免费筛查妇女10万人。\n")),
      ElementsAre("就业安居工程", "医疗卫生服务"));
}

TEST(ProseTest, ACopyThatBeginsWithItsFirstItemHasNoTitleAbove) {
  const Programme report = ReadList(
      "一、饮水保供项目\n目标任务:改造水站12个。\n责任单位:区水利局\n完成情况:改造水站8个。\n"
      "二、道路畅行项目\n目标任务:大修公路9公里。\n责任单位:区交通局\n完成情况:大修公路4公里。\n"
      "三、暑期托管项目\n目标任务:开展托管2期。\n责任单位:区教育局\n");
  EXPECT_THAT(TitlesOf(report), ElementsAre("饮水保供项目", "道路畅行项目", "暑期托管项目"));
  EXPECT_EQ(report.title, "");
}

TEST(ProseTest, AShortNameEndsInAFullStopAsWell) {
  const Programme plan = ReadList(
      "临河县2019年民生实事\n临河县2019年民生实事日前确定。\n环境整治工程。改造厕所2400座,"
      "建设垃圾站1座,日处理260吨。\n"
      "绿化工程。下半年建成占地66亩的两个公园。\n交通规范工程。新建停车场3处,"
      "增设车位4100个。\n中小学扩建工程。对16所学校进行改扩建。\n");
  EXPECT_THAT(TitlesOf(plan),
              ElementsAre("环境整治工程", "绿化工程", "交通规范工程", "中小学扩建工程"));
}

TEST(ProseTest, WhatIsDoneStandsBeforeWhatGoesOn) {
  const Programme report = ReadList(
      "临河市20项民心工程三季度进展出炉\n今年20项民心工程三季度进展出炉。截至9月底,"
      "2022年20项民心工程的41项工作已完成12项。\n"
      "第三季度,"
      "我市完成了学生视力筛查、危房改造补助、残疾人家庭无障碍建设、优化医保报销4项民心工程的具体任"
      "务。\n"
      "当前,在建项目稳步推进。一是推进社区养老服务。建设养老综合体52个,开设家庭床位480张。\n"
      "二是新增义务教育学位。完成学校建设31所,开展“就近入学”“送教上门”“阳光课后”等活动。\n"
      "三是多措并举推动就业。举办招聘会1400场。\n");
  EXPECT_THAT(TitlesOf(report),
              ElementsAre("学生视力筛查", "危房改造补助", "残疾人家庭无障碍建设", "优化医保报销",
                          "推进社区养老服务", "新增义务教育学位", "多措并举推动就业"));
  EXPECT_EQ(report.projects.at(0).tasks.at(0).status, Status::kCompleted);
  EXPECT_EQ(report.projects.at(4).tasks.at(0).measurements.at(0).value, 52);
}

TEST(ProseTest, SentencesBelowTheirFieldsAreAsManyAsAreAnnounced) {
  const Programme plan = ReadList(
      "2023年临河市将实施7件民生实事\n记者从市人代会上获悉,今年该市将实施7件民生实事项目。\n"
      "在城市建设方面,道路交通扩容提质,开工建设滨河路等6条道路。打造园林景观,"
      "建设口袋公园9个。保障住房需求,实施保障房工程。\n"
      "在民生保障方面,促进就业创业,完成培训4200人次。提高健康水平,完成医院迁建项目。\n"
      "在农村发展方面,保障粮食增产,建设高标准农田2万亩。提升灌溉水平,实施水源置换工程。\n");
  EXPECT_THAT(TitlesOf(plan),
              ElementsAre("道路交通扩容提质", "打造园林景观", "保障住房需求", "促进就业创业",
                          "提高健康水平", "保障粮食增产", "提升灌溉水平"));
  EXPECT_EQ(plan.projects.at(3).category, "民生保障");
}

TEST(ProseTest, PiecesOfTheParagraphsOfChaptersAreAsManyAsAreAnnounced) {
  const Programme report = ReadList(
      "金台区2023年民生实事办理情况的报告\n2023年全区承诺办好5件民生实事,现将办理情况报告如下:"
      "\n一、完善基础设施\n"
      "一是供热管网改造。改造管网12公里,已完成。二是老旧小区改造。改造小区6个,惠及1200户,"
      "已完成。三是停车场建设。新增泊位300个,已完成。\n"
      "二、办好社会事业\n一是幼儿园建设。新建幼儿园2所,新增学位540个,"
      "已完成。二是医院扩建。新增床位80张,已完成。\n"
      "存在的问题:一是资金不足,缺口200万元;二是前期手续慢,用地协调难;三是管护责任不实。\n");
  EXPECT_THAT(TitlesOf(report),
              ElementsAre("供热管网改造", "老旧小区改造", "停车场建设", "幼儿园建设", "医院扩建"));
  EXPECT_EQ(report.projects[3].category, "办好社会事业");
}

TEST(ProseTest, ShortNamesAreProjectsAmongLongerOnesBelowTheirKinds) {
  const std::string text =
      "金台区2023年民心工程完成情况\n“住有所居”\n老旧小区改造。改造老旧小区9个,惠及居民4210户,"
      "工程全部完工。\n"
      "供热旧管网改造。更换供热管网14.5公里,"
      "7600户居民家里更暖。\n“病有所医”\n区医院提升工程。新病房楼启用,床位增至450张。\n"
      "免费筛查。为5300名妇女开展两癌筛查,建档率100%。\n“劳有所得”\n促进就业。新增就业1.9万人,"
      "举办招聘会64场次。\n";
  for (const std::string& printed : {text, absl::StrReplaceAll(text, {{"“", "【"}, {"”", "】"}})}) {
    const Programme report = ReadList(printed);
    EXPECT_THAT(TitlesOf(report), ElementsAre("老旧小区改造", "供热旧管网改造", "区医院提升工程",
                                              "免费筛查", "促进就业"));
    EXPECT_EQ(report.projects[1].category, "住有所居");
    EXPECT_EQ(report.projects[4].category, "劳有所得");
  }
}

TEST(ProseTest, WhatClosesADocumentIsNoMoreOfItsLastItem) {
  const Programme plan = ReadList(
      "2011年白云县民生实事项目\n一、安居工程\n改造危房1500户。\n二、教育工程\n新建学校3所。\n三、"
      "道路工程\n新建公路38公里。\n四、文化工程\n送戏下乡30场。\n"
      "五、养老工程\n建设幸福院6个。\n以上五件实事,财政安排资金4300万元。\n会议应到代表239名,"
      "收到建议263条。\n");
  ASSERT_THAT(plan.projects, SizeIs(5));
  EXPECT_THAT(plan.projects[4].tasks.at(0).targets, SizeIs(1));
}

TEST(ProseTest, AHeadingThatBlanksPartIsNoRowOfATable) {
  const Programme plan = ReadList(
      "白云区2016年十件民生实事任务分解\n第一件  打通东街\n包抓领导:刘志  "
      "责任单位:区住建局\n1.东街长620米,5月底前完成征迁。\n"
      "第二件  改造小巷\n包抓领导:李强  责任单位:区城管局\n1.改造小巷10条,4月开工。\n第三件  "
      "新建学校\n包抓领导:王平  责任单位:区教育局\n1.新建学校4所。\n");
  ASSERT_THAT(plan.projects, SizeIs(3));
  EXPECT_THAT(plan.projects[1].lead_units, ElementsAre("区城管局"));
}

TEST(ProseTest, AListOfAnnexesHidesNoChapters) {
  const Programme plan = ReadList(
      "关于印发2020年白云市民生实事的通知\n附件:1.2020年重点工作责任分解(略)\n2."
      "2020年民生实事责任分解\n民生实事责任分解\n一、教育提质\n"
      "1.新建学校38所。\n责任单位:市教育局\n2.改造教室200个。\n责任单位:市教育局\n二、健康守护\n3."
      "改造卫生室60家。\n责任单位:市卫健委\n"
      "4.开展筛查15万人。\n责任单位:市卫健委\n");
  ASSERT_THAT(plan.projects, SizeIs(4));
  EXPECT_EQ(plan.projects[0].category, "教育提质");
  EXPECT_EQ(plan.projects[3].category, "健康守护");
}

TEST(ProseTest, SentencesNameTheProjectsThatTheOutlineBelowThemLacks) {
  for (const std::string state : {"已超额完成序时进度", "进展较快"}) {
    const Programme report = ReadList(
        "2023年金台市惠民实事三季度推进情况\n前三季度,全市7件惠民实事完成投资3.6亿元,"
        "为年度计划的71%。\n"
        "7件惠民实事中,4个项目" +
        state +
        "。其中:排涝泵站工程完成投资1.2亿元,为年度计划的96%;技能培训工程完成投资900万元,"
        "为年度计划的88%;"
        "校舍加固工程完成投资6300万元,为年度计划的90%;低收入家庭帮扶工程完成投资1500万元,"
        "为年度计划的79%。"
        "另有3个项目实施较慢,分述如下:\n"
        "1、乡镇供水工程。年度计划投资8400万元,仅完成投资1260万元,为年度计划的15%。\n"
        "2、雨水管网工程。新建雨水管网32公里,已铺设12.8公里,为年度计划的40%"
        "。\n3、停车楼工程。新增车位900个,已交付180个,为年度计划的20%。\n");
    EXPECT_THAT(TitlesOf(report),
                ElementsAre("排涝泵站工程", "技能培训工程", "校舍加固工程", "低收入家庭帮扶工程",
                            "乡镇供水工程", "雨水管网工程", "停车楼工程"));
  }
}

TEST(ProseTest, ASentenceThatCountsIsFollowedByAsManyNames) {
  const Programme report = ReadList(
      "白云县9项民生实事1-7月推进情况\n到7月底,"
      "9项民生实事都已启动。\n一、建设类。5项建设类民生实事已开工,其中:\n"
      "2项已完成全年任务。实施配电台区改造工程、开展敬老院消防改造等。\n"
      "3项正在加紧建设。村级水站提升工程完成率52%;河塘清淤完成率61%;街角书房工程已选定8处点位。\n"
      "二、服务类。4项服务类民生实事已启动,其中:\n"
      "4项率先完成全年任务。推进油烟、扬尘及噪声治理行动、家政培训行动、明厨亮灶创建活动、电影下乡"
      "等。\n");
  EXPECT_THAT(TitlesOf(report),
              ElementsAre("实施配电台区改造工程", "开展敬老院消防改造", "村级水站提升工程",
                          "河塘清淤", "街角书房工程", "推进油烟、扬尘及噪声治理行动",
                          "家政培训行动", "明厨亮灶创建活动", "电影下乡"));
  EXPECT_EQ(report.projects.at(0).tasks.at(0).status, Status::kCompleted);
}

// 3项进展较快 counts the names behind it, each with what is told of it; shares of all of them are
// no names.
TEST(ProseTest, AStateThatCountsStandsBeforeAsManyNames) {
  const Programme list = ReadList(
      "1-4月青浦区民生实事有序推进\n今年以来,全区民生实事有序推进。\n工程类项目陆续开工。7项中,"
      "3项进展较快,社区托育完成率31%、书屋建设完成率52%、"
      "工会驿站完成率100%;2项正在抓紧实施,农村道路建设12公里已开工、停车泊位新增320个;"
      "危旧楼院整修、盲道补建2项尚未开工。\n"
      "保障类项目快速推进。9项中,困难群体援助、送戏进村、残疾人培训等3项完成率分别为41%、66%、72%;"
      "4项正在加紧建设,稳定就业行动、放心家政行动、健康口腔行动、"
      "妇女免费筛查完成率分别为11%、15%、22%、26%;"
      "文化惠民工程、小区物业管理等2项尚未开工。\n下一步,将继续加强调度。\n");
  EXPECT_THAT(TitlesOf(list),
              ElementsAre("社区托育", "书屋建设", "工会驿站", "农村道路建设", "停车泊位新增",
                          "危旧楼院整修", "盲道补建", "困难群体援助", "送戏进村", "残疾人培训",
                          "稳定就业行动", "放心家政行动", "健康口腔行动", "妇女免费筛查",
                          "文化惠民工程", "小区物业管理"));
}

// What closes the page below the last bullet is not what that bullet heads.
TEST(ProseTest, TheLastBulletIsNamedAsTheOthersAre) {
  const Programme list = ReadList(
      "青浦区2025年民生实事进展情况\n●道路建设。已完成路基8公里。(责任单位:区交通局)"
      "\n●基站建设。已建成基站5个。(责任单位:区工信局)\n"
      "●文化惠民。已演出23场(责任单位:区文旅局)\n下一步,将继续加强调度,确保件件有着落。\n");
  EXPECT_THAT(TitlesOf(list), ElementsAre("道路建设", "基站建设", "文化惠民"));
}

// Sentences list some of the projects that the lead counts; paragraphs that open with how their
// field goes on tell of others.
TEST(ProseTest, ParagraphsOfOneFieldEachGoOnBelowTheListsOfANewspaper) {
  const Programme report = ReadList(
      "28项为民办实事半数提前完成\n2014-10-20 "
      "来源:临河新闻网\n记者近日从临河市政府督查室获悉,到9月底,"
      "2014年市委市政府28项为民办实事项目中已有4项完成,其他项目可以按时完成。\n"
      "提前完成的项目有:"
      "盲道整修30公里、工会互助保障行动、乡镇维修驿站建设、新增12座垃圾站4个项目已完成。已完成投资"
      "的项目为开展“清凉送岗”活动。\n"
      "农村建设有序推进。农村道路硬化已完工18条,完成里程52公里。户用沼气池开工900户,"
      "完工760户。土地整治项目中,东乡5个项目已完成预算批复;"
      "西乡2个项目已完成测量。85个避灾点已建成71个,在建14个。\n"
      "民生保障进一步加快。廉租住房已开工410套,占年计划400套的102.5%;乡镇卫生院已配备救护车21辆;"
      "农家书屋已建成140家。\n"
      "受天气影响,旧桥改造、南门菜场改造2个项目进度滞后。其中,旧桥改造计划改造9座,目前建成4座;"
      "南门菜场改造仅完成桩基施工。\n"
      "市政府督查室要求,各责任单位要倒排工期,确保年底前全面完成任务。\n");
  ASSERT_THAT(report.projects, SizeIs(14));
  EXPECT_EQ(report.as_of, (Date{2014, 9, 30}));
  EXPECT_EQ(report.projects[5].title, "农村道路硬化");
  EXPECT_THAT(report.projects[5].tasks.at(0).measurements, SizeIs(2));
  EXPECT_THAT(report.projects[7].tasks.at(0).measurements, SizeIs(2));
  EXPECT_EQ(report.projects[8].tasks.at(0).targets.at(0).value, 85);
  EXPECT_EQ(report.projects[12].tasks.at(0).status, Status::kDelayed);

  const Programme other = ReadList(
      "青浦区20件实事进展\n据悉,今年全区20件实事中,3件提前完成:"
      "敬老餐厅改造、健身步道提升、河塘清淤工程。\n"
      "教育医疗事业成效明显提升。校舍加固已竣工12栋;幼儿园扩建已开工4所,完工2所;"
      "社区门诊部已启用6家,其中新建2家。\n"
      "交通出行改善。支路打通7条,"
      "另有3条正在施工。公交站亭已更换85座。停车泊位新增640个。\n滞后的项目为南街市场搬迁。\n");
  EXPECT_THAT(TitlesOf(other), testing::Contains("幼儿园扩建"));
  EXPECT_THAT(other.projects, SizeIs(10));
}

TEST(ProseTest, AnEngineerWhoSpeaksIsNoWork) {
  const Programme report = ReadList(
      "云溪市2025年民生实事项目办理情况发布会\n截至9月底,6件实事全部开工。\n市教育局副局长 "
      "刘芳:\n“扩增学位”项目今年计划新建学校4所,目前2所已投入使用。“食堂提升”项目计划改造食堂26个,"
      "已完成21个。\n"
      "市住建局总工程师 "
      "周海:\n“老旧小区改造”项目计划改造小区31个,"
      "目前完工22个。“停车位扩容”项目计划新增停车位2500个,已建成1846个。\n"
      "市民政局副局长 "
      "高远:\n“社区食堂”项目计划建设11个,已运营9个。“适老化改造”项目计划改造1500户,"
      "已完成1120户。\n");
  EXPECT_THAT(TitlesOf(report), SizeIs(6));
  for (const Project& project : report.projects)
    EXPECT_FALSE(project.title.ends_with("总工程")) << project.title;
}

TEST(ProseTest, HeadlinesOfANewspaperNameTheProjectsBelowThem) {
  for (const std::string headline : {"厕所革命见成效", "厕所革命显成效", "厕所更干净"}) {
    const Programme report = ReadList(
        "我市五件民生实事半年“成绩单”出炉 总体进度过半\n本报讯(记者 "
        "陈某)记者日前获悉,截至6月底,临河市2023年五件民生实事进展顺利。\n\n"
        "学位建设再提速\n今年我市计划新建公办学校5所,新增学位4050个。目前,城东小学等2所学校已完工,"
        "新增学位1350个。(市教育局)\n\n"
        "看病更方便\n全年计划改造卫生院10间。目前6间已完成改造,剩下4间正在施工。(市卫健局)\n\n" +
        headline +
        "\n全市计划新建旅游厕所12座、农村公厕35座。截至7月5日,旅游厕所已全部完工;农村公厕完工19座,"
        "正在建设16座。(市文旅局、市农办)\n\n"
        "就业有门路\n上半年举办招聘会26场,城镇新增就业3215人。(市人社局)\n\n"
        "平安看得见\n已安装监控探头826个,建成智能安防小区15个。(市公安局)\n");
    EXPECT_THAT(TitlesOf(report),
                ElementsAre("学位建设再提速", "看病更方便", headline, "就业有门路", "平安看得见"))
        << headline;
    ASSERT_THAT(report.projects, SizeIs(5)) << headline;
    EXPECT_THAT(report.projects[2].lead_units, ElementsAre("市文旅局", "市农办")) << headline;
  }
}

}  // namespace
}  // namespace duban::documents
