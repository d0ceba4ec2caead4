// A table says the same however it is printed: the tables of the samples are printed in other
// shapes, and what is read of them must stay as it was.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/unit/documents/print_table.h"

namespace duban::documents {
namespace {

// A document around one table.
struct Sheet {
  std::string before, after;
  std::vector<Row> rows;
};

Row Cells(std::string line) {
  Row row;
  if (line.ends_with("|")) line.pop_back();
  for (std::size_t at = line.starts_with("|") ? 1 : 0; at <= line.size();) {
    const std::size_t end = std::min(line.find('|', at), line.size());
    row.emplace_back(Trim(std::string_view(line).substr(at, end - at)));
    at = end + 1;
  }
  return row;
}

Sheet ReadSheet(const std::string& name) {
  std::ifstream in(fmt::format("{}/tests/data/documents/{}.txt", DUBAN_SOURCE_DIR, name));
  Sheet sheet;
  for (std::string line; std::getline(in, line);) {
    if (line.find('|') == std::string::npos) {
      (sheet.rows.empty() ? sheet.before : sheet.after) += line + "\n";
    } else if (line.find_first_not_of("|-: ") != std::string::npos) {
      sheet.rows.push_back(Cells(line));
    }
  }
  return sheet;
}

std::string With(const Sheet& sheet, const std::string& table) {
  return sheet.before + table + sheet.after;
}

class TableShapesTest : public ::testing::TestWithParam<const char*> {
 protected:
  TableShapesTest()
      : sheet_(ReadSheet(GetParam())), expected_(Gist(With(sheet_, bars_(sheet_.rows)))) {}

  void Expect(const std::string& table, const char* shape) const {
    EXPECT_EQ(Gist(With(sheet_, table)), expected_) << shape;
  }

