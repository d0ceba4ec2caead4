// Labels that tell the promise from the report on it, and where each of the two ends.
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

// What a paper prints of a year: a headline, then what was promised and what came of it, each
// behind a word.
TEST(LabelsTest, WordsOfTwoCharactersStandBeforePromiseAndReport) {
  for (const auto& [promise, report] :
       {std::pair("承诺:", "兑现:"), std::pair("承诺：", "落实："), std::pair("目标:", "办理:")}) {
    const auto item = [promise = promise, report = report](const std::string& name,
                                                           const std::string& promised,
                                                           const std::string& done) {
      return name + "\n" + promise + promised + "\n" + report + done + "\n";
    };
    const Programme list =
        ReadList("金台区2024年四件民生实事办理情况盘点\n截至12月20日,四件实事全部兑现。\n" +
                 item("就近入园", "新建幼儿园5所。", "5所幼儿园已投入使用,新增学位900个。") +
                 item("校舍温暖", "改造校舍42所。", "改造校舍44所,完成年度目标的104.8%。") +
                 item("喝上好水", "改造水厂6座。", "已改造水厂6座。") +
                 item("道路畅通", "新建公路12公里。", "新建公路13公里。"));
    ASSERT_THAT(list.projects, SizeIs(4)) << promise;
    for (const Project& project : list.projects) {
      EXPECT_THAT(project.tasks[0].targets, SizeIs(1)) << promise << project.title;
      EXPECT_FALSE(project.tasks[0].measurements.empty()) << promise << project.title;
    }
  }
}

TEST(LabelsTest, BracketsWithinASentenceTellThePromiseFromItsReport) {
  constexpr std::string_view kPairs[][2] = {{"【任务】", "【完成】"},
                                            {"【目标任务】", "【完成情况】"},
                                            {"【计划】", "【进展】"},
                                            {"【年度任务】:", "【落实情况】:"}};
  for (const auto& [promised, told] : kPairs) {
    const auto part = [promised = promised, told = told](std::string_view plan,
                                                         std::string_view result) {
      return std::string(promised).append(plan).append(told).append(result);
    };
    const Draft draft = ReadDraft(
        "青石县2021年民生实事办理情况报告\n一、增收实事\n" +
        part("新建冷库8座,新增贮藏能力2万吨。", "冷库8座全部建成,新增贮藏能力2.1万吨。") +
        "主办单位:县农业局。\n二、健康实事\n" + part("体检老人1.9万人次。", "体检老人19300人次。") +
        "主办单位:县卫健局。\n三、畅通实事\n(1)通组道路。" +
        part("硬化道路105公里。", "硬化道路108公里。") + "主办单位:县交通局。\n(2)过街天桥。" +
        part("新建天桥2座。", "建成天桥1座。") + "主办单位:县住建局。\n");
    ASSERT_THAT(draft.programmes, SizeIs(1)) << promised;
    ASSERT_THAT(draft.programmes[0].projects, SizeIs(3)) << promised;
    const Task& stores = draft.programmes[0].projects[0].tasks.at(0);
    EXPECT_THAT(stores.targets, SizeIs(2)) << promised;
    EXPECT_THAT(stores.measurements, SizeIs(2)) << promised;
    const Project& roads = draft.programmes[0].projects[2];
    ASSERT_THAT(roads.tasks, SizeIs(2)) << promised;
    EXPECT_EQ(roads.tasks[1].targets.at(0).value, 2) << promised;
    EXPECT_EQ(roads.tasks[1].measurements.at(0).value, 1) << promised;
  }
}

