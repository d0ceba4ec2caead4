// The arithmetic of completion, to the last figure.
#include <gtest/gtest.h>

#include "analytics/core/percent.h"
#include "analytics/core/summary.h"
#include "analytics/testing/story.h"

namespace duban::analytics {
namespace {

using namespace testing;

constexpr char kTask[] = "districts/440113/programmes/2022/projects/1/tasks/1";
constexpr char kTraffic[] = "districts/440113/programmes/2022/projects/4/tasks/1";
constexpr char kPiles[] = "districts/440113/programmes/2022/projects/6/tasks/1";

type::v1::Programme HalfYearProgramme() {
  return ProgrammeOf(
      "440113", 2022,
      {ProjectOf(1, "供水服务到终端", "区水务局",
                 {TaskOf(1, "改造老旧小区供水", {IndicatorOf(1, "改造户数", 7500, "户")})}),
       ProjectOf(4, "整治车辆乱停放", "区公安分局",
                 {TaskOf(1, "查处违停",
                         {IndicatorOf(1, "机动车违停", 20000, "宗"),
                          IndicatorOf(2, "摩电违法", 60000, "宗")})}),
       ProjectOf(6, "充电桩", "区科工商信局",
                 {TaskOf(1, "建设充电桩", {IndicatorOf(1, "充电桩", 300, "个")})})});
}

TEST(CompletionTest, HalfYearFiguresComeOutAsTheyWereStated) {
  Story story;
  story.District("440113", "番禺区");
  story.Apply(HalfYearProgramme());
  story.Submit(
      ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(kTask, 1, 3648, "户")}));
  auto stopped = MeasurementOf(kTraffic, 1, 65033, "宗");
  stopped.set_stated_ratio(325);
  auto motorbikes = MeasurementOf(kTraffic, 2, 72111, "宗");
  motorbikes.set_stated_ratio(120);
  story.Submit(ReportOf(kTraffic, "2022-06-30", type::v1::COMPLETED, {stopped, motorbikes}));
  story.Submit(
      ReportOf(kPiles, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(kPiles, 1, 239, "个")}));

  const v1::ProgrammeSummary summary =
      BuildProgrammeSummary(*story.View("440113", 2022, "2022-06-30"));

  EXPECT_EQ(FormatPercent(summary.projects(0).progress().completion()), "48.64");
  const v1::TaskProgress& traffic = summary.projects(1).tasks(0);
  EXPECT_EQ(FormatPercent(traffic.indicators(0).completion()), "325.17");
  EXPECT_EQ(traffic.indicators(0).stated_percent(), 325);
  EXPECT_EQ(FormatPercent(traffic.indicators(1).completion()), "120.19");
  EXPECT_EQ(traffic.indicators(1).stated_percent(), 120);
  EXPECT_EQ(traffic.progress().completion(), 1.0) << "a mean never counts more than 100 %";
  EXPECT_EQ(traffic.progress().status(), v1::OVERFULFILLED);
  EXPECT_EQ(FormatPercent(summary.projects(2).progress().completion()), "79.67");
  EXPECT_EQ(FormatPercent(summary.projects(0).progress().scheduled()), "49.59");
  EXPECT_EQ(summary.projects(0).progress().status(), v1::ON_SCHEDULE);
  EXPECT_EQ(summary.weakest_project(), "districts/440113/programmes/2022/projects/1");
  EXPECT_EQ(summary.basis().position(), 3);
  EXPECT_EQ(summary.basis().catalog_revision(), 2);
}

TEST(CompletionTest, AForecastAndAMonthsFigureCompleteNothing) {
  Story story;
  story.Apply(HalfYearProgramme());
  auto expected = MeasurementOf(kTask, 1, 7500, "户");
  expected.set_expected(true);
  auto month = MeasurementOf(kTask, 1, 7500, "户");
  month.set_accumulation(type::v1::PERIOD);
  story.Submit(ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS, {expected, month}));

  const auto view = story.View("440113", 2022, "2022-06-30");

  EXPECT_FALSE(view->tasks()[0].measure.completion.has_value());
  EXPECT_EQ(view->tasks()[0].verdict.status, v1::NO_DATA);
}

TEST(CompletionTest, AtMostIsReachedFromBelow) {
  const type::v1::Indicator waiting = IndicatorOf(1, "平均等候", 20, "分钟", type::v1::AT_MOST);
  EXPECT_TRUE(Reached(waiting, 18));
  EXPECT_DOUBLE_EQ(RawCompletion(waiting, 18), 1.0);
  EXPECT_FALSE(Reached(waiting, 25));
  EXPECT_DOUBLE_EQ(RawCompletion(waiting, 25), 0.8);
}

