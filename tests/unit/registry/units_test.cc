// Units under all their names: official, former, printed with or without the district, and after a
// merger.
#include "registry/core/unit_names.h"
#include "tests/unit/registry/rig.h"

namespace duban::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Response = v1::ResolveUnitResponse;

class UnitsTest : public RegistryTest {
 protected:
  UnitsTest() { AddDistrict("440113"); }
};

TEST_F(UnitsTest, OneUnitAnswersToEveryFormOfItsName) {
  const auto unit = AddUnit("区水务局", {"区水利局"});
  ASSERT_TRUE(unit.ok()) << unit.status();
  EXPECT_EQ(unit->name(), "districts/440113/units/qushuiwuju");
  for (const char* printed :
       {"区水务局", "番禺区水务局", "水务局", "广州市番禺区水务局", "區水務局",
        "区水务局(原水利局)", "区水务局（原水利局）", "区水利局", " 区水务局 "}) {
    const Response response = Resolve(printed);
    EXPECT_EQ(response.outcome(), Response::RESOLVED) << printed;
    ASSERT_EQ(response.units_size(), 1) << printed;
    EXPECT_EQ(response.units(0).name(), unit->name()) << printed;
    EXPECT_FALSE(response.explanation().empty());
  }
}

TEST_F(UnitsTest, AFormerNameInTheNoteFindsTheUnitThatStillHasIt) {
  ASSERT_TRUE(AddUnit("区水利局").ok());
  const Response response = Resolve("区水务局(原水利局)");
  EXPECT_EQ(response.outcome(), Response::RESOLVED);
  EXPECT_THAT(response.explanation(), HasSubstr("former name"));
}

TEST_F(UnitsTest, TheCitysBureauIsAnotherUnit) {
  ASSERT_TRUE(AddUnit("区水务局").ok());
  EXPECT_EQ(Resolve("市水务局").outcome(), Response::NEW);
  EXPECT_EQ(Resolve("区教育局").outcome(), Response::NEW);
}

TEST_F(UnitsTest, AShortFormIsACandidateAndNeverAnAnswer) {
  ASSERT_TRUE(AddUnit("区住房和城乡建设局").ok());
  Response response = Resolve("区住建局");
  EXPECT_EQ(response.outcome(), Response::AMBIGUOUS);
  ASSERT_EQ(response.units_size(), 1);
  v1::UpdateUnitRequest update;
  *update.mutable_unit() = response.units(0);
  update.mutable_unit()->add_aliases("区住建局");
  ASSERT_TRUE(registry_->UpdateUnit(update).ok());
  EXPECT_EQ(Resolve("番禺区住建局").outcome(), Response::RESOLVED);
}

TEST_F(UnitsTest, SeveralUnitsThatDifferOnlyInTheirPrefixAreAmbiguous) {
  ASSERT_TRUE(AddUnit("区交通局").ok());
  ASSERT_TRUE(AddUnit("番禺区交通局").ok()) << "another name, if an odd one";
  const Response response = Resolve("交通局");
  EXPECT_EQ(response.outcome(), Response::AMBIGUOUS);
  EXPECT_EQ(response.units_size(), 2);
}

TEST_F(UnitsTest, RenamingKeepsTheOldNameWorking) {
  auto unit = *AddUnit("区卫计局");
  unit.set_display_name("区卫生健康局");
  v1::UpdateUnitRequest update;
  *update.mutable_unit() = unit;
  update.set_update_mask("display_name");
  const auto renamed = registry_->UpdateUnit(update);
  ASSERT_TRUE(renamed.ok()) << renamed.status();
  EXPECT_THAT(renamed->aliases(), ElementsAre("区卫计局"));
  EXPECT_EQ(renamed->etag(), "\"2\"");
  EXPECT_EQ(Resolve("区卫计局").units(0).display_name(), "区卫生健康局");
  EXPECT_EQ(ReasonOf(registry_->UpdateUnit(update).status()), "REVISION_MISMATCH")
      << "the etag sent is the old one";
}

TEST_F(UnitsTest, ANameBelongsToOneUnit) {
  ASSERT_TRUE(AddUnit("区水务局", {"区水利局"}).ok());
  EXPECT_EQ(ReasonOf(AddUnit("区水利局").status()), "UNIT_EXISTS");
  EXPECT_EQ(ReasonOf(AddUnit("區水務局").status()), "UNIT_EXISTS")
      << "traditional is the same name";
  EXPECT_EQ(ReasonOf(AddUnit("区农业局", {"区水务局"}).status()), "UNIT_EXISTS");
}

TEST_F(UnitsTest, MergingKeepsBothNamesAndEverythingThatPointedToThem) {
  const auto health = *AddUnit("区卫生局", {"区卫生局机关"});
  const auto family = *AddUnit("区计生局", {"区人口计生局"});
  const auto clinic = *AddUnit("社区服务中心", {}, family.name());
  v1::MergeUnitsRequest merge;
  merge.set_target(health.name());
  merge.set_source(family.name());
  const auto merged = registry_->MergeUnits(merge);
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_THAT(merged->aliases(), ElementsAre("区卫生局机关", "区计生局", "区人口计生局"));
  EXPECT_EQ(Resolve("区人口计生局").units(0).name(), health.name());
  v1::GetUnitRequest get;
  get.set_name(family.name());
  EXPECT_EQ(registry_->GetUnit(get)->merged_into(), health.name());
  get.set_name(clinic.name());
  EXPECT_EQ(registry_->GetUnit(get)->parent_unit(), health.name());

  const auto revision = registry_->catalog().revision();
  EXPECT_TRUE(registry_->MergeUnits(merge).ok()) << "again: nothing to do";
  EXPECT_EQ(registry_->catalog().revision(), revision);
  std::swap(*merge.mutable_source(), *merge.mutable_target());
  EXPECT_EQ(ReasonOf(registry_->MergeUnits(merge).status()), "UNIT_MERGED");
  merge.set_source(merge.target());
  EXPECT_EQ(ReasonOf(registry_->MergeUnits(merge).status()), "MERGE_INVALID");
  v1::UpdateUnitRequest update;
  update.mutable_unit()->set_name(family.name());
  update.mutable_unit()->set_display_name("x");
  EXPECT_EQ(ReasonOf(registry_->UpdateUnit(update).status()), "UNIT_MERGED");

  v1::ListUnitsRequest list;
  list.set_parent("districts/440113");
  EXPECT_EQ(registry_->ListUnits(list)->units_size(), 2);
  list.set_include_merged(true);
  EXPECT_EQ(registry_->ListUnits(list)->units_size(), 3);
}

