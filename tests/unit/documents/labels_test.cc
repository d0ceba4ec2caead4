// Projects whose labels stand on lines of their own: whatever opens a project, and whatever the
// labels are called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_replace.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

// One project, as an office fills its form.
struct Form {
  std::string_view name;
  std::string_view content;
  std::string_view cost;
  std::string_view lead;
};

constexpr Form kForms[] = {
    {"镇区供水管网改造", "更换管网18公里,新建泵站2座。", "1200万元", "区水务局"},
    {"S310公路改建", "改建路面9公里,重建桥梁3座。", "3600万元", "区交通运输局"},
    {"中心小学扩建", "新建教学楼1栋,新增学位540个。", "2000万元", "区教育局"},
    {"山塘清淤", "清淤山塘46口。", "300万元", "区农业农村局"},
};

// What stands around one project's words: `open` before its name, then what labels each of the
// others.
struct Layout {
  std::string_view says;
  std::vector<std::string> open;
  std::string content;
  std::string cost;
  std::string lead;
};

// (一)工作目标 alone on its line, in every item; 二、推进措施 behind a list is about the work on
// all of it.
TEST(LabelsTest, NumberedHeadingsOfEveryItemSayWhatStandsBelowThem) {
  struct Headings {
    std::string goal, way, who;
  };
  const std::vector<Headings> all = {{"(一)工作目标", "(二)推进措施", "(三)责任单位"},
                                     {"(一)目标任务", "(二)工作措施", "(三)责任单位"},
                                     {"1.工作目标", "2.推进措施", "3.责任单位"},
                                     {"(1)工作目标", "(2)工作安排", "(3)牵头单位"}};
  for (const Headings& heads : all) {
    const auto item = [&](const std::string& title, const std::string& goal,
                          const std::string& steps, const std::string& office) {
      return title + "\n" + heads.goal + "\n" + goal + "\n" + heads.way + "\n" + steps + "\n" +
             heads.who + "\n" + office + "\n";
    };
    const Programme list =
        ReadList("金台区2024年民生实事工作方案\n" +
                 item("一、改造供水管网", "改造供水管网18公里,新建泵站2座。",
                      "6月底前,改造管网8公里;11月底前,全部完工。", "区水务局") +
                 item("二、扩建校舍", "新建教学楼3栋,新增学位540个。",
                      "3月底前,3栋教学楼全部开工;8月底前,竣工验收。", "区教育局") +
                 item("三、清淤山塘", "清淤山塘46口。", "第二季度,清淤20口;第四季度,全部完成。",
                      "区农业农村局"));
    ASSERT_THAT(list.projects, SizeIs(3)) << heads.goal;
    const std::vector<std::size_t> targets = {2, 2, 1};
    for (std::size_t i = 0; i < 3; ++i) {
      const Project& project = list.projects[i];
      ASSERT_THAT(project.tasks, SizeIs(1)) << heads.goal;
      EXPECT_THAT(project.tasks[0].targets, SizeIs(targets[i])) << heads.goal << project.title;
      EXPECT_THAT(project.tasks[0].milestones, SizeIs(2)) << heads.goal << project.title;
      EXPECT_THAT(project.lead_units, SizeIs(1)) << heads.goal << project.title;
    }
  }
}

// A heading that a full stop closes stands in the line that it opens, and ends where the next one
// begins.
TEST(LabelsTest, StepsBehindAHeadingEndAtTheNextHeading) {
  const auto item = [](const std::string& title, const std::string& goal,
                       const std::string& steps) {
    return title + "\n1.工作目标。" + goal + "\n2.实施步骤。" + steps +
           "\n3.资金筹措。总投资300万元。\n4.责任分工。牵头单位:区水务局。\n";
  };
  const Programme list = ReadList(
      "金台区2024年民生实事工作方案\n" +
      item("(一)改造供水管网", "改造管网18公里。", "6月底前,改造8公里;11月底前,累计改造18公里。") +
      item("(二)扩建校舍", "新增学位540个。", "3月底前,开工;8月底前,竣工验收。") +
      item("(三)清淤山塘", "清淤山塘46口。", "第二季度,清淤20口;第四季度,全部完成。"));
  ASSERT_THAT(list.projects, SizeIs(3));
  for (const Project& project : list.projects) {
    ASSERT_THAT(project.tasks, SizeIs(1)) << project.title;
    EXPECT_THAT(project.tasks[0].targets, SizeIs(2))
        << project.title << ": what is built, and what it costs";
    EXPECT_THAT(project.tasks[0].milestones, SizeIs(2)) << project.title;
  }
}

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

