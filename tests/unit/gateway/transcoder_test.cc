// HTTP requests as request messages.
#include "gateway/core/transcoder.h"

#include <duban/analytics/v1/analytics_service.pb.h>
#include <duban/ingest/v1/progress_service.pb.h>
#include <duban/registry/v1/registry_service.pb.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/error.h"
#include "gateway/core/http_status.h"
#include "gateway/descriptors.h"
#include "runtime/rpc_status.h"

namespace duban::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TranscoderTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<google::protobuf::Message>> Build(const char* method,
                                                                   const char* path,
                                                                   const char* query,
                                                                   const char* body = "") {
    const auto found = table_.Find(method, path);
    return BuildRequest(std::get<RouteTable::Found>(found), query, body);
  }

  template <class T>
  T Built(const char* method, const char* path, const char* query, const char* body = "") {
    auto result = Build(method, path, query, body);
    EXPECT_TRUE(result.ok()) << MessageOf(result.status());
    return result.ok() ? dynamic_cast<T&>(**result) : T();
  }

  // "field reason", in order.
  std::vector<std::string> Problems(const char* method, const char* path, const char* query,
                                    const char* body = "") {
    std::vector<std::string> out;
    for (const auto& violation : ViolationsOf(Build(method, path, query, body).status()))
      out.push_back(violation.field + " " + violation.reason);
    return out;
  }

  const RouteTable table_ = *RouteTable::Make(PublicServices());
};

TEST_F(TranscoderTest, QueryParametersFillFieldsInBothSpellings) {
  using Request = analytics::v1::ListTaskProgressRequest;
  for (const char* query : {"page_size=20&as_of=2022-06-30&at_least=7&filter=unit+%3D+%22%E5%8C%BA%"
                            "E6%B0%B4%E5%8A%A1%E5%B1%80%22",
                            "pageSize=20&asOf.year=2022&asOf.month=6&asOf.day=30&atLeast=7&filter="
                            "unit%20=%20%22区水务局%22"}) {
    const auto request =
        Built<Request>("GET", "/v1/districts/440113/programmes/2022/taskProgress", query);
    EXPECT_EQ(request.parent(), "districts/440113/programmes/2022");
    EXPECT_EQ(request.page_size(), 20);
    EXPECT_EQ(request.as_of().month(), 6);
    EXPECT_EQ(request.as_of().day(), 30);
    EXPECT_EQ(request.at_least(), 7);
    EXPECT_EQ(request.filter(), "unit = \"区水务局\"");
  }
}

TEST_F(TranscoderTest, EnumsComeByNameOrNumberAndRepeatedFieldsRepeat) {
  using analytics::v1::GenerateBulletinRequest;
  for (const char* query : {"format=CSV", "format=3"}) {
    EXPECT_EQ(Built<GenerateBulletinRequest>("GET", "/v1/districts/440113/programmes/2022:bulletin",
                                             query)
                  .format(),
              GenerateBulletinRequest::CSV);
  }
  EXPECT_THAT(
      Built<analytics::v1::CompareDistrictsRequest>(
          "GET", "/v1/districts:compare", "districts=districts/440113&districts=districts/420506")
          .districts(),
      ElementsAre("districts/440113", "districts/420506"));
  EXPECT_TRUE(
      Built<registry::v1::ListUnitsRequest>("GET", "/v1/districts/440113/units", "include_merged")
          .include_merged());
}

TEST_F(TranscoderTest, AllBadParametersAreNamedAtOnce) {
  EXPECT_THAT(Problems("GET", "/v1/districts/440113/summary",
                       "as_of=2022-02-30&year=many&colour=red&name=districts/1&x=%ff"),
              ElementsAre("as_of QUERY_VALUE_INVALID", "year QUERY_VALUE_INVALID",
                          "colour QUERY_PARAMETER_UNKNOWN", "name QUERY_PARAMETER_UNKNOWN",
                          "x QUERY_VALUE_INVALID"));
}

TEST_F(TranscoderTest, AWholeBodyIsReadAndThePathWins) {
  const auto request = Built<ingest::v1::SubmitReportRequest>(
      "POST", "/v1/districts/440113/reports", "",
      R"({"parent":"districts/999999","requestId":"r1","report":{"status":"IN_PROGRESS","measurements":[{"value":12.5}]}})");
  EXPECT_EQ(request.parent(), "districts/440113");
  EXPECT_EQ(request.request_id(), "r1");
  EXPECT_EQ(request.report().measurements(0).value(), 12.5);
  EXPECT_THAT(Problems("POST", "/v1/districts/440113/reports", "request_id=r2", "{}"),
              ElementsAre("request_id QUERY_PARAMETER_UNKNOWN"));
}

TEST_F(TranscoderTest, ABodyFieldLeavesTheOthersToTheQuery) {
  const auto request = Built<registry::v1::UpdateDistrictRequest>(
      "PATCH", "/v1/districts/440113", "update_mask=display_name", R"({"displayName":"番禺区"})");
  EXPECT_EQ(request.district().name(), "districts/440113");
  EXPECT_EQ(request.district().display_name(), "番禺区");
  EXPECT_EQ(request.update_mask(), "display_name");
}

TEST_F(TranscoderTest, BadJsonAndUnexpectedBodiesAreRefused) {
  EXPECT_EQ(ReasonOf(Build("POST", "/v1/districts/440113/reports", "", "{").status()),
            "JSON_INVALID");
  EXPECT_EQ(ReasonOf(Build("POST", "/v1/districts/440113/reports", "", R"({"colour":1})").status()),
            "JSON_INVALID");
  EXPECT_EQ(ReasonOf(Build("GET", "/v1/districts/440113/summary", "", "{}").status()),
            "BODY_NOT_EXPECTED");
  EXPECT_THAT(Problems("GET", "/v1/districts/%ff/summary", ""),
              ElementsAre("name PATH_VALUE_INVALID"));
}

TEST_F(TranscoderTest, TheDistrictOfAPathIsWhatProxiesRouteBy) {
  EXPECT_EQ(DistrictOf({{"name", "districts/440113/programmes/2022"}}), "440113");
  EXPECT_EQ(DistrictOf({{"district", "districts/440113"}}), "440113");
  EXPECT_EQ(DistrictOf({{"district", "districts/-"}}), "");
  EXPECT_EQ(DistrictOf({{"name", "documents/440113"}}), "");
}

TEST_F(TranscoderTest, ErrorsBecomeStatusesThatSayWhatAndWhere) {
  EXPECT_EQ(HttpStatusOf(0), 200);
  EXPECT_EQ(HttpStatusOf(3), 400);
  EXPECT_EQ(HttpStatusOf(5), 404);
  EXPECT_EQ(HttpStatusOf(8), 429);
  EXPECT_EQ(HttpStatusOf(14), 503);
  EXPECT_EQ(HttpStatusOf(99), 500);
  auto status = runtime::ToRpcStatus(
      WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "INGEST_QUEUE_FULL", "full"),
                     std::chrono::milliseconds(1200)));
  EXPECT_EQ(RetryAfterSeconds(status), 2);
  EXPECT_THAT(StatusJson(status), HasSubstr("\"reason\":\"INGEST_QUEUE_FULL\""));
  status.add_details()->set_type_url("type.googleapis.com/nobody.Knows");
  EXPECT_THAT(StatusJson(status), HasSubstr("\"message\":\"full\""));
}

}  // namespace
}  // namespace duban::gateway
