// One list of promises and what came of them, printed in every way that governments combine: it
// reads the same.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "tests/unit/documents/item_marks.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

struct Work {
  std::string name;
  std::string promise;  // {} is the figure
  std::string reached;
  double target;
  double done;
  std::string office;
};

const std::vector<Work>& Works() {
  static const std::vector<Work> kWorks = {
      {"停车设施建设", "新建公共停车位{}个", "新建公共停车位{}个", 500, 520, "区城管局"},
      {"公厕改造提升", "改造提升公共厕所{}座", "改造公共厕所{}座", 30, 31, "区住建局"},
      {"学前教育扩容", "新增幼儿园学位{}个", "新增幼儿园学位{}个", 1200, 1260, "区教育局"},
      {"农村道路", "硬化农村道路{}公里", "硬化农村道路{}公里", 85, 86.5, "区交通局"},
      {"老旧小区改造", "改造老旧小区{}个", "改造老旧小区{}个", 18, 17, "区住建局"},
      {"健康惠民", "为适龄妇女提供健康筛查{}人次", "完成健康筛查{}人次", 20000, 20350, "区卫健局"}};
  return kWorks;
}

enum class Name { kNone, kStop, kColon, kLine, kBracket, kDash };
enum class Office { kNone, kBracket, kLeads, kInline, kLastLine };
enum class Report { kSentence, kLine, kLabelledLine, kLabel, kClause };

std::string Named(const Work& work, Name style, const std::string& office) {
  const std::string promise = fmt::format(fmt::runtime(work.promise), work.target);
  switch (style) {
    case Name::kNone:
      return promise + office;
    case Name::kStop:
      return fmt::format("{}{}。{}", work.name, office, promise);
    case Name::kColon:
      return fmt::format("{}{}:{}", work.name, office, promise);
    case Name::kLine:
      return fmt::format("{}{}\n{}", work.name, office, promise);
    case Name::kBracket:
      return fmt::format("【{}】{}{}", work.name, promise, office);
    case Name::kDash:
      return fmt::format("{}{}——{}", work.name, office, promise);
  }
  return "";
}

std::string Told(const Work& work, std::size_t wording) {
  const std::string reached = fmt::format(fmt::runtime(work.reached), work.done);
  switch (wording % 3) {
    case 0:
      return fmt::format("全年{}", reached);
    case 1:
      return fmt::format("截至12月底,已{}", reached);
    default:
      return fmt::format("实际{},完成率{:.1f}%", reached, 100 * work.done / work.target);
  }
}

std::string Behind(Report style) {
  switch (style) {
    case Report::kSentence:
      return "。";
    case Report::kLine:
      return "。\n";
    case Report::kLabelledLine:
      return "。\n完成情况:";
    case Report::kLabel:
      return "。完成情况:";
    case Report::kClause:
      return ";";
  }
  return "";
}

using Printing = std::tuple<Number, Name, Office, Report>;

std::string Print(const Printing& printing, std::size_t wording) {
  const auto [number, name, office, report] = printing;
  std::string text =
      "青浦区2023年民生实事项目完成情况\n2023年,区政府办好6件民生实事,现将完成情况公布如下:\n";
  for (std::size_t i = 0; i < Works().size(); ++i) {
    const Work& work = Works()[i];
    const std::string bracket = office == Office::kBracket
                                    ? fmt::format("(责任单位:{})", work.office)
                                : office == Office::kLeads ? fmt::format("({}牵头)", work.office)
                                                           : "";
    text += NumberOf(number, i) + Named(work, name, bracket);
    if (office == Office::kInline) text += fmt::format(",由{}负责", work.office);
    text += Behind(report) + Told(work, wording) + "。\n";
    if (office == Office::kLastLine) text += fmt::format("责任单位:{}\n", work.office);
  }
  return text;
}

// What a project says, in short.
std::string GistOf(const Project& project) {
  std::string gist;
  for (const Task& task : project.tasks) {
    for (const Target& target : task.targets) gist += fmt::format("目标{} ", target.value);
    for (const Measurement& reached : task.measurements)
      gist += fmt::format("完成{} ", reached.value);
  }
  for (const std::string& office : project.lead_units) gist += office;
  return gist;
}

class PrintingsTest : public ::testing::TestWithParam<Name> {};