TEST(CompletionTest, WithoutFiguresTheUnitsOwnWordSpeaks) {
  Story story;
  story.Apply(ProgrammeOf("440113", 2022,
                          {ProjectOf(1, "项目", "区民政局",
                                     {TaskOf(1, "a", {}), TaskOf(2, "b", {}), TaskOf(3, "c", {}),
                                      TaskOf(4, "d", {})})}));
  const std::string project = "districts/440113/programmes/2022/projects/1/tasks/";
  story.Submit(ReportOf(project + "1", "2022-03-31", type::v1::COMPLETED));
  story.Submit(ReportOf(project + "2", "2022-03-31", type::v1::NOT_STARTED));
  story.Submit(ReportOf(project + "3", "2022-03-31", type::v1::IN_PROGRESS));
  const auto view = story.View("440113", 2022, "2022-03-31");
  EXPECT_EQ(view->tasks()[0].measure.completion, 1.0);
  EXPECT_EQ(view->tasks()[0].verdict.status, v1::COMPLETED);
  EXPECT_EQ(view->tasks()[1].measure.completion, 0.0);
  EXPECT_EQ(view->tasks()[1].verdict.status, v1::NOT_STARTED);
  EXPECT_FALSE(view->tasks()[2].measure.completion.has_value());
  EXPECT_EQ(view->tasks()[3].verdict.status, v1::UNREPORTED);
  const v1::Progress mean = BuildDistrictSummary(*view).progress();
  EXPECT_DOUBLE_EQ(mean.completion(), 0.5) << "the mean of what is known";
  EXPECT_EQ(mean.tasks(), 4);
  EXPECT_EQ(mean.known_tasks(), 2);
}

TEST(CompletionTest, WeightsCount) {
  type::v1::Task heavy = TaskOf(1, "重", {IndicatorOf(1, "a", 10, "个")});
  heavy.set_weight(3);
  Story story;
  story.Apply(ProgrammeOf(
      "440113", 2022,
      {ProjectOf(1, "p", "u", {heavy, TaskOf(2, "轻", {IndicatorOf(1, "b", 10, "个")})})}));
  const std::string project = "districts/440113/programmes/2022/projects/1/tasks/";
  story.Submit(ReportOf(project + "1", "2022-02-01", type::v1::IN_PROGRESS,
                        {MeasurementOf(project + "1", 1, 10, "个")}));
  story.Submit(ReportOf(project + "2", "2022-02-01", type::v1::IN_PROGRESS,
                        {MeasurementOf(project + "2", 1, 2, "个")}));
  const v1::ProgrammeSummary summary =
      BuildProgrammeSummary(*story.View("440113", 2022, "2022-02-01"));
  EXPECT_DOUBLE_EQ(summary.progress().completion(), 0.8);
  EXPECT_EQ(summary.projects(0).weakest_task(), project + "2");
  EXPECT_DOUBLE_EQ(summary.projects(0).weakest_completion(), 0.2);
}

TEST(KnowledgeTest, ACorrectionChangesNowAndLeavesWhatWasKnownThen) {
  Story story;
  story.Apply(HalfYearProgramme());
  const auto first = story.Submit(
      ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(kTask, 1, 3864, "户")}));
  story.Correct(first, ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS,
                                {MeasurementOf(kTask, 1, 3648, "户")}));

  EXPECT_EQ(story.View("440113", 2022, "2022-06-30")->tasks()[0].measure.indicators[0].point->value,
            3648);
  EXPECT_EQ(
      story.View("440113", 2022, "2022-06-30", 1)->tasks()[0].measure.indicators[0].point->value,
      3864);
}

TEST(KnowledgeTest, ARetractionBringsBackTheReportBefore) {
  Story story;
  story.Apply(HalfYearProgramme());
  story.Submit(
      ReportOf(kTask, "2022-05-31", type::v1::IN_PROGRESS, {MeasurementOf(kTask, 1, 3000, "户")}));
  const auto wrong = story.Submit(
      ReportOf(kTask, "2022-06-30", type::v1::COMPLETED, {MeasurementOf(kTask, 1, 7500, "户")}));
  story.Retract(kTask, wrong, "2022-06-30");
  const auto view = story.View("440113", 2022, "2022-06-30");
  EXPECT_EQ(view->tasks()[0].measure.indicators[0].point->value, 3000);
  EXPECT_EQ(view->tasks()[0].verdict.status, v1::BEHIND);
}

TEST(KnowledgeTest, ALateReportOfAnEarlierDateDoesNotHideANewerOne) {
  Story story;
  story.Apply(HalfYearProgramme());
  story.Submit(
      ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(kTask, 1, 3648, "户")}));
  story.Submit(
      ReportOf(kTask, "2022-04-30", type::v1::IN_PROGRESS, {MeasurementOf(kTask, 1, 2000, "户")}));
  EXPECT_EQ(story.View("440113", 2022, "2022-06-30")->tasks()[0].measure.indicators[0].point->value,
            3648);
  EXPECT_EQ(story.View("440113", 2022, "2022-05-15")->tasks()[0].measure.indicators[0].point->value,
            2000);
}

