// The catalog's rules for programmes: applied as a whole, kept with every revision, watched without
// gap.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "common/error.h"
#include "registry/core/catalog_watch.h"
#include "registry/core/registry.h"
#include "registry/testing/fake_catalog_store.h"
#include "tests/testing/registry_trees.h"

namespace duban::registry {
namespace {

using testing::ApplyRequest;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::MakeProgramme;
using type::v1::Programme;

constexpr char kName[] = "districts/440113/programmes/2022";

class ProgrammesTest : public ::testing::Test {
 protected:
  std::unique_ptr<Registry> Make(RegistryOptions options = {}) {
    auto registry = Registry::Make(store_, clock_, options, [this] { ++notified_; });
    EXPECT_TRUE(registry.ok()) << registry.status();
    return *std::move(registry);
  }

  absl::StatusOr<Programme> Get(const std::string& name, std::int64_t revision = 0) {
    v1::GetProgrammeRequest request;
    request.set_name(name);
    request.set_revision(revision);
    return registry_->GetProgramme(request);
  }

  // Everything that a watcher after `revision` gets until it is up to date; heartbeats as negative
  // revisions.
  absl::StatusOr<std::vector<std::int64_t>> Watch(std::int64_t revision,
                                                  const std::string& district = "") {
    v1::WatchCatalogRequest request;
    request.set_after_revision(revision);
    request.set_district(district);
    request.set_until_current(true);
    CatalogWatch watch(*registry_, request);
    std::vector<std::int64_t> seen;
    while (true) {
      auto batch = watch.Next();
      if (!batch.ok()) return batch.status();
      if (!batch->has_value()) return seen;
      for (const auto& event : **batch)
        seen.push_back(event.change_case() == v1::CatalogEvent::CHANGE_NOT_SET ? -event.revision()
                                                                               : event.revision());
    }
  }

