// Findings open and close by themselves, carry their evidence, and accuse nobody without cause.
#include "analytics/core/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analytics/testing/story.h"

namespace duban::analytics {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kTask[] = "districts/440113/programmes/2022/projects/1/tasks/1";

type::v1::Programme Households(double target = 7500) {
  return ProgrammeOf("440113", 2022,
                     {ProjectOf(1, "供水", "区水务局",
                                {TaskOf(1, "改造", {IndicatorOf(1, "改造户数", target, "户")})})});
}

type::v1::Report Reached(const std::string& date, double value, double stated = -1,
                         type::v1::StatedStatus status = type::v1::IN_PROGRESS) {
  auto measurement = MeasurementOf(kTask, 1, value, "户");
  if (stated >= 0) measurement.set_stated_ratio(stated);
  measurement.mutable_source()->set_quote("完成" + std::to_string(static_cast<int>(value)) + "户");
  return ReportOf(kTask, date, status, {measurement});
}

class FindingsTest : public ::testing::Test {
 protected:
  FindingsTest() {
    story.SetToday("2022-01-05");
    story.Apply(Households());
  }
  void Submit(const type::v1::Report& report) {
    story.SetToday(FormatDay(ToDay(report.as_of())));
    story.Submit(report);
  }
  std::vector<v1::Finding> On(const std::string& date) {
    return FindFindings(*story.View("440113", 2022, date));
  }
  std::vector<std::string> IdsOn(const std::string& date) {
    std::vector<std::string> ids;
    for (const auto& finding : On(date)) ids.push_back(finding.id());
    return ids;
  }
  Story story;
};

TEST_F(FindingsTest, WhatThePlanContradictsInItselfIsACaseWithoutAnyReport) {
  type::v1::Programme plan = Households();
  type::v1::DocumentFinding& read =
      *plan.mutable_projects(0)->mutable_tasks(0)->add_document_findings();
  read.set_kind(type::v1::SUM_MISMATCH);
  read.set_severity(type::v1::WARNING);
  read.set_message("各镇相加为7300户,合计写7500户。");
  read.add_evidence()->mutable_source()->set_quote("合计7500户");
  story.Apply(plan);
  const auto findings = On("2022-01-10");
  ASSERT_THAT(findings, ::testing::SizeIs(1));
  EXPECT_EQ(findings[0].kind(), type::v1::SUM_MISMATCH);
  EXPECT_EQ(findings[0].subject(), kTask);
  EXPECT_EQ(findings[0].evidence(0).source().quote(), "合计7500户");
}

TEST_F(FindingsTest, AnHonestYearHasNone) {
  Submit(Reached("2022-03-31", 1900, 25.3));
  Submit(Reached("2022-06-30", 3648, 48.64));
  Submit(Reached("2022-09-30", 5977, 79));  // 79.69 cut off
  Submit(Reached("2022-12-31", 7500, 100, type::v1::COMPLETED));
  for (const char* date : {"2022-03-31", "2022-06-30", "2022-09-30", "2022-12-31", "2023-02-01"}) {
    EXPECT_THAT(IdsOn(date), IsEmpty()) << date;
  }
}

TEST_F(FindingsTest, AStatedShareThatDoesNotFollowIsFoundAndClosesWhenItAgrees) {
  Submit(Reached("2022-06-30", 3648, 84.64));
  const auto findings = On("2022-06-30");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].id(), "2022-1-1-1-PERCENT_MISMATCH");
  EXPECT_EQ(findings[0].severity(), type::v1::ERROR);
  EXPECT_EQ(findings[0].subject(), std::string(kTask) + "/indicators/1");
  EXPECT_EQ(findings[0].evidence(0).source().quote(), "完成3648户");
  EXPECT_EQ(findings[0].evidence(0).report(), "districts/440113/reports/1");
  EXPECT_THAT(findings[0].lead_units(), ElementsAre("区水务局"));
  Submit(Reached("2022-07-31", 4000, 53.33));
  EXPECT_THAT(IdsOn("2022-07-31"), IsEmpty());
  EXPECT_THAT(IdsOn("2022-06-30"), ElementsAre("2022-1-1-1-PERCENT_MISMATCH"))
      << "the past stays as it was";
  const auto all = FindAllFindings(*story.View("440113", 2022, "2022-07-31"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].state(), v1::Finding::CLOSED);
}

