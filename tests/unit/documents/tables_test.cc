// A table says the same however it is printed: the tables of the samples are printed in other shapes, and what is read of them
// must stay as it was.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "documents/core/reader.h"

namespace duban::documents {
namespace {

using Row = std::vector<std::string>;

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

using Print = std::function<std::string(const std::vector<Row>&)>;

Print Joined(const std::string& open, const std::string& between, const std::string& close) {
  return [=](const std::vector<Row>& rows) {
    std::string out;
    for (const Row& row : rows) out += open + fmt::format("{}", fmt::join(row, between)) + close + "\n";
    return out;
  };
}

// Cells that are not empty, without blanks of their own: 区教育局 王敏 becomes 区教育局、王敏.
std::string Parted(const std::vector<Row>& rows, const std::string& between) {
  std::string out;
  for (const Row& row : rows) {
    std::string line;
    for (std::string cell : row) {
      for (std::size_t at = cell.find(' '); at != std::string::npos; at = cell.find(' ')) cell.replace(at, 1, "、");
      if (!cell.empty()) line += (line.empty() ? "" : between) + cell;
    }
    out += line + "\n";
  }
  return out;
}

// What a reader of the table takes away, a line for each project.
std::string Gist(const std::string& text, bool by_column = true) {
  const auto reading = ReadDocument(text);
  if (!reading.ok() || reading->draft.programmes.empty()) return {};
  std::string gist;
  for (const Project& project : reading->draft.programmes[0].projects) {
    std::vector<std::string> figures;
    std::vector<std::string> units = project.lead_units;
    std::string states;
    for (const Task& task : project.tasks) {
      for (const Target& target : task.targets) figures.push_back(fmt::format("{}{}{}", by_column ? "目标" : "", target.value, target.unit));
      for (const Measurement& m : task.measurements) figures.push_back(fmt::format("{}{}{}", by_column ? "完成" : "", m.value, m.unit));
      units.insert(units.end(), task.lead_units.begin(), task.lead_units.end());
      states += fmt::format(" {}", static_cast<int>(task.status));
    }
    std::sort(figures.begin(), figures.end());
    std::sort(units.begin(), units.end());
    std::string title = project.title;
    std::erase(title, ' ');
    gist += fmt::format("{} {} | {} | {} |{}\n", project.number, title, fmt::join(units, " "), fmt::join(figures, " "), states);
  }
  return gist;
}

std::string With(const Sheet& sheet, const std::string& table) { return sheet.before + table + sheet.after; }

class TableShapesTest : public ::testing::TestWithParam<const char*> {
 protected:
  TableShapesTest() : sheet_(ReadSheet(GetParam())), expected_(Gist(With(sheet_, bars_(sheet_.rows)))) {}

  void Expect(const std::string& table, const char* shape) const { EXPECT_EQ(Gist(With(sheet_, table)), expected_) << shape; }