TEST_P(PrintingsTest, ReadTheSame) {
  std::size_t wording = 0;
  for (const Number number : {Number::kChinese, Number::kPoint, Number::kComma,
                              Number::kChineseBracket, Number::kChineseOrdinal, Number::kCircle}) {
    for (const Office office :
         {Office::kNone, Office::kBracket, Office::kLeads, Office::kInline, Office::kLastLine}) {
      for (const Report report : {Report::kSentence, Report::kLine, Report::kLabelledLine,
                                  Report::kLabel, Report::kClause}) {
        const std::string text = Print({number, GetParam(), office, report}, wording++);
        const Programme list = ReadList(text);
        ASSERT_EQ(list.projects.size(), Works().size()) << text;
        EXPECT_EQ(list.kind, Kind::kCompletion) << text;
        for (std::size_t i = 0; i < Works().size(); ++i) {
          const Work& work = Works()[i];
          const std::string wanted = fmt::format("目标{} 完成{} {}", work.target, work.done,
                                                 office == Office::kNone ? "" : work.office);
          EXPECT_EQ(GistOf(list.projects[i]), wanted) << text;
        }
      }
    }
  }
}

std::string NameOf(const ::testing::TestParamInfo<Name>& info) {
  constexpr std::string_view kNames[] = {"NoName", "Stop", "Colon", "Line", "Bracket", "Dash"};
  return std::string(kNames[info.index]);
}

INSTANTIATE_TEST_SUITE_P(Names, PrintingsTest,
                         ::testing::Values(Name::kNone, Name::kStop, Name::kColon, Name::kLine,
                                           Name::kBracket, Name::kDash),
                         NameOf);

// Texts of lines that are as long as each other in commas are no sheet of cells.
TEST(PrintingsTest, SentencesOfAsManyClausesAreNoTable) {
  const Programme list = ReadList(
      "青浦区2023年民生实事项目安排\n2023年,区政府决定办好3件民生实事,具体如下:\n①新建停车位500个,"
      "方便群众1500人,由区城管局负责。\n"
      "②改造公厕30座,方便群众90人,由区住建局负责。\n③新增学位1200个,惠及学生3600人,"
      "由区教育局负责。\n");
  EXPECT_THAT(list.projects, ::testing::SizeIs(3));
}

// Without numbers the lines that promise and those that report tell the projects by turns.
TEST(PrintingsTest, LinesThatPromiseAndLinesThatReportMakeProjectsByTurns) {
  std::string text = "青浦区2023年民生实事项目完成情况\n";
  for (const Work& work : Works()) {
    text += fmt::format("{}:{}\n完成情况:全年{}。\n", work.name,
                        fmt::format(fmt::runtime(work.promise), work.target),
                        fmt::format(fmt::runtime(work.reached), work.done));
  }
  const Programme list = ReadList(text);
  ASSERT_THAT(list.projects, ::testing::SizeIs(Works().size()));
  EXPECT_EQ(GistOf(list.projects[1]), "目标30 完成31 ");
}

// 全年… looks ahead in a plan; behind a promise it tells what the year brought, whatever else the
// promise counts.
TEST(PrintingsTest, TheYearBehindAPromiseIsToldNotPromised) {
  const Programme list = ReadList(
      "青浦区2023年民生实事项目完成情况\n1.改造公厕30座,方便群众60户。全年改造公厕31座。已完成。\n"
      "2.【停车便民】新建停车位500个,方便车主1000户;全年新建停车位520个。已完成。\n3.新建公园3个,"
      "方便群众80户。全年新建公园4个。已完成。\n");
  ASSERT_THAT(list.projects, ::testing::SizeIs(3));
  EXPECT_EQ(GistOf(list.projects[0]), "目标30 目标60 完成31 ");
  EXPECT_EQ(GistOf(list.projects[1]), "目标500 目标1000 完成520 ");
  EXPECT_EQ(GistOf(list.projects[2]), "目标3 目标80 完成4 ");
}

// 已完成。 behind a promise parts it from its report, too, and 已完成12间 names again what was
// promised.
TEST(PrintingsTest, AStatePartsAPromiseFromItsReport) {
  const Programme list = ReadList(
      "青浦区2023年民生实事项目完成情况\n1.维修校舍9所。已完成。城东小学等9所学校完工,面积1."
      "3万平方米。\n2.新增学位120个。已完成130个。\n"
      "3.建设食堂10间。已完成。日均用餐420人次。\n4.改造危桥3座。超额完成。改造危桥4座。\n");
  ASSERT_THAT(list.projects, ::testing::SizeIs(4));
  EXPECT_EQ(GistOf(list.projects[0]), "目标9 完成9 完成13000 ");
  EXPECT_EQ(GistOf(list.projects[1]), "目标120 完成130 ");
}

}  // namespace
}  // namespace duban::documents