TEST_F(FindingsTest, ACumulativeValueMayNotFall) {
  Submit(Reached("2022-05-31", 4000));
  Submit(Reached("2022-06-30", 3648));
  EXPECT_THAT(IdsOn("2022-06-30"), ElementsAre("2022-1-1-1-REGRESSION"));
  Submit(Reached("2022-07-31", 4100));
  EXPECT_THAT(IdsOn("2022-07-31"), IsEmpty());
}

TEST_F(FindingsTest, ACorrectedValueIsNoRegression) {
  story.SetToday("2022-05-31");
  const auto wrong = story.Submit(Reached("2022-05-31", 40000));
  story.Correct(wrong, Reached("2022-05-31", 3000));
  Submit(Reached("2022-06-30", 3648));
  EXPECT_THAT(IdsOn("2022-06-30"), IsEmpty());
  EXPECT_THAT(FindFindings(*story.View("440113", 2022, "2022-06-30", 1)), IsEmpty());
}

TEST_F(FindingsTest, CompletedBelowTargetContradictsItself) {
  Submit(Reached("2022-06-30", 7000, -1, type::v1::COMPLETED));
  EXPECT_THAT(IdsOn("2022-06-30"), ElementsAre("2022-1-1-1-STATUS_CONTRADICTION"));
}

TEST_F(FindingsTest, AQuietlyLoweredTargetIsShownWithBothValues) {
  story.SetToday("2022-08-01");
  story.Apply(Households(5000));
  const auto findings = On("2022-08-02");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].id(), "2022-1-1-1-TARGET_CHANGED");
  EXPECT_NE(findings[0].message_zh().find("由7500户改为5000户"), std::string::npos)
      << findings[0].message_zh();
  story.Apply(Households(7500));
  EXPECT_THAT(IdsOn("2022-08-02"), IsEmpty()) << "put back";
}

TEST_F(FindingsTest, StandingStillIsSeenAfterTwoPeriods) {
  for (const char* date : {"2022-03-31", "2022-04-30", "2022-05-31"}) Submit(Reached(date, 3000));
  EXPECT_THAT(IdsOn("2022-04-30"), IsEmpty());
  EXPECT_THAT(IdsOn("2022-05-31"), ElementsAre("2022-1-1-0-STALLED"));
  Submit(Reached("2022-06-30", 3100));
  EXPECT_THAT(IdsOn("2022-06-30"), IsEmpty());
}

TEST_F(FindingsTest, ALeapFarBeyondTheTargetIsDoubted) {
  Submit(Reached("2022-05-31", 3000));
  Submit(Reached("2022-06-30", 36480));
  EXPECT_THAT(IdsOn("2022-06-30"), ElementsAre("2022-1-1-1-IMPLAUSIBLE_JUMP"));
}

TEST_F(FindingsTest, AnotherUnitOfMeasureIsNotCountedAndSaid) {
  Submit(
      ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(kTask, 1, 12, "公里")}));
  EXPECT_THAT(IdsOn("2022-06-30"), ElementsAre("2022-1-1-1-UNIT_MISMATCH"));
  EXPECT_FALSE(story.View("440113", 2022, "2022-06-30")->tasks()[0].measure.completion.has_value());
}

TEST_F(FindingsTest, CompletedByWordWithoutAFigureIsUnmeasured) {
  Submit(ReportOf(kTask, "2022-12-31", type::v1::COMPLETED));
  EXPECT_THAT(IdsOn("2022-12-31"), ElementsAre("2022-1-1-1-UNMEASURED"));
}

TEST_F(FindingsTest, AReportAfterItsDayOfGraceIsLate) {
  story.SetToday("2022-07-15");
  story.Submit(Reached("2022-06-30", 3648));
  EXPECT_THAT(IdsOn("2022-07-15"), ElementsAre("2022-1-1-0-LATE_REPORT"));
}

TEST_F(FindingsTest, WhatWasReadFromADocumentIsNotLate) {
  auto report = Reached("2022-06-30", 3648);
  report.set_document_id(std::string(64, 'a'));
  story.SetToday("2026-01-01");
  story.Submit(report);
  EXPECT_THAT(IdsOn("2022-06-30"), IsEmpty());
}

TEST_F(FindingsTest, AMissedMilestoneNeedsAReportFromAfterItsDate) {
  type::v1::Programme programme = Households();
  auto& task = *programme.mutable_projects(0)->mutable_tasks(0);
  *task.add_milestones() = MilestoneOf(1, "2022-06-30", "改造户数", 4000, "户");
  story.Apply(programme);
  Submit(Reached("2022-06-15", 3648));
  EXPECT_THAT(IdsOn("2022-07-02"), IsEmpty());
  Submit(Reached("2022-07-10", 3800));
  EXPECT_THAT(IdsOn("2022-07-10"), ElementsAre("2022-1-1-1-OVERDUE_MILESTONE"));
}

