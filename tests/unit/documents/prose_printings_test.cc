// One list of projects, told in running prose in every way that reports and plans combine: it reads
// the same.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/documents/item_marks.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

struct Work {
  std::string name;
  std::string slogan;
  std::string promise;  // {} is the figure
  std::string reached;
  double target;
  double done;
  std::string more;
};

// Two of each kind, in the order of the kinds.
const std::vector<Work>& Works() {
  static const std::vector<Work> kWorks = {
      {"停车设施建设", "停车更加便利", "新建公共停车位{}个", "建成公共停车位{}个", 500, 520,
       "缓解了停车难问题"},
      {"农村道路建设", "出行更加畅通", "硬化农村道路{}公里", "硬化农村道路{}公里", 85, 86.5,
       "沿线出行条件明显改善"},
      {"学前教育扩容", "入园更有保障", "新增幼儿园学位{}个", "新增幼儿园学位{}个", 1200, 1260,
       "优质资源进一步扩大"},
      {"社区养老服务", "养老更加贴心", "建设养老服务站{}处", "建成养老服务站{}处", 12, 11,
       "提供助餐、助浴等服务"},
      {"老旧小区改造", "居住更加舒适", "改造老旧小区{}个", "改造老旧小区{}个", 18, 17,
       "管网同步提升"},
      {"妇女健康保障", "健康更有依靠", "开展健康筛查{}人次", "完成健康筛查{}人次", 20000, 20350,
       "做到早发现、早治疗"}};
  return kWorks;
}

constexpr std::string_view kKinds[] = {"交通出行", "教育养老", "安居健康"};

enum class Shape {
  kParagraphs,
  kOneLine,
  kOnes,
  kOnesOnLines,
  kNameLines,
  kFields,
  kFieldClauses,
  kFieldsOnOneLine,
  kChapters,
  kChapterLines
};
enum class Opening { kNone, kAspect, kSlogan, kQuoted, kColon, kFocus, kState };
enum class Body { kBoth, kResult, kShare, kMoney };

std::string Opened(const std::string& name, const std::string& slogan, Opening opening) {
  switch (opening) {
    case Opening::kNone:
      return "";
    case Opening::kAspect:
      return name + "方面,";
    case Opening::kSlogan:
      return slogan + "。";
    case Opening::kQuoted:
      return fmt::format("“{}”项目,", name);
    case Opening::kColon:
      return name + ":";
    case Opening::kFocus:
      return fmt::format("聚焦{},", name);
    case Opening::kState:
      return name + "有序推进,";
  }
  return "";
}

std::string Told(const Work& work, Body body, Kind kind) {
  const std::string promise = fmt::format(fmt::runtime(work.promise), work.target);
  const std::string reached = fmt::format(fmt::runtime(work.reached), work.done);
  if (kind == Kind::kPlan) return body == Body::kResult ? "计划" + promise : promise;
  switch (body) {
    case Body::kBoth:
      return fmt::format("计划{},实际{}", promise, reached);
    case Body::kResult:
      return fmt::format("全年{},{}", reached, work.more);
    case Body::kShare:
      return fmt::format("{},完成年度任务的{:.1f}%", reached, 100 * work.done / work.target);
    case Body::kMoney:
      return fmt::format("投入资金{}万元,{},{}", 7 * work.target, reached, work.more);
  }
  return "";
}

std::string Print(Shape shape, Opening opening, Body body, Kind kind) {
  std::string text =
      kind == Kind::kPlan
          ? "青浦区2023年民生实事项目安排\n经区人代会票决,确定2023年民生实事项目6件。\n"
          : "青浦区2023年民生实事项目完成情况\n2023年,区政府确定的6件民生实事已全部办结,"
            "现将完成情况公布如下:\n";
  const bool fields = shape >= Shape::kFields;
  for (std::size_t i = 0; i < Works().size(); ++i) {
    const Work& work = Works()[i];
    if (shape == Shape::kOnes || shape == Shape::kOnesOnLines)
      text += fmt::format("{}是", kNumerals[i]);
    if (fields && i % 2 == 0) {
      const std::string kind_name(kKinds[i / 2]);
      if (shape >= Shape::kChapters) {
        text += fmt::format("{}、{}{}", kNumerals[i / 2], kind_name,
                            shape == Shape::kChapters ? "\n" : "。") +
                Told(work, body, kind) + "。";
        continue;
      }
      if (shape == Shape::kFieldsOnOneLine) text += fmt::format("{}是", kNumerals[i / 2]);
      text += Opened(
          kind_name + (opening == Opening::kAspect || opening == Opening::kFocus ? "" : "类"),
          kind_name + "事业加快发展", opening);
    } else if (shape == Shape::kNameLines) {
      text += work.name + "\n";
    }
    if (!fields && shape != Shape::kNameLines) text += Opened(work.name, work.slogan, opening);
    const bool goes_on = shape == Shape::kFieldClauses && i % 2 == 0;
    text += Told(work, body, kind) + (goes_on ? ";" : "。");
    const bool line =
        shape == Shape::kParagraphs || shape == Shape::kOnesOnLines || shape == Shape::kNameLines;
    if (line || (fields && shape != Shape::kFieldsOnOneLine && i % 2 == 1)) text += "\n";
  }
  if (shape == Shape::kOneLine || shape == Shape::kOnes || shape == Shape::kFieldsOnOneLine)
    text += "\n";
  return text + "下一步,区政府将继续加大工作力度,确保各项实事取得实效。\n";
}

bool Measures(const Project& project, double value) {
  for (const Task& task : project.tasks) {
    for (const Measurement& reached : task.measurements) {
      if (reached.value == value) return true;
    }
  }
  return false;
}

