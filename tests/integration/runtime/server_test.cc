// A server program as its clients and operators meet it: statuses, metrics, health, watches,
// overload, stop.
#include "runtime/server.h"

#include <arpa/inet.h>
#include <duban/ingest/v1/progress_service.grpc.pb.h>
#include <gmock/gmock.h>
#include <grpc/health/v1/health.grpc.pb.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/error.h"
#include "runtime/client.h"
#include "runtime/rpc.h"

namespace duban::runtime {
namespace {

using ingest::v1::JournalEntry;
using ingest::v1::ListJournalsRequest;
using ingest::v1::ListJournalsResponse;
using ingest::v1::ProgressService;
using ingest::v1::VerifyJournalRequest;
using ingest::v1::VerifyJournalResponse;
using ingest::v1::WatchReportsRequest;
using ::testing::HasSubstr;

// A small service: ListJournals answers, VerifyJournal fails as told, WatchReports counts up to
// `limit`.
class CountingService final : public ProgressService::CallbackService {
 public:
  explicit CountingService(Executor& executor) : executor_(executor) {}

  grpc::ServerUnaryReactor* ListJournals(grpc::CallbackServerContext* context,
                                         const ListJournalsRequest* request,
                                         ListJournalsResponse* response) override {
    return UnaryInline(context, request, response,
                       [](const ListJournalsRequest&) -> absl::StatusOr<ListJournalsResponse> {
                         ListJournalsResponse out;
                         out.set_sequence(7);
                         return out;
                       });
  }

  grpc::ServerUnaryReactor* VerifyJournal(grpc::CallbackServerContext* context,
                                          const VerifyJournalRequest* request,
                                          VerifyJournalResponse* response) override {
    return Unary(context, request, response, executor_,
                 [](const VerifyJournalRequest& r) -> absl::StatusOr<VerifyJournalResponse> {
                   return InvalidField("district", "NAME_MALFORMED", "got " + r.district());
                 });
  }

  grpc::ServerWriteReactor<JournalEntry>* WatchReports(
      grpc::CallbackServerContext*, const WatchReportsRequest* request) override {
    auto sent = std::make_shared<std::int64_t>(request->after_position());
    return Watch<JournalEntry>(
        executor_, changed,
        [this, sent]() -> absl::StatusOr<std::optional<std::vector<JournalEntry>>> {
          std::vector<JournalEntry> batch;
          while (*sent < head.load() && batch.size() < 3) {
            batch.emplace_back().set_position(++*sent);
          }
          if (batch.empty() && *sent >= end.load()) return std::nullopt;
          return batch;
        });
  }

  Signal changed;
  std::atomic<std::int64_t> head{0};
  std::atomic<std::int64_t> end{1000};

 private:
  Executor& executor_;
};

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = Server::Start({}, {&service_}, metrics_, log_, clock_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    stub_ = ProgressService::NewStub(MakeChannel(server_->address()));
  }

  SystemClock clock_;
  Metrics metrics_;
  Log log_{"test", "0", LogLevel::kError, "json", clock_};
  Executor executor_{2, 100};
  CountingService service_{executor_};
  std::unique_ptr<Server> server_;
  std::unique_ptr<ProgressService::Stub> stub_;
};

TEST_F(ServerTest, CountsEveryCallByMethodAndCodeWithoutAHandlersHelp) {
  ListJournalsResponse response;
  grpc::ClientContext context;
  PrepareContext(context, std::chrono::seconds(5));
  ASSERT_TRUE(stub_->ListJournals(&context, {}, &response).ok());
  EXPECT_EQ(response.sequence(), 7);
  server_->Stop();
  EXPECT_THAT(
      metrics_.Text(),
      HasSubstr("duban_grpc_server_handled_total{grpc_code=\"OK\",grpc_method=\"ListJournals\","
                "grpc_service=\"duban.ingest.v1.ProgressService\"} 1"));
}

TEST_F(ServerTest, AnErrorReachesTheClientWithReasonAndField) {
  VerifyJournalRequest request;
  request.set_district("nonsense");
  VerifyJournalResponse response;
  grpc::ClientContext context;
  PrepareContext(context, std::chrono::seconds(5));
  const absl::Status status = FromGrpc(stub_->VerifyJournal(&context, request, &response));
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "NAME_MALFORMED");
  ASSERT_EQ(ViolationsOf(status).size(), 1u);
  EXPECT_EQ(ViolationsOf(status)[0].field, "district");
}

