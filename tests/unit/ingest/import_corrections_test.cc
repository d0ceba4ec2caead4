// What people correct in imported documents, and what the next document learns from it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ingest/import_rig.h"

namespace duban::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A person's patch: the 3648 are 3700.
v1::ReviewPatch ThePersonSays3700() {
  v1::ReviewPatch patch;
  patch.set_author("张三");
  v1::Correction& correction = *patch.add_corrections();
  correction.set_project(1);
  correction.set_quote("3648户");
  correction.set_value(3700);
  return patch;
}

TEST_F(ImportTest, ACorrectionByAPersonCorrectsTheReportAndIsAppliedAgain) {
  ASSERT_TRUE(importer_.Import(request_).ok());
  *request_.mutable_patch() = ThePersonSays3700();
  const auto corrected = importer_.Import(request_);
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_EQ(corrected->programmes(0).reports_corrected(), 1);
  EXPECT_EQ(corrected->programmes(0).reports_known(), 1);
  const auto report = rig_.progress.Get("districts/440113/reports/3");
  EXPECT_EQ(report->replaces(), "districts/440113/reports/1");
  EXPECT_EQ(report->measurements(0).value(), 3700);
  EXPECT_EQ(report->measurements(0).source().corrected_by(), "张三");

  request_.clear_patch();
  const auto again = importer_.Import(request_);
  EXPECT_FALSE(again->changed()) << "the stored patch was applied";
  EXPECT_THAT(again->draft().reviewed(0), HasSubstr("张三"));
  EXPECT_EQ(rig_.journal.GetHead("440113")->position, 3);
}

TEST_F(ImportTest, ACorrectionThatDoesNotFitIsRefusedByFieldAndNothingIsStored) {
  *request_.mutable_patch() = ThePersonSays3700();
  request_.mutable_patch()->mutable_corrections(0)->set_quote("9999户");
  request_.mutable_patch()->clear_author();
  const auto refused = importer_.Import(request_);
  const auto violations = ViolationsOf(refused.status());
  ASSERT_EQ(violations.size(), 2u) << refused.status();
  EXPECT_EQ(violations[0].field, "patch.author");
  EXPECT_EQ(violations[1].field, "patch.corrections[0].quote");
  EXPECT_FALSE(store_->Get(Sha256Hex("the document")).ok());
}

TEST_F(ImportTest, ANewerCopyOfTheDocumentTakesTheCorrectionsOver) {
  *request_.mutable_patch() = ThePersonSays3700();
  ASSERT_TRUE(importer_.Import(request_).ok());
  request_.clear_patch();
  request_.set_content("the document, published once more");
  const auto copy = importer_.Import(request_);
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ(rig_.progress.Get("districts/440113/reports/3")->measurements(0).value(), 3700);

  // Another document of that day, which none of the corrections fits, is no copy.
  v1::DraftTask& task = *draft_.mutable_programmes(0)->mutable_projects(0)->mutable_tasks(0);
  task.clear_measurements();
  request_.set_content("another document");
  EXPECT_THAT(importer_.Import(request_)->draft().doubts(), IsEmpty());
}

TEST_F(ImportTest, ACopyInWhichACorrectedFigureIsGoneSaysThatTheCorrectionIsLost) {
  *request_.mutable_patch() = ThePersonSays3700();
  v1::Correction& other = *request_.mutable_patch()->add_corrections();
  other.set_project(2);
  other.set_title("既有住宅加装电梯");
  ASSERT_TRUE(importer_.Import(request_).ok());
  request_.clear_patch();
  draft_.mutable_programmes(0)->mutable_projects(0)->mutable_tasks(0)->clear_measurements();
  request_.set_content("the document, published once more");
  const auto copy = importer_.Import(request_);
  ASSERT_EQ(copy->draft().doubts_size(), 1);
  EXPECT_EQ(copy->draft().doubts(0).reason(), "CORRECTION_LOST");
  EXPECT_THAT(copy->draft().doubts(0).message(), HasSubstr("3648户"));
}

TEST_F(ImportTest, WhatSomebodyCorrectedByHandIsNotOverruledByTheDocument) {
  ASSERT_TRUE(importer_.Import(request_).ok());
  v1::SubmitReportRequest by_hand;
  by_hand.set_parent("districts/440113");
  by_hand.set_request_id("by-hand");
  *by_hand.mutable_report() = *rig_.progress.Get("districts/440113/reports/1");
  by_hand.mutable_report()->set_replaces("districts/440113/reports/1");
  by_hand.mutable_report()->mutable_measurements(0)->set_value(3650);
  ASSERT_TRUE(rig_.Submit(by_hand).ok());
  *request_.mutable_patch() = ThePersonSays3700();
  const auto response = importer_.Import(request_);
  EXPECT_EQ(response->programmes(0).reports_accepted(), 0);
  EXPECT_EQ(rig_.journal.GetHead("440113")->position, 3);
}

TEST_F(ImportTest, AWordingThatWasConfirmedOnceSettlesTheNextDocumentUntilItIsForgotten) {
  v1::DraftTask& task = *draft_.mutable_programmes(0)->mutable_projects(0)->mutable_tasks(0);
  *task.add_targets() = Target(500, "户");
  task.mutable_targets(1)->set_measure("受益户数");
  task.mutable_measurements(0)->clear_target_index();
  v1::Doubt& doubt = *draft_.add_doubts();
  doubt.set_reason("TWO_CANDIDATES");
  doubt.set_project_number(1);
  doubt.set_task_number(1);
  *doubt.mutable_source() = task.measurements(0).source();

  v1::ReviewPatch& patch = *request_.mutable_patch();
  patch.set_author("张三");
  v1::Correction& correction = *patch.add_corrections();
  correction.set_project(1);
  correction.set_quote("3648户");
  correction.set_target(1);
  correction.set_learn(true);
  EXPECT_THAT(importer_.Import(request_)->draft().doubts(), IsEmpty());

  // Next month's bulletin words it the same.
  request_.clear_patch();
  request_.set_content("the document of next month");
  *draft_.mutable_programmes(0)->mutable_as_of() = ToProto(Date{2022, 1, 31});
  const auto next = importer_.Import(request_);
  EXPECT_THAT(next->draft().doubts(), IsEmpty());
  EXPECT_EQ(next->draft().programmes(0).projects(0).tasks(0).measurements(0).target_index(), 1);

  v1::ListLearnedWordsRequest list;
  list.set_parent("districts/440113");
  ASSERT_EQ(review_.ListWords(list)->words_size(), 1);
  EXPECT_EQ(review_.ListWords(list)->words(0).author(), "张三");
  v1::ForgetLearnedWordRequest forget;
  forget.set_name(review_.ListWords(list)->words(0).name());
  ASSERT_TRUE(review_.Forget(forget).ok());
  EXPECT_EQ(ReasonOf(review_.Forget(forget).status()), "WORD_NOT_FOUND");
  EXPECT_EQ(importer_.Import(request_)->draft().doubts_size(), 1) << "it is open again";
  EXPECT_THAT(review_.ListWords(list)->words(), IsEmpty());
  list.set_show_forgotten(true);
  EXPECT_EQ(review_.ListWords(list)->words_size(), 1);
}

}  // namespace
}  // namespace duban::ingest
