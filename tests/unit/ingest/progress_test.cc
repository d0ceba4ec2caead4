// Reports as bureaus send them: accepted once, corrected, taken back, repeated, refused, read
// again.
#include "ingest/core/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ingest/rig.h"

namespace duban::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(ProgressTest, AnAcceptedReportIsReadBackWithItsPlaceAndBoundFigures) {
  Rig rig;
  const auto answer = rig.Submit(SampleRequest("a"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->position(), 1);
  EXPECT_EQ(answer->name(), "districts/440113/reports/1");
  EXPECT_EQ(answer->hash(), Hex(AsBytes(rig.journal.GetHead("440113")->hash)));
  const auto report = rig.progress.Get(answer->name());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->measurements(0).indicator(), kHouseholds);
  EXPECT_EQ(report->position(), 1);
  EXPECT_EQ(FromProto(report->accept_time()), rig.clock.Now());
  EXPECT_EQ(ReasonOf(rig.progress.Get("districts/440113/reports/2").status()), "REPORT_NOT_FOUND");
}

TEST(ProgressTest, TheSameContentAgainGetsTheFirstAcknowledgement) {
  Rig rig;
  const auto first = rig.Submit(SampleRequest("a"));
  rig.clock.Advance(std::chrono::hours(1));
  const auto second = rig.Submit(SampleRequest("a"));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(second->duplicate());
  EXPECT_FALSE(first->duplicate());
  EXPECT_EQ(second->position(), first->position());
  EXPECT_EQ(second->hash(), first->hash());
  EXPECT_EQ(second->accept_time().seconds(), first->accept_time().seconds());
  EXPECT_EQ(rig.journal.GetHead("440113")->position, 1);
}

TEST(ProgressTest, OtherContentUnderAUsedIdIsRefusedAndSaysWhatDiffers) {
  Rig rig;
  ASSERT_TRUE(rig.Submit(SampleRequest("a")).ok());
  const auto answer = rig.Submit(SampleRequest("a", SampleReport(4000)));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(answer.status()), "REQUEST_ID_REUSED");
  EXPECT_THAT(MessageOf(answer.status()), HasSubstr("measurements[0].value: 3648 -> 4000"));
  EXPECT_EQ(MetadataOf(answer.status()).at("position"), "1");
  type::v1::Report late = SampleReport();
  *late.mutable_as_of() = ToProto(Date{2022, 7, 1});
  EXPECT_THAT(MessageOf(rig.Submit(SampleRequest("a", late)).status()),
              HasSubstr("as_of.month: 6 -> 7"));
}

TEST(ProgressTest, ARepetitionIsAcknowledgedEvenWhenTheCatalogHasMovedOn) {
  Rig rig;
  ASSERT_TRUE(rig.Submit(SampleRequest("a")).ok());
  auto event = SampleEvent(2);
  event.mutable_programme()->mutable_projects()->RemoveLast();
  event.mutable_programme()->mutable_projects(0)->set_number(9);
  rig.catalog.Apply(event);
  EXPECT_TRUE(rig.Submit(SampleRequest("a"))->duplicate());
  EXPECT_EQ(ReasonOf(rig.Submit(SampleRequest("b")).status()), "TASK_NOT_FOUND");
}

TEST(ProgressTest, ABadReportFailsAloneInItsBatch) {
  Rig rig;
  const auto answers = rig.SubmitBatch({SampleRequest("a"), SampleRequest("b", SampleReport(-1)),
                                        SampleRequest("c"), SampleRequest("a")});
  ASSERT_EQ(answers.size(), 4u);
  EXPECT_EQ(answers[0]->position(), 1);
  EXPECT_EQ(ReasonOf(answers[1].status()), "VALUE_NEGATIVE");
  EXPECT_EQ(answers[2]->position(), 2);
  EXPECT_TRUE(answers[3]->duplicate());
  EXPECT_EQ(answers[3]->position(), 1);
}

TEST(ProgressTest, ACorrectionReplacesAndHistoryStaysReadable) {
  Rig rig;
  const auto first = rig.Submit(SampleRequest("a"));
  type::v1::Report correction = SampleReport(3846);
  correction.set_replaces(first->name());
  const auto second = rig.Submit(SampleRequest("b", correction));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(second->remarks(), IsEmpty());
  ASSERT_EQ(rig.List(true).size(), 1u);
  EXPECT_EQ(rig.List(true)[0].name(), second->name());
  const auto history = rig.List(false);
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0].replaced_by(), second->name());
  EXPECT_EQ(history[0].measurements(0).value(), 3648);
  EXPECT_EQ(rig.progress.Get(first->name())->replaced_by(), second->name());
}

TEST(ProgressTest, WhatWasReplacedCannotBeReplacedAgain) {
  Rig rig;
  const auto first = rig.Submit(SampleRequest("a"));
  type::v1::Report correction = SampleReport(3846);
  correction.set_replaces(first->name());
  ASSERT_TRUE(rig.Submit(SampleRequest("b", correction)).ok());
  const auto again = rig.Submit(SampleRequest("c", correction));
  EXPECT_EQ(again.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(again.status()), "REPORT_REPLACED");
  EXPECT_EQ(MetadataOf(again.status()).at("replacedBy"), "districts/440113/reports/2");
  EXPECT_TRUE(rig.Submit(SampleRequest("b", correction))->duplicate())
      << "its repetition is no second one";
}

