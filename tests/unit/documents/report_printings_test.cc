// One report printed in the sentences, brackets, labels and heads that governments choose: every
// field of it reads the same.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::SizeIs;

struct Work {
  std::string_view name;
  std::string_view verb;
  std::string_view noun;
  std::string_view unit;
  double target;
  double done;
  std::string_view office;
  std::string_view helper;
  std::string_view leader;
  std::string_view state;
  Status status;
};

constexpr Work kWorks[] = {{"停车设施建设", "新建", "公共停车泊位", "个", 500, 310, "区城管局",
                            "区交警大队", "李建国", "正在推进", Status::kInProgress},
                           {"公厕改造提升", "改造", "公共厕所", "座", 30, 14, "区住建局", "各街道",
                            "王晓红", "按序时进度推进", Status::kInProgress},
                           {"学前教育扩容", "新增", "幼儿园学位", "个", 1200, 750, "区教育局",
                            "区财政局", "陈伟", "达到序时进度", Status::kInProgress},
                           {"社区养老服务", "建设", "社区养老服务站", "处", 12, 5, "区民政局",
                            "各街道", "王晓红", "进度滞后", Status::kDelayed},
                           {"农村道路提档", "硬化", "农村道路", "公里", 85, 47.2, "区交通运输局",
                            "区农业农村局", "李建国", "推进顺利", Status::kInProgress}};

// Where a state stands: nowhere, in a bracket behind the name, as a sentence of its own behind the
// report, in a label.
enum class Stated { kNowhere, kBracket, kBehind, kLabel };
// Who is named, and how.
enum class Office {
  kNone,
  kBracket,
  kLedBracket,
  kNamedBracket,
  kSquare,
  kDash,
  kLine,
  kPersonLine,
  kHelperLine
};

constexpr std::string_view kSentences[] = {
    "{verb}{noun}{target}。截至6月底,已{verb}{noun}{done},占年度任务的{share}%",
    "计划{verb}{noun}{target},已完成{done}",
    "全年目标{verb}{noun}{target},目前已{verb}{done},完成率{share}%",
    "目标任务:{verb}{noun}{target}。进展情况:截至6月底,{verb}{noun}{done}",
    "目标任务:{verb}{noun}{target}。截至6月底,已{verb}{noun}{done}",
    "已{verb}{noun}{done}(年度目标{target}),完成年度任务的{share}%",
    "截至6月底,{verb}{noun}{done},完成年度目标任务{target}的{share}%",
    "{verb}{noun}{target}。1—6月完成{done}",
    "{verb}{noun}{target},截至6月底已完成{done}(占{share}%)",
    "年度任务数{target},{noun}完成数{done},完成比例{share}%"};

std::string Replaced(std::string_view sentence, const Work& work) {
  const std::string target = fmt::format("{}{}", work.target, work.unit);
  const std::string done = fmt::format("{}{}", work.done, work.unit);
  return fmt::format(fmt::runtime(sentence), fmt::arg("verb", work.verb),
                     fmt::arg("noun", work.noun), fmt::arg("target", target),
                     fmt::arg("done", done),
                     fmt::arg("share", fmt::format("{:.1f}", 100 * work.done / work.target)));
}

std::string Print(std::size_t number, const Work& work, std::string_view sentence, Stated stated,
                  Office office) {
  const auto bracket = [&](Office wanted, std::string_view words) {
    return office == wanted
               ? fmt::format(fmt::runtime(words), fmt::arg("office", work.office),
                             fmt::arg("helper", work.helper), fmt::arg("leader", work.leader))
               : std::string();
  };
  std::string text = fmt::format("{}.{}", number, work.name);
  text += bracket(Office::kBracket, "({office})") +
          bracket(Office::kLedBracket, "({office}牵头,{helper}配合)") +
          bracket(Office::kNamedBracket, "(责任领导:{leader};责任单位:{office})");
  if (stated == Stated::kBracket) text += fmt::format("({})", work.state);
  text += "。";
  text += Replaced(sentence, work);
  text += bracket(Office::kSquare, "【责任单位:{office}】") + "。";
  if (stated == Stated::kBehind) text += fmt::format("{}。", work.state);
  if (office == Office::kDash)
    text = text.substr(0, text.size() - std::string_view("。").size()) +
           fmt::format("——{}", work.office);
  if (stated == Stated::kLabel)
    text += fmt::format("\n进展状态:{}。下一步,加强调度,11月底前完成剩余任务。", work.state);
  text += bracket(Office::kLine, "\n责任单位:{office}") +
          bracket(Office::kPersonLine, "\n责任单位:{office}({leader})") +
          bracket(Office::kHelperLine, "\n责任单位:{office}、{helper}(配合)");
  return text + "\n";
}

