// What is rendered from a placement file; the Kubernetes pieces are checked as manifests in
// tests/deploy.
#include "cli/placement_render.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace duban::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kFile[] = R"(shared: ingest
instances:
  - {name: ingest, endpoint: "127.0.0.1:1"}
  - {name: north, endpoint: "127.0.0.1:2"}
districts: {440113: north}
)";

const std::string kBase = std::string(DUBAN_SOURCE_DIR) + "/k8s/base/ingest";

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

TEST(PlacementRenderTest, TheProxyRoutesListedDistrictsByTheHeaderAndTheRestToTheSharedInstance) {
  const std::string conf = RenderNginx(*Placement::Parse(kFile), "127.0.0.1:7400");
  EXPECT_THAT(
      conf,
      HasSubstr(
          "map $http_duban_district $duban_ingest {\n  default ingest;\n  440113 north;\n}\n"));
  EXPECT_THAT(conf, HasSubstr("upstream north {\n  server 127.0.0.1:2;"));
  EXPECT_THAT(conf, HasSubstr("listen 127.0.0.1:7400 http2;"));
  EXPECT_THAT(conf, Not(HasSubstr("PlacementService)"))) << "operators' calls do not pass";
}

TEST(PlacementRenderTest, AnalyticsFollowsEveryInstance) {
  EXPECT_THAT(RenderAnalytics(*Placement::Parse(kFile)),
              HasSubstr("ingest_addresses:\n  - 127.0.0.1:1\n  - 127.0.0.1:2\n"));
}

TEST(PlacementRenderTest, TheSameFileGivesTheSameBytesAndTheSharedInstanceIsOnlyPatched) {
  const auto placement = *Placement::Parse(kFile);
  const auto first = RenderPlacement(placement, kFile, {.base_dir = kBase});
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(*first, *RenderPlacement(placement, kFile, {.base_dir = kBase}));
  EXPECT_TRUE(first->contains("kubernetes/north.yaml"));
  EXPECT_FALSE(first->contains("kubernetes/ingest.yaml"));
  EXPECT_THAT(first->at("kubernetes/shared-patch.yaml"),
              HasSubstr("- name: DUBAN_INSTANCE\n              value: ingest\n"));
}

TEST(PlacementRenderTest, ManyDistrictsAreSpreadOverRulesAndRoutesAsTheGatewayApiLimitsThem) {
  std::string file = "shared: ingest\ninstances: [{name: ingest}, {name: north}]\ndistricts:\n";
  for (int i = 0; i < 100; ++i) file += fmt::format("  {}: north\n", 440100 + i);
  const auto rendered = RenderKubernetes(*Placement::Parse(file), file, kBase);
  ASSERT_TRUE(rendered.ok()) << rendered.status();
  const std::string& routes = rendered->at("north-routes.yaml");
  EXPECT_EQ(Count(routes, "kind: GRPCRoute"), 2u) << "64 districts a route";
  EXPECT_EQ(Count(routes, "backendRefs"), 25u) << "4 districts a rule, for two services each";
  EXPECT_EQ(Count(routes, "value: \"4401"), 200u);
}

TEST(PlacementRenderTest, ABaseThatIsNotIngestsIsNamed) {
  EXPECT_FALSE(RenderKubernetes(*Placement::Parse(kFile), kFile, kBase + "/nowhere").ok());
}

}  // namespace
}  // namespace duban::cli
