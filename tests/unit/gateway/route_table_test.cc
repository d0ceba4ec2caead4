// The routes of our own API, as its annotations give them.
#include "gateway/core/route_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/descriptors.h"

namespace duban::gateway {
namespace {

using ::testing::ElementsAre;

class RouteTableTest : public ::testing::Test {
 protected:
  std::string MethodAt(std::string_view http_method, std::string_view path) {
    const auto found = table_.Find(http_method, path);
    const auto* hit = std::get_if<RouteTable::Found>(&found);
    return hit == nullptr ? "" : hit->route->method->name();
  }

  const RouteTable table_ = *RouteTable::Make(PublicServices());
};

TEST_F(RouteTableTest, EveryAnnotatedMethodHasARoute) {
  int annotated = 0;
  for (const auto* service : PublicServices()) {
    for (int i = 0; i < service->method_count(); ++i)
      annotated += service->method(i)->client_streaming() ? 0 : 1;
  }
  EXPECT_EQ(table_.routes().size(), static_cast<size_t>(annotated));
  EXPECT_GT(annotated, 35);
}

TEST_F(RouteTableTest, VerbsAndLiteralsWinOverWildcards) {
  EXPECT_EQ(MethodAt("GET", "/v1/districts:compare"), "CompareDistricts");
  EXPECT_EQ(MethodAt("GET", "/v1/districts/440113/summary"), "GetDistrictSummary");
  EXPECT_EQ(MethodAt("GET", "/v1/districts/440113/summary:watch"), "WatchDistrictSummary");
  EXPECT_EQ(MethodAt("GET", "/v1/districts/440113/programmes/2022/units:rank"), "RankUnits");
  EXPECT_EQ(MethodAt("GET", "/v1/districts/440113/programmes/2022:trend"), "GetTrend");
  EXPECT_EQ(MethodAt("GET", "/v1/districts/440113/programmes/2022:bulletin"), "GenerateBulletin");
  EXPECT_EQ(MethodAt("GET", "/v1/districts/440113/programmes/2022"), "GetProgramme");
}

TEST_F(RouteTableTest, OnePathServesSeveralMethods) {
  EXPECT_EQ(MethodAt("GET", "/v1/districts/440113/reports"), "ListReports");
  EXPECT_EQ(MethodAt("POST", "/v1/districts/440113/reports"), "SubmitReport");
  const auto found = table_.Find("DELETE", "/v1/districts/440113/reports");
  ASSERT_TRUE(std::holds_alternative<RouteTable::OtherMethods>(found));
  EXPECT_THAT(std::get<RouteTable::OtherMethods>(found).methods, ElementsAre("GET", "POST"));
}

TEST_F(RouteTableTest, UnknownPathsAreUnknown) {
  EXPECT_TRUE(std::holds_alternative<RouteTable::UnknownPath>(table_.Find("GET", "/v1/nothing")));
  EXPECT_TRUE(std::holds_alternative<RouteTable::UnknownPath>(table_.Find("GET", "/v2/districts")));
}

}  // namespace
}  // namespace duban::gateway
