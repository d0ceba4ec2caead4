// Districts and rule profiles: what holds depends on the day that is asked about.
#include "registry/core/district_table.h"
#include "tests/unit/registry/rig.h"

namespace duban::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DistrictsTest : public RegistryTest {
 protected:
  absl::StatusOr<v1::District> Create(const std::string& code, const std::string& name,
                                      Date from = {}, Date until = {}) {
    v1::CreateDistrictRequest request;
    v1::District& district = *request.mutable_district();
    district.set_name("districts/" + code);
    district.set_display_name(name);
    if (from.IsSet()) *district.mutable_valid_from() = ToProto(from);
    if (until.IsSet()) *district.mutable_valid_until() = ToProto(until);
    return registry_->CreateDistrict(request);
  }

  absl::StatusOr<v1::District> Get(const std::string& code, Date as_of = {}) {
    v1::GetDistrictRequest request;
    request.set_name("districts/" + code);
    if (as_of.IsSet()) *request.mutable_as_of() = ToProto(as_of);
    return registry_->GetDistrict(request);
  }
};

TEST_F(DistrictsTest, ACodeMeansDifferentDistrictsAtDifferentTimes) {
  ASSERT_TRUE(Create("330105", "拱墅区（旧）", {}, {2021, 4, 9}).ok());
  ASSERT_TRUE(Create("330105", "拱墅区", {2021, 4, 9}).ok());
  EXPECT_EQ(Get("330105", {2021, 4, 8})->display_name(), "拱墅区（旧）");
  EXPECT_EQ(Get("330105", {2021, 4, 9})->display_name(), "拱墅区");
  EXPECT_EQ(Get("330105")->display_name(), "拱墅区");
  EXPECT_EQ(ReasonOf(Create("330105", "又一个", {2022, 1, 1}).status()), "DISTRICT_EXISTS");
}

TEST_F(DistrictsTest, AnAbolishedCodeIsFoundWithoutADateAndRefusedForADayWithout) {
  ASSERT_TRUE(Create("500105", "江北区", {}, {2025, 11, 6}).ok());
  clock_.Advance(std::chrono::hours(24 * 365 * 5));
  EXPECT_EQ(Get("500105")->display_name(), "江北区");
  EXPECT_TRUE(Get("500105", {2024, 1, 1}).ok());
  EXPECT_EQ(ReasonOf(Get("500105", {2026, 1, 1}).status()), "DISTRICT_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Get("500105", {2026, 2, 30}).status()), "DATE_INVALID");
}

TEST_F(DistrictsTest, EndingADistrictNamesItsSuccessors) {
  ASSERT_TRUE(Create("500105", "江北区").ok());
  v1::UpdateDistrictRequest update;
  update.mutable_district()->set_name("districts/500105");
  *update.mutable_district()->mutable_valid_until() = ToProto(Date{2025, 11, 6});
  update.mutable_district()->add_successors("districts/500157");
  update.mutable_district()->set_etag("\"1\"");
  const auto updated = registry_->UpdateDistrict(update);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->display_name(), "江北区");
  EXPECT_THAT(updated->successors(), ElementsAre("districts/500157"));
  EXPECT_EQ(ReasonOf(registry_->UpdateDistrict(update).status()), "REVISION_MISMATCH");
  update.mutable_district()->set_etag("");
  EXPECT_EQ(registry_->UpdateDistrict(update)->etag(), "\"2\"") << "equal: no new revision";
  update.mutable_district()->set_successors(0, "500157");
  EXPECT_EQ(ReasonOf(registry_->UpdateDistrict(update).status()), "NAME_MALFORMED");
}

TEST_F(DistrictsTest, AnUpdateMayNotMakeTwoMeaningsOverlap) {
  ASSERT_TRUE(Create("330105", "旧", {}, {2021, 4, 9}).ok());
  ASSERT_TRUE(Create("330105", "新", {2021, 4, 9}).ok());
  v1::UpdateDistrictRequest update;
  update.mutable_district()->set_name("districts/330105");
  *update.mutable_district()->mutable_valid_from() = ToProto(Date{2021, 4, 9});
  *update.mutable_district()->mutable_valid_until() = ToProto(Date{2021, 4, 9});
  EXPECT_EQ(ReasonOf(registry_->UpdateDistrict(update).status()), "VALIDITY_EMPTY");
  *update.mutable_district()->mutable_valid_from() = ToProto(Date{2020, 1, 1});
  update.mutable_district()->clear_valid_until();
  EXPECT_EQ(ReasonOf(registry_->UpdateDistrict(update).status()), "DISTRICT_NOT_FOUND");
}

TEST_F(DistrictsTest, TheShippedTableGivesNameCityAndProvince) {
  const auto created = Create("440113", "");
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->display_name(), "番禺区");
  EXPECT_EQ(created->city(), "广州市");
  EXPECT_EQ(created->province(), "广东省");
  EXPECT_EQ(ReasonOf(Create("999999", "").status()), "TITLE_MISSING");
}