// A page that is gone on with every month: each month's words report, of its last day, and the last
// one says how far the work is.
TEST(LabelsTest, MonthsBelowATargetReport) {
  const auto page = [](const std::string& april, const std::string& august) {
    return ReadList(
        "金台区2024年民生实事项目进展情况\n1.公共交通\n年度目标:优化公交线路8条。\n牵头单位:"
        "区交通局\n" +
        april + "已优化公交线路2条。\n" + august +
        "累计优化公交线路8条。已完成。\n2.校园扩容\n年度目标:新增学位900个。\n牵头单位:区教育局\n" +
        april + "正在装修。\n" + august +
        "新增学位540个,其余正在施工。\n3.便民服务\n年度目标:新建驿站6个。\n牵头单位:区城管局\n" +
        april + "建成2个。\n" + august + "累计建成5个。\n");
  };
  for (const auto& [april, august] : {std::pair("4月:", "8月:"), std::pair("4月份：", "8月份："),
                                      std::pair("1-4月:", "1-8月:")}) {
    const Programme list = page(april, august);
    EXPECT_EQ(list.kind, Kind::kProgress) << april;
    EXPECT_EQ(list.as_of, (Date{2024, 8, 31})) << april;
    ASSERT_THAT(list.projects, SizeIs(3)) << april;
    const Task& buses = list.projects[0].tasks[0];
    EXPECT_THAT(buses.targets, SizeIs(1)) << april;
    ASSERT_THAT(buses.measurements, SizeIs(2)) << april;
    EXPECT_EQ(buses.measurements[0].as_of, (Date{2024, 4, 30})) << april;
    EXPECT_EQ(buses.status, Status::kCompleted) << april;
    EXPECT_EQ(list.projects[1].tasks[0].status, Status::kInProgress) << april;
  }
  // The same lines of a plan are its steps.
  const Programme plan = ReadList(
      "金台区2024年民生实事实施方案\n1.公共交通\n年度目标:优化公交线路8条。\n牵头单位:"
      "区交通局\n4月:优化公交线路2条。\n8月:全部完成。\n"
      "2.校园扩容\n年度目标:新增学位900个。\n牵头单位:区教育局\n4月:开工建设。\n8月:竣工验收。\n"
      "3.便民服务\n年度目标:新建驿站6个。\n牵头单位:区城管局\n4月:完成选址。\n8月:建成6个。\n");
  EXPECT_EQ(plan.kind, Kind::kPlan);
  for (const Project& project : plan.projects) {
    EXPECT_THAT(project.tasks[0].targets, SizeIs(1)) << project.title;
    EXPECT_THAT(project.tasks[0].milestones, SizeIs(2)) << project.title;
  }
}