  const Print bars_ = Joined("", " | ", " |");
  Sheet sheet_;
  std::string expected_;
};

TEST_P(TableShapesTest, TheWayRowsArePrintedIsNoMatter) {
  ASSERT_GE(std::count(expected_.begin(), expected_.end(), '\n'), 4);
  Expect(Joined("| ", " | ", " |")(sheet_.rows), "bars around rows");
  Expect(Joined("", " | ", "")(sheet_.rows), "bars between cells");
  Expect(Joined("", "\t", "")(sheet_.rows), "tabs");
  Expect("<table>" + Joined("<tr><td>", "</td><td>", "</td></tr>")(sheet_.rows) + "</table>", "tags");
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
    const bool opens = !sheet_.rows[i].empty() && !sheet_.rows[i][0].empty() && sheet_.rows[i].size() >= sheet_.rows[0].size();
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
                         ::testing::Values("completion_rates", "investment_table", "markdown_table", "monthly_bulletin", "on_schedule_column",
                                           "panyu_style_table", "plan_with_deadlines", "quarter_goals", "quarter_progress", "unit_and_person"),
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
  for (std::size_t i = 1; i < rows.size(); ++i) rows[i].insert(rows[i].begin() + 1, fmt::format("{}", 17 + 31 * i));
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
                         ::testing::Values("completion_rates", "investment_table", "markdown_table", "monthly_bulletin", "quarter_goals", "quarter_progress"),
                         [](const auto& sample) { return std::string(sample.param); });

// Without heads the cells alone tell the columns: what is promised and what is reached may be taken for each other.
using HeadlessTest = TableShapesTest;

TEST_P(HeadlessTest, CellsTellWhatNoHeadSays) {
  const std::string figures = Gist(With(sheet_, bars_(sheet_.rows)), /*by_column=*/false);
  std::vector<Row> rows(sheet_.rows.begin() + 1, sheet_.rows.end());
  EXPECT_EQ(Gist(With(sheet_, bars_(rows)), false), figures) << "no heads";
  EXPECT_EQ(Gist(With(sheet_, Joined("", "\t", "")(rows)), false), figures) << "no heads, tabs";
  Row heads;
  for (std::size_t i = 0; i < sheet_.rows[0].size(); ++i) heads.push_back("栏" + std::string(1, static_cast<char>('A' + i)));
  rows.insert(rows.begin(), heads);
  EXPECT_EQ(Gist(With(sheet_, bars_(rows)), false), figures) << "unknown heads";
}

INSTANTIATE_TEST_SUITE_P(Samples, HeadlessTest,
                         ::testing::Values("completion_rates", "long_table_sections", "markdown_table", "on_schedule_column", "panyu_style_table", "unit_and_person"),
                         [](const auto& sample) { return std::string(sample.param); });

// Labels and values: a table for each project, or all of them in one.
TEST(LabelTablesTest, LabelsAndValuesMakeProjects) {
  const std::string title = "武进区2024年民生实事项目完成情况\n";
  const std::string first = "项目名称 | 老旧小区改造 |\n目标任务 | 改造老旧小区12个 |\n牵头单位 | 区住建局 |\n完成情况 | 已改造老旧小区12个 |\n";
  const std::string second = "项目名称 | 公共停车位 |\n目标任务 | 新增停车位800个 |\n牵头单位 | 区城管局 |\n完成情况 | 已新增停车位760个 |\n";
  const std::string both = "1 老旧小区改造 | 区住建局 | 完成12个 目标12个 | 0\n2 公共停车位 | 区城管局 | 完成760个 目标800个 | 0\n";
  EXPECT_EQ(Gist(title + first + second), both);
  EXPECT_EQ(Gist(title + first + "\n其次:\n" + second), both);
  EXPECT_EQ(Gist(title +
                 "项目名称 | 老旧小区改造 | 公共停车位 |\n目标任务 | 改造老旧小区12个 | 新增停车位800个 |\n"
                 "牵头单位 | 区住建局 | 区城管局 |\n完成情况 | 已改造老旧小区12个 | 已新增停车位760个 |\n"),
            both);
}

TEST(LabelTablesTest, RecordsMayBeNumberedAndHoldUnknownLabels) {
  std::string text = "云岭县2021年十件实事进展情况\n";
  const Row places = {"绿塘", "石湾", "青石"};
  for (std::size_t i = 0; i < 3; ++i) {
    text += fmt::format("{}、\n项目名称 | {}供水工程\n建设内容 | 新建供水站{}处\n水源地 | {}水库\n责任单位 | 县水利局\n进展情况 | 建成{}处。\n\n",
                        Row{"一", "二", "三"}[i], places[i], i + 6, places[i], i + 3);
  }
  EXPECT_EQ(Gist(text),
            "1 绿塘供水工程 | 县水利局 | 完成3处 目标6处 | 0\n2 石湾供水工程 | 县水利局 | 完成4处 目标7处 | 0\n"
            "3 青石供水工程 | 县水利局 | 完成5处 目标8处 | 0\n");
}

// Places below each other and what is counted in them beside each other: each column is a promise, however the cells stand.
class PlaceMatrixTest : public ::testing::Test {
 protected:
  const std::vector<Row> rows_ = {{"地区", "新增就业(人)", "护理床位(张)", "口袋公园(个)"},
                                  {"合计", "2400", "150", "12"},
                                  {"绿塘区", "900", "60", "5"},
                                  {"石湾区", "700", "50", "4"},
                                  {"云岭县", "800", "40", "3"}};
  const std::string planned_ =
      "1 新增就业 |  | 目标2400人 目标700人 目标800人 目标900人 | 0\n2 护理床位 |  | 目标150张 目标40张 目标50张 目标60张 | 0\n"
      "3 口袋公园 |  | 目标12个 目标3个 目标4个 目标5个 | 0\n";
  const std::string plan_ = "2023年惠民实事任务分解表\n\n";
};

TEST_F(PlaceMatrixTest, EachColumnIsAPromise) {
  EXPECT_EQ(Gist(plan_ + Joined("| ", " | ", " |")(rows_)), planned_);
  EXPECT_EQ(Gist(plan_ + Joined("", "\t", "")(rows_)), planned_);
  EXPECT_EQ(Gist(plan_ + Parted(rows_, "\n\n")), planned_);
}

TEST_F(PlaceMatrixTest, PlacesMayBeCounted) {
  std::vector<Row> rows = rows_;
  std::rotate(rows.begin() + 1, rows.begin() + 2, rows.end());
  rows[0].insert(rows[0].begin(), "序号");
  for (std::size_t i = 1; i + 1 < rows.size(); ++i) rows[i].insert(rows[i].begin(), fmt::format("{}", i));
  EXPECT_EQ(Gist(plan_ + Joined("| ", " | ", " |")(rows)), planned_);
  EXPECT_EQ(Gist(plan_ + Parted(rows, "\n\n")), planned_);
}

TEST_F(PlaceMatrixTest, TheTitleSaysWhetherItIsReached) {
  std::string reached = planned_;
  for (std::size_t at = 0; (at = reached.find("目标", at)) != std::string::npos;) reached.replace(at, 6, "完成");
  EXPECT_EQ(Gist("2023年惠民实事完成情况\n\n" + Joined("| ", " | ", " |")(rows_)), reached);
  EXPECT_EQ(Gist("2023年惠民实事完成情况\n\n" + Parted(rows_, "\n")), reached);
}

TEST_F(PlaceMatrixTest, OneMatrixMayFollowAnother) {
  const std::vector<Row> more = {{"地区", "改造老旧小区(户)", "新建充电桩(台)"}, {"绿塘区", "90", "6"}, {"石湾区", "70", "8"}};
  EXPECT_EQ(Gist(plan_ + Parted(rows_, "\n") + Parted(more, "\n")),
            planned_ + "4 改造老旧小区 |  | 目标70户 目标90户 | 0\n5 新建充电桩 |  | 目标6台 目标8台 | 0\n");
  EXPECT_EQ(Gist(plan_ + Joined("", " | ", " |")(rows_) + "\n" + Joined("", " | ", " |")(more)), Gist(plan_ + Parted(rows_, "\n") + Parted(more, "\n")));
}

TEST_F(PlaceMatrixTest, PlacesMayStandBesideEachOther) {
  std::vector<Row> rows(rows_[0].size());
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) rows[i].push_back(row[i]);
  }
  rows[0][0] = "指标";
  const std::string gist = Gist(plan_ + Joined("| ", " | ", " |")(rows));
  EXPECT_NE(gist.find("目标2400人"), std::string::npos) << gist;
  EXPECT_NE(gist.find("目标3个"), std::string::npos) << gist;
  EXPECT_EQ(gist.find("完成"), std::string::npos) << gist;
}