bool Promises(const Project& project, double value) {
  for (const Task& task : project.tasks) {
    for (const Target& target : task.targets) {
      if (target.value == value) return true;
    }
  }
  return false;
}

class ProsePrintingsTest : public ::testing::TestWithParam<Shape> {};

TEST_P(ProsePrintingsTest, ReadTheSame) {
  for (const Kind kind : {Kind::kCompletion, Kind::kPlan}) {
    for (const Opening opening :
         {Opening::kNone, Opening::kAspect, Opening::kSlogan, Opening::kQuoted, Opening::kColon,
          Opening::kFocus, Opening::kState}) {
      for (const Body body : {Body::kBoth, Body::kResult, Body::kShare, Body::kMoney}) {
        const std::string text = Print(GetParam(), opening, body, kind);
        const Programme list = ReadList(text);
        ASSERT_EQ(list.projects.size(), Works().size()) << text;
        EXPECT_EQ(list.kind, kind) << text;
        for (std::size_t i = 0; i < Works().size(); ++i) {
          const Work& work = Works()[i];
          const bool promised = kind == Kind::kPlan || body == Body::kBoth;
          EXPECT_EQ(Promises(list.projects[i], work.target), promised) << work.name << "\n" << text;
          EXPECT_EQ(Measures(list.projects[i], work.done), kind == Kind::kCompletion)
              << work.name << "\n"
              << text;
        }
      }
    }
  }
}

std::string NameOf(const ::testing::TestParamInfo<Shape>& info) {
  constexpr std::string_view kNames[] = {
      "Paragraphs",   "OneLine",         "Ones",     "OnesOnLines", "NameLines", "Fields",
      "FieldClauses", "FieldsOnOneLine", "Chapters", "ChapterLines"};
  return std::string(kNames[info.index]);
}

INSTANTIATE_TEST_SUITE_P(Shapes, ProsePrintingsTest,
                         ::testing::Values(Shape::kParagraphs, Shape::kOneLine, Shape::kOnes,
                                           Shape::kOnesOnLines, Shape::kNameLines, Shape::kFields,
                                           Shape::kFieldClauses, Shape::kFieldsOnOneLine,
                                           Shape::kChapters, Shape::kChapterLines),
                         NameOf);

// The kinds that open paragraphs stay with their projects.
TEST(ProsePrintingsTest, KindsThatOpenParagraphsAreCategories) {
  const Programme list =
      ReadList(Print(Shape::kFieldClauses, Opening::kAspect, Body::kShare, Kind::kCompletion));
  ASSERT_THAT(list.projects, ::testing::SizeIs(6));
  EXPECT_EQ(list.projects[0].category, "交通出行");
  EXPECT_EQ(list.projects[3].category, "教育养老");
}

// A chapter that is named as a project is one: its sentences tell more of it.
TEST(ProsePrintingsTest, ChaptersNamedAsProjectsKeepTheirSentences) {
  const Programme list = ReadList(
      "青浦区2023年民生实事项目完成情况\n2023年,区政府确定的6件民生实事已全部办结:"
      "\n一、停车设施建设\n建成停车位520个。新增充电桩36个。\n二、改造公厕\n"
      "改造公厕31座。新建公厕2座。\n三、完善养老服务\n建成服务站12处。新增床位90张。\n");
  EXPECT_THAT(list.projects, ::testing::SizeIs(3));
}

// A list whose items are read alike: where enough sentences say what was done, the others do as
// well.
TEST(ProsePrintingsTest, SentencesOfOneReportAllReport) {
  const Programme list = ReadList(
      "青浦区2023年民生实事项目完成情况\n1.硬化农村道路86公里,沿线出行条件明显改善。\n2."
      "建成养老服务站12处。\n3.完成健康筛查20350人次。\n"
      "4.新增学位1260个。\n");
  ASSERT_THAT(list.projects, ::testing::SizeIs(4));
  EXPECT_TRUE(Measures(list.projects[0], 86));
  EXPECT_TRUE(Measures(list.projects[3], 1260));
}

// The date below a document is no heading of it.
TEST(ProsePrintingsTest, ADateBelowTheListIsNoHeading) {
  const Draft draft = ReadDraft(
      "青浦区今年将办好这些实事\n2023年2月3日,记者从区人代会上获悉,"
      "今年全区将办好5件民生实事。\n聚焦停车设施,计划新建停车位500个。\n"
      "聚焦公厕改造,计划改造公厕30座。\n聚焦学前教育,计划新增学位1200个。\n聚焦社区养老,"
      "计划建设服务站12处。\n聚焦农村道路,计划硬化道路85公里。\n"
      "青浦区人民政府办公室\n2023年2月3日\n");
  ASSERT_THAT(draft.programmes, ::testing::SizeIs(1));
  EXPECT_THAT(draft.programmes[0].projects, ::testing::SizeIs(5));
}

// Whoever is served by each project tells nothing of which sentence promises it.
TEST(ProsePrintingsTest, BeneficiariesOfTwoProjectsRepeatNothing) {
  const Programme list = ReadList(
      "青浦区2023年民生实事项目完成情况\n一是在交通出行方面,建成停车位520个,受益群众1560人次;"
      "硬化道路86公里,受益群众259人次。\n"
      "二是在教育养老方面,新增学位1260个,受益群众3780人次;建成服务站12处,受益群众36人次。\n"
      "三是在安居健康方面,改造小区17个,受益群众51人次;完成筛查2035人次,受益群众6105人次。\n");
  ASSERT_THAT(list.projects, ::testing::SizeIs(3));
  EXPECT_TRUE(Measures(list.projects[0], 520));
  EXPECT_TRUE(Measures(list.projects[0], 86));
}

}  // namespace
}  // namespace duban::documents
