// Importing documents: once, twice, after a plan, with the registry away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/core/import_document.h"
#include "ingest/read_document.h"
#include "ingest/storage/sqlite_document_store.h"
#include "ingest/storage/sqlite_review_store.h"
#include "tests/testing/temp_dir.h"
#include "tests/unit/ingest/rig.h"

namespace duban::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A registry in memory that tells the view of every change, as WatchCatalog would.
class FakeRegistry : public Registry {
 public:
  explicit FakeRegistry(CatalogView& view) : view_(view) {}
  absl::StatusOr<type::v1::Programme> GetProgramme(const std::string& name) override {
    if (!failure.ok()) return failure;
    if (!programmes.count(name))
      return Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND", name);
    return programmes.at(name);
  }
  absl::StatusOr<registry::v1::ApplyProgrammeResponse> ApplyProgramme(
      const registry::v1::ApplyProgrammeRequest& request) override {
    if (!failure.ok()) return failure;
    applied.push_back(request);
    registry::v1::ApplyProgrammeResponse response;
    const auto& programme = request.programme();
    const auto known = programmes.find(programme.name());
    const bool equal = known != programmes.end() &&
                       known->second.SerializeAsString() == programme.SerializeAsString();
    if (!equal) response.add_changes()->set_resource(programme.name());
    if (!equal && !request.validate_only()) {
      programmes[programme.name()] = programme;
      registry::v1::CatalogEvent event;
      event.set_revision(++revision);
      *event.mutable_programme() = programme;
      if (tells) view_.Apply(event);
    }
    response.set_catalog_revision(revision);
    return response;
  }

  absl::Status failure;
  bool tells = true;
  std::int64_t revision = 100;
  std::map<std::string, type::v1::Programme> programmes;
  std::vector<registry::v1::ApplyProgrammeRequest> applied;

 private:
  CatalogView& view_;
};

v1::DraftTarget Target(double value, const char* unit) {
  v1::DraftTarget target;
  target.set_measure("户数");
  target.set_comparator(type::v1::AT_LEAST);
  target.set_value(value);
  target.set_unit(unit);
  target.mutable_source()->set_start(3);
  target.mutable_source()->set_end(9);
  target.mutable_source()->set_quote("改造7500户");
  return target;
}

// Two projects; the first has a figure with its share.
v1::DraftProgramme DraftOf2021() {
  v1::DraftProgramme programme;
  programme.set_year(2021);
  programme.set_kind(v1::PROGRESS);
  *programme.mutable_as_of() = ToProto(Date{2021, 12, 31});
  for (const char* title : {"农村供水改造", "老旧小区加装电梯"}) {
    v1::DraftProject& project = *programme.add_projects();
    project.set_number(programme.projects_size());
    project.set_title(title);
    v1::DraftTask& task = *project.add_tasks();
    task.set_number(1);
    task.set_title(title);
    task.set_stated_status(type::v1::IN_PROGRESS);
    task.set_narrative("正在推进");
  }
  v1::DraftTask& task = *programme.mutable_projects(0)->mutable_tasks(0);
  *task.add_targets() = Target(7500, "户");
  v1::DraftMeasurement& measurement = *task.add_measurements();
  measurement.set_measure("改造户数");
  measurement.set_value(3648);
  measurement.set_unit("户");
  measurement.set_cumulative(true);
  measurement.set_stated_ratio(48.64);
  measurement.set_target_index(1);
  measurement.mutable_source()->set_end(5);
  measurement.mutable_source()->set_quote("3648户");
  return programme;
}