TEST_F(PlaceMatrixTest, ARowMayNameTheOfficesThatAnswer) {
  std::vector<Row> rows = rows_;
  rows.insert(rows.begin() + 1, {"责任单位", "市人社局", "市民政局", "市园林局"});
  const std::string gist = Gist(plan_ + Parted(rows, "\n"));
  EXPECT_NE(gist.find("1 新增就业 | 市人社局 | 目标2400人"), std::string::npos) << gist;
  EXPECT_EQ(gist, Gist(plan_ + Joined("| ", " | ", " |")(rows)));
}

// Places below each other, and beside each other promises with the same few columns each.
class PlaceGroupsTest : public ::testing::Test {
 protected:
  const std::vector<Row> rows_ = {{"序号", "乡镇", "改造厕所(户)", "", "", "修建道路(公里)", "", ""},
                                  {"", "", "计划数", "完成数", "完成率", "计划数", "完成数", "完成率"},
                                  {"1", "绿塘镇", "60", "45", "75%", "8", "6", "75%"},
                                  {"2", "石湾乡", "40", "40", "100%", "", "", ""},
                                  {"3", "云岭镇", "—", "—", "—", "10", "9", "90%"},
                                  {"合计", "", "100", "85", "85%", "18", "15", "83.3%"}};
  const std::string title_ = "2023年民生实事分乡镇进度表(截至9月底)\n\n";
};

TEST_F(PlaceGroupsTest, CountedPlacesReportOnEachPromise) {
  const std::string gist =
      "1 改造厕所 |  | 完成40户 完成45户 完成85户 目标100户 目标40户 目标60户 | 0 3 0\n"
      "2 修建道路 |  | 完成15公里 完成6公里 完成9公里 目标10公里 目标18公里 目标8公里 | 0 0 0\n";
  EXPECT_EQ(Gist(title_ + Joined("| ", " | ", " |")(rows_)), gist);
  EXPECT_EQ(Gist(title_ + Joined("", "\t", "")(rows_)), gist);
}

TEST_F(PlaceGroupsTest, PlacesBelowTheListReportToItsProjects) {
  const std::string list =
      "2023年民生实事进度表(截至9月底)\n\n"
      "序号 | 项目名称 | 牵头部门 | 年度任务 | 累计完成 | 备注 |\n1 | 农村改造厕所 | 县农业农村局 | 100户 | 85户 | |\n"
      "2 | 修建道路 | 县交通局 | 18公里 | 15公里 | 雨季长,进度较慢 |\n3 | 护理床位 | 县民政局 | 50张 | 50张 | 已完成 |\n\n";
  const std::string joined =
      "1 农村改造厕所 | 县农业农村局 | 完成40户 完成45户 完成85户 目标100户 目标40户 目标60户 | 0 0 3\n"
      "2 修建道路 | 县交通局 | 完成15公里 完成6公里 完成9公里 目标10公里 目标18公里 目标8公里 | 5 0 0\n"
      "3 护理床位 | 县民政局 | 完成50张 目标50张 | 3\n";
  EXPECT_EQ(Gist(list + title_ + Joined("", " | ", " |")(rows_)), joined);
  const auto reading = ReadDocument(list + title_ + Joined("", " | ", " |")(rows_));
  ASSERT_TRUE(reading.ok());
  EXPECT_EQ(reading->draft.programmes.size(), 1u);
  const auto& checks = reading->draft.checks;
  EXPECT_TRUE(std::any_of(checks.begin(), checks.end(), [](const Check& check) {
    return check.kind == CheckKind::kSum && check.project == 2 && check.stated == 18 && check.ok;
  }));
}

