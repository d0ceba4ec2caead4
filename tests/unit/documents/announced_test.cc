// Lists that a sentence announces, counts or names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "documents/core/announced_lists.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(AnnouncedTest, AReportOnTheWorkAnnouncesItsListInASentence) {
  const Draft draft = ReadDraft(
      "政府工作报告\n一、2022年工作回顾\n完成投资120亿元,改造小区12个。\n二、2023年工作安排\n(一)"
      "新增规上企业15家。\n"
      "(二)办好民生实事。集中财力办好三件民生实事:一是新建幼儿园3所,二是改造老旧小区15个,"
      "三是新建农村公路80公里。加强调度。\n"
      "三、加强自身建设\n压减支出5%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].year, 2023);
  EXPECT_EQ(draft.programmes[0].kind, Kind::kPlan);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).value, 15);
  EXPECT_THAT(draft.programmes[0].projects[2].tasks.at(0).targets, SizeIs(1));
}

// The words right before a list announce it; the list of the next paragraph is of the next year.
TEST(AnnouncedTest, AParagraphHoldsTheListThatItsSecondSentenceAnnounces) {
  constexpr std::string_view kDone =
      "碧水区2022年确定的10件实事已全部完成。这10件实事是:全民运动会服务保障工程;推进文明社区建设;"
      "加大老街区保护力度;开展楼道照明整治;区少年宫建设完成方案审批;改善校园环境;"
      "建立区人力资源市场;公厕和公园免费开放;推进家庭医生服务;强化食品安全监管。";
  constexpr std::string_view kAhead =
      "碧水区2023年将为民办10件实事。这10件实事是:新增就业岗位2万个;完成少年宫主体工程6800平方米;"
      "整治老旧楼院90个,惠及居民1.5万户;启动3个片区的旧城改造;新建社区服务中心4处;"
      "为老年人免费体检3万人次;改造卫生站2处;新增停车位800个;新建健身点20处;"
      "建设食品安全示范街5条。";
  for (const bool both : {true, false}) {
    const std::string text = (both ? std::string(kDone) + "\n" : std::string()) +
                             std::string(kAhead) + "\n各责任单位要逐项制订计划。\n";
    const Draft draft = ReadDraft(text);
    ASSERT_THAT(draft.programmes, SizeIs(both ? 2 : 1)) << text;
    EXPECT_EQ(draft.programmes[0].year, both ? 2022 : 2023) << text;
    EXPECT_THAT(draft.programmes[0].projects, SizeIs(10)) << text;
    const Programme& plan = draft.programmes.back();
    EXPECT_EQ(plan.kind, Kind::kPlan) << text;
    ASSERT_THAT(plan.projects, SizeIs(10)) << text;
    EXPECT_EQ(plan.projects[0].title, "新增就业岗位2万个") << text;
    EXPECT_THAT(plan.projects[2].tasks.at(0).targets, SizeIs(2)) << text;
  }
}

// 民生实事关乎百姓福祉。… above paragraphs that each tell of a project is about all of them.
TEST(AnnouncedTest, AParagraphAboutAllIsNone) {
  for (const std::string_view lead : {"民生实事关乎百姓福祉。今年以来,碧水县累计完成投资2.36亿元。",
                                      "办好民生实事,温暖万家灯火。今年,碧水县新建项目21个。", ""}) {
    const Programme list = ReadList(
        "碧水县2023年民生实事项目进展情况\n" + std::string(lead) + (lead.empty() ? "" : "\n") +
        "生态环境持续改善。新修水泥路2.4公里、排水渠4.6公里,目前已完工。\n"
        "办学条件不断提升。实施城北学校教学楼建设项目,新增学位900个,目前已建成投用。\n"
        "饮水安全更有保障。已改造老旧管网46公里,更换智能水表5200块。\n"
        "交通出行更加便捷。已改造农村公路38.5公里,占年度任务35公里的110%。\n");
    EXPECT_THAT(TitlesOf(list), ElementsAre("生态环境持续改善", "办学条件不断提升",
                                            "饮水安全更有保障", "交通出行更加便捷"))
        << lead;
  }
}

TEST(AnnouncedTest, ACountBehindWhatItCountsIsReadInDigitsOfEitherWidth) {
  EXPECT_EQ(FindAnnouncement("全市民生实事项目12件").count, 12);
  EXPECT_EQ(FindAnnouncement("全市民生实事项目１２件").count, 12);
}