  FakeClock clock_{TimePoint(std::chrono::seconds(1'656'547'200))};
  FakeCatalogStore store_;
  int notified_ = 0;
  std::unique_ptr<Registry> registry_ = Make();
};

TEST_F(ProgrammesTest, ApplyCreatesDistrictAndProgrammeTogether) {
  const auto applied = registry_->ApplyProgramme(ApplyRequest(MakeProgramme("440113", 2022, 2, 2)));
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_TRUE(applied->changed());
  EXPECT_EQ(applied->changes_size(), 3) << "title and two projects";
  EXPECT_EQ(applied->catalog_revision(), 2) << "the district is a change of its own";
  EXPECT_EQ(applied->programme().etag(), "\"1\"");
  EXPECT_EQ(store_.commits(), 1) << "one transaction";
  EXPECT_EQ(Get(kName)->projects_size(), 2);
  v1::GetDistrictRequest district;
  district.set_name("districts/440113");
  EXPECT_EQ(registry_->GetDistrict(district)->display_name(), "番禺区");
}

TEST_F(ProgrammesTest, TheSameTreeAgainChangesNothingAndSaysSo) {
  const auto request = ApplyRequest(MakeProgramme("440113", 2022, 2, 2));
  ASSERT_TRUE(registry_->ApplyProgramme(request).ok());
  const auto again = registry_->ApplyProgramme(request);
  EXPECT_FALSE(again->changed());
  EXPECT_THAT(again->changes(), IsEmpty());
  EXPECT_EQ(again->programme().revision(), 1);
  EXPECT_EQ(again->catalog_revision(), 2);
  EXPECT_EQ(store_.commits(), 1);
}

TEST_F(ProgrammesTest, ValidateOnlyAnswersTheDiffAndStoresNothing) {
  auto request = ApplyRequest(MakeProgramme("440113", 2022, 1, 1));
  request.set_validate_only(true);
  const auto dry = registry_->ApplyProgramme(request);
  EXPECT_TRUE(dry->changed());
  EXPECT_EQ(dry->changes_size(), 2);
  EXPECT_EQ(store_.commits(), 0);
  EXPECT_EQ(ReasonOf(Get(kName).status()), "PROGRAMME_NOT_FOUND");
}

TEST_F(ProgrammesTest, AnUnknownDistrictIsRefusedUnlessItIsToBeCreated) {
  auto request = ApplyRequest(MakeProgramme("440113", 2022, 1, 1));
  request.set_create_district(false);
  EXPECT_EQ(ReasonOf(registry_->ApplyProgramme(request).status()), "DISTRICT_NOT_FOUND");
}

TEST_F(ProgrammesTest, AStaleEtagAbortsAndKeepsWhatIsThere) {
  auto request = ApplyRequest(MakeProgramme("440113", 2022, 1, 1));
  ASSERT_TRUE(registry_->ApplyProgramme(request).ok());
  request.mutable_programme()->set_title("改了");
  request.mutable_programme()->set_etag("\"1\"");
  ASSERT_TRUE(registry_->ApplyProgramme(request).ok());
  request.mutable_programme()->set_title("又改了");
  const auto stale = registry_->ApplyProgramme(request);
  EXPECT_EQ(stale.status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(stale.status()), "REVISION_MISMATCH");
  EXPECT_EQ(MetadataOf(stale.status()).at("etag"), "\"2\"");
  EXPECT_EQ(Get(kName)->title(), "改了");
}

TEST_F(ProgrammesTest, EveryRevisionStaysReadableWithWhoWhenAndWhy) {
  auto request = ApplyRequest(MakeProgramme("440113", 2022, 2, 1));
  ASSERT_TRUE(registry_->ApplyProgramme(request).ok());
  clock_.Advance(std::chrono::hours(24));
  request.mutable_programme()
      ->mutable_projects(0)
      ->mutable_tasks(0)
      ->mutable_indicators(0)
      ->set_value(60);
  request.set_author("李四");
  request.set_reason("目标调减");
  ASSERT_TRUE(registry_->ApplyProgramme(request).ok());

  EXPECT_EQ(Get(kName, 1)->projects(0).tasks(0).indicators(0).value(), 100);
  EXPECT_EQ(Get(kName)->projects(0).tasks(0).indicators(0).value(), 60);
  EXPECT_EQ(ReasonOf(Get(kName, 3).status()), "REVISION_NOT_FOUND");

  v1::ListProgrammeRevisionsRequest list;
  list.set_name(kName);
  const auto revisions = registry_->ListProgrammeRevisions(list);
  ASSERT_EQ(revisions->revisions_size(), 2);
  EXPECT_EQ(revisions->revisions(0).author(), "李四");
  EXPECT_EQ(revisions->revisions(0).reason(), "目标调减");
  EXPECT_EQ(revisions->revisions(0).catalog_revision(), 3);
  EXPECT_EQ(revisions->revisions(0).create_time().seconds() -
                revisions->revisions(1).create_time().seconds(),
            86400);

  v1::DiffProgrammeRequest diff;
  diff.set_name(kName);
  const auto changed = registry_->DiffProgramme(diff);
  ASSERT_EQ(changed->changes_size(), 1);
  EXPECT_EQ(changed->from_revision(), 1);
  EXPECT_EQ(changed->to_revision(), 2);
  EXPECT_EQ(changed->changes(0).after(), "60");
  diff.set_from_revision(2);
  diff.set_to_revision(1);
  EXPECT_EQ(registry_->DiffProgramme(diff)->changes(0).after(), "100") << "backwards too";
  diff.set_to_revision(9);
  EXPECT_EQ(ReasonOf(registry_->DiffProgramme(diff).status()), "REVISION_NOT_FOUND");
}

TEST_F(ProgrammesTest, PagesThroughRevisionsAndRefusesAnothersToken) {
  auto request = ApplyRequest(MakeProgramme("440113", 2022, 1, 1));
  for (int i = 0; i < 5; ++i) {
    request.mutable_programme()->set_title(std::to_string(i));
    ASSERT_TRUE(registry_->ApplyProgramme(request).ok());
  }
  v1::ListProgrammeRevisionsRequest list;
  list.set_name(kName);
  list.set_page_size(2);
  std::vector<std::int64_t> seen;
  do {
    const auto page = registry_->ListProgrammeRevisions(list);
    ASSERT_TRUE(page.ok());
    for (const auto& revision : page->revisions()) seen.push_back(revision.revision());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(seen, ElementsAre(5, 4, 3, 2, 1));

  const auto first = registry_->ListProgrammeRevisions([] {
    v1::ListProgrammeRevisionsRequest other;
    other.set_name(kName);
    other.set_page_size(2);
    return other;
  }());
  v1::ListProgrammesRequest programmes;
  programmes.set_parent("districts/440113");
  programmes.set_page_token(first->next_page_token());
  EXPECT_EQ(ReasonOf(registry_->ListProgrammes(programmes).status()), "PAGE_TOKEN_INVALID");
}

TEST_F(ProgrammesTest, TheSameRequestIdAnswersAsBeforeAndAnotherBodyIsRefused) {
  auto request = ApplyRequest(MakeProgramme("440113", 2022, 1, 1));
  request.set_request_id("7d3f1f0e-6f0a-4a52-9a3b-0d8d5a3f4a11");
  const auto first = registry_->ApplyProgramme(request);
  ASSERT_TRUE(first.ok());
  const auto again = registry_->ApplyProgramme(request);
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_TRUE(again->changed()) << "the first answer, not a new look";
  request.mutable_programme()->set_title("另一个");
  EXPECT_EQ(ReasonOf(registry_->ApplyProgramme(request).status()), "REQUEST_ID_REUSED");
}

TEST_F(ProgrammesTest, RefusesEveryBadFieldOfTheRequestTogether) {
  auto request = ApplyRequest(MakeProgramme("440113", 2022, 1, 1));
  request.mutable_programme()->mutable_projects(0)->clear_title();
  request.set_document_id("not a digest");
  request.set_request_id("with blank");
  request.set_author(std::string(64, 'x'));
  const auto refused = registry_->ApplyProgramme(request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  std::vector<std::string> reasons;
  for (const auto& violation : ViolationsOf(refused.status())) reasons.push_back(violation.reason);
  EXPECT_THAT(reasons, ElementsAre("TITLE_MISSING", "TEXT_TOO_LONG", "DOCUMENT_ID_MALFORMED",
                                   "REQUEST_ID_MALFORMED"));
}

TEST_F(ProgrammesTest, AFailedCommitChangesNothingAndSaysThatItMayBeRetried) {
  ASSERT_TRUE(registry_->ApplyProgramme(ApplyRequest(MakeProgramme("440113", 2022, 1, 1))).ok());
  store_.FailWith(Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", "planted"));
  const auto failed = registry_->ApplyProgramme(ApplyRequest(MakeProgramme("440113", 2022, 3, 1)));
  EXPECT_EQ(failed.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Get(kName)->projects_size(), 1);
  store_.FailWith(absl::OkStatus());
  EXPECT_TRUE(
      registry_->ApplyProgramme(ApplyRequest(MakeProgramme("440113", 2022, 3, 1)))->changed());
}

TEST_F(ProgrammesTest, ComesBackWholeAfterARestart) {
  ASSERT_TRUE(registry_->ApplyProgramme(ApplyRequest(MakeProgramme("440113", 2022, 2, 3))).ok());
  const std::string before = Get(kName)->SerializeAsString();
  registry_ = Make();
  EXPECT_EQ(Get(kName)->SerializeAsString(), before);
  EXPECT_EQ(registry_->catalog().revision(), 2);
}

TEST_F(ProgrammesTest, TakesInWhatAnotherProcessWroteBeforeItWrites) {
  const auto other = Make();
  ASSERT_TRUE(other->ApplyProgramme(ApplyRequest(MakeProgramme("440113", 2022, 1, 1))).ok());
  auto request = ApplyRequest(MakeProgramme("440113", 2022, 1, 1));
  const auto same = registry_->ApplyProgramme(request);
  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_FALSE(same->changed()) << "decided anew on the other's state";
  request.mutable_programme()->set_title("改");
  EXPECT_EQ(registry_->ApplyProgramme(request)->programme().revision(), 2);
}

TEST_F(ProgrammesTest, ManyWritersAtOnceLoseNothingAndShareCommits) {
  std::vector<std::thread> writers;
  std::atomic<int> failures = 0;
  for (int writer = 0; writer < 8; ++writer) {
    writers.emplace_back([&, writer] {
      for (int year = 2010; year < 2030; ++year) {
        const auto code = std::to_string(440100 + writer % 4);
        if (!registry_
                 ->ApplyProgramme(ApplyRequest(MakeProgramme(code, year + 20 * (writer / 4), 1, 1)))
                 .ok())
          ++failures;
      }
    });
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(registry_->catalog().revision(), 4 + 160);
  const auto seen = *Watch(0);
  ASSERT_EQ(seen.size(), 165u);
  for (size_t i = 0; i < 164; ++i) EXPECT_EQ(seen[i], static_cast<std::int64_t>(i) + 1);
  EXPECT_EQ(notified_, store_.commits());
}

TEST_F(ProgrammesTest, AWatcherGetsEachChangeOnceAndThenAHeartbeat) {
  ASSERT_TRUE(registry_->ApplyProgramme(ApplyRequest(MakeProgramme("440113", 2022, 1, 1))).ok());
  ASSERT_TRUE(registry_->ApplyProgramme(ApplyRequest(MakeProgramme("310115", 2022, 1, 1))).ok());
  EXPECT_THAT(*Watch(0), ElementsAre(1, 2, 3, 4, -4));
  EXPECT_THAT(*Watch(2), ElementsAre(3, 4, -4));
  EXPECT_THAT(*Watch(4), ElementsAre(-4));
  EXPECT_THAT(*Watch(0, "districts/440113"), ElementsAre(1, 2, -4));
}

TEST_F(ProgrammesTest, ALiveWatcherWaitsAndGoesOn) {
  CatalogWatch watch(*registry_, {});
  EXPECT_EQ((*watch.Next())->size(), 1u) << "heartbeat of an empty catalog";
  EXPECT_THAT(**watch.Next(), IsEmpty());
  ASSERT_TRUE(registry_->ApplyProgramme(ApplyRequest(MakeProgramme("440113", 2022, 1, 1))).ok());
  EXPECT_EQ((*watch.Next())->size(), 2u);
  EXPECT_THAT(**watch.Next(), IsEmpty());
}

TEST_F(ProgrammesTest, AWatcherOfAnotherHistoryIsToldSo) {
  EXPECT_EQ(ReasonOf(Watch(7).status()), "REVISION_FUTURE");
  EXPECT_EQ(ReasonOf(Watch(0, "districts/x").status()), "NAME_MALFORMED");
}

TEST_F(ProgrammesTest, ResumingFromACompactedRevisionSaysHowToGoOn) {
  registry_ = Make({.event_history = 10});
  auto request = ApplyRequest(MakeProgramme("440113", 2022, 1, 1));
  for (int i = 0; i < 30; ++i) {
    request.mutable_programme()->set_title(std::to_string(i));
    ASSERT_TRUE(registry_->ApplyProgramme(request).ok());
  }
  const auto resumed = Watch(5);
  EXPECT_EQ(resumed.status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ReasonOf(resumed.status()), "REVISION_COMPACTED");
  EXPECT_THAT(MessageOf(resumed.status()), HasSubstr("watch from 31"));
  EXPECT_EQ(Watch(25)->size(), 7u);
}

TEST_F(ProgrammesTest, HistoryIsBoundedHoweverManyChangesACommitHolds) {
  registry_ = Make({.event_history = 30});
  // Two changes a commit: the district and its programme.
  for (int code = 440200; code < 440301; ++code)
    ASSERT_TRUE(
        registry_->ApplyProgramme(ApplyRequest(MakeProgramme(std::to_string(code), 2022, 1, 1)))
            .ok());
  EXPECT_EQ(store_.GetHead()->revision, 202);
  EXPECT_GE(store_.GetHead()->compacted, 202 - 33);
  EXPECT_LE(store_.GetHead()->compacted, 202 - 30);
}

TEST_F(ProgrammesTest, ListsYearsNewestFirstWithOrWithoutTrees) {
  for (const int year : {2021, 2023, 2022})
    ASSERT_TRUE(registry_->ApplyProgramme(ApplyRequest(MakeProgramme("440113", year, 1, 1))).ok());
  v1::ListProgrammesRequest list;
  list.set_parent("districts/440113");
  list.set_page_size(2);
  auto page = registry_->ListProgrammes(list);
  ASSERT_EQ(page->programmes_size(), 2);
  EXPECT_EQ(page->programmes(0).year(), 2023);
  EXPECT_EQ(page->programmes(0).projects_size(), 0);
  list.set_page_token(page->next_page_token());
  page = registry_->ListProgrammes(list);
  ASSERT_EQ(page->programmes_size(), 1);
  EXPECT_EQ(page->programmes(0).year(), 2021);
  EXPECT_EQ(page->next_page_token(), "");
  list.clear_page_token();
  list.set_view(v1::FULL);
  EXPECT_EQ(registry_->ListProgrammes(list)->programmes(0).projects_size(), 1);
}

}  // namespace
}  // namespace duban::registry