// Whose other cells are merged with those above it, a row is one cell, and nothing marks it as one.
TEST(MergedRowsTest, ARowMayBeOneCell) {
  const std::vector<Row> rows = {{"序号", "项目名称", "具体任务", "责任单位", "完成时限"},
                                 {"1", "就业创业工程", "城镇新增就业6200人。", "区人社局", "2023年12月底"},
                                 {"", "", "扶持创业实体180个,带动就业700人。", "", ""},
                                 {"", "", "开展职业技能培训1500人。", "", ""},
                                 {"2", "健康惠民工程", "改建村卫生室14个。", "区卫健局", "2023年10月底"},
                                 {"3", "文体惠民工程", "更新健身路径40套。", "区文旅局", "2023年9月底"}};
  const std::string title = "2023年民生实事任务分解表\n\n";
  const std::string whole = Gist(title + Joined("", " | ", " |")(rows));
  EXPECT_NE(whole.find("目标1500人 目标180个 目标6200人 目标700人"), std::string::npos) << whole;
  EXPECT_EQ(Gist(title + Parted(rows, "\t")), whole);
  EXPECT_EQ(Gist(title + Parted(rows, "   ")), whole);
  EXPECT_EQ(Gist(title + Parted(rows, " | ")), whole);
}

// Heads over two rows, the lower of which merging moved to the left.
class MovedHeadsTest : public ::testing::Test {
 protected:
  const std::string text_ =
      "云岭县2022年民生实事项目进展情况表(截至10月底)\n单位:万元\n"
      "序号 | 项目名称 | 建设内容 | 建设起止年限 | 至2021年底累计完成投资 | 2022年工作计划 | 进展 | 责任单位 | |||\n"
      "投资 | 主要形象进度 | 完成投资 | % | 形象进度 | ||||||\n"
      "1 | 护眼灯光工程 | 提升70所学校的教室照明 | 2022 | 1800 | 建成 | 1350 | 75 | 完成52所 | 县教育局 |\n"
      "2 | 老旧小区改造 | 改造老旧小区6个 | 2021-2023 | 2400 | 4000 | 完成3个小区 | 3860 | 96.5 | 3个小区完工 | 县住建局 |\n"
      "3 | 农村公路提升 | 改造农村公路2条 | 2022 | 5600 | 建成 | 4480 | 80 | 1条完工 | 县交通局 |\n"
      "(1) | 岔路线 | 8.6公里 | 2022 | 3000 | 建成 | 3000 | 100 | 完工通车 | |\n"
      "(2) | 茶院线 | 7.2公里 | 2022 | 2600 | 建成 | 1480 | 56.9 | 正在铺设沥青 | |\n"
      "4 | 停车位建设 | 新增停车位850个 | 2021-2022 | 2100 | 4300 | 建成 | 3010 | 70 | 建成612个 | 县城投集团 |\n";
};

TEST_F(MovedHeadsTest, TheRowsTellWhichHeadsAreParted) {
  const std::string gist = Gist(text_);
  EXPECT_NE(gist.find("1 护眼灯光工程 | 县教育局 | 完成1350"), std::string::npos) << gist;
  EXPECT_NE(gist.find("目标4000"), std::string::npos) << gist;
  EXPECT_NE(gist.find("完成2400"), std::string::npos) << gist;
  EXPECT_EQ(gist.find("2022"), std::string::npos) << "years are no figures: " << gist;
}

TEST_F(MovedHeadsTest, BracketedNumbersArePartsOfTheRowAbove) {
  const auto reading = ReadDocument(text_);
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1u);
  const auto& projects = reading->draft.programmes[0].projects;
  ASSERT_EQ(projects.size(), 4u);
  EXPECT_EQ(projects[2].tasks.size(), 3u);
  EXPECT_EQ(projects[3].title, "停车位建设");
}

TEST(PageBreakTest, RowsAboveTheRepeatedHeadsBelongToThePageBefore) {
  const std::string title = "2023年民生实事任务分解表\n\n";
  const std::string heads = "序号 | 项目名称 | 具体任务 | 责任单位 |\n";
  const std::vector<std::string> rows = {"1 | 公厕改造 | 改造公厕20座 | 区城管局 |\n", "2 | 口袋公园 | 新建口袋公园6处 | 区园林局 |\n",
                                         "3 | 停车位 | 新增停车位500个 | 区城管局 |\n", "4 | 健身步道 | 建设健身步道3公里 | 区体育局 |\n"};
  const std::string whole = Gist(title + heads + rows[0] + rows[1] + rows[2] + rows[3]);
  EXPECT_EQ(Gist(title + heads + rows[0] + "\n— 2 —\n\n" + rows[1] + rows[2] + heads + rows[3]), whole);
}

TEST(FlatTableTest, ItsCaptionMayBeACellOfItsOwn) {
  std::string table = "序号 | 工作任务 | 牵头单位 | 一季度形象进度 | 二季度形象进度 | ";
  for (int i = 1; i <= 8; ++i) table += fmt::format("{} | 改造第{}片老旧小区{}个 | 区住建局 | 完成设计方案和招标 | 完成{}个小区改造 | ", i, i, 2 * i, i);
  const std::string gist = Gist("各街道办事处:\n附件 政府工作报告任务分解表 2021年区政府民生实事任务分解表 | " + table);
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 8) << gist;
  EXPECT_NE(gist.find("目标16个"), std::string::npos) << gist;
}