TEST_F(DistrictsTest, ListsKnownCodesBesideTheRegisteredOnes) {
  AddDistrict("440113");
  v1::ListDistrictsRequest list;
  EXPECT_EQ(registry_->ListDistricts(list)->districts_size(), 1);
  list.set_include_known(true);
  list.set_text("广州");
  const auto known = registry_->ListDistricts(list);
  EXPECT_GE(known->districts_size(), 11);
  list.set_page_size(1000);
  list.clear_text();
  int count = 0;
  do {
    const auto page = registry_->ListDistricts(list);
    ASSERT_TRUE(page.ok()) << page.status();
    count += page->districts_size();
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_GT(count, 2800);
}

TEST(DistrictTableTest, KnowsMergersByTheirDates) {
  const DistrictTable table = DistrictTable::Shipped();
  EXPECT_EQ(table.Find("500112", {2025, 1, 1})->display_name(), "渝北区");
  EXPECT_EQ(table.Find("500112", {2026, 1, 1}), nullptr);
  EXPECT_EQ(table.Find("500157", {2025, 1, 1}), nullptr);
  EXPECT_EQ(table.Find("500157", {2026, 1, 1})->province(), "重庆市");
  EXPECT_EQ(table.Find("330113", {2020, 1, 1}), nullptr);
  EXPECT_EQ(table.Find("440100", {2020, 1, 1}), nullptr) << "a prefecture is no district";
}

TEST(DistrictTableTest, AFileAddsAndReplacesAndIsCheckedByLine) {
  const auto table = DistrictTable::With("# ours\n990101,试验区,试验市,试验省,2024-01-01,,\n");
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_EQ(table->Find("990101", {2024, 1, 1})->city(), "试验市");
  EXPECT_EQ(table->Find("440113", {2024, 1, 1})->display_name(), "番禺区");
  for (const char* bad : {"\n99010,x,y,z", "\n990101", "\n990101,,y,z", "\n990101,x,y,z,2024-13-01",
                          "\n990101,x,y,z,,,12"}) {
    const auto status = DistrictTable::With(bad).status();
    EXPECT_EQ(ReasonOf(status), "DISTRICT_TABLE_INVALID") << bad;
    EXPECT_THAT(MessageOf(status), HasSubstr("line 2")) << bad;
  }
}

class ProfilesTest : public RegistryTest {
 protected:
  ProfilesTest() { AddDistrict("440113"); }

  absl::StatusOr<v1::RuleProfile> Apply(Date from, double behind, double red = 0) {
    v1::ApplyRuleProfileRequest request;
    request.set_district("districts/440113");
    *request.mutable_profile()->mutable_valid_from() = ToProto(from);
    request.mutable_profile()->set_behind_points(behind);
    request.mutable_profile()->set_red_points(red);
    return registry_->ApplyRuleProfile(request);
  }

  absl::StatusOr<v1::RuleProfile> Get(Date as_of = {}) {
    v1::GetRuleProfileRequest request;
    request.set_district("districts/440113");
    if (as_of.IsSet()) *request.mutable_as_of() = ToProto(as_of);
    return registry_->GetRuleProfile(request);
  }
};

TEST_F(ProfilesTest, WithoutOneTheWrittenDefaultJudges) {
  const auto profile = Get();
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->name(), "districts/440113/ruleProfiles/default");
  EXPECT_EQ(profile->behind_points(), 5);
  EXPECT_EQ(profile->red_points(), 15);
  EXPECT_EQ(profile->reporting_period_days(), 31);
  EXPECT_EQ(profile->score_completion(), 70);
}

TEST_F(ProfilesTest, APastDateIsJudgedByTheProfileOfThatDate) {
  ASSERT_TRUE(Apply({2022, 1, 1}, 8).ok());
  ASSERT_TRUE(Apply({2022, 6, 1}, 3).ok());
  EXPECT_EQ(Get({2021, 12, 31})->behind_points(), 5);
  EXPECT_EQ(Get({2022, 1, 1})->behind_points(), 8);
  EXPECT_EQ(Get({2022, 5, 31})->behind_points(), 8);
  EXPECT_EQ(Get()->behind_points(), 3) << "today is 2022-06-30";
  EXPECT_EQ(Get()->yellow_points(), 5) << "what was left out is the default, written down";
  v1::ListRuleProfilesRequest list;
  list.set_parent("districts/440113");
  list.set_page_size(1);
  auto page = registry_->ListRuleProfiles(list);
  EXPECT_EQ(page->profiles(0).name(), "districts/440113/ruleProfiles/2022-06-01");
  list.set_page_token(page->next_page_token());
  page = registry_->ListRuleProfiles(list);
  EXPECT_EQ(page->profiles(0).name(), "districts/440113/ruleProfiles/2022-01-01");
  EXPECT_EQ(page->next_page_token(), "");
}

TEST_F(ProfilesTest, TheSameDateIsReplacedAndAnEqualOneChangesNothing) {
  EXPECT_EQ(Apply({2022, 1, 1}, 8)->etag(), "\"1\"");
  EXPECT_EQ(Apply({2022, 1, 1}, 8)->etag(), "\"1\"");
  EXPECT_EQ(Apply({2022, 1, 1}, 9)->etag(), "\"2\"");
  EXPECT_EQ(registry_->catalog().revision(), 3);
}

TEST_F(ProfilesTest, RefusesWhatMakesNoSense) {
  EXPECT_EQ(ReasonOf(Apply({2022, 2, 30}, 8).status()), "DATE_INVALID");
  EXPECT_EQ(ReasonOf(Apply({2022, 1, 1}, 101).status()), "VALUE_INVALID");
  EXPECT_EQ(ReasonOf(Apply({2022, 1, 1}, 8, 3).status()), "THRESHOLDS_CONTRADICT");
}

}  // namespace
}  // namespace duban::registry
