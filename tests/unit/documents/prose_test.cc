// Lists that newspapers and reports tell in sentences: no table, often no number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

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

}  // namespace
}  // namespace duban::documents