TEST(TextsTest, PipesWithNothingBetweenThemAreNoTable) {
  const auto reading = ReadDocument("|\n政务信息公开\n|\n2023年民生实事项目\n1.改造公厕20座。\n2.新建口袋公园6处。\n3.新增停车位500个。\n");
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1u);
  EXPECT_EQ(reading->draft.programmes[0].projects.size(), 3u);
}

// Where a cell holds several lines and tabs or blanks part the others, its lines stand alone below their row.
TEST(LongCellTest, LinesBelowARowGoOnInItsLastCell) {
  const Row heads = {"序号", "项目", "牵头部门", "年度任务", "11月份进展情况"};
  const std::vector<Row> rows = {{"1", "农村危房改造", "市住建委", "改造危房3200户", "全市竣工2860户,其中:"},
                                 {"2", "公共租赁住房", "市房管局", "新开工4500套", "新开工4632套。"},
                                 {"3", "农村饮水安全", "市水务局", "解决38万人饮水安全", "已解决35万人。"}};
  const std::string title = "2013年民生工程11月份进展情况表\n";
  const std::string more = "绿塘区 1560户\n石湾县 1300户\n";
  for (const char* between : {"\t", "   "}) {
    const auto print = Joined("", between, "");
    const std::string gist = Gist(title + print({heads, rows[0]}) + more + print({rows[1], rows[2]}));
    EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 3) << gist;
    EXPECT_NE(gist.find("完成1300户 完成1560户 完成2860户 目标3200户"), std::string::npos) << gist;
    EXPECT_NE(gist.find("2 公共租赁住房 | 市房管局 | 完成4632套 目标4500套"), std::string::npos) << gist;
  }
}

TEST(LongCellTest, LabelsBetweenBlanksMakeNoTableOfAnOutline) {
  const std::string text =
      "绿塘区2016年十件民生实事任务分解\n"
      "第一件  打通北河街东段\n包抓领导:周平  责任单位:区住建局、区房产办\n1.长540米,搬迁住户86户,10月底前通车。\n2.完成绿化30亩。\n"
      "第二件  改造背街小巷\n包抓领导:周平  责任单位:区城管局  配合单位:区规划办\n1.改造14条小巷,9月底完工。\n2.铺装人行道3万平方米。\n"
      "第三件  新建公办幼儿园\n包抓领导:何静  责任单位:区教体局  配合单位:区财政局\n1.新建幼儿园4所,新增学位720个。\n2.改造校舍2栋。\n";
  const std::string gist = Gist(text);
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 3) << gist;
  EXPECT_NE(gist.find("目标4所"), std::string::npos) << gist;
  EXPECT_NE(gist.find("目标86户"), std::string::npos) << gist;
}

// One cell on each line, and cells of several lines: what announces others stands with them, and of two long cells the report
// runs on.
TEST(LongCellTest, LinesOfAReportStandBelowItsFirst) {
  const std::string text =
      "2013年民生工程11月份进展情况表\n序号\n项目\n牵头部门\n年度任务\n11月份进展情况\n"
      "1\n农村危房改造\n市住建委\n3200户\n全市竣工2860户,其中:\n绿塘区 1560户\n石湾县 1300户\n"
      "2\n公共租赁住房\n市房管局\n新开工4500套\n新开工4632套,其中:\n绿塘区 2832套\n石湾县 1800套\n"
      "3\n农村饮水安全\n市水务局\n解决38万人饮水安全\n已解决35万人。\n"
      "4\n新型农民培训\n市农委\n培训1.3万人\n提前完成。培训13460人,其中:\n绿塘区 7070人\n石湾县 6390人\n";
  const std::string gist = Gist(text);
  EXPECT_NE(gist.find("完成1300户 完成1560户 完成2860户 目标3200户"), std::string::npos) << gist;
  EXPECT_NE(gist.find("完成1800套 完成2832套 完成4632套 目标4500套"), std::string::npos) << gist;
}

TEST(LongCellTest, ACellDoesNotPromiseTheSameTwice) {
  const std::string text =
      "2022年民生实事项目进展情况表(截至9月底)\n序号\n项目内容\n进展情况\n责任单位\n"
      "1\n新建成中小学7所。\n新建成城北小学等7所中小学。\n教育局\n"
      "2\n新建成照护驿站7家。\n新建锦南街道等13家照护驿站。\n卫生健康局\n新增托位500个。\n新增托位600个。\n开展筛查1万例以上。\n开展筛查10111例。\n"
      "3\n实施公路大中修100公里。\n完成公路大中修50公里。\n交通运输局\n新增公交线路3条。\n新增公交线路4条。\n";
  const std::string gist = Gist(text);
  EXPECT_NE(gist.find("完成10111例 完成13家 完成600个 目标10000例 目标500个 目标7家"), std::string::npos) << gist;
  EXPECT_NE(gist.find("完成4条 完成50公里 目标100公里 目标3条"), std::string::npos) << gist;
}

