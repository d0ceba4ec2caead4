// Scheduled progress, statuses and lights.
#include <gtest/gtest.h>

#include "analytics/core/judge.h"
#include "analytics/core/percent.h"
#include "analytics/testing/story.h"

namespace duban::analytics {
namespace {

using namespace testing;

constexpr char kTask[] = "districts/440113/programmes/2022/projects/1/tasks/1";

type::v1::Programme Beds(const std::vector<type::v1::Milestone>& milestones = {}) {
  type::v1::Task task = TaskOf(1, "睡床", {IndicatorOf(1, "睡床", 100, "张")});
  for (const auto& milestone : milestones) *task.add_milestones() = milestone;
  return ProgrammeOf("440113", 2022, {ProjectOf(1, "舒适午休", "区教育局", {task})});
}

type::v1::Report Reached(const std::string& date, double value,
                         type::v1::StatedStatus status = type::v1::IN_PROGRESS) {
  return ReportOf(kTask, date, status, {MeasurementOf(kTask, 1, value, "张")});
}

const TaskView& Only(const ProgrammeView& view) { return view.tasks()[0]; }

TEST(ScheduleTest, TimeGoneByWhereNothingIsPlannedInNumbers) {
  EXPECT_EQ(
      FormatPercent(ElapsedShare(DayOf("2022-01-01"), DayOf("2022-12-31"), DayOf("2022-06-30"))),
      "49.59");
  EXPECT_EQ(ElapsedShare(DayOf("2022-01-01"), DayOf("2022-12-31"), DayOf("2021-12-31")), 0);
  EXPECT_EQ(ElapsedShare(DayOf("2022-01-01"), DayOf("2022-12-31"), DayOf("2023-05-01")), 1);
}

TEST(ScheduleTest, MilestonesWithNumbersMakeTheCurve) {
  Story story;
  story.Apply(Beds({MilestoneOf(1, "2022-06-30", "睡床", 20, "张"),
                    MilestoneOf(2, "2022-12-31", "睡床", 100, "张")}));
  const auto view = story.View("440113", 2022, "2022-06-30");
  EXPECT_EQ(Only(*view).measure.basis, v1::PLANNED);
  EXPECT_DOUBLE_EQ(Only(*view).measure.scheduled, 0.2);
  EXPECT_DOUBLE_EQ(story.View("440113", 2022, "2022-09-30")->tasks()[0].measure.scheduled, 0.6);
}

TEST(ScheduleTest, QuartersThatAddUpMakeTheCurveToo) {
  Story story;
  story.Apply(Beds({MilestoneOf(1, "2022-03-31", "睡床", 25, "张", false),
                    MilestoneOf(2, "2022-06-30", "睡床", 25, "张", false),
                    MilestoneOf(3, "2022-09-30", "睡床", 25, "张", false),
                    MilestoneOf(4, "2022-12-31", "睡床", 25, "张", false)}));
  EXPECT_DOUBLE_EQ(story.View("440113", 2022, "2022-09-30")->tasks()[0].measure.scheduled, 0.75);
}

TEST(ScheduleTest, SharesOfTheTargetMakeTheCurveToo) {
  Story story;
  story.Apply(Beds({MilestoneOf(1, "2022-06-30", "睡床", 40, "%"),
                    MilestoneOf(2, "2022-12-31", "睡床", 100, "%")}));
  EXPECT_DOUBLE_EQ(story.View("440113", 2022, "2022-06-30")->tasks()[0].measure.scheduled, 0.4);
}

struct StatusCase {
  const char* name;
  const char* as_of;
  double value;
  type::v1::StatedStatus stated;
  v1::ScheduleStatus status;
  v1::Light light;
};

class StatusTest : public ::testing::TestWithParam<StatusCase> {};

TEST_P(StatusTest, FollowsFromFiguresAndDate) {
  const StatusCase& c = GetParam();
  Story story;
  story.Apply(Beds());
  story.Submit(Reached("2022-06-30", c.value, c.stated));
  const auto view = story.View("440113", 2022, c.as_of);
  EXPECT_EQ(Only(*view).verdict.status, c.status);
  EXPECT_EQ(Only(*view).verdict.light, c.light);
}

INSTANTIATE_TEST_SUITE_P(
    All, StatusTest,
    ::testing::Values(
        StatusCase{"Completed", "2022-06-30", 100, type::v1::IN_PROGRESS, v1::COMPLETED, v1::GREEN},
        StatusCase{"Over", "2022-06-30", 130, type::v1::IN_PROGRESS, v1::OVERFULFILLED, v1::GREEN},
        StatusCase{"Ahead", "2022-06-30", 60, type::v1::IN_PROGRESS, v1::AHEAD, v1::GREEN},
        StatusCase{"OnSchedule", "2022-06-30", 47, type::v1::IN_PROGRESS, v1::ON_SCHEDULE,
                   v1::GREEN},
        StatusCase{"Behind", "2022-06-30", 40, type::v1::IN_PROGRESS, v1::BEHIND, v1::YELLOW},
        StatusCase{"FarBehind", "2022-06-30", 30, type::v1::IN_PROGRESS, v1::BEHIND, v1::RED},
        StatusCase{"NotStarted", "2022-06-30", 0, type::v1::NOT_STARTED, v1::NOT_STARTED, v1::RED},
        StatusCase{"Silent", "2022-08-31", 60, type::v1::IN_PROGRESS, v1::UNREPORTED, v1::YELLOW},
        StatusCase{"Overdue", "2023-01-01", 60, type::v1::IN_PROGRESS, v1::OVERDUE, v1::RED}),
    [](const auto& status_case) { return status_case.param.name; });

TEST(LightTest, ARedLightThatRemembersTurnsYellowOnlyOnceTheBacklogIsMadeUp) {
  Story story;
  registry::v1::RuleProfile profile;
  profile.set_name("districts/440113/ruleProfiles/2022-01-01");
  *profile.mutable_valid_from() = DateOf("2022-01-01");
  profile.set_sticky_red(true);
  story.Apply(Beds());
  story.Apply(profile);
  story.Submit(Reached("2022-03-31", 5));  // 24.66 wanted: red
  story.Submit(
      Reached("2022-04-30", 30));  // 32.88 wanted: would be green, but the backlog is not made up
  story.Submit(Reached("2022-05-31", 45));  // 41.37 wanted: made up
  story.Submit(Reached("2022-06-30", 51));  // 49.59 wanted
  const auto light = [&](const char* date) {
    return Only(*story.View("440113", 2022, date)).verdict.light;
  };
  EXPECT_EQ(light("2022-03-31"), v1::RED);
  EXPECT_EQ(light("2022-04-30"), v1::RED);
  EXPECT_EQ(light("2022-05-31"), v1::YELLOW);
  EXPECT_EQ(light("2022-06-10"), v1::YELLOW) << "time alone forgives nothing";
  EXPECT_EQ(light("2022-06-30"), v1::GREEN);
}

TEST(ProfileTest, APastDateIsJudgedByTheProfileOfThatDate) {
  Story story;
  story.Apply(Beds());
  registry::v1::RuleProfile strict;
  strict.set_name("districts/440113/ruleProfiles/2022-07-01");
  *strict.mutable_valid_from() = DateOf("2022-07-01");
  strict.set_behind_points(1);
  story.Apply(strict);
  story.Submit(Reached("2022-06-30", 47));
  EXPECT_EQ(Only(*story.View("440113", 2022, "2022-06-30")).verdict.status, v1::ON_SCHEDULE);
  EXPECT_EQ(Only(*story.View("440113", 2022, "2022-07-01")).verdict.status, v1::BEHIND);
}

}  // namespace
}  // namespace duban::analytics
