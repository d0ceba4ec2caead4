// What operators see of a district: overdue projects, silence past the reporting day, and both gone
// when they are over.
#include "analytics/board_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analytics/testing/story.h"

namespace duban::analytics {
namespace {

using namespace testing;
using ::testing::HasSubstr;

// Two projects, due by the end of June and of the year; the default profile: a report every 31
// days, 10 days of grace.
class BoardMetricsTest : public ::testing::Test {
 protected:
  BoardMetricsTest() {
    story.SetToday("2022-01-10");
    story.District("440113", "番禺区");
    story.Apply(ProgrammeOf(
        "440113", 2022,
        {ProjectOf(1, "供水", "水务局",
                   {TaskOf(1, "改造",
                           {IndicatorOf(1, "户数", 100, "户", type::v1::AT_LEAST, "2022-06-30")})}),
         ProjectOf(
             2, "养老", "民政局",
             {TaskOf(1, "床位",
                     {IndicatorOf(1, "床位", 50, "张", type::v1::AT_LEAST, "2022-12-31")})})}));
  }
  void Report(const std::string& date, int project, double value) {
    story.SetToday(date);
    const std::string task =
        "districts/440113/programmes/2022/projects/" + std::to_string(project) + "/tasks/1";
    story.Submit(ReportOf(task, date, type::v1::IN_PROGRESS,
                          {MeasurementOf(task, 1, value, project == 1 ? "户" : "张")}));
  }
  DistrictBoard On(const std::string& date) const {
    return ReadBoard(*story.View("440113", 2022, date));
  }

  Story story;
};

TEST_F(BoardMetricsTest, AProjectIsOverdueFromTheDayAfterItsDateUntilItIsDone) {
  Report("2022-06-20", 1, 60);
  EXPECT_EQ(On("2022-06-30").overdue_projects, 0);
  EXPECT_EQ(On("2022-07-01").overdue_projects, 1);
  Report("2022-07-20", 1, 100);
  EXPECT_EQ(On("2022-07-20").overdue_projects, 0);
}

TEST_F(BoardMetricsTest, ADistrictIsSilentOncePeriodAndGraceAreOver) {
  Report("2022-03-01", 1, 20);
  EXPECT_EQ(On("2022-04-11").silent_days, 0) << "31 days and 10 of grace";
  EXPECT_EQ(On("2022-04-12").silent_days, 1);
  EXPECT_EQ(On("2022-05-11").silent_days, 30);
  Report("2022-05-12", 2, 10);
  EXPECT_EQ(On("2022-05-12").silent_days, 0);
}

TEST_F(BoardMetricsTest, ADistrictThatNeverReportedIsSilentFromItsProgrammeOn) {
  EXPECT_EQ(On("2022-02-20").silent_days, 0);
  EXPECT_EQ(On("2022-02-21").silent_days, 1);
}

TEST_F(BoardMetricsTest, ADistrictThatHasDoneEverythingNeedNotReport) {
  Report("2022-05-01", 1, 100);
  Report("2022-05-01", 2, 50);
  EXPECT_EQ(On("2022-12-31").silent_days, 0);
}

TEST_F(BoardMetricsTest, ThePageFollowsTheJournalAndTheCalendar) {
  SharedState state;
  FakeClock clock(TimePoint(std::chrono::seconds(std::int64_t{DayOf("2022-06-30")} * 86'400)));
  runtime::Metrics metrics;
  BoardMetrics board(state, metrics, clock);
  board.Refresh();
  EXPECT_THAT(metrics.Text(), HasSubstr("duban_board_districts 0"));
  Report("2022-06-20", 1, 60);
  for (const auto& event : story.catalog()) state.ApplyCatalog(event);
  for (const auto& entry : story.journal()) state.ApplyEntry(entry);
  board.Refresh();
  EXPECT_THAT(metrics.Text(), HasSubstr("duban_district_overdue_projects{district=\"440113\"} 0"));
  clock.Advance(std::chrono::hours(24));
  board.Refresh();
  EXPECT_THAT(metrics.Text(), HasSubstr("duban_board_districts 1"));
  EXPECT_THAT(metrics.Text(), HasSubstr("duban_district_overdue_projects{district=\"440113\"} 1"));
}

}  // namespace
}  // namespace duban::analytics