TEST(BrokenHeadsTest, RecordsTellWhichPiecesAreOneHead) {
  std::string text = "云岭镇2024年度重点工作计划二季度执行情况\n序号\n重点工作\n责任\n领导\n责任\n科室\n攻坚目标\n任务\n第二季度\n完成情况\n";
  for (int i = 1; i <= 5; ++i) {
    text += fmt::format("{}\n第{}片污水治理提升\n刘志\n农业农村办\n改造管网{}公里,受益农户1260户。\n已完成管网铺设{}公里。\n", i, i, i + 4, i + 1);
  }
  const std::string gist = Gist(text);
  EXPECT_NE(gist.find("1 第1片污水治理提升 | 农业农村办 | 完成2公里 目标1260户 目标5公里"), std::string::npos) << gist;
  EXPECT_NE(gist.find("5 第5片污水治理提升 | 农业农村办 | 完成6公里 目标1260户 目标9公里"), std::string::npos) << gist;
}

// Rows may be counted in any way.
TEST(NumbersTest, AnyKindOfNumberOpensARow) {
  const std::string title = "2023年民生实事项目完成情况\n\n序号 | 项目名称 | 责任单位 | 目标任务 | 完成情况 |\n";
  const auto rows = [](const Row& numbers) {
    return fmt::format("{} | 公厕改造 | 区城管局 | 改造公厕20座 | 已改造20座 |\n{} | 停车位 | 区城管局 | 新增停车位500个 | 已新增480个 |\n"
                       "{} | 口袋公园 | 区园林局 | 新建公园6处 | 已建成6处 |\n",
                       numbers[0], numbers[1], numbers[2]);
  };
  const std::string gist = Gist(title + rows({"1", "2", "3"}));
  for (const Row& numbers : {Row{"①", "②", "③"}, Row{"⑴", "⑵", "⑶"}, Row{"⒈", "⒉", "⒊"}, Row{"㈠", "㈡", "㈢"}, Row{"Ⅰ", "Ⅱ", "Ⅲ"},
                             Row{"第一件", "第二件", "第三件"}, Row{"(1)", "(2)", "(3)"}, Row{"一、", "二、", "三、"}}) {
    EXPECT_EQ(Gist(title + rows(numbers)), gist) << numbers[0];
  }
}

TEST(CommaTest, ASheetsTitleAndMergedCellsAreEmptyBetweenCommas) {
  const std::string rows =
      "1,老旧小区改造,区住建局,改造小区12个,已改造小区9个,75%\n2,公共停车位,区城管局,新增停车位800个,\"已新增停车位760个,其余在建\",95%\n"
      "3,口袋公园,区园林局,新建口袋公园6处,已建成口袋公园6处,100%\n";
  const std::string plain = Gist("2023年民生实事完成情况\n序号,项目名称,牵头单位,目标任务,完成情况,完成率\n" + rows);
  EXPECT_EQ(std::count(plain.begin(), plain.end(), '\n'), 3) << plain;
  EXPECT_EQ(Gist("2023年民生实事完成情况,,,,,\n序号,项目名称,牵头单位,目标任务,进展,\n,,,,完成情况,完成率\n" + rows), plain);
}

TEST(OpenRowsTest, EmptyLastCellsCloseNoRow) {
  const std::string title = "2023年民生实事项目进展情况表\n";
  const std::vector<Row> rows = {{"序号", "项目名称", "目标任务", "进展情况", "责任单位", "备注"},
                                 {"1", "老旧小区改造", "改造小区12个", "已改造小区9个", "区住建局", "管网同步改造"},
                                 {"2", "公共停车位", "新增停车位800个", "已新增停车位760个", "区城管局", ""},
                                 {"3", "口袋公园", "新建口袋公园6处", "已建成口袋公园6处", "区园林局", "另有2处在建"},
                                 {"4", "健身步道", "建设步道3公里", "已建成步道2公里", "区体育局", "雨季停工"},
                                 {"5", "公厕改造", "改造公厕20座", "已改造公厕20座", "区城管局", "全部开放"}};
  std::vector<Row> padded = rows;
  padded[0].push_back("");
  const auto open = Joined("", " | ", "");
  EXPECT_EQ(Gist(title + open(padded)), Gist(title + Joined("", " | ", " |")(rows)));
}

// Below a caption of one cell no row begins before the end of the one above.
TEST(OpenRowsTest, ACaptionBetweenBarsClosesNoRow) {
  const std::string rows =
      "序号 | 项目名称 | 目标任务 | 进展情况 | 责任单位\n1 | 老旧小区改造 | 改造小区12个 | 已改造小区9个 | 区住建局\n"
      "2 | 公共停车位 | 新增停车位800个 | 已新增停车位760个 | 区城管局\n3 | 口袋公园 | 新建口袋公园6处 | 已建成口袋公园6处 | 区园林局\n"
      "4 | 健身步道 | 建设步道3公里 | 已建成步道2公里 | 区体育局\n";
  EXPECT_EQ(Gist("2023年民生实事项目进展情况表 |\n(截至2023年6月30日) |\n" + rows), Gist("2023年民生实事项目进展情况表\n" + rows));
}

