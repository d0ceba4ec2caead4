// What documents say of each other: promises that changed, projects that vanished, places counted
// again.
#include "ingest/core/document_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/names.h"

namespace duban::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

void AddProject(v1::DraftProgramme& programme, const char* title, const char* measure, double value,
                const char* unit) {
  v1::DraftProject& project = *programme.add_projects();
  project.set_number(programme.projects_size());
  project.set_title(title);
  v1::DraftTask& task = *project.add_tasks();
  task.set_number(1);
  task.set_title(title);
  v1::DraftTarget& target = *task.add_targets();
  target.set_measure(measure);
  target.set_comparator(type::v1::EQUAL);
  target.set_value(value);
  target.set_unit(unit);
  target.mutable_source()->set_start(10 * programme.projects_size());
  target.mutable_source()->set_end(10 * programme.projects_size() + 5);
  target.mutable_source()->set_quote(measure);
}

v1::DraftProgramme ThePlan() {
  v1::DraftProgramme plan;
  plan.set_year(2022);
  plan.set_kind(v1::PLAN);
  AddProject(plan, "农村供水改造", "改造户数", 7500, "户");
  AddProject(plan, "老旧小区加装电梯", "加装电梯", 40, "台");
  AddProject(plan, "新建公共停车场", "公共停车位", 800, "个");
  AddProject(plan, "建设长者食堂", "长者食堂", 20, "家");
  return plan;
}

const type::v1::Programme kKnown = ProgrammeOf(ThePlan(), "440113", "the-plan");

struct Laid {
  v1::DraftProgramme draft;
  type::v1::Programme applied;
  Matched matched;
};

Laid Lay(v1::DraftProgramme draft) {
  Laid out{.draft = std::move(draft)};
  out.applied = ProgrammeOf(out.draft, "440113", "the-report");
  out.matched = MatchProgramme(out.applied, kKnown);
  return out;
}

TEST(TargetFindingsTest, ATargetThatShrankIsFoundWithBothSentences) {
  v1::DraftProgramme report = ThePlan();
  report.set_kind(v1::PROGRESS);
  report.mutable_projects(0)->mutable_tasks(0)->mutable_targets(0)->set_value(6000);
  const Laid laid = Lay(report);
  const auto findings = TargetFindings(laid.draft, laid.applied, kKnown, laid.matched);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].kind(), type::v1::TARGET_CHANGED);
  EXPECT_EQ(findings[0].project_number(), 1);
  EXPECT_EQ(findings[0].task_number(), 1);
  EXPECT_THAT(findings[0].message(), HasSubstr("7500"));
  EXPECT_EQ(findings[0].evidence(0).source().document_id(), "the-plan");
  EXPECT_EQ(findings[0].evidence(1).source().document_id(), "the-report");
}

TEST(TargetFindingsTest, TheSamePromiseInOtherWordsIsNoFinding) {
  v1::DraftProgramme report = ThePlan();
  report.mutable_projects(0)->set_title("供水到户改造工程");
  report.mutable_projects()->SwapElements(1, 2);
  const Laid laid = Lay(report);
  EXPECT_FALSE(laid.matched.extended);
  EXPECT_THAT(TargetFindings(laid.draft, laid.applied, kKnown, laid.matched), IsEmpty());
}

TEST(VanishedTest, AProjectThatTheResultsPassOverIsMarkedUntilAnotherCopyNamesIt) {
  v1::DraftProgramme results = ThePlan();
  results.set_kind(v1::COMPLETION);
  results.mutable_projects()->RemoveLast();
  Laid laid = Lay(results);
  EXPECT_TRUE(MarkVanished(laid.draft, "the-report", laid.matched));
  const type::v1::Task& task = laid.matched.programme.projects(3).tasks(0);
  ASSERT_EQ(task.document_findings_size(), 1);
  EXPECT_THAT(task.document_findings(0).message(), HasSubstr("长者食堂"));
  EXPECT_EQ(task.document_findings(0).evidence(0).source().document_id(), "the-plan");
  EXPECT_FALSE(MarkVanished(laid.draft, "the-report", laid.matched))
      << "the same results again change nothing";

  Laid whole = Lay(ThePlan());
  whole.matched.programme = laid.matched.programme;
  EXPECT_TRUE(MarkVanished(whole.draft, "another-copy", whole.matched));
  EXPECT_THAT(whole.matched.programme.projects(3).tasks(0).document_findings(), IsEmpty());
}

TEST(VanishedTest, AnExcerptOfTheResultsAccusesNobody) {
  v1::DraftProgramme results = ThePlan();
  results.mutable_projects()->RemoveLast();
  results.mutable_projects()->RemoveLast();
  Laid laid = Lay(results);
  EXPECT_FALSE(MarkVanished(laid.draft, "the-report", laid.matched));
}

TEST(PlanFindingsTest, WhatAPlanContradictsInItselfLiesOnItsTaskAndWhatLiesBetweenDocumentsStays) {
  v1::DraftProgramme results = ThePlan();
  results.mutable_projects()->RemoveLast();
  Laid laid = Lay(results);
  ASSERT_TRUE(MarkVanished(laid.draft, "the-report", laid.matched));

  v1::ImportDraft draft;
  v1::DraftFinding& finding = *draft.add_findings();
  finding.set_kind(type::v1::SUM_MISMATCH);
  finding.set_year(2022);
  finding.set_project_number(2);
  finding.set_message("各镇相加为38台,合计写40台。");
  finding.add_evidence()->mutable_source()->set_end(4);
  type::v1::Programme applied = ProgrammeOf(ThePlan(), "440113", "the-plan");
  AddPlanFindings(ThePlan(), draft.findings(), "the-plan", laid.matched.programme, applied);
  ASSERT_EQ(applied.projects(1).tasks(0).document_findings_size(), 1);
  EXPECT_EQ(applied.projects(1).tasks(0).document_findings(0).evidence(0).source().document_id(),
            "the-plan");
  EXPECT_EQ(applied.projects(3).tasks(0).document_findings_size(), 1) << "the vanished one";
}

v1::DraftProgramme WithPlace(int year, const char* name, const char* unit) {
  v1::DraftProgramme programme = ThePlan();
  programme.set_year(year);
  v1::DraftPointList& list = *programme.mutable_projects(2)->mutable_tasks(0)->add_point_lists();
  v1::DraftPoint& point = *list.add_points();
  point.set_name(name);
  point.set_value(20);
  point.set_unit(unit);
  return programme;
}

TEST(PlaceFindingsTest, ASiteOfAnEarlierYearIsCountedAgain) {
  const std::vector<OtherList> others = {{"last-year", WithPlace(2021, "东门停车场", "个")},
                                         {"last-year-again", WithPlace(2021, "东门停车场", "个")},
                                         {"next-year", WithPlace(2023, "东门停车场", "个")}};
  const auto findings = PlaceFindings(WithPlace(2022, "东门停车场", "个"), others);
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_THAT(findings[0].message(), HasSubstr("东门停车场"));
  EXPECT_EQ(findings[0].evidence(1).source().document_id(), "last-year");
  EXPECT_THAT(PlaceFindings(WithPlace(2022, "东门停车场", "台"), others), IsEmpty())
      << "other things at the same place";
}

}  // namespace
}  // namespace duban::ingest
