// One project of several tasks: which figure was promised by which piece, and which report tells of
// it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::SizeIs;

// Targets and measurements of each task: "2/1 1/1".
std::string FiguresOf(const Project& project) {
  std::string figures;
  for (const Task& task : project.tasks) {
    if (!figures.empty()) figures += ' ';
    figures += std::to_string(task.targets.size()) + '/' + std::to_string(task.measurements.size());
  }
  return figures;
}

TEST(PartTasksTest, PiecesOnOneLineEachPromiseAndReport) {
  for (const auto& marks : {std::pair("①", "②"), std::pair("(1)", "(2)"), std::pair("1.", "2.")}) {
    const auto [one, two] = marks;
    for (const std::string label : {"项目进展:", "完成情况：", "进展情况:"}) {
      const auto both = [&, one = one, two = two](const std::string& first, const std::string& told,
                                                  const std::string& second,
                                                  const std::string& said) {
        return one + first + label + told + two + second + label + said;
      };
      const Programme list = ReadList(
          "金台区2019年4件民生实事完成情况\n一、改善办学条件\n" +
          both("新建幼儿园4所。", "双河、中心等4所幼儿园全部建成。", "为32所学校更换照明灯具。",
               "32所学校更换完毕。") +
          "(责任单位:区教育局)\n二、方便群众健身\n" +
          both("新建健身广场15处。", "建成健身广场15处。", "送戏下乡330场。", "送戏下乡336场。") +
          "(责任单位:区文旅局)\n三、清洁取暖\n为86个村庄、14200户实施清洁取暖改造,"
          "其中气代煤11300户。" +
          label +
          "已改造14356户,其中气代煤11420户。(责任单位:区住建局)\n四、便民出行\n新增停车位500个。" +
          label + "新增停车位520个。(责任单位:区城管局)\n");
      ASSERT_THAT(list.projects, SizeIs(4)) << one << label;
      EXPECT_EQ(FiguresOf(list.projects[0]), "1/1 1/1") << one << label;
      EXPECT_EQ(FiguresOf(list.projects[1]), "1/1 1/1") << one << label;
      EXPECT_EQ(FiguresOf(list.projects[2]), "3/2")
          << one << label << "all that stands before the label";
      EXPECT_EQ(FiguresOf(list.projects[3]), "1/1") << one << label;
    }
  }
}

TEST(PartTasksTest, AReportCountsTheClausesOfThePromise) {
  const auto list = [](const std::string& mark, const std::string& reports) {
    return ReadList("金台区2018年3件民生实事1—11月推进情况\n实事一:改造农村危房950户" + mark +
                    "改造棚户区1200户。(牵头单位:区住建局)\n完成情况:" + reports +
                    "\n实事二:新建幼儿园6所。(牵头单位:区教育局)\n完成情况:已完工4所。\n"
                    "实事三:新增停车位500个。(牵头单位:区城管局)\n完成情况:已新增310个。\n");
  };
  for (const std::string mark : {"；", ";"}) {
    const Programme counted =
        list(mark, "1.农村危房改造竣工950户。2.棚户区改造已开工1240户,完成年度任务的103.3%。");
    ASSERT_THAT(counted.projects, SizeIs(3)) << mark;
    EXPECT_EQ(FiguresOf(counted.projects[0]), "1/1 1/1") << mark;
  }
  const Programme other = list(";", "1.已拨付资金300万元。2.正在验收。3.资料已归档。");
  ASSERT_THAT(other.projects, SizeIs(3));
  EXPECT_THAT(other.projects[0].tasks, SizeIs(1)) << "counts other things than the promise";
}

}  // namespace
}  // namespace duban::documents