TEST(AnnouncedTest, WhatAClosedYearListsInOneSentenceEachWasReached) {
  constexpr std::string_view kLeads[] = {"年初承诺的4件民生实事如期兑现。", "4项民生实事全部兑现。",
                                         "全年4件民生实事圆满收官:", "承诺的4件实事件件落地。"};
  constexpr std::string_view kNumbers[][4] = {{"(1)", "(2)", "(3)", "(4)"},
                                              {"1.", "2.", "3.", "4."},
                                              {"一是", "二是", "三是", "四是"},
                                              {"①", "②", "③", "④"}};
  for (const std::string_view lead : kLeads) {
    for (const auto& number : kNumbers) {
      std::string text =
          "政府工作报告\n——2023年1月8日在青石县第十六届人民代表大会第三次会议上\n一、2022年工作回顾"
          "\n民生福祉持续增进。";
      text.append(lead)
          .append(number[0])
          .append("改造老旧小区14个,惠及居民5200户。")
          .append(number[1])
          .append("更新公交车30辆。");
      text.append(number[2])
          .append("新建幼儿园2所,增加学位720个。")
          .append(number[3])
          .append("城镇新增就业3150人。");
      text +=
          "\n二、2023年工作安排\n办好4件民生实事:1.新建停车场3个;2.改造公园2个;3.硬化道路12公里;4."
          "更换管网8公里。\n";
      const Draft draft = ReadDraft(text);
      ASSERT_THAT(draft.programmes, SizeIs(2)) << lead << number[0];
      EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion) << lead << number[0];
      EXPECT_THAT(draft.programmes[0].projects.at(0).tasks.at(0).measurements, SizeIs(2))
          << lead << number[0];
      EXPECT_THAT(draft.programmes[0].projects.at(3).tasks.at(0).measurements, SizeIs(1))
          << lead << number[0];
      EXPECT_EQ(draft.programmes[1].kind, Kind::kPlan) << lead << number[0];
      EXPECT_THAT(draft.programmes[1].projects.at(3).tasks.at(0).targets, SizeIs(1))
          << lead << number[0];
    }
  }
}

TEST(AnnouncedTest, AnnouncedLinesWithoutNumbersAreAListWhereTheyTellOfWorks) {
  const std::string head = "2024年全市将办好3件民生实事。具体包括:\n";
  const std::string lines = "改造老旧小区30个。\n新建口袋公园12个。\n打通断头路5条。\n";
  EXPECT_THAT(ReadDraft(head + lines + "编辑:某某\n").programmes.at(0).projects, SizeIs(3));
  EXPECT_THAT(ReadDraft(head + lines + "会议还审议了其他事项。\n").programmes.at(0).projects,
              SizeIs(3));
  EXPECT_THAT(
      ReadDraft(
          head +
          "会议听取了有关报告。\n会议通过了有关决议。\n会议于下午闭幕。\n会议还审议了其他事项。\n")
          .programmes,
      IsEmpty());
}

