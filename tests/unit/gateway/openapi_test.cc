// The OpenAPI document against the routes that it describes. Its form is checked by
// web/tests/openapi.mjs.
#include "gateway/core/openapi.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "gateway/descriptors.h"

namespace duban::gateway {
namespace {

class OpenApiTest : public ::testing::Test {
 protected:
  OpenApiTest() {
    google::protobuf::FileDescriptorSet sources;
    EXPECT_TRUE(sources.ParseFromString(std::string(DescriptorSet())));
    document_ = nlohmann::json::parse(WriteOpenApi(table_, sources, "1"));
  }

  const RouteTable table_ = *RouteTable::Make(PublicServices());
  nlohmann::json document_;
};

TEST_F(OpenApiTest, EveryRouteIsAnOperationAndEveryReferenceLeadsSomewhere) {
  size_t operations = 0;
  for (const auto& [path, methods] : document_["paths"].items()) operations += methods.size();
  EXPECT_EQ(operations, table_.routes().size());
  const nlohmann::json flat = document_.flatten();
  for (const auto& [key, value] : flat.items()) {
    if (!key.ends_with("/$ref")) continue;
    const std::string target = value.get<std::string>().substr(1);
    EXPECT_TRUE(document_.contains(nlohmann::json::json_pointer(target))) << target;
  }
}

TEST_F(OpenApiTest, AnOperationSaysWhatTheProtoSays) {
  const auto& summary = document_["paths"]["/v1/districts/{district}/summary"]["get"];
  EXPECT_EQ(summary["operationId"], "AnalyticsService_GetDistrictSummary");
  EXPECT_NE(summary["description"].get<std::string>().find("Returns a district"),
            std::string::npos);
  std::set<std::string> parameters;
  for (const auto& parameter : summary["parameters"]) parameters.insert(parameter["name"]);
  for (const char* name : {"district", "asOf", "atLeast", "year"})
    EXPECT_TRUE(parameters.contains(name)) << name;
  EXPECT_FALSE(parameters.contains("name")) << "the path says it";
  const auto& watch = document_["paths"]["/v1/districts/{district}/summary:watch"]["get"];
  EXPECT_TRUE(watch["responses"]["200"]["content"].contains("text/event-stream"));
  const auto& submit = document_["paths"]["/v1/districts/{district}/reports"]["post"];
  EXPECT_EQ(submit["requestBody"]["content"]["application/json"]["schema"]["$ref"],
            "#/components/schemas/duban.ingest.v1.SubmitReportRequest");
}

}  // namespace
}  // namespace duban::gateway