// What the project says, in short.
std::string GistOf(const Project& project) {
  std::string gist;
  for (const Task& task : project.tasks) {
    for (const Target& target : task.targets) gist += fmt::format("目标{} ", target.value);
    for (const Measurement& reached : task.measurements) {
      gist += fmt::format("完成{}({}-{}) ", reached.value, reached.as_of ? reached.as_of->month : 0,
                          reached.as_of ? reached.as_of->day : 0);
    }
  }
  for (const std::string& name : project.lead_units) gist += name + "牵头 ";
  for (const std::string& name : project.cooperating_units) gist += name + "配合 ";
  for (const std::string& name : project.leaders) gist += name;
  return gist;
}

std::string Wanted(const Work& work, Office office) {
  std::string gist = fmt::format("目标{} 完成{}(6-30) ", work.target, work.done);
  if (office != Office::kNone) gist += fmt::format("{}牵头 ", work.office);
  if (office == Office::kLedBracket || office == Office::kHelperLine)
    gist += fmt::format("{}配合 ", work.helper);
  if (office == Office::kNamedBracket || office == Office::kPersonLine) gist += work.leader;
  return gist;
}

void ExpectRead(std::string_view head, std::string_view sentence, Stated stated, Office office) {
  std::string text(head);
  for (std::size_t i = 0; i < std::size(kWorks); ++i)
    text += Print(i + 1, kWorks[i], sentence, stated, office);
  const Programme list = ReadList(text);
  ASSERT_EQ(list.projects.size(), std::size(kWorks)) << text;
  EXPECT_EQ(list.kind, Kind::kProgress) << text;
  EXPECT_EQ(list.year, 2023) << text;
  for (std::size_t i = 0; i < std::size(kWorks); ++i) {
    EXPECT_EQ(GistOf(list.projects[i]), Wanted(kWorks[i], office)) << text;
    if (stated != Stated::kNowhere) {
      EXPECT_EQ(list.projects[i].tasks[0].status, kWorks[i].status) << text;
    }
    if (stated == Stated::kLabel) {
      EXPECT_THAT(list.projects[i].tasks[0].milestones, ::testing::SizeIs(1)) << text;
    }
  }
}

constexpr std::string_view kHead = "青浦区2023年民生实事项目进展情况(截至6月底)\n";

TEST(ReportPrintingsTest, SentencesAndStatesReadTheSame) {
  for (const std::string_view sentence : kSentences) {
    for (const Stated stated :
         {Stated::kNowhere, Stated::kBracket, Stated::kBehind, Stated::kLabel})
      ExpectRead(kHead, sentence, stated, Office::kNone);
  }
}

TEST(ReportPrintingsTest, WhoIsInChargeReadsTheSame) {
  for (const std::string_view sentence : kSentences) {
    for (const Office office :
         {Office::kBracket, Office::kLedBracket, Office::kNamedBracket, Office::kSquare,
          Office::kDash, Office::kLine, Office::kPersonLine, Office::kHelperLine}) {
      ExpectRead(kHead, sentence, Stated::kNowhere, office);
    }
  }
}

TEST(ReportPrintingsTest, HeadsReadTheSame) {
  for (const std::string_view head :
       {"青浦区2023年上半年民生实事项目进展情况\n",
        "关于2023年上半年民生实事项目进展情况的通报\n各镇人民政府、街道办事处:\n现通报如下:"
        "\n青浦区政府办\n",
        "青浦区2023年民生实事项目进展情况\n(统计时间:2023年6月30日)\n",
        "2023年1—6月青浦区为民办实事项目进展情况\n",
        "青浦区民生实事进展情况\n2023年,区委、区政府确定了5件民生实事。截至6月底,各项工作进展顺利,"
        "现将进展情况公布如下:\n",
        "发布日期:2023-07-10 信息来源:区政府办\n青浦区2023年第二季度民生实事项目进展情况\n"}) {
    ExpectRead(head, "计划{verb}{noun}{target},已完成{done}", Stated::kBracket, Office::kLine);
  }
}

// What is foreseen is a step to come; the promise keeps its own day.
TEST(ReportPrintingsTest, ForecastsAreStepsToCome) {
  const Programme list =
      ReadList(std::string(kHead) +
               "1.【停车设施建设】计划新建停车泊位500个。已完成310个,预计10月底前完成主体施工,"
               "12月15日前全部完工。\n"
               "2.【公厕改造提升】计划改造公厕30座,已完成14座,预计11月底前全部完工。\n"
               "3.【学前教育扩容】计划新增学位1200个,已完成750个。\n");
  ASSERT_THAT(list.projects, ::testing::SizeIs(3));
  EXPECT_EQ(list.projects[0].title, "停车设施建设");
  EXPECT_THAT(list.projects[0].tasks[0].milestones, ::testing::SizeIs(2));
  EXPECT_THAT(list.projects[1].tasks[0].milestones, ::testing::SizeIs(1));
  EXPECT_EQ(list.projects[1].tasks[0].targets[0].due, (Date{2023, 12, 31}));
}