TEST(AnnouncedTest, ABracketBehindACountNamesProjectsOnce) {
  const Draft draft = ReadDraft(
      "甘州区2022年民生实事1-9月进展情况\n截至9月底,推进缓慢的有3项("
      "城区幼儿园建设、乡镇污水站建设、公共停车场建设)。"
      "其中:东街街道有2项(城区幼儿园建设、公共停车场建设)推进缓慢。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).status, Status::kDelayed);
  ASSERT_THAT(draft.checks, SizeIs(2));
  EXPECT_TRUE(draft.checks[0].ok && draft.checks[1].ok);
}

TEST(AnnouncedTest, ATitleThatCountsIsAboveAParagraphOfAsManyClauses) {
  const Draft draft = ReadDraft(
      "甘州区五大民生工程完成投资5.8亿元\n日期:2022-12-17\n今年以来,截至目前,成效明显。\n总投资1."
      "3亿元的医院工程主体完工;50个托老所全部建成;"
      "建成住房984套;整治水库12座;铺设管网33公里,正在通水。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kProgress);
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
}

TEST(AnnouncedTest, ProjectsNamedWithinASentenceKeepTheirNumbersAndStates) {
  const Draft draft = ReadDraft(
      "2023年1-8月民生实事进展情况通报\n"
      "全区12项民生实事,其中3项已完成,分别是:校园午餐补助(第二项)、老人体检(第五项)、公厕改造("
      "第九项)。\n"
      "滞后项目:一是城东停车楼建设(第三项)正在编制招标文件;二是河道整治(第十一项)"
      "尚未启动2公里。\n");
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

TEST(AnnouncedTest, ASentenceThatCountsProjectsAnnouncesTheClausesBehindIt) {
  const Draft draft = ReadDraft(
      "2021年上半年全市重点民生工程进展情况\n"
      "截至6月底,"
      "重点民生工程顺利推进。2项提前超额完成全年任务。“心理讲座进校园”原计划全年开展讲座50场,"
      "已开展60场;"
      "“一窗受理”5月份完成全年任务。2项超额完成节点任务。“燃气管网改造项目”计划累计改造管网7公里,"
      "实际完成9公里;“书吧建设项目”已完成招标。\n");
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

TEST(AnnouncedTest, AProvinceIsNamedWhereTheTextSpeaksOfAllOfIt) {
  EXPECT_EQ(ReadDraft("河北省2023年民生实事进展情况\n截至6月底,全省10件民生实事进展顺利,全省各地…\n"
                      "一、修路。已修路20公里,"
                      "石家庄市、保定市较快。\n二、建桥。已建桥3座。\n三、种树。已种树9万株。\n")
                .district_code,
            "130000");
  EXPECT_EQ(
      ReadDraft(
          "2023年民生实事进展情况\n1.扩建学校。奉化高级中学已扩建教室20间。\n2.修桥。已修桥3座。\n")
          .district_code,
      "330213");
}

TEST(AnnouncedTest, ClausesThatOpenWithAProjectsNameAreProjects) {
  const Draft draft = ReadDraft(
      "2023年1-9月临江市民生实事项目建设推进情况\n"
      "2023年1-9月,临江市9个民生实事项目已全部开工,其中河岸绿化项目东堤、西堤全部完成;"
      "夜间照明提升项目更换路灯420盏;"
      "文化下乡项目送戏86场已完成;变电站扩建项目已投运。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).measurements.at(0).value, 420);
}

TEST(AnnouncedTest, LinesBelowACountAreTheProjectsUpToThePagesCredits) {
  const Draft draft = ReadDraft(
      "2月1日,"
      "临江区人大会议票决产生了2024年民生实事。\n五大民生实事项目\n万名老人乐享智慧养老\n2万学生视"
      "力筛查全覆盖\n"
      "10个滨江公园建设\n30公里步道建设提升\n6000人入住公共租赁住房\n文/"
      "日报记者:王某\n编辑:李某\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[0].projects[3].tasks.at(0).targets.at(0).value, 30);
}

TEST(AnnouncedTest, WhoTellsOfAProjectIsNoPartOfIt) {
  constexpr std::string_view kTellers[] = {"市人社局相关负责人介绍,",
                                           "“找工作不用跑远路了。”市人社局负责人说,",
                                           "“找工作容易了,”市人社局就业科科长告诉记者,",
                                           "市人社局负责人介绍说:",
                                           "“家门口就能上班!”",
                                           "据了解,",
                                           "此外,"};
  for (const std::string_view teller : kTellers) {
    std::string text =
        "青石市:5项民生工程稳步推进\n今年以来,青石市大力实施5项民生工程。截至2022年10月底,"
        "3项完成年度目标任务。\n";
    text +=
        "老旧小区改造工程,计划改造小区21个,目前已完工20个。棚户区改造工程,计划新开工1200套,"
        "实际新开工1236套。\n";
    text.append(teller).append(
        "就业促进工程,计划城镇新增就业1.1万人,实现新增就业10684人。文化惠民工程,计划送戏下乡150场,"
        "已演出163场。\n");
    text += "清洁取暖工程,计划改造6500户,已改造6500户。\n";
    EXPECT_THAT(TitlesOf(ReadList(text)),
                ElementsAre("老旧小区改造工程", "棚户区改造工程", "就业促进工程", "文化惠民工程",
                            "清洁取暖工程"))
        << teller;
  }
}

TEST(AnnouncedTest, SentencesHeadedByTheirProjectsAreProjects) {
  const Draft draft = ReadDraft(
      "2020年临江市民生工程成绩单出炉\n★扶贫工作\n农村危房改造:开工1314户,竣工1314户,竣工率100%"
      "。资产收益扶贫:实施项目41个,投入资金2206万元。"
      "农村饮水提升工程:47处项目全部建成,完工率100%。“新农路”建设:完工719公里,完工率98%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[1].title, "资产收益扶贫");
}

// The same four promises below each style of numbering, with chapters on organisation behind them.

// Ten promises of several tasks each, whose numbers go on from one to the next: the chapters are
// the promises.
TEST(AnnouncedTest, TasksThatAreCountedBesideThePromisesAreNone) {
  for (const std::string lead :
       {"2022年县政府办好4件9项民生实事。", "2022年县政府办好4件民生实事,共分解为9项具体任务。",
        "县政府确定的4件惠民实事细化为9项任务,9项任务已明确责任。"}) {
    for (const bool report : {false, true}) {
      const std::string told = report ? "办理情况:已完成。" : "";
      std::string text =
          report ? "青石县2022年民生实事办理情况\n" : "青石县2022年民生实事任务分解方案\n";
      text += lead + "现将有关情况公布如下:\n一、扩大教育资源(县教育局牵头)\n1.新建小学1所。" +
              told + "\n2.改扩建幼儿园3所。" + told +
              "\n二、提升医疗服务(县卫健局牵头)\n3.新建卫生室12个。" + told +
              "\n4.免费体检3200人。" + told +
              "\n三、方便群众出行(县交通运输局牵头)\n5.改建农村公路60公里。" + told +
              "\n6.改造危桥9座。" + told + "\n7.新开公交线路2条。" + told +
              "\n四、保障供水安全(县水利局牵头)\n8.铺设管网85公里。" + told + "\n9.改造水厂2座。" +
              told + "\n";
      const Draft draft = ReadDraft(text);
      ASSERT_THAT(draft.programmes, SizeIs(1)) << text;
      const std::vector<Project>& projects = draft.programmes[0].projects;
      ASSERT_THAT(projects, SizeIs(4)) << text;
      EXPECT_EQ(projects[2].lead_units, std::vector<std::string>{"县交通运输局"}) << text;
      EXPECT_THAT(projects[2].tasks, SizeIs(3)) << text;
    }
  }
}

}  // namespace
}  // namespace duban::documents
