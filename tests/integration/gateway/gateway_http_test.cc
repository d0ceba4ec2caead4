// The gateway between HTTP clients and services that are faked: answers, errors, live streams,
// limits, bad clients.
#include <duban/analytics/v1/analytics_service.grpc.pb.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "gateway/gateway.h"

// After the protos: <netdb.h> makes a macro of NO_DATA.
#include <boost/asio/ip/tcp.hpp>

#include "absl/synchronization/notification.h"
#include "common/error.h"
#include "runtime/rpc.h"
#include "runtime/server.h"

namespace duban::gateway {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Analytics = analytics::v1::AnalyticsService;
using analytics::v1::DistrictSummary;
using analytics::v1::GetDistrictSummaryRequest;

// Answers for district 440113, and for 440115 once it is let; remembers the metadata that it saw.
class FakeAnalytics final : public Analytics::CallbackService {
 public:
  explicit FakeAnalytics(runtime::Executor& executor) : executor_(executor) {}

  grpc::ServerUnaryReactor* GetDistrictSummary(grpc::CallbackServerContext* context,
                                               const GetDistrictSummaryRequest* request,
                                               DistrictSummary* response) override {
    const auto& metadata = context->client_metadata();
    const auto text = [&](const char* key) {
      const auto it = metadata.find(key);
      return it == metadata.end() ? std::string()
                                  : std::string(it->second.data(), it->second.size());
    };
    {
      absl::MutexLock lock(&mu_);
      district_ = text("duban-district");
      request_id_ = text("x-request-id");
    }
    return runtime::UnaryInline(
        context, request, response,
        [this](const GetDistrictSummaryRequest& r) -> absl::StatusOr<DistrictSummary> {
          if (r.name() == "districts/440115") {
            asked.Notify();
            let.WaitForNotification();
          } else if (r.name() != "districts/440113") {
            return Error(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND", "no such district");
          }
          DistrictSummary out;
          out.set_name(r.name());
          out.set_display_name("番禺区<script>alert(1)</script>");
          out.mutable_basis()->set_position(17);
          out.mutable_progress()->set_completion(0.4864);
          return out;
        });
  }

  grpc::ServerWriteReactor<DistrictSummary>* WatchDistrictSummary(
      grpc::CallbackServerContext*, const GetDistrictSummaryRequest* request) override {
    if (request->name() != "districts/440113")
      return runtime::Refuse<DistrictSummary>(
          Error(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND", "no such district"));
    auto sent = std::make_shared<std::int64_t>(0);
    return runtime::Watch<DistrictSummary>(
        executor_, changed,
        [this, sent]() -> absl::StatusOr<std::optional<std::vector<DistrictSummary>>> {
          std::vector<DistrictSummary> batch;
          if (*sent < position)
            batch.emplace_back().mutable_basis()->set_position(*sent = position);
          return batch;
        });
  }

  std::string district() const { return Locked(district_); }
  std::string request_id() const { return Locked(request_id_); }

  runtime::Signal changed;
  std::atomic<std::int64_t> position{1};
  absl::Notification asked;
  absl::Notification let;

 private:
  std::string Locked(const std::string& text) const {
    absl::MutexLock lock(&mu_);
    return text;
  }

  runtime::Executor& executor_;
  mutable absl::Mutex mu_;
  std::string district_;
  std::string request_id_;
};

class GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    backend_ = *runtime::Server::Start({}, {&analytics_}, metrics_, log_, clock_);
    backend_->SetServing(true);
    config_.analytics_address = backend_->address();
    config_.registry_address = "127.0.0.1:1";  // nothing listens there
    config_.ingest_address = "127.0.0.1:1";
    config_.http.address = "127.0.0.1:0";
    config_.http.headers = {{"X-Content-Type-Options", "nosniff"}};
    config_.http.farewell = [this] { return gateway_->Farewell(); };
  }

  void TearDown() override {
    if (server_ != nullptr) server_->Stop(std::chrono::milliseconds(500));
    if (gateway_ != nullptr) gateway_->Stop();
    server_.reset();
    analytics_.changed.Close();
    backend_->Stop();
  }

  void Start() {
    gateway_ = *Gateway::Make(config_, StaticFiles(),
                              {metrics_, log_, clock_, [] { return std::string("made-here"); }});
    server_ = *HttpServer::Start(config_.http,
                                 [this](HttpRequest request, std::shared_ptr<Exchange> exchange) {
                                   gateway_->Handle(std::move(request), std::move(exchange));
                                 });
  }

  std::unique_ptr<boost::asio::ip::tcp::iostream> Connect() {
    auto connection = std::make_unique<boost::asio::ip::tcp::iostream>();
    auto& stream = *connection;
    stream.expires_after(std::chrono::seconds(20));
    const size_t colon = server_->address().rfind(':');
    stream.connect(server_->address().substr(0, colon), server_->address().substr(colon + 1));
    return connection;
  }

  // Sends `text` and reads until the server closes.
  std::string Talk(const std::string& text) {
    const auto connection = Connect();
    auto& stream = *connection;
    stream << text << std::flush;
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

  std::string Get(const std::string& path, const std::string& headers = "") {
    return Talk("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n");
  }

  static nlohmann::json Body(const std::string& answer) {
    return nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
  }

  SystemClock clock_;
  runtime::Metrics metrics_;
  runtime::Log log_{"test", "0", runtime::LogLevel::kError, "text", clock_};
  runtime::Executor executor_{2, 100};
  FakeAnalytics analytics_{executor_};
  std::unique_ptr<runtime::Server> backend_;
  GatewayConfig config_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(GatewayTest, AnAnswerIsProtoJsonAndTheCallCarriesDistrictAndRequestId) {
  Start();
  const std::string answer = Get("/v1/districts/440113/summary", "x-request-id: abc-1\r\n");
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("x-request-id: abc-1\r\n"),
                            HasSubstr("X-Content-Type-Options: nosniff\r\n"),
                            HasSubstr("Content-Type: application/json")));
  EXPECT_EQ(Body(answer)["progress"]["completion"], 0.4864);
  EXPECT_EQ(Body(answer)["basis"]["position"], "17");
  EXPECT_EQ(analytics_.district(), "440113");
  EXPECT_EQ(analytics_.request_id(), "abc-1");
  EXPECT_THAT(Get("/v1/districts/440113/summary", "x-request-id: a b\r\n"),
              HasSubstr("x-request-id: made-here\r\n"));
}

TEST_F(GatewayTest, MarkupInDocumentsStaysText) {
  Start();
  EXPECT_THAT(Get("/v1/districts/440113/summary"), Not(HasSubstr("<script>")));
}

TEST_F(GatewayTest, ErrorsKeepTheirReasonAndWhatIsUnreachableIsNamedWithoutItsAddress) {
  Start();
  const std::string missing = Get("/v1/districts/999999/summary");
  EXPECT_THAT(missing, StartsWith("HTTP/1.1 404 "));
  EXPECT_EQ(Body(missing)["details"][0]["reason"], "DISTRICT_NOT_FOUND");
  const std::string away = Get("/v1/districts");
  EXPECT_THAT(away, AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Retry-After: 1\r\n"),
                          Not(HasSubstr("127.0.0.1"))));
  EXPECT_EQ(Body(away)["details"][0]["reason"], "SERVICE_UNREACHABLE");
  EXPECT_THAT(Get("/v1/nothing"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(Get("/v1/districts/440113/summary?as_of=yesterday"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(GatewayTest, ALiveClientGetsTheStateThenEveryChange) {
  config_.http.keep_alive = std::chrono::milliseconds(100);
  Start();
  const auto connection = Connect();
  auto& stream = *connection;
  stream << "GET /v1/districts/440113/summary:watch HTTP/1.1\r\nHost: x\r\n\r\n" << std::flush;
  std::string line;
  const auto next = [&](const std::string& wanted) {
    while (std::getline(stream, line) && line.find(wanted) == std::string::npos) {
    }
    return line;
  };
  EXPECT_THAT(next("text/event-stream"), StartsWith("Content-Type"));
  EXPECT_THAT(next("data:"), HasSubstr("\"position\":\"1\""));
  EXPECT_THAT(next(":"), HasSubstr(": still here")) << "a quiet stream shows that it lives";
  analytics_.position = 2;
  analytics_.changed.Notify();
  EXPECT_THAT(next("data:"), HasSubstr("\"position\":\"2\""));
  EXPECT_EQ(server_->event_streams(), 1);
  analytics_.changed.Close();
  EXPECT_THAT(next("event:"), HasSubstr("event: status"));
  EXPECT_THAT(next("data:"), HasSubstr("SERVER_STOPPING"));
}

TEST_F(GatewayTest, AClientThatLeavesEndsItsCall) {
  Start();
  {
    const auto connection = Connect();
    auto& stream = *connection;
    stream << "GET /v1/districts/440113/summary:watch HTTP/1.1\r\nHost: x\r\n\r\n" << std::flush;
    std::string line;
    while (std::getline(stream, line) && line.find("data:") == std::string::npos) {
    }
    EXPECT_EQ(analytics_.changed.size(), 1);
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (analytics_.changed.size() > 0 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  EXPECT_EQ(analytics_.changed.size(), 0);
  while (server_->connections() > 0 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::yield();
  EXPECT_EQ(server_->connections(), 0) << "nothing of it is left";
}

TEST_F(GatewayTest, AnErrorBeforeTheFirstEventIsAnHttpError) {
  Start();
  EXPECT_THAT(Get("/v1/districts/999999/summary:watch"),
              AllOf(StartsWith("HTTP/1.1 404 "), HasSubstr("DISTRICT_NOT_FOUND")));
}

TEST_F(GatewayTest, LimitsAreAnsweredEarlyAndSayWhenToComeBack) {
  config_.rate_per_second = 0.5;
  config_.rate_burst = 2;
  config_.max_event_streams = 0;
  config_.http.max_body_bytes = 2048;
  config_.http.max_header_bytes = 2048;
  Start();
  EXPECT_THAT(Get("/v1/districts/440113/summary:watch"),
              AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Retry-After: 30")));
  EXPECT_THAT(Get("/v1/districts/440113/summary"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(Get("/v1/districts/440113/summary"),
              AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Retry-After: 2")));
  EXPECT_THAT(Get("/healthz"), StartsWith("HTTP/1.1 200 ")) << "probes are not limited";
  EXPECT_THAT(
      Talk("POST /v1/documents:parse HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"),
      StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(Get("/healthz", "x-long: " + std::string(5000, 'x') + "\r\n"),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(Talk("\x16\x03\x01 this is no HTTP\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(GatewayTest, SlowClientsAreLetGo) {
  config_.http.header_timeout = std::chrono::milliseconds(100);
  config_.http.body_timeout = std::chrono::milliseconds(100);
  Start();
  EXPECT_EQ(Talk("GET /healthz HTTP/1.1\r\nHost: "), "");
  EXPECT_EQ(Talk("POST /v1/documents:parse HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"),
            "");
}

TEST_F(GatewayTest, OtherSitesCannotMakeABrowserChangeAnything) {
  Start();
  const std::string head =
      "POST /v1/districts/440113/reports HTTP/1.1\r\nHost: x\r\nConnection: "
      "close\r\nContent-Length: 2\r\n";
  EXPECT_THAT(Talk(head + "Content-Type: text/plain\r\n\r\n{}"), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(Talk(head + "Content-Type: application/json\r\nSec-Fetch-Site: cross-site\r\n\r\n{}"),
              StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(
      Talk(head + "Content-Type: application/json\r\nSec-Fetch-Site: same-origin\r\n\r\n{}"),
      StartsWith("HTTP/1.1 503 "))
      << "ingest is not there, but the request was let through";
}

TEST_F(GatewayTest, OnlyAllowedHostNamesAreServed) {
  config_.allowed_hosts = {"board.example"};
  Start();
  EXPECT_THAT(Get("/openapi.json"), StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(
      Talk("GET /openapi.json HTTP/1.1\r\nHost: board.example:7480\r\nConnection: close\r\n\r\n"),
      StartsWith("HTTP/1.1 200 "));
}

TEST_F(GatewayTest, RequestsFollowEachOtherOnOneConnection) {
  Start();
  const auto connection = Connect();
  auto& stream = *connection;
  for (int i = 0; i < 3; ++i) {
    stream << "HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n" << std::flush;
    std::string line;
    std::getline(stream, line);
    EXPECT_THAT(line, StartsWith("HTTP/1.1 200"));
    while (std::getline(stream, line) && line != "\r") {
    }
  }
}

TEST_F(GatewayTest, WhileItDrainsItAnswersEverybodyAndSaysThatItGoes) {
  Start();
  EXPECT_THAT(Get("/readyz"), StartsWith("HTTP/1.1 200 "));
  const auto connection = Connect();
  auto& stream = *connection;
  gateway_->Drain();
  server_->Drain();
  EXPECT_THAT(Get("/readyz"), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("NOT_SERVING")));
  EXPECT_THAT(Get("/healthz"), StartsWith("HTTP/1.1 200 ")) << "alive, so nobody kills it";
  stream << "GET /v1/districts/440113/summary HTTP/1.1\r\nHost: x\r\n\r\n" << std::flush;
  const std::string answer{std::istreambuf_iterator<char>(stream),
                           std::istreambuf_iterator<char>()};
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Connection: close\r\n")));
}

TEST_F(GatewayTest, AStopAnswersWhatIsUnderWayAndTakesNothingNew) {
  Start();
  const auto waiting = Connect();
  *waiting << "GET /v1/districts/440115/summary HTTP/1.1\r\nHost: x\r\n\r\n" << std::flush;
  analytics_.asked.WaitForNotification();
  const auto half = Connect();
  *half << "GET /v1/districts/440113/summary HTTP/1.1\r\nHo" << std::flush;
  const auto idle = Connect();
  while (server_->connections() < 3) std::this_thread::yield();
  std::thread stop([this] { server_->Stop(std::chrono::seconds(20)); });
  EXPECT_EQ(idle->get(), std::iostream::traits_type::eof())
      << "nobody waits for a connection that says nothing";
  *half << "st: x\r\n\r\n" << std::flush;
  EXPECT_THAT((std::string{std::istreambuf_iterator<char>(*half), {}}),
              AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Connection: close\r\n")));
  EXPECT_EQ(Connect()->get(), std::iostream::traits_type::eof());
  analytics_.let.Notify();
  EXPECT_THAT((std::string{std::istreambuf_iterator<char>(*waiting), {}}),
              AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Connection: close\r\n")));
  stop.join();
  EXPECT_EQ(server_->connections(), 0);
}

TEST_F(GatewayTest, AStopTellsLiveClientsToConnectAgain) {
  Start();
  const auto connection = Connect();
  auto& stream = *connection;
  stream << "GET /v1/districts/440113/summary:watch HTTP/1.1\r\nHost: x\r\n\r\n" << std::flush;
  std::string line;
  while (std::getline(stream, line) && line.find("data:") == std::string::npos) {
  }
  server_->Stop(std::chrono::seconds(20));
  const std::string rest{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  EXPECT_THAT(rest, AllOf(HasSubstr("\nretry: "), HasSubstr("\nevent: status\ndata: {"),
                          HasSubstr("SERVER_STOPPING")));
  EXPECT_TRUE(rest.ends_with("\r\n0\r\n\r\n")) << "the stream is whole, not torn: " << rest;
}

TEST_F(GatewayTest, OperatorsSeeWhichServicesAnswer) {
  Start();
  const auto services = Body(Get("/operator/services"))["services"];
  std::map<std::string, std::string> states;
  for (const auto& service : services) states[service["name"]] = service["state"];
  EXPECT_EQ(states["analytics"], "SERVING");
  EXPECT_EQ(states["registry"], "UNREACHABLE");
  EXPECT_THAT(Get("/operator/metrics/gateway"), HasSubstr("duban_http_requests_total"));
  EXPECT_THAT(Get("/operator/metrics/secrets"), StartsWith("HTTP/1.1 404 "));
}

}  // namespace
}  // namespace duban::gateway