// What a year left undone has a day of the next; what is behind its end has none.
TEST(ReportPrintingsTest, WhatAYearLeftUndoneIsAStepToCome) {
  const Programme list = ReadList(
      "青浦区2023年为民办实事项目完成情况\n"
      "1.停车便民。计划新建停车位500个。已建成停车位410个,其余90个正在施工,预计2024年5月完工。\n"
      "2.公厕改造。计划改造公厕30座。已改造公厕30座,原计划9月完工。\n"
      "3.学前教育。计划新增学位1200个。已新增学位1260个。\n");
  ASSERT_THAT(list.projects, SizeIs(3));
  EXPECT_EQ(list.kind, Kind::kCompletion);
  ASSERT_THAT(list.projects[0].tasks[0].milestones, SizeIs(1));
  EXPECT_EQ(list.projects[0].tasks[0].milestones[0].due, (Date{2024, 5, 31}));
  EXPECT_THAT(list.projects[1].tasks[0].milestones, SizeIs(0));
}

// Where most items open with a promise, the first sentence of the others promises as well, whatever
// words its report has.
TEST(ReportPrintingsTest, MostItemsOpenWithAPromise) {
  const Programme list =
      ReadList(std::string(kHead) +
               "1.停车便民。年内新建停车位500个,其中智能车位200个。截至6月底,已新建停车位310个。\n"
               "2.公厕改造。改造公厕30座。目前已改造公厕14座。\n3."
               "学前教育。新增学位1200个。已新增学位750个。\n"
               "4.助残服务。为200户残疾人家庭改造无障碍设施。入户评估已完成184户,正在施工31户。\n"
               "5.健身设施。新建健身步道15条、球场6片。步道开工5条,球场完成选址4片。\n");
  ASSERT_THAT(list.projects, ::testing::SizeIs(5));
  EXPECT_EQ(GistOf(list.projects[0]), "目标500 目标200 完成310(6-30) ");
  EXPECT_EQ(GistOf(list.projects[3]), "目标200 完成184(6-30) 完成31(6-30) ");
  EXPECT_EQ(GistOf(list.projects[4]), "目标15 目标6 完成5(6-30) 完成4(6-30) ");
}

// Where promises open with 计划, what does not and has a state behind it is done, unless it
// promises by its report.
TEST(ReportPrintingsTest, WhatIsNotPlannedAmongPlansIsDone) {
  const Programme list = ReadList(std::string(kHead) +
                                  "1.停车便民。计划新建停车位500个。已新建停车位310个。\n"
                                  "2.公厕改造。计划改造公厕30座。目前已改造公厕14座。\n"
                                  "3.学前教育。计划新增学位1200个。已新增学位750个。\n"
                                  "4.养老服务。建成日间照料中心6个,新增护理床位120张。已办结。\n"
                                  "5.健身设施。新建健身步道15条。已新建健身步道9条。\n"
                                  "6.农村公路。计划改造农村公路42公里。已改造农村公路18公里。\n");
  ASSERT_THAT(list.projects, SizeIs(6));
  EXPECT_EQ(GistOf(list.projects[0]), "目标500 完成310(6-30) ");
  EXPECT_EQ(GistOf(list.projects[3]), "完成6(6-30) 完成120(6-30) ");
  EXPECT_EQ(list.projects[3].tasks[0].status, Status::kCompleted);
  EXPECT_EQ(GistOf(list.projects[4]), "目标15 完成9(6-30) ");
}

// What stands before a planned sum is planned with it.
TEST(ReportPrintingsTest, FiguresBeforeAPlannedSumArePlanned) {
  const Programme list =
      ReadList(std::string(kHead) +
               "1.公交提升。更新公交车150辆,计划投入1200万元,完成投入540万元。更新车辆68辆。\n"
               "2.停车便民。全年新增泊位1500个,计划投入600万元,完成投入185万元。\n3."
               "背街整治。整治街巷600条,整治完成517条。\n");
  ASSERT_THAT(list.projects, ::testing::SizeIs(3));
  EXPECT_EQ(GistOf(list.projects[0]), "目标150 目标12000000 完成5400000(6-30) 完成68(6-30) ");
  EXPECT_EQ(GistOf(list.projects[1]), "目标1500 目标6000000 完成1850000(6-30) ");
  EXPECT_EQ(GistOf(list.projects[2]), "目标600 完成517(6-30) ");
}

