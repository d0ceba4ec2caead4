// Trends, forecasts, scores and comparisons.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analytics/core/forecast.h"
#include "analytics/core/percent.h"
#include "analytics/core/ranking.h"
#include "analytics/testing/story.h"

namespace duban::analytics {
namespace {

using namespace testing;

constexpr char kTask[] = "districts/440113/programmes/2022/projects/1/tasks/1";
constexpr char kProgramme[] = "districts/440113/programmes/2022";

type::v1::Programme Beds(const std::string& district = "440113", double target = 100) {
  return ProgrammeOf(district, 2022,
                     {ProjectOf(1, "舒适午休", "区教育局",
                                {TaskOf(1, "睡床", {IndicatorOf(1, "睡床", target, "张")})})});
}

void Reach(Story& story, const std::string& date, double value) {
  story.SetToday(date);
  story.Submit(
      ReportOf(kTask, date, type::v1::IN_PROGRESS, {MeasurementOf(kTask, 1, value, "张")}));
}

v1::Forecast ForecastOn(const Story& story, const std::string& date) {
  const auto view = story.View("440113", 2022, date);
  return BuildForecast(*Scope::Of(*view, *ParseName("name", kTask)), kTask);
}

TEST(TrendTest, EveryReportIsAPointBesideTheSchedule) {
  Story story;
  story.Apply(Beds());
  Reach(story, "2022-03-31", 20);
  Reach(story, "2022-06-30", 20);
  const auto view = story.View("440113", 2022, "2022-07-10");
  const v1::Trend trend = BuildTrend(*Scope::Of(*view, *ParseName("name", kProgramme)), kProgramme);
  ASSERT_EQ(trend.points_size(), 3)
      << "two reports, of which one says that nothing moved, and today";
  EXPECT_DOUBLE_EQ(trend.points(1).completion(), 0.2);
  EXPECT_EQ(FormatPercent(trend.points(1).scheduled()), "49.59");
}

TEST(ForecastTest, TwoReportsAreReadByEarnedSchedule) {
  Story story;
  story.Apply(Beds());
  Reach(story, "2022-03-31", 15);
  Reach(story, "2022-06-30", 30);
  const v1::Forecast forecast = ForecastOn(story, "2022-06-30");
  EXPECT_EQ(forecast.method(), v1::Forecast::EARNED_SCHEDULE);
  // 30 % took 181 days, so the whole takes 603.3: the 604th day after New Year's Eve.
  EXPECT_EQ(FormatDay(ToDay(forecast.finish_date())), "2023-08-27");
  EXPECT_NEAR(forecast.completion_at_due(), 0.605, 0.005);
  EXPECT_FALSE(forecast.has_backtest_error_days());
}

TEST(ForecastTest, FourReportsAreReadByARobustTrendThatOneSlipDoesNotBend) {
  Story story;
  story.Apply(Beds());
  Reach(story, "2022-01-31", 10);
  Reach(story, "2022-03-02", 20);
  Reach(story, "2022-04-01", 30);
  Reach(story, "2022-05-01", 40);
  Reach(story, "2022-05-31", 50);
  const v1::Forecast forecast = ForecastOn(story, "2022-05-31");
  EXPECT_EQ(forecast.method(), v1::Forecast::THEIL_SEN);
  EXPECT_EQ(FormatDay(ToDay(forecast.finish_date())), "2022-10-28")
      << "ten in thirty days, fifty left";
  EXPECT_EQ(ToDay(forecast.earliest_date()), ToDay(forecast.finish_date()))
      << "a straight line leaves no doubt";
  EXPECT_NEAR(forecast.backtest_error_days(), 0, 1e-6);
  EXPECT_EQ(forecast.completion_at_due(), 1.0);
}

TEST(ForecastTest, AnUnevenHistoryHasAnInterval) {
  Story story;
  story.Apply(Beds());
  const double values[] = {5, 18, 22, 41, 44, 60};
  const char* dates[] = {"2022-01-31", "2022-02-28", "2022-03-31",
                         "2022-04-30", "2022-05-31", "2022-06-30"};
  for (int i = 0; i < 6; ++i) Reach(story, dates[i], values[i]);
  const v1::Forecast forecast = ForecastOn(story, "2022-06-30");
  EXPECT_LT(ToDay(forecast.earliest_date()), ToDay(forecast.finish_date()));
  EXPECT_GT(ToDay(forecast.latest_date()), ToDay(forecast.finish_date()));
  EXPECT_GT(forecast.backtest_error_days(), 0);
  EXPECT_EQ(forecast.reports_used(), 6);
}

TEST(ForecastTest, WhatStandsStillHasNoFinish) {
  Story story;
  story.Apply(Beds());
  for (const char* date : {"2022-01-31", "2022-02-28", "2022-03-31", "2022-04-30"})
    Reach(story, date, 30);
  const v1::Forecast forecast = ForecastOn(story, "2022-04-30");
  EXPECT_EQ(forecast.method(), v1::Forecast::THEIL_SEN);
  EXPECT_FALSE(forecast.has_finish_date());
  EXPECT_DOUBLE_EQ(forecast.completion_at_due(), 0.3);
}

TEST(ForecastTest, WhatIsDoneSaysSinceWhen) {
  Story story;
  story.Apply(Beds());
  Reach(story, "2022-03-31", 40);
  Reach(story, "2022-08-31", 100);
  Reach(story, "2022-09-30", 110);
  const v1::Forecast forecast = ForecastOn(story, "2022-12-31");
  EXPECT_EQ(forecast.method(), v1::Forecast::DONE);
  EXPECT_EQ(FormatDay(ToDay(forecast.finish_date())), "2022-08-31");
}

TEST(ForecastTest, NothingReportedIsNoForecast) {
  Story story;
  story.Apply(Beds());
  EXPECT_EQ(ForecastOn(story, "2022-06-30").method(), v1::Forecast::NONE);
}

TEST(RankTest, EveryPointOfAScoreIsExplainedAndTiesShareARank) {
  Story story;
  story.SetToday("2022-06-30");
  story.Apply(
      ProgrammeOf("440113", 2022,
                  {ProjectOf(1, "a", "甲局", {TaskOf(1, "a", {IndicatorOf(1, "a", 100, "个")})}),
                   ProjectOf(2, "b", "乙局", {TaskOf(1, "b", {IndicatorOf(1, "b", 100, "个")})}),
                   ProjectOf(3, "c", "丙局", {TaskOf(1, "c", {IndicatorOf(1, "c", 100, "个")})})}));
  const auto report = [&](int project, double value) {
    const std::string task =
        "districts/440113/programmes/2022/projects/" + std::to_string(project) + "/tasks/1";
    story.Submit(
        ReportOf(task, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(task, 1, value, "个")}));
  };
  report(1, 50);
  report(2, 50);
  const v1::RankUnitsResponse ranks = RankUnits(*story.View("440113", 2022, "2022-06-30"));
  ASSERT_EQ(ranks.units_size(), 3);
  EXPECT_EQ(ranks.units(0).score(), 65);  // 70 x 50 % + 30 x 1/1
  EXPECT_EQ(ranks.units(0).rank(), 1);
  EXPECT_EQ(ranks.units(1).rank(), 1);
  EXPECT_EQ(ranks.units(2).rank(), 3);
  EXPECT_EQ(ranks.units(2).unit(), "丙局");
  EXPECT_EQ(ranks.units(2).score(), 0) << "nothing reported, and not in time";
  EXPECT_EQ(ranks.units(0).terms(0).explanation(), "70 × 50% = 35");
  for (const auto& unit : ranks.units()) {
    double sum = 0;
    for (const auto& term : unit.terms()) sum += term.points();
    EXPECT_DOUBLE_EQ(sum, unit.score());
  }
}

TEST(CompareTest, PromisesAreMadeComparableByInhabitants) {
  Story story;
  story.District("440113", "番禺区", 2'000'000);
  story.District("440103", "荔湾区", 1'000'000);
  story.Apply(Beds("440113", 3000));
  story.Apply(Beds("440103", 3000));
  Reach(story, "2022-06-30", 1500);
  std::vector<v1::CompareDistrictsResponse> rows = {
      BuildComparison(*story.View("440103", 2022, "2022-06-30")),
      BuildComparison(*story.View("440113", 2022, "2022-06-30"))};
  SortComparison(rows);
  const v1::CompareDistrictsResponse compared = MergeComparison(rows, 0, rows.size());
  EXPECT_EQ(compared.districts(0).display_name(), "番禺区") << "the one without figures comes last";
  ASSERT_EQ(compared.targets_size(), 2);
  EXPECT_DOUBLE_EQ(compared.targets(0).target_per_10000(), 30);
  EXPECT_DOUBLE_EQ(compared.targets(1).target_per_10000(), 15);
  EXPECT_DOUBLE_EQ(compared.targets(1).completion(), 0.5);
}

}  // namespace
}  // namespace duban::analytics