class ImportTest : public ::testing::Test {
 protected:
  ImportTest()
      : store_(*SqliteDocumentStore::Make(dir_.path() + "/documents.db")),
        reviews_(*SqliteReviewStore::Make(dir_.path() + "/reviews.db")),
        registry_(rig_.catalog),
        review_(MakeDocumentReviewer(), *reviews_, rig_.clock, "reader 1"),
        importer_(
            [this](const std::string&, const std::string&,
                   const v1::ReadOptions&) -> absl::StatusOr<ReadResult> {
              return ReadResult{draft_, "text"};
            },
            review_, *store_, registry_, rig_.catalog, rig_.progress, rig_.journal, rig_.clock,
            std::chrono::milliseconds(20)) {
    draft_.mutable_district()->set_code("440113");
    *draft_.add_programmes() = DraftOf2021();
    request_.set_content("the document");
    request_.set_file_name("进展.txt");
  }

  ::duban::testing::TempDir dir_;
  Rig rig_;
  std::unique_ptr<SqliteDocumentStore> store_;
  std::unique_ptr<SqliteReviewStore> reviews_;
  FakeRegistry registry_;
  DocumentReview review_;
  v1::ImportDraft draft_;
  v1::ImportDocumentRequest request_;
  DocumentImporter importer_;
};

TEST_F(ImportTest, BringsPromisesAndReportsInWithTheirSources) {
  const auto response = importer_.Import(request_);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(response->changed());
  ASSERT_EQ(response->programmes_size(), 1);
  EXPECT_EQ(response->programmes(0).reports_accepted(), 2);
  EXPECT_EQ(response->programmes(0).position(), 2);
  EXPECT_THAT(response->programmes(0).refused(), IsEmpty());
  const auto report = rig_.progress.Get("districts/440113/reports/1");
  const std::string id = Sha256Hex("the document");
  EXPECT_EQ(report->document_id(), id);
  EXPECT_EQ(report->measurements(0).source().document_id(), id);
  EXPECT_EQ(report->measurements(0).indicator(),
            "districts/440113/programmes/2021/projects/1/tasks/1/indicators/1");
  EXPECT_THAT(report->remarks(), IsEmpty()) << "3648 of 7500 is 48.64 %";
  EXPECT_EQ(
      registry_.applied[0].programme().projects(0).tasks(0).indicators(0).source().document_id(),
      id);
  EXPECT_EQ(store_->Get(id)->content, "the document");
}

TEST_F(ImportTest, TheSameFileAgainChangesNothing) {
  ASSERT_TRUE(importer_.Import(request_).ok());
  const auto again = importer_.Import(request_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->changed());
  EXPECT_EQ(again->programmes(0).reports_known(), 2);
  EXPECT_EQ(again->programmes(0).reports_accepted(), 0);
  EXPECT_EQ(again->programmes(0).catalog_changes(), 0);
  EXPECT_EQ(registry_.applied.size(), 1u);
  EXPECT_EQ(rig_.journal.GetHead("440113")->position, 2);
}

TEST_F(ImportTest, ADryRunSaysTheSameAndStoresNothing) {
  request_.set_validate_only(true);
  const auto response = importer_.Import(request_);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->programmes(0).reports_accepted(), 2);
  EXPECT_EQ(response->programmes(0).catalog_changes(), 1);
  EXPECT_TRUE(registry_.programmes.empty());
  EXPECT_EQ(rig_.journal.GetHead("440113")->position, 0);
  EXPECT_FALSE(store_->Get(Sha256Hex("the document")).ok());
}

TEST_F(ImportTest, ProgressDoesNotTouchThePlanThatIsKnown) {
  // The plan has other numbers, a milestone, and a higher target for the same task.
  type::v1::Programme plan = ProgrammeOf(DraftOf2021(), "440113", "");
  plan.mutable_projects()->SwapElements(0, 1);
  for (int i = 0; i < 2; ++i) {
    plan.mutable_projects(i)->set_number(i + 1);
    plan.mutable_projects(i)->set_name(ProjectName(plan.name(), i + 1));
    type::v1::Task& task = *plan.mutable_projects(i)->mutable_tasks(0);
    task.set_name(TaskName(plan.projects(i).name(), 1));
    for (auto& indicator : *task.mutable_indicators())
      indicator.set_name(IndicatorName(task.name(), 1));
  }
  plan.mutable_projects(1)->mutable_tasks(0)->mutable_indicators(0)->set_value(8000);
  registry_.programmes[plan.name()] = plan;
  registry::v1::CatalogEvent event;
  event.set_revision(50);
  *event.mutable_programme() = plan;
  rig_.catalog.Apply(event);

  const auto response = importer_.Import(request_);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(registry_.applied.empty());
  EXPECT_EQ(response->programmes(0).reports_accepted(), 2);
  const auto report = rig_.progress.Get("districts/440113/reports/1");
  EXPECT_EQ(report->task(), "districts/440113/programmes/2021/projects/2/tasks/1")
      << "found by its title";
  EXPECT_EQ(report->measurements(0).indicator(), report->task() + "/indicators/1");
  EXPECT_EQ(report->remarks(0).kind(), "PERCENT_MISMATCH") << "3648 of 8000 is not 48.64 %";
}