TEST(ProgressTest, OfTwoCorrectionsInOneBatchOnlyOneIsTaken) {
  Rig rig;
  const auto first = rig.Submit(SampleRequest("a"));
  type::v1::Report correction = SampleReport(3846);
  correction.set_replaces(first->name());
  const auto answers =
      rig.SubmitBatch({SampleRequest("b", correction), SampleRequest("c", correction)});
  EXPECT_TRUE(answers[0].ok());
  EXPECT_EQ(ReasonOf(answers[1].status()), "REPORT_REPLACED");
}

TEST(ProgressTest, ACorrectionThatCouldNotBeStoredMayBeTriedAgainByAnother) {
  Rig rig;
  const auto first = rig.Submit(SampleRequest("a"));
  type::v1::Report correction = SampleReport(3846);
  correction.set_replaces(first->name());
  rig.journal.FailAppendsWith(Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", "disk"));
  EXPECT_EQ(ReasonOf(rig.Submit(SampleRequest("b", correction)).status()), "STORE_UNREACHABLE");
  rig.journal.FailAppendsWith(absl::OkStatus());
  EXPECT_TRUE(rig.Submit(SampleRequest("c", correction)).ok());
}

TEST(ProgressTest, ARetractionLeavesNothingCurrentAndCannotItselfBeReplaced) {
  Rig rig;
  const auto first = rig.Submit(SampleRequest("a"));
  type::v1::Report retraction;
  retraction.set_task(kTask);
  *retraction.mutable_as_of() = ToProto(Date{2022, 7, 1});
  retraction.set_replaces(first->name());
  retraction.set_retraction(true);
  const auto second = rig.Submit(SampleRequest("b", retraction));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_THAT(rig.List(true), IsEmpty());
  EXPECT_EQ(rig.List(false).size(), 2u);
  type::v1::Report again = SampleReport();
  again.set_replaces(second->name());
  EXPECT_EQ(ReasonOf(rig.Submit(SampleRequest("c", again)).status()), "REPLACES_RETRACTION");
  again.set_replaces("districts/440113/reports/99");
  EXPECT_EQ(ReasonOf(rig.Submit(SampleRequest("c", again)).status()), "REPLACES_NOT_FOUND");
  again.set_replaces("districts/440106/reports/1");
  EXPECT_EQ(ReasonOf(rig.Submit(SampleRequest("c", again)).status()), "REPLACES_OTHER_TASK");
}

TEST(ProgressTest, ARetractedValueNoLongerMakesALaterOneFall) {
  Rig rig;
  const auto wrong = rig.Submit(SampleRequest("a", SampleReport(7000, {2022, 5, 31})));
  EXPECT_THAT(rig.Submit(SampleRequest("b", SampleReport(3648)))->remarks(0).kind(), "REGRESSION");
  type::v1::Report retraction;
  retraction.set_task(kTask);
  *retraction.mutable_as_of() = ToProto(Date{2022, 7, 1});
  retraction.set_replaces(wrong->name());
  retraction.set_retraction(true);
  ASSERT_TRUE(rig.Submit(SampleRequest("c", retraction)).ok());
  EXPECT_THAT(rig.Submit(SampleRequest("d", SampleReport(3648)))->remarks(), IsEmpty());
}

TEST(ProgressTest, ASuspiciousReportIsAcceptedWithItsRemarkKept) {
  Rig rig;
  type::v1::Report report = SampleReport();
  report.mutable_measurements(0)->set_stated_ratio(84.64);
  const auto answer = rig.Submit(SampleRequest("a", report));
  ASSERT_TRUE(answer.ok());
  ASSERT_EQ(answer->remarks_size(), 1);
  EXPECT_EQ(answer->remarks(0).kind(), "PERCENT_MISMATCH");
  EXPECT_EQ(rig.progress.Get(answer->name())->remarks(0).kind(), "PERCENT_MISMATCH");
  EXPECT_EQ(rig.Submit(SampleRequest("a", report))->remarks_size(), 1)
      << "also with the repetition";
}

TEST(ProgressTest, GoesOnWithTheCatalogItHasAndRefusesOnlyWhatItCannotJudge) {
  Rig rig;
  rig.catalog.SetConnected(false);
  rig.clock.Advance(std::chrono::seconds(90));
  EXPECT_TRUE(rig.Submit(SampleRequest("a")).ok());
  type::v1::Report report = SampleReport();
  report.set_task("districts/440113/programmes/2022/projects/7/tasks/1");
  const auto answer = rig.Submit(SampleRequest("b", report));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(answer.status()), "CATALOG_UNKNOWN");
  EXPECT_EQ(MetadataOf(answer.status()).at("catalogAgeSeconds"), "90");
  rig.catalog.SetConnected(true);
  EXPECT_EQ(ReasonOf(rig.Submit(SampleRequest("b", report)).status()), "TASK_NOT_FOUND");
}

