// Tables of a text that was printed as a page: columns set with blanks, cells that go on in the
// lines below.
#include "documents/formats/laid_out_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "documents/core/utf8.h"
#include "documents/formats/read_file.h"
#include "tests/unit/documents/read_text.h"

namespace duban::documents {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

using Rows = std::vector<std::vector<std::string>>;

// How wide the columns are printed, a wide character as two, and what stands around them.
struct Print {
  std::vector<std::size_t> widths;
  std::size_t gap = 2;
  std::size_t margin = 0;
  std::string between;  // rows
};

std::size_t Width(std::string_view text) { return CountChars(text) + CountWide(text); }

// A cell in lines of so many columns.
std::vector<std::string> Wrap(std::string_view cell, std::size_t columns) {
  std::vector<std::string> lines(1);
  for (std::size_t at = 0; at < cell.size();) {
    const std::string_view character = cell.substr(at, CharAt(cell, at).bytes);
    at += character.size();
    if (Width(lines.back()) + Width(character) > columns) lines.emplace_back();
    lines.back() += character;
  }
  return lines;
}

std::string Printed(const Rows& rows, const Print& print) {
  std::string out;
  for (const std::vector<std::string>& row : rows) {
    std::vector<std::vector<std::string>> cells;
    std::size_t lines = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(Wrap(row[i], print.widths[i]));
      lines = std::max(lines, cells[i].size());
    }
    for (std::size_t line = 0; line < lines; ++line) {
      std::string words(print.margin, ' ');
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string piece = line < cells[i].size() ? cells[i][line] : "";
        words += piece + std::string(print.widths[i] - Width(piece) + print.gap, ' ');
      }
      out += words.substr(0, words.find_last_not_of(' ') + 1) + "\n";
    }
    out += print.between;
  }
  return out;
}

const Rows& Report() {
  static const Rows rows = {
      {"序号", "项目名称", "目标任务", "牵头单位", "完成情况"},
      {"1", "农村公路提升改造工程", "改造农村公路120公里,改造危桥6座", "市交通运输局",
       "已完成公路改造96公里,危桥改造完工4座"},
      {"2", "老旧小区改造", "改造老旧小区27个,惠及居民4316户", "市住房和城乡建设局",
       "27个小区全部开工,已完工17个"},
      {"3", "养老服务设施建设", "建成社区养老服务中心8个,新增床位300张", "市民政局",
       "建成5个,新增床位186张"},
      {"4", "公办幼儿园建设", "新建公办幼儿园6所,新增学位1800个", "市教育局、市自然资源和规划局",
       "投用4所,新增学位1260个"},
      {"5", "户厕改造", "新改建农村户厕3500座", "市农业农村局", "完成2890座,占年度任务的82.6%"},
  };
  return rows;
}

Draft ReadPrinted(const std::string& text) {
  auto reading = ReadFile(text);
  EXPECT_TRUE(reading.ok());
  return reading.ok() ? std::move(reading->draft) : Draft{};
}

TEST(LaidOutTextTest, CellsAreWholeHoweverWideTheColumnsAre) {
  const Print prints[] = {
      {.widths = {4, 14, 20, 16, 24}, .between = "\n"},
      {.widths = {4, 12, 18, 14, 18}, .gap = 3},
      {.widths = {6, 10, 16, 12, 16}, .gap = 4, .margin = 6, .between = "\n"},
  };
  for (const Print& print : prints) {
    const std::string text =
        "清平市2023年民生实事进展情况表\n(截至2023年9月30日)\n\n" + Printed(Report(), print);
    ASSERT_TRUE(LooksLaidOut(text)) << text;
    const Draft draft = ReadPrinted(text);
    ASSERT_THAT(draft.programmes, SizeIs(1)) << text;
    const Programme& list = draft.programmes[0];
    EXPECT_THAT(TitlesOf(list), ElementsAre("农村公路提升改造工程", "老旧小区改造",
                                            "养老服务设施建设", "公办幼儿园建设", "户厕改造"));
    EXPECT_THAT(list.projects[1].lead_units, ElementsAre("市住房和城乡建设局"));
    EXPECT_THAT(list.projects[3].lead_units, ElementsAre("市教育局", "市自然资源和规划局"));
    const Task& roads = list.projects[0].tasks.at(0);
    ASSERT_THAT(roads.targets, SizeIs(2)) << text;
    EXPECT_EQ(roads.targets[0].value, 120);
    ASSERT_THAT(roads.measurements, SizeIs(2)) << text;
    EXPECT_EQ(roads.measurements[1].value, 4);
  }
}