// One cell on each line, without numbers in front: the heads tell how many cells a project has.
class UncountedTest : public ::testing::Test {
 protected:
  const std::string title_ = "2023年民生实事项目进展情况表\n";
  const std::vector<Row> rows_ = {{"项目名称", "年度目标", "进展情况", "总投资(万元)", "牵头单位", "责任单位"},
                                  {"老旧小区改造", "改造小区12个", "已改造小区9个", "180", "区住建局", "各街道"},
                                  {"青石河泵站", "新建泵站1座", "已建成泵站1座", "96", "区水利局", "区水务公司"},
                                  {"公共停车位", "新增停车位800个", "已新增停车位760个", "20", "区城管局", "各街道"},
                                  {"健康惠民工程", "免费体检3000人", "已体检2100人", "45", "区卫健局", "区妇联"},
                                  {"口袋公园", "新建口袋公园6处", "已建成口袋公园6处", "150", "区园林局", "各街道"}};
};

TEST_F(UncountedTest, HeadsTellHowManyCellsARecordHas) {
  EXPECT_EQ(Gist(title_ + Parted(rows_, "\n")), Gist(title_ + Joined("", " | ", " |")(rows_)));
}

TEST_F(UncountedTest, ARecordMayLackACell) {
  std::vector<Row> rows = rows_;
  rows[3][5] = "";
  EXPECT_EQ(Gist(title_ + Parted(rows, "\n")), Gist(title_ + Joined("", " | ", " |")(rows_)));
}

TEST(UnknownHeadsTest, RecordsTellHowManyHeadsThereAre) {
  std::vector<Row> rows = {{"项次", "惠民事项", "办理要求", "办理动态", "主办部门", "包保县领导"},
                           {"1", "老旧小区改造", "改造小区12个", "已改造小区9个", "区住建局", "王平"},
                           {"2", "公共停车位", "新增停车位800个", "已新增停车位760个", "区城管局", "李静"},
                           {"3", "口袋公园", "新建口袋公园6处", "已建成口袋公园6处", "区园林局", "王平"},
                           {"4", "健身步道", "建设步道3公里", "已建成步道2公里", "区体育局", "周宁"}};
  const std::string title = "2023年民生实事项目进展情况表\n";
  const std::string gist = Gist(title + Parted(rows, "\n"));
  EXPECT_NE(gist.find("2 公共停车位 | 区城管局 | 完成760个 目标800个"), std::string::npos) << gist;
  rows[0] = {"序号", "项目名称", "目标任务", "进展情况", "牵头单位", "分管领导"};
  EXPECT_EQ(gist, Gist(title + Joined("", " | ", " |")(rows)));
}

TEST_F(UncountedTest, QuartersAreHeadsOfTheirOwn) {
  std::vector<Row> rows = rows_;
  rows[0] = {"项目名称", "年度目标", "一季度", "二季度", "牵头单位", "责任单位"};
  for (std::size_t i = 1; i < rows.size(); ++i) {
    rows[i][2] = "完成招标";
    rows[i][3] = "完成一半";
  }
  EXPECT_EQ(Gist(title_ + Parted(rows, "\n")), Gist(title_ + Joined("", " | ", " |")(rows)));
}

TEST_F(UncountedTest, FiguresOpenNoRecordOfNumberedTitles) {
  std::vector<Row> rows = {{"项目名称", "年度目标", "单位", "累计完成", "完成率", "责任部门"},
                           {"护理床位", "150", "张", "90", "60%", "区民政局"},
                           {"助餐点", "20", "个", "14", "70%", "区民政局"},
                           {"口袋公园", "8", "个", "6", "75%", "区园林局"},
                           {"公共停车位", "900", "个", "450", "50%", "区城管局"}};
  for (std::size_t i = 1; i < rows.size(); ++i) rows[i][0] = fmt::format("{}.{}", i, rows[i][0]);
  EXPECT_EQ(Gist(title_ + Parted(rows, "\n")), Gist(title_ + Joined("", " | ", " |")(rows)));
}

TEST(BrokenHeadsTest, RecordsTellHowManyHeadsTheLinesMake) {
  const std::vector<Row> rows = {{"1", "老旧小区改造", "改造小区12个", "已改造小区9个", "区住建局", "各街道"},
                                 {"2", "公共停车位", "新增停车位800个", "已新增停车位760个", "区城管局", "各街道"},
                                 {"3", "口袋公园", "新建口袋公园6处", "已建成口袋公园6处", "区园林局", "各街道"},
                                 {"4", "健身步道", "建设步道3公里", "已建成步道2公里", "区体育局", "各街道"}};
  const std::string title = "2023年民生实事项目进展情况表\n";
  EXPECT_EQ(Gist(title + "序号\n项目\n名称\n年度\n目标\n进展\n情况\n牵头\n单位\n配合\n单位\n" + Parted(rows, "\n")),
            Gist(title + "序号\n项目名称\n年度目标\n进展情况\n牵头单位\n配合单位\n" + Parted(rows, "\n")));
}

TEST(LongCellTest, ARowGoesOnUntilItHasItsBars) {
  const std::string title = "2023年民生实事项目进展情况表\n序号 | 项目名称 | 目标任务 | 进展情况 | 责任单位 |\n";
  const auto rows = [](const std::string& gap) {
    std::string out;
    const std::string works[] = {"老旧小区", "口袋公园", "农村公厕"};
    for (int i = 1; i <= 3; ++i) {
      out += fmt::format("{} | {} | 改造12处,{}其中东片3处,{}西片4处,{}南片5处。 | 已改造9处,{}", i, works[i - 1], gap, gap, gap, gap);
      for (int k = 0; k < 14; ++k) out += "各片施工队伍均已进场," + gap;
      out += "其余在建。 | 区住建局 |\n";
    }
    return out;
  };
  const std::string gist = Gist(title + rows(""));
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 3) << gist;
  EXPECT_EQ(Gist(title + rows("\n")), gist);
}