TEST_F(ImportTest, ATaskThatThePlanLacksIsAddedAndTheRestStays) {
  type::v1::Programme plan = ProgrammeOf(DraftOf2021(), "440113", "");
  plan.mutable_projects()->RemoveLast();
  plan.mutable_projects(0)->mutable_tasks(0)->set_content("原文");
  registry_.programmes[plan.name()] = plan;
  ASSERT_TRUE(importer_.Import(request_).ok());
  const type::v1::Programme& now = registry_.programmes.at(plan.name());
  ASSERT_EQ(now.projects_size(), 2);
  EXPECT_EQ(now.projects(0).tasks(0).content(), "原文");
  EXPECT_EQ(now.projects(1).title(), "老旧小区加装电梯");
}

TEST_F(ImportTest, SaysWhatIsMissing) {
  draft_.mutable_programmes(0)->clear_as_of();
  EXPECT_EQ(ReasonOf(importer_.Import(request_).status()), "AS_OF_UNKNOWN");
  draft_.mutable_programmes(0)->set_year(0);
  EXPECT_EQ(ReasonOf(importer_.Import(request_).status()), "YEAR_UNKNOWN");
  draft_.mutable_district()->clear_code();
  EXPECT_EQ(ReasonOf(importer_.Import(request_).status()), "DISTRICT_UNKNOWN");
  request_.mutable_options()->set_district_code("440113");
  draft_.clear_programmes();
  EXPECT_EQ(ReasonOf(importer_.Import(request_).status()), "NOTHING_FOUND");
  EXPECT_FALSE(store_->Get(Sha256Hex("the document")).ok()) << "nothing was stored";
}

TEST_F(ImportTest, WithTheRegistryAwayNothingIsStoredAndTheErrorSaysSo) {
  registry_.failure = Error(absl::StatusCode::kUnavailable, "UNREACHABLE", "registry is away");
  EXPECT_EQ(importer_.Import(request_).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(store_->Get(Sha256Hex("the document")).ok());
}

TEST_F(ImportTest, AViewThatLagsBehindIsWaitedForAndTheImportCanBeRepeated) {
  registry_.tells = false;
  EXPECT_EQ(ReasonOf(importer_.Import(request_).status()), "CATALOG_BEHIND");
  registry::v1::CatalogEvent event;
  event.set_revision(registry_.revision);
  *event.mutable_programme() = registry_.programmes.begin()->second;
  rig_.catalog.Apply(event);
  const auto again = importer_.Import(request_);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->programmes(0).reports_accepted(), 2);
}

TEST_F(ImportTest, AFigureNewerThanItsDocumentIsKeptWithItsOwnDate) {
  *draft_.mutable_programmes(0)->mutable_as_of() = ToProto(Date{2021, 6, 30});
  v1::DraftMeasurement& figure =
      *draft_.mutable_programmes(0)->mutable_projects(0)->mutable_tasks(0)->mutable_measurements(0);
  *figure.mutable_as_of() = ToProto(Date{2021, 7, 1});
  const auto response = importer_.Import(request_);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->programmes(0).refused(), IsEmpty());
  const auto report = rig_.progress.Get("districts/440113/reports/1");
  EXPECT_EQ(FromProto(report->as_of()), (Date{2021, 6, 30}));
  EXPECT_EQ(FromProto(report->measurements(0).as_of()), (Date{2021, 7, 1}));
}