  const Print bars_ = Joined("", " | ", " |");
  Sheet sheet_;
  std::string expected_;
};

TEST_P(TableShapesTest, TheWayRowsArePrintedIsNoMatter) {
  ASSERT_GE(std::count(expected_.begin(), expected_.end(), '\n'), 4);
  Expect(Joined("| ", " | ", " |")(sheet_.rows), "bars around rows");
  Expect(Joined("", " | ", "")(sheet_.rows), "bars between cells");
  Expect(Joined("", "\t", "")(sheet_.rows), "tabs");
  Expect("<table>" + Joined("<tr><td>", "</td><td>", "</td></tr>")(sheet_.rows) + "</table>",
         "tags");
}

TEST_P(TableShapesTest, BarsMayBeDrawn) {
  Expect(Joined("", "｜", "｜")(sheet_.rows), "wide bars");
  Expect("┌──┬──┐\n" + Joined("│", "│", "│\n├──┼──┤")(sheet_.rows), "a frame");
}

TEST_P(TableShapesTest, HeadsMayStandInTwoRows) {
  std::vector<Row> rows = sheet_.rows;
  const std::size_t width = rows[0].size();
  Row lower(width);
  std::copy(rows[0].end() - 2, rows[0].end(), lower.end() - 2);
  rows[0][width - 2] = "有关情况";
  rows[0][width - 1] = "";
  rows.insert(rows.begin() + 1, lower);
  Expect(bars_(rows), "bars");
  Expect(Joined("| ", " | ", " |")(rows), "bars around rows");
}

TEST_P(TableShapesTest, ATableMayBreakOffAndGoOn) {
  const auto half = sheet_.rows.begin() + static_cast<std::ptrdiff_t>(sheet_.rows.size() / 2);
  const std::vector<Row> first(sheet_.rows.begin(), half);
  std::vector<Row> second(half, sheet_.rows.end());
  Expect(bars_(first) + "\n" + bars_(second), "two tables");
  second.insert(second.begin(), sheet_.rows[0]);
  Expect(bars_(first) + "(续表)\n" + bars_(second), "two tables with heads");
}

TEST_P(TableShapesTest, TheHeadsMayComeAgain) {
  std::vector<Row> rows;
  for (std::size_t i = 0; i < sheet_.rows.size(); ++i) {
    const bool opens = !sheet_.rows[i].empty() && !sheet_.rows[i][0].empty() &&
                       sheet_.rows[i].size() >= sheet_.rows[0].size();
    if (i > 1 && i % 3 == 0 && opens) rows.push_back(sheet_.rows[0]);
    rows.push_back(sheet_.rows[i]);
  }
  Expect(bars_(rows), "heads on every page");
}

TEST_P(TableShapesTest, AColumnMayBeEmpty) {
  std::vector<Row> rows = sheet_.rows;
  for (Row& row : rows) {
    if (row.size() == sheet_.rows[0].size()) row.insert(row.begin() + 2, "");
  }
  Expect(bars_(rows), "empty column");
}

TEST_P(TableShapesTest, AHeadMayBeUnknown) {
  std::vector<Row> rows = sheet_.rows;
  rows[0][0] = "栏次";
  Expect(bars_(rows), "of the numbers");
}

INSTANTIATE_TEST_SUITE_P(Samples, TableShapesTest,
                         ::testing::Values("completion_rates", "investment_table", "markdown_table",
                                           "monthly_bulletin", "on_schedule_column",
                                           "panyu_style_table", "plan_with_deadlines",
                                           "quarter_goals", "quarter_progress", "unit_and_person"),
                         [](const auto& sample) { return std::string(sample.param); });

// Of the samples none of whose rows lost cells by merging.
using WholeRowsTest = TableShapesTest;

TEST_P(WholeRowsTest, CellsMayStandAloneOrBetweenBlanks) {
  Expect(Parted(sheet_.rows, "\n"), "a cell to a line");
  Expect(Parted(sheet_.rows, " \n"), "a cell to a line, blanks behind");
  Expect(Parted(sheet_.rows, " "), "blanks");
  Expect(Parted(sheet_.rows, "   "), "wide blanks");
}

TEST_P(WholeRowsTest, LineBreaksMayBeLost) {
  std::string flat = With(sheet_, bars_(sheet_.rows));
  std::replace(flat.begin(), flat.end(), '\n', ' ');
  EXPECT_EQ(Gist(flat), expected_);
}

TEST_P(WholeRowsTest, ASecondNumberingSaysNothing) {
  std::vector<Row> rows = sheet_.rows;
  rows[0].insert(rows[0].begin() + 1, "市级编号");
  for (std::size_t i = 1; i < rows.size(); ++i)
    rows[i].insert(rows[i].begin() + 1, fmt::format("{}", 17 + 31 * i));
  Expect(bars_(rows), "of the city");
}

TEST_P(WholeRowsTest, ColumnsMayStandInAnyOrder) {
  std::vector<Row> rows = sheet_.rows;
  for (Row& row : rows) std::rotate(row.begin() + 1, row.begin() + 2, row.end());
  Expect(bars_(rows), "the second column last");
}

TEST_P(WholeRowsTest, TheTableMayStandOnOneLineOfTheDocument) {
  std::string line = Parted(sheet_.rows, " ");
  std::replace(line.begin(), line.end(), '\n', ' ');
  Expect(line + "\n", "one line");
  if (sheet_.rows.back()[0] == "合计") return;
  Row total(sheet_.rows[0].size());
  total[0] = "合计";
  total[1] = fmt::format("{}项", sheet_.rows.size() - 1);
  std::vector<Row> rows = sheet_.rows;
  rows.insert(rows.begin() + 1, total);
  line = Parted(rows, " ");
  std::replace(line.begin(), line.end(), '\n', ' ');
  Expect(line + "\n", "one line, a total first");
}

TEST_P(WholeRowsTest, NumbersMayStandInCircles) {
  std::vector<Row> rows = sheet_.rows;
  const Row circled = {"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩", "⑪", "⑫"};
  ASSERT_LE(rows.size(), circled.size() + 1);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i][0] == fmt::format("{}", i)) rows[i][0] = circled[i - 1];
  }
  Expect(bars_(rows), "bars");
  Expect(Parted(rows, "\n"), "a cell to a line");
  Expect(Parted(rows, " "), "blanks");
}