// A state in a bracket before a colon parts the promise from its report.
TEST(ReportPrintingsTest, AStateBeforeAColonEndsThePromise) {
  const Programme list = ReadList(
      "青浦区2023年为民办实事项目落实情况\n1.新建养老服务站3个(完成):东街、西街、南街3个服务站建成,"
      "投入120万元。\n"
      "2.改造公厕30座(完成):改造的30座公厕全部开放。\n3.新建停车位500个(正在推进):"
      "北站停车场建成停车位260个。\n");
  ASSERT_THAT(list.projects, ::testing::SizeIs(3));
  EXPECT_EQ(list.projects[0].tasks[0].targets.size(), 1U);
  EXPECT_EQ(list.projects[0].tasks[0].status, Status::kCompleted);
  EXPECT_EQ(list.projects[2].tasks[0].status, Status::kInProgress);
  ASSERT_THAT(list.projects[2].tasks[0].targets, ::testing::SizeIs(1));
  EXPECT_EQ(list.projects[2].tasks[0].targets[0].value, 500);
}

// What is wrong and what comes next, below the last item, is the document's where no other item has
// its own.
TEST(ReportPrintingsTest, TheDocumentsOwnProblemsAreNotTheLastProjects) {
  const Programme list =
      ReadList(std::string(kHead) +
               "1.停车设施建设:计划新建停车泊位500个,已完成310个。\n2.公厕改造提升:"
               "计划改造公厕30座,已完成14座。\n"
               "3.学前教育扩容:计划新增学位1200个,已完成750个。\n4.农村道路:计划硬化道路85公里,"
               "已完成47.2公里。\n"
               "存在的主要问题\n一是3个项目进度偏慢;二是管护机制不健全。\n下一步工作打算\n加强调度,"
               "力争11月底前全面完成。\n");
  ASSERT_THAT(list.projects, ::testing::SizeIs(4));
  EXPECT_EQ(GistOf(list.projects[3]), "目标85 完成47.2(6-30) ");
  EXPECT_EQ(list.projects[3].tasks[0].status, Status::kNone);
}

// 完成情况 of November closes a year; of a part that the title names it does not.
TEST(ReportPrintingsTest, CompletionOfNovember) {
  const std::string items =
      "1.新建停车泊位500个。已建成520个。\n2.改造公厕30座。已完成30座。\n3."
      "新增学位1200个。已新增1260个。\n";
  EXPECT_EQ(ReadList("青浦区2023年民生实事项目完成情况\n2023年11月25日\n" + items).kind,
            Kind::kCompletion);
  EXPECT_EQ(ReadList("青浦区2023年民生实事项目完成情况(截至11月底)\n" + items).kind,
            Kind::kProgress);
}

// Each sentence opens with what was promised and goes on with what came of it.
TEST(ReportPrintingsTest, APromiseMayTurnIntoItsReportWithinASentence) {
  const std::string open = "清河区2023年民心工程上半年进展情况\n截至6月底，各项工程进展如下。\n";
  for (const std::string number : {"{}.", "第{}项:", "({})"}) {
    for (const std::string turn :
         {"目前建成", "截至6月底累计完成", "已完成", "上半年完成", "现已建成"}) {
      const std::string things[] = {
          "养老助餐。新建老人食堂12个,", "技能培训。完成职业培训5000人次,",
          "管网改造。改造燃气旧管网18公里,", "停车便民。新增停车泊位900个,"};
      const std::string told[] = {"7个;其余正在施工。", "2640人次,完成率53%。", "9公里。",
                                  "360个,占40%。"};
      std::string text = open;
      for (int i = 0; i < 4; ++i)
        text += fmt::format(fmt::runtime(number), i + 1) + things[i] + turn + told[i] +
                "责任部门:区建设局\n";
      const Programme programme = ReadList(text);
      ASSERT_THAT(programme.projects, SizeIs(4)) << text;
      for (const Project& project : programme.projects) {
        ASSERT_THAT(project.tasks, SizeIs(1)) << text;
        ASSERT_THAT(project.tasks[0].targets, SizeIs(1)) << text << project.title;
        ASSERT_THAT(project.tasks[0].measurements, SizeIs(1)) << text << project.title;
        EXPECT_EQ(project.tasks[0].measurements[0].target_index, 1) << text << project.title;
      }
      EXPECT_EQ(programme.projects[1].tasks[0].targets[0].value, 5000) << text;
      EXPECT_EQ(programme.projects[1].tasks[0].measurements[0].value, 2640) << text;
    }
  }
}

}  // namespace
}  // namespace duban::documents