TEST_F(UnitsTest, AParentMustBeThereAndNotBelow) {
  EXPECT_EQ(ReasonOf(AddUnit("区水务局", {}, "districts/440113/units/none").status()),
            "PARENT_UNKNOWN");
  EXPECT_EQ(ReasonOf(AddUnit("区水务局", {}, "units/none").status()), "NAME_MALFORMED");
  const auto top = *AddUnit("区政府");
  const auto below = *AddUnit("区政府办", {}, top.name());
  v1::UpdateUnitRequest update;
  update.mutable_unit()->set_name(top.name());
  update.mutable_unit()->set_parent_unit(below.name());
  EXPECT_EQ(ReasonOf(registry_->UpdateUnit(update).status()), "PARENT_CYCLE");
  update.set_update_mask("etag");
  EXPECT_EQ(ReasonOf(registry_->UpdateUnit(update).status()), "UPDATE_MASK_INVALID");
}

TEST_F(UnitsTest, AFailingCheckDigitIsAWarningOnly) {
  v1::CreateUnitRequest request;
  request.set_parent("districts/440113");
  request.mutable_unit()->set_display_name("区水务局");
  request.mutable_unit()->set_social_credit_code("91350211M000100Y44");
  const auto unit = registry_->CreateUnit(request);
  ASSERT_TRUE(unit.ok()) << unit.status();
  EXPECT_THAT(unit->warnings(), ElementsAre(HasSubstr("check digit")));
}

// Published codes of Tencent and Alibaba's companies.
TEST(SocialCreditCodeTest, KnowsRightFromWrong) {
  EXPECT_TRUE(IsSocialCreditCode("9144030071526726XG"));
  EXPECT_TRUE(IsSocialCreditCode("91330100799655058B"));
  for (const char* bad :
       {"9144030071526726XH", "9144030071526762XG", "", "9144030071526726X", "91440300715267I6XG"})
    EXPECT_FALSE(IsSocialCreditCode(bad)) << bad;
}

TEST_F(UnitsTest, RefusesBadUnitsEachWithItsReason) {
  EXPECT_EQ(ReasonOf(AddUnit("").status()), "TITLE_MISSING");
  EXPECT_EQ(ReasonOf(AddUnit(std::string(64, 'x')).status()), "TEXT_TOO_LONG");
  v1::CreateUnitRequest request;
  request.set_parent("districts/440114");
  request.mutable_unit()->set_display_name("区水务局");
  EXPECT_EQ(ReasonOf(registry_->CreateUnit(request).status()), "DISTRICT_NOT_FOUND");
  request.set_parent("districts/440113");
  request.set_unit_id("Water");
  EXPECT_EQ(ReasonOf(registry_->CreateUnit(request).status()), "NAME_MALFORMED");
  v1::GetUnitRequest get;
  get.set_name("districts/440113/units/none");
  EXPECT_EQ(ReasonOf(registry_->GetUnit(get).status()), "UNIT_NOT_FOUND");
}

TEST_F(UnitsTest, TheSameRequestIdCreatesOneUnit) {
  v1::CreateUnitRequest request;
  request.set_parent("districts/440113");
  request.mutable_unit()->set_display_name("区水务局");
  request.set_request_id("a-1");
  const auto first = registry_->CreateUnit(request);
  EXPECT_EQ(registry_->CreateUnit(request)->SerializeAsString(), first->SerializeAsString());
  request.mutable_unit()->set_display_name("区教育局");
  EXPECT_EQ(ReasonOf(registry_->CreateUnit(request).status()), "REQUEST_ID_REUSED");
}

TEST_F(UnitsTest, PagesInOrderOfName) {
  for (const char* name : {"丙局", "甲局", "乙局"}) ASSERT_TRUE(AddUnit(name).ok());
  v1::ListUnitsRequest list;
  list.set_parent("districts/440113");
  list.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto page = registry_->ListUnits(list);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& unit : page->units()) names.push_back(unit.display_name());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(names, ElementsAre("丙局", "乙局", "甲局"));
}

TEST_F(UnitsTest, ApplyingAProgrammeWarnsOfUnitsThatNobodyRegistered) {
  ASSERT_TRUE(AddUnit("区水务局").ok());
  const auto applied = registry_->ApplyProgramme(
      testing::ApplyRequest(testing::MakeProgramme("440113", 2022, 2, 1)));
  ASSERT_TRUE(applied.ok());
  EXPECT_THAT(applied->warnings(), ElementsAre(HasSubstr("区教育局"), HasSubstr("区财政局")));
}

TEST_F(UnitsTest, ComesBackAfterARestart) {
  ASSERT_TRUE(AddUnit("区水务局").ok());
  Restart();
  EXPECT_EQ(Resolve("番禺区水务局").outcome(), Response::RESOLVED);
}

}  // namespace
}  // namespace duban::registry