TEST(LabelsTest, FormsBelowEachOtherAreReadWhateverOpensThem) {
  const std::vector<Layout> layouts = {
      {"项目一 above 项目名称:",
       {"项目一\n项目名称:", "项目二\n项目名称:", "项目三\n项目名称:", "项目四\n项目名称:"},
       "\n建设内容:",
       "\n总投资:",
       "\n责任单位:"},
      {"labels of other words",
       {"项目1\n工程名称:", "项目2\n工程名称:", "项目3\n工程名称:", "项目4\n工程名称:"},
       "\n建设规模:",
       "\n概算造价:",
       "\n责任部门:"},
      {"a name alone on its line", {"", "", "", ""}, "\n建设内容:", "\n总投资:", "\n责任单位:"},
      {"01 before the name",
       {"01 ", "02 ", "03 ", "04 "},
       "\n建设内容:",
       "\n总投资:",
       "\n责任单位:"},
      {"labels in brackets",
       {"1.", "2.", "3.", "4."},
       "\n【建设内容】",
       "\n【总投资】",
       "\n【责任单位】"},
      {"a name in brackets too",
       {"【项目名称】", "【项目名称】", "【项目名称】", "【项目名称】"},
       "\n【建设内容】",
       "\n【总投资】",
       "\n【责任单位】"},
      {"labels above their values",
       {"项目名称\n", "项目名称\n", "项目名称\n", "项目名称\n"},
       "\n建设内容\n",
       "\n总投资\n",
       "\n责任单位\n"},
  };
  for (const Layout& layout : layouts) {
    std::string text = "金台区2024年民生实事项目清单\n";
    for (std::size_t i = 0; i < std::size(kForms); ++i) {
      text.append(layout.open[i])
          .append(kForms[i].name)
          .append(layout.content)
          .append(kForms[i].content);
      text.append(layout.cost)
          .append(kForms[i].cost)
          .append(layout.lead)
          .append(kForms[i].lead)
          .append("\n");
    }
    const Draft draft = ReadDraft(text);
    ASSERT_THAT(draft.programmes, SizeIs(1)) << layout.says;
    ASSERT_THAT(draft.programmes[0].projects, SizeIs(4)) << layout.says;
    for (std::size_t i = 0; i < std::size(kForms); ++i) {
      const Project& project = draft.programmes[0].projects[i];
      EXPECT_EQ(project.title, kForms[i].name) << layout.says;
      EXPECT_THAT(project.lead_units, ElementsAre(kForms[i].lead)) << layout.says;
    }
    const Project& road = draft.programmes[0].projects[1];
    EXPECT_THAT(road.tasks.at(0).targets, SizeIs(3)) << layout.says;
  }
}

TEST(LabelsTest, AListOfNamesAboveTheFormsIsNotReadAgain) {
  std::string text = "金台区2024年民生实事项目票决结果公告\n";
  for (std::size_t i = 0; i < std::size(kForms); ++i)
    text += std::to_string(i + 1) + "." + std::string(kForms[i].name) + ";\n";
  text += "附:金台区2024年民生实事项目清单\n";
  constexpr std::string_view kOrdinals[] = {"项目一", "项目二", "项目三", "项目四"};
  for (std::size_t i = 0; i < std::size(kForms); ++i) {
    text.append(kOrdinals[i])
        .append("\n项目名称:")
        .append(kForms[i].name)
        .append("\n建设内容:")
        .append(kForms[i].content);
    text.append("\n总投资:")
        .append(kForms[i].cost)
        .append("\n责任单位:")
        .append(kForms[i].lead)
        .append("\n");
    if (i % 2 == 0) text += "配合单位:区财政局\n";
  }
  const Draft draft = ReadDraft(text);
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(4));
  EXPECT_EQ(draft.programmes[0].projects[3].title, "山塘清淤");
  EXPECT_THAT(draft.programmes[0].projects[0].cooperating_units, ElementsAre("区财政局"));
}