TEST_F(FindingsTest, StepsThatEndShortOfTheTargetDoNotAddUp) {
  type::v1::Programme programme = Households();
  auto& task = *programme.mutable_projects(0)->mutable_tasks(0);
  *task.add_milestones() = MilestoneOf(1, "2022-06-30", "改造户数", 3000, "户", false);
  *task.add_milestones() = MilestoneOf(2, "2022-12-31", "改造户数", 4000, "户", false);
  story.Apply(programme);
  EXPECT_THAT(IdsOn("2022-01-05"), ElementsAre("2022-1-1-1-SUM_MISMATCH"));
}

TEST_F(FindingsTest, AShareWithoutABaseImpliesAnInterval) {
  auto measurement = MeasurementOf(kTask, 0, 50, "台");
  measurement.set_stated_ratio(33);
  Submit(ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS, {measurement}));
  const auto findings = On("2022-06-30");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind(), type::v1::HIDDEN_BASE);
  EXPECT_NE(findings[0].message_en().find("148 to 153台"), std::string::npos)
      << findings[0].message_en();
}

TEST_F(FindingsTest, AShareOfAnotherBaseInADocumentAccusesNobody) {
  // "惠及3280人次,完成全年任务109.4%": a share of that unit's own part, not of the 7500 of all.
  auto report = Reached("2022-06-30", 3280, 109.4, type::v1::COMPLETED);
  report.set_document_id(std::string(64, 'a'));
  report.mutable_measurements(0)->set_measure("惠及");
  Submit(report);
  EXPECT_THAT(IdsOn("2022-06-30"), ElementsAre("2022-1-1-0-HIDDEN_BASE"));
}

TEST_F(FindingsTest, StepsThatEachNameTheWholeTargetAgreeWithIt) {
  type::v1::Programme programme = Households();
  auto& task = *programme.mutable_projects(0)->mutable_tasks(0);
  programme.mutable_projects(0)->mutable_tasks(0)->mutable_indicators(0)->set_comparator(
      type::v1::EQUAL);
  *task.add_milestones() = MilestoneOf(1, "2022-11-30", "改造户数", 7500, "户", false);
  *task.add_milestones() = MilestoneOf(2, "2022-12-31", "改造户数", 7500, "户", false);
  story.Apply(programme);
  EXPECT_THAT(IdsOn("2022-01-05"), IsEmpty());
}

TEST_F(FindingsTest, WhatTheDocumentShowsIsAFindingToo) {
  auto report = Reached("2022-06-30", 3648);
  auto& read = *report.add_document_findings();
  read.set_kind(type::v1::SUM_MISMATCH);
  read.set_severity(type::v1::WARNING);
  read.set_message("称15个站点,列出13个");
  read.add_evidence()->mutable_source()->set_quote("等15个站点");
  Submit(report);
  const auto findings = On("2022-06-30");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].evidence(0).source().quote(), "等15个站点");
}

TEST_F(FindingsTest, ACaseKeepsItsStepsAndClosesWhenTheFiguresAgree) {
  Submit(Reached("2022-05-31", 4000));
  Submit(Reached("2022-06-30", 3648));
  ingest::v1::CaseStep step;
  step.set_finding_id("2022-1-1-1-REGRESSION");
  step.set_action(ingest::v1::CaseStep::REPLY);
  step.set_author("区水务局");
  step.set_text("5月多报一个小区");
  *step.mutable_date() = DateOf("2022-07-05");
  story.Step("440113", step);
  EXPECT_EQ(On("2022-07-01")[0].state(), v1::Finding::OPEN);
  const auto answered = On("2022-07-05");
  EXPECT_EQ(answered[0].state(), v1::Finding::ANSWERED);
  EXPECT_EQ(answered[0].history(0).text(), "5月多报一个小区");
  Submit(Reached("2022-07-31", 4200));
  const auto closed = On("2022-07-31");
  ASSERT_EQ(closed.size(), 1u);
  EXPECT_EQ(closed[0].state(), v1::Finding::CLOSED);
  EXPECT_EQ(closed[0].history_size(), 1);
  EXPECT_EQ(CountOpen(closed), 0);
}

}  // namespace
}  // namespace duban::analytics