TEST(LabelsTest, WhatSaysThatATaskIsDoneOpensItsReport) {
  const Draft draft = ReadDraft(
      "白云区2021年民生实事完成情况\n(1)新增公共停车泊位400个\n超出目标任务。新增公共停车泊位465个,"
      "调整公交线路3条。\n"
      "(2)建设健身苑点12个\n全面完成目标任务。建成健身苑点12个。\n(3)"
      "改造菜市场6个\n全面完成目标任务。改造菜市场6个。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(3));
  const Task& task = draft.programmes[0].projects[0].tasks.at(0);
  ASSERT_THAT(task.targets, SizeIs(1));
  EXPECT_EQ(task.targets[0].value, 400);
  EXPECT_EQ(task.measurements.at(0).value, 465);
  EXPECT_THAT(draft.findings, SizeIs(0)) << "more was done than promised";
}

TEST(LabelsTest, AMonthNamesTheReportOnIt) {
  for (const std::string label :
       {"8月进展", "1—8月进展", "8月份进展情况", "本月进展", "三季度进展"}) {
    const Programme list = ReadList(
        "石湾区2023年民生实事工作月报\n【供水管网】\n年度任务:改造管网15公里。\n" + label +
        ":改造管网11公里。\n责任单位:区水务局\n" + "【农村公路】\n年度任务:改建公路120公里。\n" +
        label + ":完成87公里,占72.5%。\n责任单位:区交通运输局\n" +
        "【送戏下乡】\n年度任务:送戏60场。\n" + label + ":送戏63场。\n责任单位:区文旅局\n");
    ASSERT_THAT(list.projects, SizeIs(3)) << label;
    EXPECT_EQ(list.projects[1].title, "农村公路") << label;
    const Task& roads = list.projects[1].tasks.at(0);
    EXPECT_THAT(roads.targets, SizeIs(1)) << label;
    EXPECT_EQ(roads.measurements.at(0).value, 87) << label;
  }
}

TEST(LabelsTest, WhatIsPromisedEndsWhereASentenceReports) {
  for (const std::string report :
       {"9月28日6个片区全部投运。", "城南等6处已建成投用。", "因征迁缓慢,仅完成6处。",
        "完成6处,占目标的50%。", "受降雨影响,目前完成6处。", "1—10月,为市民新增6处,占50%。",
        "6处已建成,其余正在施工,预计12月20日前完工。"}) {
    const Draft draft = ReadDraft(
        "关于2021年民生实事10月份进展情况的通报\n截至10月31日的进展情况如下:"
        "\n1、口袋公园。目标任务:新增口袋公园12处。" +
        report + "责任单位:市园林局\n" +
        "2、农贸市场。目标任务:改造市场3个、新建2个。确保12月底前完工。责任单位:"
        "市商务局\n3、老旧小区。目标任务6个,完成2个,正在施工2个,2个未开工。责任单位:市住建局\n");
    ASSERT_THAT(draft.programmes, SizeIs(1));
    const std::vector<Project>& projects = draft.programmes[0].projects;
    ASSERT_THAT(projects, SizeIs(3));
    EXPECT_THAT(projects[0].tasks.at(0).targets, SizeIs(1)) << report;
    EXPECT_EQ(projects[0].tasks.at(0).measurements.at(0).value, 6) << report;
    EXPECT_THAT(projects[1].tasks.at(0).targets, SizeIs(2))
        << "what is still to come reports nothing";
    EXPECT_THAT(projects[2].tasks.at(0).targets, SizeIs(1));
    EXPECT_THAT(projects[2].tasks.at(0).measurements, SizeIs(3));
  }
}

TEST(LabelsTest, NumbersMayHaveLinesOfTheirOwn) {
  for (const std::vector<std::string>& numbers : std::vector<std::vector<std::string>>{
           {"(一)", "(二)", "(三)"}, {"1.", "2.", "3."}, {"①", "②", "③"}, {"1、", "2、", "3、"}}) {
    for (const std::string told : {"完成情况:", "进展情况:", "【完成情况】"}) {
      const Programme report = ReadList(
          "金台县2023年民生实事完成情况\n2023年,县人民政府承诺办好的民生实事扎实推进。\n" +
          numbers[0] + "\n开展职业技能培训1800人次,城镇新增就业2300人。(责任单位:县人社局)\n" +
          told + "举办砌筑工等培训班,完成培训1926人次;城镇新增就业2415人。\n" + numbers[1] +
          "\n新增学位1560个。(责任单位:县教育局)\n" + told + "新增学位1560个,已完成目标任务\n" +
          numbers[2] + "\n改造公厕150座。(责任单位:县城管局;配合单位:县妇联)\n" + told +
          "改造竣工148座。\n");
      EXPECT_THAT(TitlesOf(report), ElementsAre("开展职业技能培训1800人次,城镇新增就业2300人",
                                                "新增学位1560个", "改造公厕150座"))
          << numbers[0] << told;
      ASSERT_THAT(report.projects, SizeIs(3));
      EXPECT_THAT(report.projects[0].lead_units, ElementsAre("县人社局")) << numbers[0] << told;
      EXPECT_THAT(report.projects[2].cooperating_units, ElementsAre("县妇联"))
          << numbers[0] << told;
      EXPECT_THAT(report.projects[0].tasks.at(0).targets, SizeIs(2)) << numbers[0] << told;
      EXPECT_THAT(report.projects[0].tasks.at(0).measurements, SizeIs(2)) << numbers[0] << told;
    }
  }
}

TEST(LayoutsTest, LabelsOnLinesOfTheirOwnPartTargetsFromProgress) {
  const Draft draft = ReadDraft(
      "首页 > 民生工程 > "
      "通报公示\n临江县2023年惠民行动1-6月份\n工作进展情况通报\n一、各项目进展情况\n"
      "(一)夜校行动\n市定任务(2023年度)\n1、开办夜校12所;\n工作进展情况\n1、开办夜校6所,"
      "已完成目标任务的50%。\n"
      "(二)助餐行动\n市定任务(2023年度)\n1、新增助餐点20个;\n工作进展情况\n1、新增助餐点20个,"
      "已完成目标任务的100%。\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const Programme& programme = draft.programmes[0];
  EXPECT_EQ(programme.title, "临江县2023年惠民行动1-6月份");
  ASSERT_THAT(programme.projects, SizeIs(2));
  EXPECT_EQ(programme.projects[0].tasks.at(0).targets.at(0).value, 12);
  EXPECT_EQ(programme.projects[0].tasks.at(0).measurements.at(0).value, 6);
}

TEST(FigureReaderTest, AHeadingOfOneWordSaysWhatItsTextIs) {
  const Programme report = ReadList(
      "关于2023年上半年民生实事进展情况的报告\n一、村卫生室建设\n(一)"
      "目标任务。新建村卫生室32间。责任单位:县卫健委。\n(二)进展情况。竣工14间,竣工率43.8%。\n"
      "二、妇女筛查\n(一)目标任务。筛查9500人。责任单位:县妇联。\n(二)"
      "进展情况。筛查5216人。\n三、急救站建设\n(一)目标任务。新增急救站4个。责任单位:县卫健委。\n"
      "(二)进展情况。新增急救站2个。\n");
  ASSERT_THAT(report.projects, SizeIs(3));
  EXPECT_EQ(report.projects[0].tasks.at(0).targets.at(0).value, 32);
  ASSERT_THAT(report.projects[0].tasks.at(0).measurements, SizeIs(1));
  EXPECT_EQ(report.projects[0].tasks.at(0).measurements[0].stated_ratio, 43.8);
}

// A newspaper's headlines, each above what was promised and how far it is.
TEST(LabelsTest, LabelsInBracketsOpenLinesBelowAHeadline) {
  for (const auto& [promise, report] :
       {std::pair("【任务】", "【工作进度】"), std::pair("【年度任务】", "【工作进展】"),
        std::pair("【任务】", "【进展】"), std::pair("【目标】", "【完成情况】")}) {
    const auto item = [promise = promise, report = report](const std::string& name,
                                                           const std::string& promised,
                                                           const std::string& done) {
      return name + "\n" + promise + promised + "\n" + report + done + "\n";
    };
    const Programme list = ReadList(
        "2014年为民办实事工程稳步推进\n" +
        item("饮水安全润民心", "今年,我县实施水利工程,其中新建供水站12处,解决8200人饮水问题。",
             "到9月30日,12处供水站完工9处,解决6100人饮水问题。") +
        item("村道硬化助增收", "今年,我县计划硬化村道36公里。", "到9月30日,硬化村道28公里。") +
        item("书香校园育新苗", "新建幼儿园3所。", "3所幼儿园已有2所竣工。") +
        "(县督查室 县电视台)\n");
    EXPECT_THAT(TitlesOf(list), ElementsAre("饮水安全润民心", "村道硬化助增收", "书香校园育新苗"))
        << promise;
    ASSERT_THAT(list.projects, SizeIs(3)) << promise;
    EXPECT_THAT(list.projects[0].tasks.at(0).targets, SizeIs(2)) << promise;
    EXPECT_EQ(list.projects[1].tasks.at(0).targets.at(0).value, 36) << promise;
    EXPECT_EQ(list.projects[1].tasks.at(0).measurements.at(0).value, 28) << promise;
  }
}

// A report to the council: below each of its chapters what was promised, and on the line below
// that, without a word for it, what came of it.
TEST(LabelsTest, TheLineBelowALabelledPromiseReportsOnIt) {
  for (const std::string promise : {"承诺:", "目标任务:", "承诺事项：", "目标:"}) {
    for (const auto& [first, second] :
         {std::pair("1.", "2."), std::pair("(1)", "(2)"), std::pair("", "")}) {
      const std::string one = first + promise;
      const std::string two = second + promise;
      const Programme list = ReadList(
          "青石市2011年四件实事进展情况\n截至9月底,四件实事进展如下:\n(一)扩大就业\n" + one +
          "城镇新增就业2.6万人。\n截至8月底,城镇新增就业2.1万人,完成年度目标的80.8%。\n" + two +
          "发放担保贷款1.5亿元,扶持创业900人。\n累计发放担保贷款1.2亿元,扶持创业760人。\n"
          "(二)改善居住条件\n" +
          one + "改造农村危房1300户。\n农村危房开工1300户,竣工970户。\n" + two +
          "新建公租房800套。\n公租房建成520套,其余280套正在施工。\n(三)方便群众看病\n" + one +
          "新建卫生室60所。\n卫生室建成46所。\n" + two +
          "免费检查妇女6万名。\n免费检查妇女6.2万名,该项任务已提前完成。\n(四)建好农村道路\n" +
          one + "改建公路90公里。\n公路完成路面71公里。\n" + two +
          "改造危桥12座。\n改造危桥9座,另有3座正在施工。\n");
      EXPECT_THAT(TitlesOf(list),
                  ElementsAre("扩大就业", "改善居住条件", "方便群众看病", "建好农村道路"))
          << one;
      for (const Project& project : list.projects) {
        ASSERT_THAT(project.tasks, SizeIs(2)) << one << project.title;
        for (const Task& task : project.tasks) {
          EXPECT_FALSE(task.targets.empty()) << one << project.title;
          EXPECT_FALSE(task.measurements.empty()) << one << project.title;
        }
      }
      EXPECT_EQ(list.projects.at(2).tasks.at(0).targets.at(0).value, 60) << one;
      EXPECT_EQ(list.projects.at(2).tasks.at(0).measurements.at(0).value, 46) << one;
    }
  }
}

TEST(LabelsTest, LinesBelowALabelledPromiseMayGoOnWithIt) {
  const Programme list = ReadList(
      "青石市2011年三件实事安排\n(一)扩大就业\n目标任务:城镇新增就业2.6万人。\n"
      "发放担保贷款1.5亿元。\n(二)改善居住条件\n目标任务:改造农村危房1300户。\n新建公租房800套。\n"
      "(三)方便群众看病\n目标任务:新建卫生室60所。\n免费检查妇女6万名。\n");
  ASSERT_THAT(list.projects, SizeIs(3));
  for (const Project& project : list.projects) {
    EXPECT_THAT(project.tasks.at(0).targets, SizeIs(2)) << project.title;
    EXPECT_THAT(project.tasks.at(0).measurements, SizeIs(0)) << project.title;
  }
}

TEST(LabelsTest, LabelledPromisesAreTheProjectsWhereNoChaptersStandAbove) {
  for (const bool numbered : {true, false}) {
    int number = 0;
    const auto promise = [&](const std::string& words) {
      return (numbered ? std::to_string(++number) + "." : "") + "承诺:" + words + "\n";
    };
    const Programme list = ReadList(
        "青石市2011年四件实事进展情况\n截至9月底,四件实事进展如下:\n" +
        promise("城镇新增就业2.6万人。") + "城镇新增就业2.1万人,完成年度目标的80.8%。\n" +
        promise("改造农村危房1300户。") + "农村危房开工1300户,竣工970户。\n" +
        promise("新建卫生室60所。") + "责任单位:市卫生局\n卫生室建成46所,其余正在施工。\n" +
        promise("改建公路90公里。") + "公路完成路面71公里,其余正在施工。\n");
    ASSERT_THAT(list.projects, SizeIs(4)) << numbered;
    for (const Project& project : list.projects) {
      EXPECT_THAT(project.tasks.at(0).targets, SizeIs(1)) << project.title;
      EXPECT_FALSE(project.tasks.at(0).measurements.empty()) << project.title;
    }
    EXPECT_EQ(list.projects[1].title, "改造农村危房1300户") << numbered;
    EXPECT_THAT(list.projects[2].lead_units, ElementsAre("市卫生局")) << numbered;
  }
}

}  // namespace
}  // namespace duban::documents