TEST(KnowledgeTest, EveryFigureNamesItsSourceAndTheNewestProseIsKept) {
  Story story;
  story.Apply(HalfYearProgramme());
  auto measurement = MeasurementOf(kTask, 1, 3648, "户");
  measurement.mutable_source()->set_quote("共完成改造3648户");
  auto report = ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS, {measurement});
  report.set_narrative("上半年共完成改造3648户。");
  story.Submit(report);
  const v1::ProgrammeSummary summary =
      BuildProgrammeSummary(*story.View("440113", 2022, "2022-07-01"));
  const v1::TaskProgress& task = summary.projects(0).tasks(0);
  EXPECT_EQ(task.indicators(0).source().quote(), "共完成改造3648户");
  EXPECT_EQ(task.indicators(0).report(), "districts/440113/reports/1");
  EXPECT_EQ(task.narrative(), "上半年共完成改造3648户。");
}

TEST(UnitsTest, AnAliasCountsForTheOfficialName) {
  Story story;
  registry::v1::Unit unit;
  unit.set_name("districts/440113/units/water");
  unit.set_display_name("区水务局");
  unit.add_aliases("番禺区水务局");
  story.Apply(unit);
  story.Apply(ProgrammeOf("440113", 2022,
                          {ProjectOf(1, "a", "区水务局", {TaskOf(1, "a", {})}),
                           ProjectOf(2, "b", "番禺区水务局", {TaskOf(1, "b", {})})}));
  const v1::DistrictSummary summary =
      BuildDistrictSummary(*story.View("440113", 2022, "2022-01-10"));
  ASSERT_EQ(summary.units_size(), 1);
  EXPECT_EQ(summary.units(0).group(), "区水务局");
  EXPECT_EQ(summary.units(0).tasks(), 2);
}

TEST(PercentTest, RoundsHalfUpAtTheSecondDecimal) {
  EXPECT_EQ(FormatPercent(0.48645), "48.65");
  EXPECT_EQ(FormatPercent(0.486449), "48.64");
  EXPECT_EQ(FormatPercent(3.25), "325");
  EXPECT_EQ(FormatPercent(0), "0");
  EXPECT_EQ(FormatPercent(-0.00001), "0");
  EXPECT_EQ(FormatNumber(65033), "65033");
  EXPECT_EQ(FormatNumber(6.5), "6.5");
}

TEST(SnapshotTest, ARestoredStateGivesTheSameBytesAndGoesOn) {
  Story story;
  story.District("440113", "番禺区");
  story.Apply(HalfYearProgramme());
  for (const char* date : {"2022-03-31", "2022-06-30"}) {
    story.Submit(
        ReportOf(kTask, date, type::v1::IN_PROGRESS, {MeasurementOf(kTask, 1, 3648, "户")}));
  }
  State restored;
  ASSERT_TRUE(restored.Restore(story.state().Serialize()).ok());
  EXPECT_EQ(restored.Serialize(), story.state().Serialize());
  story.Submit(
      ReportOf(kTask, "2022-07-31", type::v1::IN_PROGRESS, {MeasurementOf(kTask, 1, 5000, "户")}));
  EXPECT_EQ(restored.ApplyEntry(story.journal().front()), State::Applied::kSkipped);
  EXPECT_EQ(restored.ApplyEntry(story.journal().back()), State::Applied::kApplied);
  EXPECT_EQ(restored.Serialize(), story.state().Serialize());
}

TEST(SnapshotTest, ADamagedSnapshotIsRefusedWhole) {
  Story story;
  story.Apply(HalfYearProgramme());
  std::string bytes = story.state().Serialize();
  bytes[bytes.size() / 2] ^= 1;
  State restored;
  EXPECT_EQ(restored.Restore(bytes).code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(restored.districts().empty());
}

TEST(StateTest, AMissingOrForeignEntryIsNotFolded) {
  Story story;
  story.Apply(HalfYearProgramme());
  story.Submit(ReportOf(kTask, "2022-03-31", type::v1::IN_PROGRESS));
  story.Submit(ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS));
  State state;
  EXPECT_EQ(state.ApplyEntry(story.journal()[1]), State::Applied::kGap);
  auto first = story.journal()[0];
  first.set_hash("a");
  auto foreign = story.journal()[1];
  foreign.set_previous_hash("b");
  EXPECT_EQ(state.ApplyEntry(first), State::Applied::kApplied);
  EXPECT_EQ(state.ApplyEntry(foreign), State::Applied::kForked);
}

}  // namespace
}  // namespace duban::analytics
