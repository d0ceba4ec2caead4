#include "common/placement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"

namespace duban {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kFile[] = R"(# the north
shared: ingest
instances:
  - name: ingest
  - name: ingest-panyu   # a machine of its own
    endpoint: 10.0.0.5:7402
    resources: {cpu: "2", memory: 2Gi, storage: 50Gi}
  - name: ingest-nansha
districts:
  440113: ingest-panyu  # since March
  "440115": ingest-nansha
)";

// "field: message" of everything that is wrong with a file.
std::vector<std::string> Problems(const std::string& yaml) {
  std::vector<std::string> out;
  for (const FieldViolation& violation : ViolationsOf(Placement::Parse(yaml).status()))
    out.push_back(violation.field + ": " + violation.message + " (" + violation.reason + ")");
  return out;
}

std::string Replace(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(PlacementTest, SaysWhereEveryDistrictIs) {
  const auto placement = Placement::Parse(kFile);
  ASSERT_TRUE(placement.ok()) << placement.status();
  EXPECT_EQ(placement->OwnerOf("440113").name, "ingest-panyu");
  EXPECT_EQ(placement->OwnerOf("440113").endpoint, "10.0.0.5:7402");
  EXPECT_EQ(placement->OwnerOf("440113").memory, "2Gi");
  EXPECT_EQ(placement->OwnerOf("440115").endpoint, "ingest-nansha:7402")
      << "the Service of that name";
  EXPECT_EQ(placement->OwnerOf("110101").name, "ingest") << "not listed: the shared one";
  EXPECT_THAT(placement->DistrictsOf("ingest-nansha"), ElementsAre("440115"));
}

TEST(PlacementTest, AMisspeltInstanceIsNamedWithItsLineAndWhatThereIs) {
  EXPECT_THAT(Problems(Replace(kFile, "440113: ingest-panyu", "440113: ingest-pany")),
              ElementsAre("districts.440113: line 10: got \"ingest-pany\", which is no instance; "
                          "want one of ingest, "
                          "ingest-panyu, ingest-nansha (INSTANCE_UNKNOWN)"));
}

TEST(PlacementTest, EveryMistakeIsNamedAtOnce) {
  const auto problems = Problems(R"(shared: nobody
instances:
  - name: Ingest_1
    enpoint: a:1
  - name: two
    endpoint: two
    resources: {memory: 2GB}
  - name: two
districts:
  44011: two
  440113: two
  440113: two
)");
  EXPECT_THAT(
      problems,
      ElementsAre(
          HasSubstr("instances[0].enpoint: line 4: is no key; want one of endpoint, name, "
                    "resources (KEY_UNKNOWN)"),
          HasSubstr("instances[0].name: line 3: got \"Ingest_1\"; want a DNS label"),
          HasSubstr("instances[1].endpoint: line 6: got \"two\"; want host:port"),
          HasSubstr("instances[1].resources.memory: line 7: got \"2GB\"; want a size such as 2Gi"),
          HasSubstr(
              "instances[2].name: line 8: \"two\" names another instance already (NAME_REPEATED)"),
          HasSubstr("shared: line 1: got \"nobody\""),
          HasSubstr("districts.44011: line 10: got \"44011\"; want a six-digit code"),
          HasSubstr("districts.440113: line 12: stands here a second time")));
}

TEST(PlacementTest, TwoInstancesCannotBeAtOnePlace) {
  EXPECT_THAT(Problems(Replace(kFile, "10.0.0.5:7402", "ingest:7402")),
              ElementsAre(HasSubstr(
                  "\"ingest:7402\" is the endpoint of ingest already (ENDPOINT_REPEATED)")));
}

TEST(PlacementTest, WhatIsNoPlacementIsRefused) {
  EXPECT_THAT(Problems("shared: [a"), ElementsAre(HasSubstr("is not YAML")));
  EXPECT_THAT(Problems("- a list"), ElementsAre(HasSubstr("want a mapping")));
  EXPECT_THAT(Problems("shared: a"), ElementsAre(HasSubstr("want a list of instances"),
                                                 HasSubstr("which is no instance")));
}

TEST(PlacementTest, ADistrictIsPutElsewhereAndTheCommentsStay) {
  const auto moved = PutDistrict(kFile, "440113", "ingest-nansha");
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(*moved, Replace(kFile, "440113: ingest-panyu", "440113: ingest-nansha"));
  const auto quoted = PutDistrict(kFile, "440115", "ingest");
  ASSERT_TRUE(quoted.ok()) << quoted.status();
  EXPECT_EQ(Placement::Parse(*quoted)->OwnerOf("440115").name, "ingest");
  const auto added = PutDistrict(kFile, "440114", "ingest-panyu");
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(*added, Replace(kFile, "districts:\n", "districts:\n  440114: ingest-panyu\n"));
  EXPECT_EQ(*PutDistrict(kFile, "440114", "ingest"), kFile) << "it is there already";
}

TEST(PlacementTest, TheFirstDistrictIsPutIntoAFileWithoutAny) {
  const std::string bare = "shared: a\ninstances: [{name: a}, {name: b}]";
  EXPECT_EQ(*PutDistrict(bare, "440113", "b"), bare + "\ndistricts:\n  440113: b\n");
  EXPECT_EQ(*PutDistrict(bare + "\ndistricts: {}\n", "440113", "b"),
            bare + "\n\ndistricts:\n  440113: b\n");
}

TEST(PlacementTest, AFileThatCannotBeEditedInPlaceIsLeftToItsAuthor) {
  const std::string flow =
      "shared: a\ninstances: [{name: a}, {name: b}]\ndistricts: {440113: a, 440114: a}\n";
  EXPECT_EQ(ReasonOf(PutDistrict(flow, "440113", "b").status()), "PLACEMENT_NOT_EDITABLE");
}

}  // namespace
}  // namespace duban