TEST_F(ImportTest, AFigureThatCannotStandIsNamedAndTheRestComesIn) {
  v1::DraftMeasurement& wrong =
      *draft_.mutable_programmes(0)->mutable_projects(0)->mutable_tasks(0)->add_measurements();
  wrong.set_measure("去年户数");
  wrong.set_value(12);
  wrong.set_unit("户");
  *wrong.mutable_as_of() = ToProto(Date{2019, 12, 31});
  const auto response = importer_.Import(request_);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->programmes(0).reports_accepted(), 2);
  ASSERT_EQ(response->programmes(0).left_out_size(), 1);
  EXPECT_THAT(response->programmes(0).left_out(0), HasSubstr("2019-12-31"));
}

TEST_F(ImportTest, AFigureMayBeNewerThanTheDateOfItsDocumentButNotOfTomorrow) {
  v1::DraftMeasurement& measurement =
      *draft_.mutable_programmes(0)->mutable_projects(0)->mutable_tasks(0)->mutable_measurements(0);
  *measurement.mutable_as_of() = ToProto(Date{2022, 1, 5});
  EXPECT_THAT(importer_.Import(request_)->programmes(0).refused(), IsEmpty());
  EXPECT_EQ(rig_.progress.Get("districts/440113/reports/1")->measurements(0).as_of().month(), 1);
  *measurement.mutable_as_of() = ToProto(Date{2022, 7, 6});
  request_.set_content("another document");
  EXPECT_THAT(importer_.Import(request_)->programmes(0).left_out(0), HasSubstr("2022-07-06"));
}

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

TEST_F(ImportTest, AFinishedImportIsKnownUntilSomethingCouldMakeItDiffer) {
  v1::GetDocumentImportRequest ask;
  ask.set_name("documents/" + Sha256Hex("the document") + "/import");
  EXPECT_EQ(ReasonOf(importer_.FindImport(ask).status()), "IMPORT_NOT_FOUND");
  ASSERT_TRUE(importer_.Import(request_).ok());
  const auto known = importer_.FindImport(ask);
  ASSERT_TRUE(known.ok()) << known.status();
  EXPECT_EQ(known->draft().programmes(0).year(), 2021);
  ask.mutable_options()->set_year(2022);
  EXPECT_FALSE(importer_.FindImport(ask).ok()) << "other options make another import";
  ask.clear_options();

  DocumentReview better(MakeDocumentReviewer(), *reviews_, rig_.clock, "reader 2");
  EXPECT_FALSE(better.GetImport(ask).ok()) << "a better reader may find more";
  v1::LearnedWord word;
  word.set_kind(v1::LearnedWord::UNIT_NAME);
  word.set_text("水务");
  word.set_meaning("区水务局");
  ASSERT_TRUE(*reviews_->Learn("440113", {word}, rig_.clock.Now()));
  EXPECT_FALSE(importer_.FindImport(ask).ok()) << "a new word may settle more";
  ask.set_name("documents/abc/import");
  EXPECT_EQ(importer_.FindImport(ask).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(DraftProgrammeTest, MissingAndRepeatedNumbersAreMadeUnique) {
  v1::DraftProgramme draft = DraftOf2021();
  draft.mutable_projects(0)->set_number(2);
  draft.mutable_projects(1)->clear_tasks();
  const type::v1::Programme programme = ProgrammeOf(draft, "440113", "");
  EXPECT_EQ(programme.projects(0).number(), 2);
  EXPECT_EQ(programme.projects(1).number(), 3);
  ASSERT_EQ(programme.projects(1).tasks_size(), 1);
  EXPECT_EQ(programme.projects(1).tasks(0).title(), "老旧小区加装电梯");
}

}  // namespace
}  // namespace duban::ingest
