// Which paths a template of google.api.http catches, and what it takes from them.
#include "gateway/core/path_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace duban::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Optional;
using ::testing::Pair;

PathTemplate Make(std::string_view text) {
  auto result = PathTemplate::Parse(text);
  EXPECT_TRUE(result.ok()) << text;
  return *std::move(result);
}

TEST(PathTemplateTest, AVariableCatchesTheWholeResourceName) {
  EXPECT_THAT(
      Make("/v1/{name=districts/*/programmes/*}").Match("/v1/districts/440113/programmes/2022"),
      Optional(ElementsAre(Pair("name", "districts/440113/programmes/2022"))));
}

TEST(PathTemplateTest, APlainVariableCatchesOneSegment) {
  EXPECT_THAT(Make("/v1/{code}/x").Match("/v1/440113/x"),
              Optional(ElementsAre(Pair("code", "440113"))));
}

TEST(PathTemplateTest, AVerbMustBeThereAndIsNoPartOfTheName) {
  const PathTemplate bulletin = Make("/v1/{name=districts/*/programmes/*}:bulletin");
  EXPECT_THAT(bulletin.Match("/v1/districts/440113/programmes/2022:bulletin"),
              Optional(ElementsAre(Pair("name", "districts/440113/programmes/2022"))));
  EXPECT_EQ(bulletin.Match("/v1/districts/440113/programmes/2022"), std::nullopt);
  EXPECT_EQ(bulletin.Match("/v1/districts/440113/programmes/2022:trend"), std::nullopt);
  EXPECT_EQ(bulletin.Match("/v1/districts/440113/programmes/2022bulletin"), std::nullopt);
}

TEST(PathTemplateTest, TwoStarsCatchTheRest) {
  const PathTemplate trend = Make("/v1/{name=districts/**}:trend");
  EXPECT_THAT(trend.Match("/v1/districts/440113/programmes/2022/projects/3:trend"),
              Optional(ElementsAre(Pair("name", "districts/440113/programmes/2022/projects/3"))));
  EXPECT_EQ(trend.Match("/v1/districts:trend"), std::nullopt);
}

TEST(PathTemplateTest, AFieldOfAFieldIsNamedByItsPath) {
  EXPECT_THAT(Make("/v1/{district.name=districts/*}").Match("/v1/districts/440113"),
              Optional(ElementsAre(Pair("district.name", "districts/440113"))));
}

TEST(PathTemplateTest, SegmentsAreDecodedAndAnEncodedSlashIsRefused) {
  const PathTemplate unit = Make("/v1/{name=districts/*/units/*}");
  EXPECT_THAT(unit.Match("/v1/districts/440113/units/%E6%B0%B4"),
              Optional(ElementsAre(Pair("name", "districts/440113/units/水"))));
  EXPECT_EQ(unit.Match("/v1/districts/440113/units/a%2Fb"), std::nullopt);
  EXPECT_EQ(unit.Match("/v1/districts/440113/units/%zz"), std::nullopt);
  EXPECT_EQ(unit.Match("/v1/districts//units/a"), std::nullopt);
}

TEST(PathTemplateTest, WhatIsNoTemplateIsRefused) {
  for (const char* text :
       {"", "v1", "/", "/v1/{", "/v1/{=x}", "/v1/{a=**}/b", "/v1//x", "/v1/x/", "/v1/x:", "/v1/a*"})
    EXPECT_FALSE(PathTemplate::Parse(text).ok()) << text;
}

TEST(PathTemplateTest, PlusIsASpaceInQueriesOnly) {
  EXPECT_THAT(PercentDecode("a+b%20c", true), Optional(Eq("a b c")));
  EXPECT_THAT(PercentDecode("a+b", false), Optional(Eq("a+b")));
  EXPECT_EQ(PercentDecode("%4", false), std::nullopt);
}

}  // namespace
}  // namespace duban::gateway