TEST(LabelsTest, ACopyWithPageNumbersAndLostLineBreaksKeepsItsProjects) {
  const Draft draft = ReadDraft(
      "金台区2024年民生实事项目实施计划\n"
      "一、校舍建设项目 建设内容:新建、续建校舍11处,新增学位6300个。责任单位:区教育局 "
      "协办单位:区住建局、\n— 1 —\n"
      "区财政局 责任人:王  军 二、城市提升项目 "
      "建设内容:整治背街小巷22条,新增绿地35公顷。责任单位:区城管局 责任人:陈  刚 "
      "三、供水一体化项目 建设内容:铺设主管网86公里,改造村级管网410公里。责任单位:区水务局 "
      "责任人:徐建国\n"
      "— 2 —\n四、老旧小区改造项目 建设内容:改造老旧小区16个,惠及居民4200户。责任单位:区住建局 "
      "责任人:孙  亮 五、农村公路项目 建设内容:新建农村公\n"
      "— 3 —\n路120公里,改造桥梁30座。责任单位:区交通运输局 责任人:赵  勇\n六、养老项目 "
      "建设内容:新增床位260张。责任单位:区民政局 责任人:马  静\n");
  ASSERT_THAT(draft.programmes, SizeIs(1));
  ASSERT_THAT(draft.programmes[0].projects, SizeIs(6));
  const Project& schools = draft.programmes[0].projects[0];
  EXPECT_EQ(schools.title, "校舍建设项目");
  EXPECT_THAT(schools.lead_units, ElementsAre("区教育局"));
  EXPECT_THAT(schools.cooperating_units, ElementsAre("区住建局", "区财政局"));
  const Project& roads = draft.programmes[0].projects[4];
  EXPECT_EQ(roads.title, "农村公路项目");
  EXPECT_THAT(roads.lead_units, ElementsAre("区交通运输局"));
  EXPECT_EQ(roads.tasks.at(0).targets.at(1).value, 30);
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

// 【就业保障】 above the items, whose steps are sentences below each promise.
TEST(LabelsTest, WhatIsDoneInEachQuarterIsAStepWithAFigureOrWithout) {
  for (const std::string lead : {"项目具体实施进度为:", "实施进度:", "进度为："}) {
    const Programme plan = ReadList(
        "2014年临河区政府实事项目实施计划\n【就业保障】\n一、促进就业。帮助成功创业480人。\n" +
        lead +
        "第一季度完成80人;第二季度完成140人;第三季度完成150人;"
        "第四季度完成110人。\n上述项目由区人社局牵头负责,各街道办事处配合。\n"
        "【养老助残】\n二、养老服务。新增养老床位200张。\n" +
        lead +
        "第一季度完成选址;第二季度落实施工队伍;第三季度完成工程量的70%;"
        "第四季度竣工验收。\n上述项目由区民政局、区房管局共同牵头负责。\n"
        "三、助残服务。为150户残疾人家庭实施无障碍改造。\n" +
        lead + "第二季度、第四季度末分别完成60%、100%。\n上述项目由区残联牵头负责。\n");
    ASSERT_THAT(plan.projects, SizeIs(3)) << lead;
    EXPECT_THAT(plan.projects[0].tasks.at(0).milestones, SizeIs(4)) << lead;
    EXPECT_THAT(plan.projects[1].tasks.at(0).milestones, SizeIs(4)) << lead;
    EXPECT_THAT(plan.projects[2].tasks.at(0).milestones, SizeIs(2)) << lead;
    EXPECT_THAT(plan.projects[0].tasks.at(0).targets, SizeIs(1)) << lead;
    EXPECT_EQ(plan.projects[1].category, "养老助残");
    EXPECT_EQ(plan.projects[2].category, "养老助残");
    EXPECT_THAT(plan.projects[1].lead_units, testing::ElementsAre("区民政局", "区房管局"));
  }
}

TEST(LabelsTest, TheStepsOfAllPromisesAreNoneOfTheLast) {
  for (const std::string chapter : {"工作步骤", "实施步骤", "进度安排"}) {
    const Programme plan = ReadList(
        "贵县2022年三大民生实事项目实施方案\n一、项目内容\n(一)教育项目。新建校舍2栋。(牵头单位:"
        "县教育局)\n(二)供水项目。铺设管网18公里。(牵头单位:县水利局)\n"
        "(三)文体项目。建设步道24条。(牵头单位:县文旅局)\n二、" +
        chapter +
        "\n1.部署启动(4月上旬)。制定项目推进计划。\n2.总结验收(12月)"
        "。12月20日前完成自查。\n三、有关要求\n每月调度1次。\n");
    ASSERT_THAT(plan.projects, SizeIs(3)) << chapter;
    EXPECT_THAT(plan.projects[2].tasks, SizeIs(1)) << chapter;
    EXPECT_THAT(plan.projects[2].tasks.at(0).milestones, testing::IsEmpty()) << chapter;
  }
}

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

// A plan whose projects tell behind `label` what is to be done in each part of the year.
std::string DatedPlan(const std::string& label) {
  return "清河县2016年为民办实事项目责任分解\n1、农村桥梁改造\n目标任务:改造农村危桥35座,"
         "总投资2100万元。\n" +
         label +
         ":1-3月:5座;4-6月:10座;7-9月:12座;10-12月:8座。\n责任单位:"
         "县交通运输局\n2、区域供水\n目标任务:铺设供水管网240公里。\n" +
         label +
         ":3月底前:铺设40公里;年底前:累计铺设240公里。\n责任单位:县水利局\n3、保障性住房\n目标任务:"
         "新开工保障性住房2200套。\n" +
         label + ":上半年:新开工1000套;下半年:全部开工。\n责任单位:县住建局\n";
}

TEST(LabelsTest, TheFirstOfSeveralStepsMayStandBehindAnyLabel) {
  for (const std::string label : {"节点要求", "关键节点", "阶段任务", "时序要求", "进度安排",
                                  "里程碑", "分季度要求", "怎样推进"}) {
    const Programme list = ReadList(DatedPlan(label));
    ASSERT_THAT(list.projects, SizeIs(3)) << label;
    EXPECT_THAT(list.projects[0].tasks[0].targets, SizeIs(2)) << label;
    EXPECT_THAT(list.projects[0].tasks[0].milestones, SizeIs(4)) << label;
    EXPECT_THAT(list.projects[1].tasks[0].targets, SizeIs(1)) << label;
    EXPECT_THAT(list.projects[1].tasks[0].milestones, SizeIs(2)) << label;
    EXPECT_THAT(list.projects[2].tasks[0].targets, SizeIs(1)) << label;
    EXPECT_THAT(list.projects[2].tasks[0].milestones, SizeIs(2)) << label;
  }
}

TEST(LabelsTest, FiguresOfFourQuartersAreFourSteps) {
  for (const std::string_view words : {"每季度分别完成年度任务的20%、50%、80%、100%",
                                       "各季度分别新增就业1200人、2400人、3600人、4800人",
                                       "每季分别培训300人次、500人次、800人次、1000人次"}) {
    const Programme list = ReadList(
        "清河县2016年为民办实事项目责任分解\n1、就业创业\n目标任务:新增城镇就业4800人,"
        "培训1000人次。\n节点要求:" +
        std::string(words) +
        "。\n责任单位:县人社局\n2、区域供水\n目标任务:铺设供水管网240公里。\n"
        "节点要求:6月底前:铺设40公里;12月底前:铺设240公里。\n责任单位:"
        "县水利局\n3、养老服务\n目标任务:新增床位90张。\n"
        "节点要求:9月底前建成。\n责任单位:县民政局\n");
    ASSERT_THAT(list.projects, SizeIs(3));
    const Task& task = list.projects[0].tasks.at(0);
    EXPECT_THAT(task.targets, SizeIs(2)) << words;
    ASSERT_THAT(task.milestones, SizeIs(4)) << words;
    EXPECT_EQ(task.milestones[1].due, (Date{2016, 6, 30}));
    EXPECT_THAT(task.milestones[1].targets, SizeIs(1));
    EXPECT_EQ(task.milestones[3].due, (Date{2016, 12, 31}));
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

TEST(LabelsTest, ADayBehindItsHeadingIsWhenAllIsDue) {
  for (const std::string due : {"(二)完成时限。2023年8月31日前。", "(二)完成时限:8月底前。",
                                "2.办结时限。8月底前。", "完成时限。2023年8月31日前。"}) {
    const Programme plan = ReadList(
        "金台县2023年为民办实事实施方案\n一、学校食堂改造工程\n(一)目标任务。改造食堂18个。\n" +
        due +
        "\n(三)责任分工。牵头单位:县教育局。\n二、文化站建设工程\n(一)目标任务。新建文化站3个。\n("
        "二)实施步骤。3月底前开工;12月底前竣工。\n(三)责任分工。牵头单位:县文旅局。\n");
    ASSERT_THAT(plan.projects, SizeIs(2)) << due;
    EXPECT_EQ(plan.projects[0].tasks.at(0).targets.at(0).due, (Date{2023, 8, 31})) << due;
    EXPECT_THAT(plan.projects[0].tasks.at(0).milestones, SizeIs(0)) << due;
  }
}

TEST(LabelsTest, PairsThatComeAgainByTurnsAreLabelsWhateverTheirWords) {
  struct Work {
    std::string_view name, promise, report;
    double promised, reached;
  };
  constexpr Work kWorks[] = {
      {"出行更顺了", "新建改造道路12条", "道路9条已经通车,其余3条正在铺油", 12, 9},
      {"冬天更暖了", "新增供暖面积85万平方米", "年内供暖面积增加88万平方米,超额兑现", 850'000,
       880'000},
      {"看病更近了", "改造村卫生室40间", "村卫生室40间已全部完工", 40, 40},
      {"饭碗更稳了", "城镇新增就业6200人", "城镇新增就业6514人", 6200, 6514},
      {"公交更多了", "更新公交车50辆", "公交车已更新46辆", 50, 46},
  };
  constexpr std::string_view kLabels[][2] = {
      {"年初之约", "年末之答"}, {"当初怎么说", "如今怎么样"}, {"我们说过", "我们做到"}};
  // What stands before a name, behind it, behind a label and between the two.
  constexpr std::string_view kMarks[][4] = {{"", "\n", ":", "\n"},
                                            {"", "\n\n", "：", "\n\n"},
                                            {"#.", "。\n", ":", "\n"},
                                            {"(#)", "\n", ":", "。"},
                                            {"#、", "\n【", "】", "。\n【"}};
  for (const auto& labels : kLabels) {
    for (const auto& marks : kMarks) {
      std::string text =
          "青石市2022年承诺5件实事落实情况\n截至2022年12月底,5件实事落实情况如下。\n";
      for (std::size_t i = 0; i < std::size(kWorks); ++i) {
        const Work& work = kWorks[i];
        text += absl::StrReplaceAll(std::string(marks[0]), {{"#", std::to_string(i + 1)}});
        text.append(work.name)
            .append(marks[1])
            .append(labels[0])
            .append(marks[2])
            .append(work.promise)
            .append(marks[3]);
        text.append(labels[1]).append(marks[2]).append(work.report).append("。\n");
      }
      const Programme list = ReadList(text);
      ASSERT_THAT(list.projects, SizeIs(5)) << text;
      for (std::size_t i = 0; i < std::size(kWorks); ++i) {
        EXPECT_EQ(list.projects[i].title, kWorks[i].name) << text;
        const Task& task = list.projects[i].tasks.at(0);
        ASSERT_THAT(task.targets, SizeIs(1)) << text;
        EXPECT_EQ(task.targets[0].value, kWorks[i].promised) << text;
        ASSERT_FALSE(task.measurements.empty()) << text;
        EXPECT_EQ(task.measurements[0].value, kWorks[i].reached) << text;
      }
    }
  }
}

TEST(LabelsTest, WhoAsksByTurnsIsNoLabel) {
  std::string text = "青石市2022年民生实事完成情况访谈\n";
  for (const std::string_view number : {"12", "15", "18", "21"}) {
    text.append("主持人:今年还有")
        .append(number)
        .append("件事吗?\n")
        .append("刘局长:已完成")
        .append(number)
        .append("件,还在继续。\n");
  }
  for (const Programme& list : ReadDraft(text).programmes) {
    for (const Project& project : list.projects)
      EXPECT_THAT(project.tasks.at(0).targets, IsEmpty()) << project.title;
  }
}

}  // namespace
}  // namespace duban::documents
