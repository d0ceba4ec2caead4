// A person reviews a document: what is unsure is said, corrections are laid over it, what was
// confirmed is learned.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents/convert/convert.h"
#include "documents/core/reader.h"
#include "documents/review/doubts.h"
#include "documents/review/learned.h"
#include "documents/review/patch.h"

namespace duban::documents {
namespace {

namespace v1 = duban::ingest::v1;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A bulletin in which the 12 may be of either target, and 35孔 counts in a unit that no dictionary
// has.
constexpr char kBulletin[] =
    "临江区2022年民生实事进展情况(截至2022年6月30日)\n"
    "一、建设充电设施\n"
    "工作目标:新建公共充电站20个、建设换电柜50个。\n"
    "进展情况:已建成12个。\n"
    "二、修缮古桥\n"
    "工作目标:修缮古桥5座。\n"
    "进展情况:已修缮古桥3座,疏通桥洞35孔。\n";

class ReviewTest : public ::testing::Test {
 protected:
  ReviewTest()
      : reading_(*ReadDocument(kBulletin, {.district = "440113"})),
        draft_(ToProto(reading_, "id")) {}

  const v1::DraftTask& Task(int project) const {
    return draft_.programmes(0).projects(project - 1).tasks(0);
  }
  const v1::Doubt* DoubtAbout(const std::string& quote) const {
    for (const v1::Doubt& doubt : draft_.doubts()) {
      if (doubt.source().quote() == quote) return &doubt;
    }
    return nullptr;
  }
  v1::Correction& Add(int project, const std::string& quote) {
    patch_.set_author("张三");
    v1::Correction& correction = *patch_.add_corrections();
    correction.set_project(project);
    correction.set_quote(quote);
    return correction;
  }
  PatchResult Apply() { return ApplyPatch(patch_, kBulletin, draft_); }