TEST(UnnamedRowsTest, WithoutNamesAndNumbersEachPromiseIsAProject) {
  const std::string gist = Gist("2023年民生实事完成情况\n目标任务 | 完成情况 | 牵头单位 |\n改造小区12个 | 已改造小区9个 | 区住建局 |\n"
                                "新增停车位800个 | 已新增停车位760个 | 区城管局 |\n新建口袋公园6处 | 已建成口袋公园6处 | 区园林局 |\n");
  EXPECT_EQ(std::count(gist.begin(), gist.end(), '\n'), 3) << gist;
}

// Sentences above a table may name some of its projects: that is no list of its own.
TEST(NamedProjectsTest, SomeOfATablesProjectsAreNoSecondList) {
  const std::string names[] = {"改造中小学校7所", "改造农村公路40公里", "新建养老驿站3个"};
  const std::string text =
      "关于石湾区2023年重点民生实事进展情况的通报\n"
      "石湾区2023年确定重点民生实事6项,实施方案中计划先办的任务有3个,分别为:一是改造中小学校7所(责任单位:区教育局);"
      "二是改造农村公路40公里(责任单位:区交通局);"
      "三是新建养老驿站3个(责任单位:区民政局)。其余任务将按计划推进。\n"
      "附件:石湾区重点民生实事进展情况表(截至2023年3月31日)\n\n序号 | 任务名称 | 目标 | 进展情况 | 责任单位 |\n";
  std::string rows;
  for (int i = 1; i <= 6; ++i) {
    rows += fmt::format("{} | {} | 全年完成{}处 | 已完成{}处。 | 区住建局 |\n", i, i <= 3 ? names[i - 1] : fmt::format("口袋公园第{}批", i), i + 8, i);
  }
  const auto reading = ReadDocument(text + rows);
  ASSERT_TRUE(reading.ok());
  ASSERT_EQ(reading->draft.programmes.size(), 1u);
  EXPECT_EQ(reading->draft.programmes[0].projects.size(), 6u);
}

// Heads broken over lines are one head each, and figures below them have its unit.
TEST(BrokenHeadsTest, PiecesOfHeadsAreJoined) {
  const std::string before = "绩溪县2025年民生实事项目进展情况表(截至5月31日)\n序号\n项目名称\n责任单位\n开工\n时间\n竣工\n时间\n总投资\n(万元)\n项目进展情况\n";
  const std::string rows =
      "1\n粮库改造\n县住建局\n2025年3月\n2025年12月\n4200\n正在施工\n"
      "2\n老街亮化\n县城管局\n2025年2月\n2025年11月\n860\n已完工\n";
  EXPECT_EQ(Gist(before + rows), "1 粮库改造 | 县住建局 | 目标42000000元 | 2\n2 老街亮化 | 县城管局 | 目标8600000元 | 3\n");
}

// Offices below each other break a row of cells between blanks, whose last cell follows them.
TEST(BrokenRowsTest, OfficesBelowEachOtherBreakNoTable) {
  EXPECT_EQ(Gist("绩溪县2025年民生实事项目进展情况表\n序号 目标任务 责任单位 推进情况\n"
                 "1 改造老旧小区8个。 县住建局 已改造老旧小区5个。\n"
                 "2 新增护理床位40张。 县民政局\n县卫生健康委\n县财政局\n已新增护理床位30张。\n"
                 "3 新建口袋公园6个。 县城管局 已新建口袋公园2个。\n",
                 false),
            "1 改造老旧小区8个 | 县住建局 | 5个 8个 | 0\n2 新增护理床位40张 | 县卫生健康委 县民政局 县财政局 | 30张 40张 | 0\n"
            "3 新建口袋公园6个 | 县城管局 | 2个 6个 | 0\n");
}

// What a city's offices, papers and counties tell of a text that names no city.
TEST(DistrictOfTextsTest, ACitySpeaksThroughItsOfficesAndItsCounties) {
  const auto district = [](const std::string& text) { return ReadDocument(text)->draft.district_code; };
  const std::string title = "2025年民生实事项目进展情况\n";
  EXPECT_EQ(district("来源:中国九江网\n" + title + "1.新建停车场2处,由市城管局负责,柴桑区、濂溪区落实。\n2.改造学校3所,由市教育局负责。\n"), "360400");
  EXPECT_EQ(district("安庆新闻网\n" + title + "我市33项民生工程有序推进。\n1.宿松县完成危房改造120户。\n2.新增就业3000人。\n"), "340800");
  EXPECT_EQ(district(title + "乐清市委市政府高度重视,温州市安排的任务已完成。\n1.乐清市新建公园3个。\n2.新增就业3000人。\n"), "330382");
}

}  // namespace
}  // namespace duban::documents