TEST(LaidOutTextTest, AnyColumnsOfAPlanAreRead) {
  const Rows rows = {
      {"编号", "实事项目", "主要建设内容", "总投资(万元)", "责任部门"},
      {"1", "村级卫生室标准化建设", "新建标准化村卫生室31间,配齐诊疗设备93台", "1550",
       "县卫生健康局"},
      {"2", "城区供水管网改造", "更换老旧供水管网64公里,新建加压泵站2座", "6400", "县水利局"},
      {"3", "公交候车亭建设", "新建公交候车亭65座", "130", "县交通运输局"},
      {"4", "日间照料中心", "新建老年人日间照料中心10家,新增床位120张", "1200", "县民政局"},
  };
  const Draft draft = ReadPrinted("临泽县2024年民生实事项目计划表\n\n" +
                                  Printed(rows, {.widths = {4, 12, 18, 12, 12}, .gap = 4}));
  ASSERT_THAT(draft.programmes, SizeIs(1));
  EXPECT_THAT(TitlesOf(draft.programmes[0]), ElementsAre("村级卫生室标准化建设", "城区供水管网改造",
                                                         "公交候车亭建设", "日间照料中心"));
  const Task& pipes = draft.programmes[0].projects[1].tasks.at(0);
  ASSERT_THAT(pipes.targets, SizeIs(3));
  EXPECT_EQ(pipes.targets[0].value, 64);
  EXPECT_EQ(draft.programmes[0].projects[3].lead_units, std::vector<std::string>{"县民政局"});
}

TEST(LaidOutTextTest, PagesGroupsAndTotalsBelongToOneTable) {
  const Rows heads = {{"序号", "项目名称", "建设内容", "年度投资", "完成投资", "进展情况"}};
  const Rows first = {{"一", "教育类(2项)", "", "9860", "5612", ""},
                      {"1", "城南小学扩建", "新建教学楼2栋,新增学位1620个", "5200", "3640",
                       "主体已封顶,正在进行外墙装饰"},
                      {"2", "乡镇幼儿园改建", "改建幼儿园7所,新增学位900个", "4660", "1972",
                       "完工4所,新增学位510个"},
                      {"二", "交通类(2项)", "", "9940", "7412", ""}};
  const Rows second = {
      {"3", "农村公路改造", "改造农村公路86.4公里,改造危桥5座", "8640", "6912",
       "完成69.1公里,危桥完工5座"},
      {"4", "候车亭建设", "新建公交候车亭65座", "1300", "500", "因用地未落实,仅建成18座"},
      {"", "合  计", "", "19800", "13024", ""}};
  const Print print{.widths = {4, 14, 20, 8, 8, 14}, .gap = 3, .between = "\n"};
  const std::string text =
      "兰陵县2019年民生实事进展情况表\n(截至2019年8月31日)\n          单位:万元\n\n" +
      Printed(heads, print) + Printed(first, print) + "                    — 1 —\n\n" +
      Printed(heads, print) + Printed(second, print) + "                    — 2 —\n";
  const Draft draft = ReadPrinted(text);
  ASSERT_THAT(draft.programmes, SizeIs(1));
  const auto& projects = draft.programmes[0].projects;
  ASSERT_THAT(projects, SizeIs(4)) << text;
  EXPECT_EQ(projects[0].category, "教育类");
  EXPECT_EQ(projects[3].category, "交通类");
  ASSERT_THAT(projects[1].tasks.at(0).targets, SizeIs(3));
  EXPECT_EQ(projects[1].tasks[0].targets.back().value, 46'600'000);
  EXPECT_EQ(projects[1].tasks[0].measurements.back().unit, "元");
  EXPECT_EQ(projects[3].title, "候车亭建设");
}

TEST(LaidOutTextTest, OtherTextIsLeftAsItStands) {
  for (const std::string text :
       {"",
        "一、新建公园2个。\n        责任单位:区园林局\n二、修路3公里。\n        "
        "责任单位:区交通局\n三、种树。\n        责任单位:区林业局\n",
        "序号  项目  单位\n1  修路  区交通局\n2  建校  区教育局\n3  种树  区林业局\n"}) {
    EXPECT_FALSE(LooksLaidOut(text)) << text;
  }
  const std::string bars = "| 序号 | 项目 | 内容 |\n| 1 | 修路 | 修路3公里,\n        修桥1座 |\n";
  EXPECT_FALSE(LooksLaidOut(bars));
}

}  // namespace
}  // namespace duban::documents