  Reading reading_;
  v1::ImportDraft draft_;
  v1::ReviewPatch patch_;
};

TEST_F(ReviewTest, WhatIsUnsureNamesItsCandidatesAndWhere) {
  const v1::Doubt* two = DoubtAbout("12个");
  ASSERT_NE(two, nullptr);
  EXPECT_EQ(two->reason(), "TWO_CANDIDATES");
  EXPECT_EQ(two->project_number(), 1);
  EXPECT_THAT(two->message(), HasSubstr("20个"));
  EXPECT_THAT(two->message(), HasSubstr("50个"));
}

TEST_F(ReviewTest, ABoundFigureSettlesItsDoubtAndSaysWhoBoundIt) {
  Add(1, "12个").set_target(1);
  EXPECT_THAT(Apply().problems, IsEmpty());
  EXPECT_EQ(DoubtAbout("12个"), nullptr);
  const v1::DraftMeasurement& m = Task(1).measurements(0);
  EXPECT_EQ(m.target_index(), 1);
  EXPECT_EQ(m.source().corrected_by(), "张三");
  EXPECT_THAT(draft_.reviewed(0), HasSubstr("张三"));
  EXPECT_THAT(RenderReview(draft_), HasSubstr("12个"));
}

TEST_F(ReviewTest, EveryCorrectionThatDoesNotFitIsNamedWithTheReasonAndTheRestIsApplied) {
  Add(1, "999个").set_value(1);
  Add(9, "").set_title("没有这个项目");
  Add(1, "12个").set_target(7);
  Add(2, "3座").set_value(4);
  Add(2, "");
  const PatchResult result = Apply();
  ASSERT_THAT(result.problems, SizeIs(4));
  EXPECT_EQ(result.problems[0].field, "corrections[0].quote");
  EXPECT_EQ(result.problems[0].reason, "QUOTE_NOT_FOUND");
  EXPECT_EQ(result.problems[1].reason, "PROJECT_NOT_FOUND");
  EXPECT_EQ(result.problems[2].reason, "TARGET_NOT_FOUND");
  EXPECT_THAT(result.problems[2].message, HasSubstr("has 2 targets"));
  EXPECT_EQ(result.problems[3].reason, "CORRECTION_EMPTY");
  EXPECT_EQ(Task(2).measurements(0).value(), 4);
}

TEST_F(ReviewTest, ANumberThatTheReaderLeftAsideBecomesAFigureAndItsUnitIsLearned) {
  v1::Correction& correction = Add(2, "35孔");
  correction.set_figure(v1::MEASUREMENT);
  correction.set_value(35);
  correction.set_unit("孔");
  correction.set_measure("疏通桥洞");
  correction.set_learn(true);
  const PatchResult result = Apply();
  ASSERT_THAT(result.problems, IsEmpty());
  const v1::DraftMeasurement& added = *Task(2).measurements().rbegin();
  EXPECT_EQ(added.value(), 35);
  EXPECT_EQ(added.unit(), "孔");
  EXPECT_EQ(std::string(reading_.text.str()).find("35孔") != std::string::npos, true);
  EXPECT_EQ(added.source().quote(), "35孔");
}

TEST_F(ReviewTest, AFigureThatIsNoneIsTakenOutAndTheOthersKeepTheirTargets) {
  Add(1, "20个").set_figure(v1::NOTHING);
  Add(1, "12个").set_target(1);
  EXPECT_THAT(Apply().problems, IsEmpty());
  ASSERT_EQ(Task(1).targets_size(), 1);
  EXPECT_EQ(Task(1).targets(0).value(), 50);
  EXPECT_EQ(Task(1).measurements(0).target_index(), 1);
}

TEST_F(ReviewTest, AWordingThatIsLearnedSettlesTheSameQuestionInTheNextBulletin) {
  v1::Correction& correction = Add(1, "12个");
  correction.set_target(2);
  correction.set_learn(true);
  const PatchResult result = Apply();
  ASSERT_THAT(result.to_learn, SizeIs(1));
  v1::LearnedWord word = result.to_learn[0];
  EXPECT_EQ(word.kind(), v1::LearnedWord::WORDING);
  word.set_author("张三");

  v1::ImportDraft next = ToProto(reading_, "next");
  const int doubts = next.doubts_size();
  ApplyLearned({word}, kBulletin, next);
  EXPECT_EQ(next.doubts_size(), doubts - 1);
  EXPECT_EQ(next.programmes(0).projects(0).tasks(0).measurements(0).target_index(), 2);
  EXPECT_THAT(next.reviewed(0), HasSubstr("learned from 张三"));
}

TEST_F(ReviewTest, TheScaffoldAsksEveryQuestionAndItsAnswersAreAPatch) {
  const std::string yaml = ScaffoldPatch(draft_);
  EXPECT_THAT(yaml, HasSubstr("author: \"\""));
  EXPECT_THAT(yaml, HasSubstr("quote: \"12个\""));
  EXPECT_THAT(yaml, HasSubstr("# TWO_CANDIDATES"));
}

TEST(DamagedTextTest, AFigureBesideAPlaceWhereSomethingWasLostIsUnsure) {
  v1::ImportDraft draft;
  v1::DraftProject& project = *draft.add_programmes()->add_projects();
  project.set_number(4);
  draft.mutable_programmes(0)->set_kind(v1::PLAN);
  for (const int start : {10, 50}) {
    v1::DraftTarget& target =
        *(project.tasks().empty() ? project.add_tasks() : project.mutable_tasks(0))->add_targets();
    target.mutable_source()->set_start(start);
    target.mutable_source()->set_end(start + 4);
    target.mutable_source()->set_quote("120户");
  }
  v1::SourceSign& sign = *draft.mutable_document()->add_source_signs();
  sign.set_reason("CHARACTER_LOST");
  sign.mutable_source()->set_start(15);
  sign.mutable_source()->set_end(16);
  CompleteDoubts("", draft);
  ASSERT_THAT(draft.doubts(), SizeIs(1));
  EXPECT_EQ(draft.doubts(0).reason(), "DAMAGED_TEXT");
  EXPECT_EQ(draft.doubts(0).project_number(), 4);
  EXPECT_EQ(draft.doubts(0).source().start(), 10);
}

TEST(ReviewOfNothingTest, ADocumentInOrderNeedsNoPatch) {
  EXPECT_THAT(ScaffoldPatch(v1::ImportDraft()), HasSubstr("corrections: []"));
}

}  // namespace
}  // namespace duban::documents