TEST_F(ServerTest, HealthIsToldForTheServerAndForEachOfItsServices) {
  const auto health = grpc::health::v1::Health::NewStub(MakeChannel(server_->address()));
  const auto ask = [&](const std::string& service, grpc::health::v1::HealthCheckResponse& out) {
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::ClientContext context;
    PrepareContext(context, std::chrono::seconds(5));
    return health->Check(&context, request, &out).error_code();
  };
  grpc::health::v1::HealthCheckResponse response;
  for (const char* service : {"", "duban.ingest.v1.ProgressService"}) {
    server_->SetServing(false);
    EXPECT_EQ(ask(service, response), grpc::StatusCode::OK);
    EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
    server_->SetServing(true);
    EXPECT_EQ(ask(service, response), grpc::StatusCode::OK);
    EXPECT_EQ(response.status(), grpc::health::v1::HealthCheckResponse::SERVING);
  }
  EXPECT_EQ(ask("duban.unknown", response), grpc::StatusCode::NOT_FOUND);
}

TEST_F(ServerTest, AWatcherSeesWhatWasThereAndWhatComesWithoutGap) {
  service_.head = 5;
  grpc::ClientContext context;
  PrepareContext(context, std::chrono::seconds(10));
  auto reader = stub_->WatchReports(&context, {});
  JournalEntry entry;
  for (int i = 1; i <= 5; ++i) {
    ASSERT_TRUE(reader->Read(&entry));
    EXPECT_EQ(entry.position(), i);
  }
  service_.end = 8;
  service_.head = 8;
  service_.changed.Notify();
  for (int i = 6; i <= 8; ++i) {
    ASSERT_TRUE(reader->Read(&entry));
    EXPECT_EQ(entry.position(), i);
  }
  EXPECT_FALSE(reader->Read(&entry));
  EXPECT_TRUE(reader->Finish().ok());
}

// Messages of a few bytes, of which gRPC is told that more will follow, must not wait for more.
TEST_F(ServerTest, FewAndSmallEntriesAreSentAtOnce) {
  for (int entries = 1; entries <= 8; ++entries) {
    service_.head = service_.end = entries;
    grpc::ClientContext context;
    PrepareContext(context, std::chrono::seconds(30));
    auto reader = stub_->WatchReports(&context, {});
    JournalEntry entry;
    for (int i = 1; i <= entries; ++i) ASSERT_TRUE(reader->Read(&entry)) << i << " of " << entries;
    EXPECT_FALSE(reader->Read(&entry));
    EXPECT_TRUE(reader->Finish().ok());
  }
}

TEST_F(ServerTest, AWatcherThatLeavesIsForgotten) {
  {
    grpc::ClientContext context;
    auto reader = stub_->WatchReports(&context, {});
    while (service_.changed.size() == 0) std::this_thread::yield();
    context.TryCancel();
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  while (service_.changed.size() != 0) std::this_thread::yield();
}

TEST_F(ServerTest, AStopEndsOpenWatchesAndSaysWhy) {
  grpc::ClientContext context;
  auto reader = stub_->WatchReports(&context, {});
  while (service_.changed.size() == 0) std::this_thread::yield();
  service_.changed.Close();
  JournalEntry entry;
  EXPECT_FALSE(reader->Read(&entry));
  EXPECT_EQ(ReasonOf(FromGrpc(reader->Finish())), "SERVER_STOPPING");
  server_->Stop();
}

TEST_F(ServerTest, ASecondServerOnTheSamePortSaysSo) {
  ServerConfig config;
  config.rpc_address = server_->address();
  const auto second = Server::Start(config, {}, metrics_, log_, clock_);
  EXPECT_EQ(ReasonOf(second.status()), "ADDRESS_IN_USE");
  EXPECT_THAT(MessageOf(second.status()), HasSubstr(server_->address()));
}

TEST(ExecutorTest, RefusesWhenItsQueueIsFullAndFinishesWhatItTook) {
  absl::Mutex gate;
  std::atomic<int> done{0};
  {
    Executor executor(1, 2);
    gate.Lock();
    std::atomic<bool> started{false};
    executor.Run([&] {
      started = true;
      absl::MutexLock lock(&gate);
      ++done;
    });
    while (!started) std::this_thread::yield();
    EXPECT_TRUE(executor.TryRun([&] { ++done; }));
    EXPECT_TRUE(executor.TryRun([&] { ++done; }));
    EXPECT_FALSE(executor.TryRun([&] { ++done; }));
    gate.Unlock();
  }
  EXPECT_EQ(done, 3);
}

// A server that is too busy to shake hands at once is waited for, not given up.
TEST(ClientTest, AConnectionThatTakesLongIsWaitedFor) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(listener, 8), 0);
  ASSERT_EQ(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  // The kernel takes the connection; nobody answers on it.
  const auto stub =
      ProgressService::NewStub(MakeChannel("127.0.0.1:" + std::to_string(ntohs(address.sin_port))));
  grpc::ClientContext context;
  PrepareContext(context, std::chrono::milliseconds(400));
  ListJournalsResponse response;
  EXPECT_EQ(stub->ListJournals(&context, {}, &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  close(listener);
}

}  // namespace
}  // namespace duban::runtime