TEST(ProgressTest, ADryRunJudgesAndStoresNothing) {
  Rig rig;
  auto request = SampleRequest("a");
  request.set_validate_only(true);
  EXPECT_EQ(rig.Submit(request)->position(), 0);
  EXPECT_EQ(rig.journal.GetHead("440113")->position, 0);
}

TEST(ProgressTest, AReportOfAnotherDistrictThanItsParentIsRefused) {
  Rig rig;
  auto request = SampleRequest("a");
  request.set_parent("districts/440106");
  EXPECT_EQ(ReasonOf(rig.Submit(request).status()), "TASK_OTHER_DISTRICT");
  request.set_parent("nowhere");
  EXPECT_EQ(ReasonOf(rig.Submit(request).status()), "NAME_MALFORMED");
}

TEST(ProgressTest, WhenTheClockStepsBackPositionsGoOn) {
  Rig rig;
  ASSERT_TRUE(rig.Submit(SampleRequest("a")).ok());
  rig.clock.SetWall(At({2022, 7, 1}));
  const auto answer = rig.Submit(SampleRequest("b"));
  EXPECT_EQ(answer->position(), 2);
  EXPECT_TRUE(rig.progress.Verify("districts/440113", [] { return false; })->ok());
}

TEST(ProgressTest, CaseStepsAreEntriesToo) {
  Rig rig;
  v1::SubmitCaseStepRequest request;
  request.set_parent(kDistrict);
  request.set_request_id("case-1");
  request.mutable_case_step()->set_finding_id("f-17");
  request.mutable_case_step()->set_action(v1::CaseStep::REPLY);
  request.mutable_case_step()->set_author("区水务局");
  request.mutable_case_step()->set_text("口径有误，已更正");
  *request.mutable_case_step()->mutable_date() = ToProto(Date{2022, 7, 4});
  const auto answer = rig.SubmitCaseStep(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->position(), 1);
  EXPECT_TRUE(rig.SubmitCaseStep(request)->duplicate());
  request.mutable_case_step()->set_text("另一答复");
  EXPECT_EQ(ReasonOf(rig.SubmitCaseStep(request).status()), "REQUEST_ID_REUSED");
  request.mutable_case_step()->clear_author();
  EXPECT_EQ(ViolationsOf(rig.SubmitCaseStep(request).status())[0].field, "case_step.author");
  EXPECT_THAT(rig.List(false), IsEmpty()) << "a step is no report";
}

TEST(ProgressTest, ListsPageByPageAndByTask) {
  Rig rig;
  type::v1::Report other = SampleReport();
  other.set_task("districts/440113/programmes/2022/projects/2/tasks/1");
  other.clear_measurements();
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(rig.Submit(SampleRequest("a" + std::to_string(i))).ok());
    ASSERT_TRUE(rig.Submit(SampleRequest("b" + std::to_string(i), other)).ok());
  }
  v1::ListReportsRequest request;
  request.set_parent(kDistrict);
  request.set_task(kTask);
  request.set_page_size(2);
  std::vector<std::int64_t> positions;
  do {
    const auto page = rig.progress.List(request);
    ASSERT_TRUE(page.ok());
    for (const auto& report : page->reports()) positions.push_back(report.position());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(positions, ElementsAre(1, 3, 5, 7, 9));
  request.set_page_token("garbage");
  EXPECT_EQ(ReasonOf(rig.progress.List(request).status()), "PAGE_TOKEN_INVALID");
}

TEST(ProgressTest, VerificationNamesTheFirstEntryThatWasTamperedWith) {
  Rig rig;
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(rig.Submit(SampleRequest(id)).ok());
  EXPECT_EQ(rig.progress.Verify("districts/-", [] { return false; })->entries(), 3);
  Entry entry = rig.journal.Read("440113", 1, 1, 1)->front();
  entry.payload.back() ^= 1;
  rig.journal.Tamper(entry);
  const auto verified = rig.progress.Verify("districts/440113", [] { return false; });
  ASSERT_TRUE(verified.ok());
  EXPECT_FALSE(verified->ok());
  EXPECT_THAT(verified->first_broken(), HasSubstr("districts/440113 position 2"));
}

TEST(ProgressTest, TheIndexIsTheSameAfterARestart) {
  Rig rig;
  const auto first = rig.Submit(SampleRequest("a", SampleReport(7000, {2022, 5, 31})));
  type::v1::Report correction = SampleReport(3000, {2022, 5, 31});
  correction.set_replaces(first->name());
  ASSERT_TRUE(rig.Submit(SampleRequest("b", correction)).ok());
  ReportIndex rebuilt;
  ASSERT_TRUE(rebuilt.Rebuild(rig.journal).ok());
  EXPECT_EQ(rebuilt.ReplacedBy("440113", 1), 2);
  EXPECT_EQ(rebuilt.Latest(kHouseholds, {2022, 6, 30}, 0)->value, 3000);
  EXPECT_THAT(rebuilt.PositionsOf(kTask, 0, 10), ElementsAre(1, 2));
}

}  // namespace
}  // namespace duban::ingest