INSTANTIATE_TEST_SUITE_P(Samples, WholeRowsTest,
                         ::testing::Values("completion_rates", "investment_table", "markdown_table",
                                           "monthly_bulletin", "quarter_goals", "quarter_progress"),
                         [](const auto& sample) { return std::string(sample.param); });

// Without heads the cells alone tell the columns: what is promised and what is reached may be taken
// for each other.
using HeadlessTest = TableShapesTest;

TEST_P(HeadlessTest, CellsTellWhatNoHeadSays) {
  const std::string figures = Gist(With(sheet_, bars_(sheet_.rows)), /*by_column=*/false);
  std::vector<Row> rows(sheet_.rows.begin() + 1, sheet_.rows.end());
  EXPECT_EQ(Gist(With(sheet_, bars_(rows)), false), figures) << "no heads";
  EXPECT_EQ(Gist(With(sheet_, Joined("", "\t", "")(rows)), false), figures) << "no heads, tabs";
  Row heads;
  for (std::size_t i = 0; i < sheet_.rows[0].size(); ++i)
    heads.push_back("栏" + std::string(1, static_cast<char>('A' + i)));
  rows.insert(rows.begin(), heads);
  EXPECT_EQ(Gist(With(sheet_, bars_(rows)), false), figures) << "unknown heads";
}

INSTANTIATE_TEST_SUITE_P(Samples, HeadlessTest,
                         ::testing::Values("completion_rates", "long_table_sections",
                                           "markdown_table", "on_schedule_column",
                                           "panyu_style_table", "unit_and_person"),
                         [](const auto& sample) { return std::string(sample.param); });

// Labels and values: a table for each project, or all of them in one.
TEST(LabelTablesTest, LabelsAndValuesMakeProjects) {
  const std::string title = "武进区2024年民生实事项目完成情况\n";
  const std::string first =
      "项目名称 | 老旧小区改造 |\n目标任务 | 改造老旧小区12个 |\n牵头单位 | 区住建局 |\n完成情况 | "
      "已改造老旧小区12个 |\n";
  const std::string second =
      "项目名称 | 公共停车位 |\n目标任务 | 新增停车位800个 |\n牵头单位 | 区城管局 |\n完成情况 | "
      "已新增停车位760个 |\n";
  const std::string both =
      "1 老旧小区改造 | 区住建局 | 完成12个 目标12个 | 0\n2 公共停车位 | 区城管局 | 完成760个 "
      "目标800个 | 0\n";
  EXPECT_EQ(Gist(title + first + second), both);
  EXPECT_EQ(Gist(title + first + "\n其次:\n" + second), both);
  EXPECT_EQ(Gist(title + "项目名称 | 老旧小区改造 | 公共停车位 |\n目标任务 | 改造老旧小区12个 | "
                         "新增停车位800个 |\n"
                         "牵头单位 | 区住建局 | 区城管局 |\n完成情况 | 已改造老旧小区12个 | "
                         "已新增停车位760个 |\n"),
            both);
}

TEST(LabelTablesTest, RecordsMayBeNumberedAndHoldUnknownLabels) {
  std::string text = "云岭县2021年十件实事进展情况\n";
  const Row places = {"绿塘", "石湾", "青石"};
  for (std::size_t i = 0; i < 3; ++i) {
    text += fmt::format(
        "{}、\n项目名称 | {}供水工程\n建设内容 | 新建供水站{}处\n水源地 | {}水库\n责任单位 | "
        "县水利局\n进展情况 | 建成{}处。\n\n",
        Row{"一", "二", "三"}[i], places[i], i + 6, places[i], i + 3);
  }
  EXPECT_EQ(Gist(text),
            "1 绿塘供水工程 | 县水利局 | 完成3处 目标6处 | 0\n2 石湾供水工程 | 县水利局 | 完成4处 "
            "目标7处 | 0\n"
            "3 青石供水工程 | 县水利局 | 完成5处 目标8处 | 0\n");
}

}  // namespace
}  // namespace duban::documents
