// Short lines and names that head the paragraphs of a text, and lines that head nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "absl/strings/str_replace.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

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

// What closes the page below the last bullet is not what that bullet heads.
TEST(ProseTest, TheLastBulletIsNamedAsTheOthersAre) {
  const Programme list = ReadList(
      "青浦区2025年民生实事进展情况\n●道路建设。已完成路基8公里。(责任单位:区交通局)"
      "\n●基站建设。已建成基站5个。(责任单位:区工信局)\n"
      "●文化惠民。已演出23场(责任单位:区文旅局)\n下一步,将继续加强调度,确保件件有着落。\n");
  EXPECT_THAT(TitlesOf(list), ElementsAre("道路建设", "基站建设", "文化惠民"));
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

// What a press conference announced, a paragraph for each kind.
TEST(ProseTest, ParagraphsThatOpenWithinAKindAreItsPromises) {
  for (const auto& [in, of, then] :
       {std::tuple("", "工程中,", "包括"), std::tuple("", "类项目中,", ""),
        std::tuple("在", "行动中,", "今年将"), std::tuple("", "工程中，", "重点")}) {
    const auto kind = [in = in, of = of, then = then](const std::string& name,
                                                      const std::string& works) {
      return "\n" + (in + name + of + then) + works + "\n";
    };
    const Programme list = ReadList(
        "涉及5大类16项\n今年青石州民生实事出炉\n来源:青石日报 发布时间:2022-04-11\n"
        "4月10日,州政府公布2022年民生实事,共5大类16项,计划总投资3.8亿元。\n" +
        kind("就业促进", "开展技能培训2600人次。城镇新增就业900人。发放担保贷款1500万元以上。") +
        kind("教育提质", "新建幼儿园4所。改善7所学校办学条件。为150名大学新生发放助学金。") +
        kind("住房保障", "改造老旧小区860户。开工建设公租房210套。") +
        kind("文化惠民", "送戏下乡不少于80场。更新健身路径12套。") +
        kind("生态环保", "完成国土绿化9万亩。治理小流域2条。") +
        "\n下一步,将把民生实事列入年度考核,逐项建立台账,按月调度。\n");
    ASSERT_THAT(list.projects, SizeIs(5)) << in << of;
    EXPECT_TRUE(list.projects[0].title.starts_with("就业促进")) << list.projects[0].title;
    EXPECT_THAT(list.projects[0].tasks.at(0).targets, SizeIs(3)) << in << of;
    EXPECT_THAT(list.projects[4].tasks.at(0).targets, SizeIs(2)) << in << of;
  }
}

}  // namespace
}  // namespace duban::documents
