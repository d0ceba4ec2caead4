// What people read in a terminal of 80 columns: nothing runs over, no figure is cut.
#include "cli/analytics_render.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/board.h"

namespace duban::cli {
namespace {

constexpr Screen kNarrow{.colours = false, .width = 80};

std::vector<std::string> TooWide(const std::string& text, int width) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (DisplayWidth(line) > width) lines.push_back(line);
  }
  return lines;
}

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

analytics::v1::ProgrammeSummary Board() {
  analytics::v1::ProgrammeSummary board;
  board.set_name("districts/440113/programmes/2022");
  board.set_year(2022);
  board.set_district_display_name("番禺区");
  board.mutable_counts()->set_projects(1);
  board.mutable_counts()->set_tasks(2);
  board.mutable_counts()->set_on_schedule(1);
  board.mutable_counts()->set_no_data(1);
  board.mutable_counts()->set_open_findings(3);
  auto& project = *board.add_projects();
  project.set_name(board.name() + "/projects/1");
  project.set_number(1);
  project.set_title("推进城市优化改造和老旧小区居民户外供水设施移交属地供水企业");
  project.add_lead_units("区水务局");
  project.add_lead_units("区住房和城乡建设局");
  auto& task = *project.add_tasks();
  task.set_number(1);
  task.set_title("完成老旧小区居民户外供水设施改造并移交属地供水企业");
  task.mutable_progress()->set_status(analytics::v1::ON_SCHEDULE);
  auto& figure = *task.add_indicators();
  figure.set_measure("老旧小区居民户外供水设施改造并移交属地供水企业");
  figure.set_unit("户");
  figure.set_target(7500);
  figure.set_value(3648);
  figure.set_completion(0.4864);
  figure.set_stated_percent(48.64);
  auto& nameless = *task.add_indicators();
  nameless.set_target(20);
  nameless.set_unit("处");
  return board;
}

TEST(BoardTest, FitsTheScreenAndCutsNoFigure) {
  for (const int width : {72, 80, 100, 120, 200}) {
    const std::string text = RenderBoard(Board(), {.colours = false, .width = width});
    EXPECT_EQ(TooWide(text, width), std::vector<std::string>()) << text;
    EXPECT_TRUE(Has(text, " 3648/7500 户")) << text;
    EXPECT_TRUE(Has(text, "1.1 完成")) << "a figure without a name goes by its task's: " << text;
    EXPECT_TRUE(Has(text, "达序时")) << text;
    EXPECT_TRUE(Has(text, "--district 440113 --year 2022")) << text;
    EXPECT_FALSE(Has(text, "逾期")) << "what no task is goes without saying: " << text;
    EXPECT_EQ(Has(text, "█") || Has(text, "░"), width >= 100) << text;
  }
}

TEST(FindingsTest, LongQuotesAreWrapped) {
  analytics::v1::ListFindingsResponse answer;
  EXPECT_TRUE(Has(RenderFindings(answer, kNarrow), "没有核查发现"));
  auto& finding = *answer.add_findings();
  finding.set_id("2022-3-3-0-SUM_MISMATCH");
  finding.set_kind(type::v1::SUM_MISMATCH);
  finding.set_severity(type::v1::ERROR);
  finding.set_message_zh("文中称15个,列出的是13个(有重复)。");
  finding.add_lead_units("区交通运输局");
  std::string quote = "涉及";
  for (int i = 0; i < 40; ++i) quote += "地铁南浦站、";
  finding.add_evidence()->mutable_source()->set_quote(quote + "等15个");
  const std::string text = RenderFindings(answer, kNarrow);
  EXPECT_EQ(TooWide(text, 80), std::vector<std::string>());
  EXPECT_TRUE(Has(text, "矛盾 合计不符")) << text;
  EXPECT_TRUE(Has(text, "2022-3-3-0-SUM_MISMATCH")) << "the id that a reply names: " << text;
  EXPECT_TRUE(Has(text, "共 1 条")) << text;
}

TEST(RanksTest, EveryScoreIsExplainedAndNothingOfNothingIsSaid) {
  analytics::v1::RankUnitsResponse answer;
  answer.mutable_basis()->mutable_as_of()->set_year(2022);
  answer.mutable_basis()->mutable_as_of()->set_month(6);
  answer.mutable_basis()->mutable_as_of()->set_day(30);
  auto& unit = *answer.add_units();
  unit.set_rank(1);
  unit.set_unit("区水务局");
  unit.set_score(64.05);
  for (const auto& [name, points, explanation] :
       {std::tuple("completion", 34.05, "70 × 48.64% = 34.05"),
        std::tuple("overdue", 0.0, "-5 × 0 = 0")}) {
    auto& term = *unit.add_terms();
    term.set_term(name);
    term.set_points(points);
    term.set_explanation(explanation);
  }
  const std::string text = RenderRanks(answer, kNarrow);
  EXPECT_TRUE(Has(text, "截至 2022-06-30")) << text;
  EXPECT_TRUE(Has(text, "完成 70 × 48.64% = 34.05")) << text;
  EXPECT_FALSE(Has(text, "逾期")) << text;
}

TEST(ComparisonTest, PromisesOfTheSameThingStandSideBySide) {
  analytics::v1::CompareDistrictsResponse answer;
  EXPECT_TRUE(Has(RenderComparison(answer, kNarrow), "duban registry list programmes"));
  for (const auto& [code, name] : {std::pair("440113", "番禺区"), std::pair("440103", "荔湾区")}) {
    auto& district = *answer.add_districts();
    district.set_name(std::string("districts/") + code);
    district.set_display_name(name);
    auto& target = *answer.add_targets();
    target.set_district(district.name());
    target.set_measure("电动汽车充电桩");
    target.set_unit("个");
    target.set_target(300);
    target.set_target_per_10000(1.25);
  }
  const std::string text = RenderComparison(answer, kNarrow);
  EXPECT_EQ(TooWide(text, 80), std::vector<std::string>());
  EXPECT_TRUE(Has(text, "电动汽车充电桩 (个)  番禺区   300    1.25")) << text;
}

TEST(ForecastTest, WithoutFiguresItSaysWhatIsMissing) {
  analytics::v1::Forecast answer;
  answer.set_method(analytics::v1::Forecast::NONE);
  EXPECT_TRUE(Has(RenderForecast(answer, kNarrow), "至少要有一次带完成值的进展"));
}

}  // namespace
}  // namespace duban::cli
