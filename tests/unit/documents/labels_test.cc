// Projects whose labels stand on lines of their own: whatever opens a project, and whatever the
// labels are called.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
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
