// How the items of a list are opened and counted, and which of two counts is that of the projects.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(LayoutsTest, ChaptersOnTheLinesOfTheirPiecesCountThemNoneAnew) {
  const Draft draft = ReadDraft(
      "甘州县2019年6件民生实事办理情况\n2019年办好6件民生实事,已完成5件。\n"
      "一、完善城乡设施,群众生活更便利。一是县天然气站场工程,铺设管网12公里,已于10月通气;"
      "二是停车场建设,新增停车位320个,已投入使用。\n"
      "二、发展社会事业,公共服务更均衡。一是中心幼儿园建设,建筑面积4200平方米,新增学位270个;"
      "二是县医院改造,新增床位120张,已投入使用。\n"
      "三、改善人居环境,城乡面貌更宜人。一是污水处理工程,日处理污水2000吨,已试运行;"
      "二是户厕改造1200户,目前完成1260户。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(6));
  EXPECT_EQ(draft.programmes[0].projects[2].number, 3);
}

TEST(LayoutsTest, NumbersThatRunOnAcrossCategoriesNumberTheItems) {
  const Draft draft = ReadDraft(
      "2024年甘州区民生实事项目清单\n(一)教育类\n新增学位,均衡发展。\n1.新建幼儿园2所。\n2*."
      "改造校舍12所。\n(二)卫生类\n"
      "3.新增床位200张。\n4.建设卫生站5个。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[2].category, "卫生类");
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).value, 12);
}

TEST(LayoutsTest, NumbersAloneOnTheirLinesOpenItems) {
  const Draft draft = ReadDraft(
      "2023年全市实事项目具体完成情况\n截至目前,10件实事全部完成。2023-12-"
      "28\n01\n新增养老床位700张,为计划的101%。\n02\n新建助餐点80家,为计划的100%。\n"
      "03\n完成河道整治155公里,为计划的103%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_EQ(draft.programmes[0].kind, Kind::kCompletion);
  EXPECT_EQ(draft.programmes[0].as_of, (Date{2023, 12, 28}));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  EXPECT_EQ(draft.programmes[0].projects[2].tasks.at(0).measurements.at(0).value, 155);
}

TEST(LayoutsTest, ItemsOpenInManyWays) {
  const char* const openings[][3] = {{"NO.1 ", "NO.2 ", "NO.3 "},
                                     {"【", "【", "【"},
                                     {"第一项:", "第二项:", "第三项:"},
                                     {"一\n", "二\n", "三\n"},
                                     {"01\n", "02\n", "03\n"},
                                     {"▶", "▶", "▶"},
                                     {"项目一\n", "项目二\n", "项目三\n"},
                                     {"1 ", "2 ", "3 "}};
  for (const auto& opening : openings) {
    const std::string close = std::string(opening[0]) == "【" ? "】" : "\n";
    const std::string text = std::string("2024年全市民生实事项目\n") + opening[0] +
                             "老旧小区改造工程" + close + "改造小区12个,惠及3400户。\n" +
                             opening[1] + "公办幼儿园建设" + close + "新建幼儿园2所。\n" +
                             opening[2] + "公交线路优化" + close + "新增公交线路3条。\n";
    const Draft draft = ReadDraft(text);
    ASSERT_THAT(draft.programmes, SizeIs(1)) << text;
    ASSERT_THAT(draft.programmes[0].projects, SizeIs(3)) << text;
    EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).value, 2) << text;
  }
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

