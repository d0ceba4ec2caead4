// What every CatalogStore must do. Include it and instantiate the suite with a factory per
// implementation.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "common/error.h"
#include "registry/core/catalog_store.h"
#include "registry/core/keys.h"
#include "runtime/wire.h"

namespace duban::registry {

class CatalogStoreContract
    : public ::testing::TestWithParam<std::function<std::unique_ptr<CatalogStore>()>> {
 protected:
  static TimePoint At(int second) {
    return TimePoint(std::chrono::seconds(1'650'000'000 + second));
  }

  static v1::District District(const std::string& code, const std::string& name, Date from = {}) {
    v1::District district;
    district.set_name("districts/" + code);
    district.set_display_name(name);
    if (from.IsSet()) *district.mutable_valid_from() = ToProto(from);
    return district;
  }

  static v1::Unit Unit(const std::string& code, const std::string& id, const std::string& name) {
    v1::Unit unit;
    unit.set_name(UnitName(code, id));
    unit.set_display_name(name);
    return unit;
  }

  static ProgrammeState Programme(const std::string& code, int year, std::int64_t revision,
                                  const std::string& title) {
    ProgrammeState state;
    state.programme.set_name("districts/" + code + "/programmes/" + std::to_string(year));
    state.programme.set_year(year);
    state.programme.set_title(title);
    state.programme.set_revision(revision);
    state.about.set_revision(revision);
    state.about.set_author("政府办");
    state.about.set_reason(title);
    state.about.set_task_count(static_cast<int>(revision));
    *state.about.mutable_create_time() = ToProto(At(static_cast<int>(revision)));
    return state;
  }

  static v1::RuleProfile Profile(const std::string& code, Date from, double behind) {
    v1::RuleProfile profile;
    profile.set_name(RuleProfileName(code, FormatDate(from)));
    *profile.mutable_valid_from() = ToProto(from);
    profile.set_behind_points(behind);
    return profile;
  }

  static std::vector<std::int64_t> Revisions(const std::vector<v1::CatalogEvent>& events) {
    std::vector<std::int64_t> out;
    for (const auto& event : events) out.push_back(event.revision());
    return out;
  }

  std::vector<v1::CatalogEvent> Read(std::int64_t after, const std::string& district = "",
                                     int limit = 100, std::int64_t bytes = 1 << 20) {
    auto events = store_->ReadEvents(after, district, limit, bytes);
    EXPECT_TRUE(events.ok()) << events.status();
    return events.ok() ? *events : std::vector<v1::CatalogEvent>{};
  }

  std::unique_ptr<CatalogStore> store_ = GetParam()();
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(CatalogStoreContract, StartsEmptyAtRevisionZero) {
  EXPECT_EQ(store_->GetHead()->revision, 0);
  EXPECT_THAT(Read(0), IsEmpty());
  int visited = 0;
  ASSERT_TRUE(store_
                  ->Load([&](const LoadedState&) {
                    ++visited;
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(visited, 0);
}

TEST_P(CatalogStoreContract, NumbersEveryChangeWithoutGapOverAllDistricts) {
  ASSERT_TRUE(
      store_
          ->Commit(0, At(0), {District("440113", "番禺区"), Programme("440113", 2022, 1, "一")}, {})
          .ok());
  ASSERT_TRUE(store_
                  ->Commit(2, At(1),
                           {District("310115", "浦东新区"), Unit("310115", "jw", "区建委"),
                            Profile("310115", {2022, 1, 1}, 7)},
                           {})
                  .ok());
  const auto events = Read(0);
  EXPECT_THAT(Revisions(events), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(events[0].district().display_name(), "番禺区");
  EXPECT_EQ(events[1].programme().title(), "一");
  EXPECT_EQ(events[3].unit().display_name(), "区建委");
  EXPECT_EQ(events[4].rule_profile().behind_points(), 7);
  EXPECT_EQ(FromProto(events[4].commit_time()), At(1));
}

TEST_P(CatalogStoreContract, RefusesAWriterThatHasNotSeenTheHeadAndStoresNothingOfIt) {
  ASSERT_TRUE(store_->Commit(0, At(0), {District("440113", "番禺区")}, {}).ok());
  const auto status = store_->Commit(0, At(1), {District("440114", "花都区")}, {});
  EXPECT_EQ(ReasonOf(status), "HEAD_MOVED");
  EXPECT_EQ(store_->GetHead()->revision, 1);
  EXPECT_THAT(Revisions(Read(0)), ElementsAre(1));
}

TEST_P(CatalogStoreContract, ReadsEventsFromAnywhereByDistrictAndInBoundedPieces) {
  ASSERT_TRUE(store_
                  ->Commit(0, At(0),
                           {District("440113", "番禺区"), District("440114", "花都区"),
                            Programme("440113", 2022, 1, "甲"), Programme("440114", 2022, 1, "乙")},
                           {})
                  .ok());
  EXPECT_THAT(Revisions(Read(2)), ElementsAre(3, 4));
  EXPECT_THAT(Revisions(Read(0, "440114")), ElementsAre(2, 4));
  EXPECT_THAT(Revisions(Read(0, "", 3)), ElementsAre(1, 2, 3));
  EXPECT_THAT(Revisions(Read(1, "", 100, 1)), ElementsAre(2)) << "at least one, however small";
  EXPECT_THAT(Read(4), IsEmpty());
}

TEST_P(CatalogStoreContract, LoadsTheNewestStateOfEverything) {
  ASSERT_TRUE(store_
                  ->Commit(0, At(0),
                           {District("500157", "旧", {}), District("500157", "新", {2025, 1, 1}),
                            Programme("500157", 2025, 1, "初"), Unit("500157", "u", "水利局")},
                           {})
                  .ok());
  ASSERT_TRUE(store_
                  ->Commit(4, At(1),
                           {Programme("500157", 2025, 2, "改"), Unit("500157", "u", "水务局")}, {})
                  .ok());
  std::vector<std::string> seen;
  const auto head = store_->Load([&](const LoadedState& state) {
    EXPECT_EQ(state.district, "500157");
    const std::string at = "@" + std::to_string(state.catalog_revision);
    v1::District district;
    v1::Unit unit;
    type::v1::Programme programme;
    if (state.kind == LoadedState::Kind::kDistrict && district.ParseFromString(state.message))
      seen.push_back(district.display_name() + at);
    if (state.kind == LoadedState::Kind::kUnit && unit.ParseFromString(state.message))
      seen.push_back(unit.display_name() + at);
    if (state.kind == LoadedState::Kind::kProgramme && programme.ParseFromString(state.message))
      seen.push_back(programme.title() + at);
    return absl::OkStatus();
  });
  EXPECT_EQ(head->revision, 6);
  EXPECT_THAT(seen, ::testing::UnorderedElementsAre("旧@1", "新@2", "改@5", "水务局@6"));
}

TEST_P(CatalogStoreContract, StopsLoadingWhenTheVisitorFails) {
  ASSERT_TRUE(store_->Commit(0, At(0), {District("440113", "番禺区")}, {}).ok());
  const auto head = store_->Load([](const LoadedState&) {
    return Error(absl::StatusCode::kDataLoss, "ROW_CORRUPT", "planted");
  });
  EXPECT_EQ(ReasonOf(head.status()), "ROW_CORRUPT");
}

TEST_P(CatalogStoreContract, KeepsEveryRevisionOfAProgrammeWithWhoAndWhy) {
  ASSERT_TRUE(store_->Commit(0, At(0), {Programme("440113", 2022, 1, "初")}, {}).ok());
  ASSERT_TRUE(store_->Commit(1, At(1), {Programme("440113", 2022, 2, "改")}, {}).ok());
  ASSERT_TRUE(store_->Commit(2, At(2), {Programme("440113", 2022, 3, "再改")}, {}).ok());
  EXPECT_EQ((*store_->ReadProgramme("440113", 2022, 1))->title(), "初");
  EXPECT_EQ((*store_->ReadProgramme("440113", 2022, 3))->title(), "再改");
  EXPECT_EQ(*store_->ReadProgramme("440113", 2022, 4), std::nullopt);
  EXPECT_EQ(*store_->ReadProgramme("440113", 2021, 1), std::nullopt);

  const auto newest = store_->ListProgrammeRevisions("440113", 2022, 0, 2);
  ASSERT_EQ(newest->size(), 2u);
  EXPECT_EQ((*newest)[0].revision(), 3);
  EXPECT_EQ((*newest)[1].reason(), "改");
  EXPECT_EQ((*newest)[1].author(), "政府办");
  EXPECT_EQ((*newest)[1].task_count(), 2);
  EXPECT_EQ((*newest)[1].catalog_revision(), 2);
  EXPECT_EQ(FromProto((*newest)[1].create_time()), At(2));
  EXPECT_EQ(store_->ListProgrammeRevisions("440113", 2022, 2, 10)->size(), 1u);
  EXPECT_THAT(*store_->ListProgrammeRevisions("440113", 2030, 0, 10), IsEmpty());
}

TEST_P(CatalogStoreContract, RemembersAnswersByDistrictUntilTheyAreForgotten) {
  const AnsweredRequest request{.district = "440113",
                                .request_id = "r-1",
                                .method = "ApplyProgramme",
                                .content = Hash(HashAlgorithm::kSha256, "x"),
                                .response = std::string("a\0b", 3),
                                .commit_time = At(5)};
  ASSERT_TRUE(store_->Commit(0, At(5), {District("440113", "番禺区")}, {request}).ok());
  const auto found = *store_->FindRequest("440113", "r-1");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->method, "ApplyProgramme");
  EXPECT_EQ(found->content, request.content);
  EXPECT_EQ(found->response, request.response);
  EXPECT_EQ(*store_->FindRequest("440114", "r-1"), std::nullopt);

  const auto again = store_->Commit(1, At(6), {District("440113", "x")}, {request});
  EXPECT_EQ(ReasonOf(again), "REQUEST_ID_REUSED");
  EXPECT_EQ(store_->GetHead()->revision, 1) << "nothing of it is stored";

  ASSERT_TRUE(store_->ForgetRequests(At(5)).ok());
  EXPECT_TRUE(store_->FindRequest("440113", "r-1")->has_value());
  ASSERT_TRUE(store_->ForgetRequests(At(6)).ok());
  EXPECT_EQ(*store_->FindRequest("440113", "r-1"), std::nullopt);
}

TEST_P(CatalogStoreContract, CompactionDropsEventsButNoState) {
  ASSERT_TRUE(store_
                  ->Commit(0, At(0),
                           {District("440113", "番禺区"), Programme("440113", 2022, 1, "初"),
                            District("440114", "花都区")},
                           {})
                  .ok());
  ASSERT_TRUE(store_->Compact(2).ok());
  EXPECT_EQ(store_->GetHead()->compacted, 2);
  EXPECT_EQ(store_->GetHead()->revision, 3);
  EXPECT_THAT(Revisions(Read(0)), ElementsAre(3));
  EXPECT_EQ((*store_->ReadProgramme("440113", 2022, 1))->title(), "初");
  ASSERT_TRUE(store_->Compact(1).ok());
  EXPECT_EQ(store_->GetHead()->compacted, 2) << "it never goes back";
  ASSERT_TRUE(store_->Compact(99).ok());
  EXPECT_EQ(store_->GetHead()->compacted, 3) << "nor beyond the head";
}

}  // namespace duban::registry
