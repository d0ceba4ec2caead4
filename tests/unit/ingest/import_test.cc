// Importing documents: once, twice, after a plan, with the registry away.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ingest/import_rig.h"

namespace duban::ingest {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

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