TEST(LayoutsTest, NumbersThatRunOnThroughTwoLevelsOfHeadingsAreTheProjects) {
  const Draft draft = ReadDraft(
      "关于印发2024年民生实事的通知\n一、主要任务\n(一)出行方面\n1."
      "新开公交线路。新开公交线路8条。\n"
      "2.修补道路。修补道路30公里。\n(二)教育方面\n3.扩建幼儿园。扩建幼儿园5所。\n(三)就业方面\n"
      "4.举办招聘会。举办招聘会60场。\n5.培训技工。培训技工900人。\n(四)养老方面\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(5));
  EXPECT_EQ(draft.programmes[0].projects[2].category, "教育方面");
}

TEST(LayoutsTest, NumeralsThatTouchTheirHeadingsCountTheProjects) {
  const Draft draft = ReadDraft(
      "2022年十件民生实事完成情况\n一开展学位供给行动 "
      "建成新城学校\n全年支出5亿元。新增学位2万个,已全部投用。\n"
      "二开展停车便民行动 "
      "东门停车场\n全年支出4亿元。新增停车位800个。\n三开展医疗保障行动\n补助标准提高到610元,"
      "惠及30万人。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
}

TEST(LayoutsTest, TheListStaysTheSameInEveryStyleOfNumbering) {
  const std::vector<std::vector<std::string>> styles = {
      {"一、", "二、", "三、", "四、"},
      {"(一)", "(二)", "(三)", "(四)"},
      {"1.", "2.", "3.", "4."},
      {"①", "②", "③", "④"},
      {"⑴", "⑵", "⑶", "⑷"},
      {"⒈", "⒉", "⒊", "⒋"},
      {"㈠", "㈡", "㈢", "㈣"},
      {"实事一:", "实事二:", "实事三:", "实事四:"},
      {"礼包1:", "礼包2:", "礼包3:", "礼包4:"}};
  const std::vector<std::string> works = {"新建幼儿园6所", "改造老旧小区15个",
                                          "新增公共停车位3200个", "铺设供水管网48公里"};
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
      "续办民生实事:"
      "①新建教师周转房120套、运动场6个。②改造农村危桥18座。③整治交通事故多发点24处。④改造老旧小区31"
      "个以上。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[1].tasks.at(0).targets.at(0).value, 18);
}

TEST(LayoutsTest, KindsAreThePromisesWhereTheirPiecesAreNumberedAnew) {
  for (const bool anew : {true, false}) {
    int number = 0;
    std::string text =
        "金台区2023年民生工程目标完成情况公告\n2023年全区共实施民生工程三大类7项,现公告如下:\n";
    const auto kind = [&](const std::string& name, std::initializer_list<std::string> pieces,
                          const std::string& office) {
      text += name + "\n";
      if (anew) number = 0;
      for (const std::string& piece : pieces)
        text += "(" + std::to_string(++number) + ")" + piece + "\n";
      if (anew) text += "(责任单位:" + office + ")\n";
    };
    kind("一、就业促进工程",
         {"城镇新增就业。目标7000人,实际完成7832人。", "技能培训。目标1500人,实际完成1500人。"},
         "区人社局");
    kind("二、教育助学工程",
         {"新建学校。目标新建学校3所,实际新建3所。", "食堂改造。目标改造食堂9个,实际改造11个。",
          "照明改造。目标改造教室260间,实际改造270间。"},
         "区教育局");
    kind("三、百姓安居工程",
         {"小区改造。目标改造小区12个,实际改造12个。", "危房改造。目标改造危房85户,实际改造85户。"},
         "区住建局");
    const Programme report = ReadList(text);
    ASSERT_THAT(report.projects, SizeIs(anew ? 3 : 7)) << text;
    if (!anew) continue;
    EXPECT_EQ(report.projects[1].title, "教育助学工程");
    EXPECT_THAT(report.projects[1].tasks, SizeIs(3));
  }
}

TEST(LayoutsTest, HeadingsAreThePromisesWhereAsManyAreAnnouncedAndTheirPiecesCountThrough) {
  for (const std::string promises :
       {"三项惠民工程", "3项民心工程", "三大惠民项目", "三件民生实事", "3件惠民实事"}) {
    for (const std::string mark : {"", "、", "."}) {
      int number = 0;
      std::string text = "金台县2023年" + promises + "实施方案\n一、工作任务\n";
      const auto heading = [&](const std::string& name, std::initializer_list<std::string> pieces) {
        text += name + "\n";
        for (const std::string& piece : pieces)
          text += mark.empty() ? "(" + std::to_string(++number) + ")" + piece + "\n"
                               : std::to_string(++number) + mark + piece + "\n";
      };
      heading("(一)就业增收工程", {"新增城镇就业2100人。(牵头部门:县人社局)",
                                   "培训农民1200人次。(牵头部门:县农业农村局)"});
      heading("(二)教育提质工程",
              {"新建幼儿园3所。(牵头部门:县教育局)", "改造食堂12个。(牵头部门:县教育局)",
               "新增学位720个。(牵头部门:县教育局)"});
      heading("(三)安居工程",
              {"改造老旧小区26个。(牵头部门:县住建局)", "新建停车位500个。(牵头部门:县城管局)"});
      text +=
          "二、保障措施\n(一)加强领导。各部门3月底前制定计划。\n(二)强化督查。每季度督查1次。\n";
      const Programme plan = ReadList(text);
      EXPECT_THAT(TitlesOf(plan), ElementsAre("就业增收工程", "教育提质工程", "安居工程")) << text;
      ASSERT_THAT(plan.projects, SizeIs(3));
      EXPECT_THAT(plan.projects[1].tasks, SizeIs(3));
    }
  }
}

}  // namespace
}  // namespace duban::documents
