// Single reports over gRPC when much goes on at once or goes wrong: a thousand calls, a stop,
// callers that vanish, a full queue, a disk that fails.
#include "ingest/transport/report_calls.h"

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/journal/segment_journal.h"
#include "runtime/callback_queue.h"
#include "runtime/client.h"
#include "runtime/packets.h"
#include "runtime/rpc_status.h"
#include "tests/testing/faulty_disk.h"
#include "tests/testing/journal_entries.h"
#include "tests/unit/ingest/rig.h"

namespace duban::ingest {
namespace {

// One that is stored as it came and remarked on by nobody, as nearly all are.
v1::SubmitReportRequest Request(int number) {
  type::v1::Report report = SampleReport();
  report.mutable_measurements(0)->set_indicator(kHouseholds);
  return SampleRequest("id-" + std::to_string(number), report);
}

// Calls under way from one thread over one connection.
class Caller {
 public:
  using Answer = absl::StatusOr<v1::SubmitReportResponse>;

  explicit Caller(const std::string& address)
      : stub_(v1::ProgressService::NewStub(runtime::MakeChannel(address))) {}
  ~Caller() {
    queue_.Shutdown();
    while (Next()) {
    }
  }

  void Submit(const v1::SubmitReportRequest& request) {
    Call& call = *calls_.emplace_back(std::make_unique<Call>());
    runtime::PrepareContext(call.context, std::chrono::seconds(30), "440113");
    call.reader = stub_->AsyncSubmitReport(&call.context, request, &queue_);
    call.reader->Finish(&call.response, &call.status, &call);
  }
  void Submit(int first, int count) {
    for (int i = 0; i < count; ++i) Submit(Request(first + i));
  }

  // The next `count` answers, in the order in which they come.
  std::vector<Answer> Await(int count) {
    std::vector<Answer> answers;
    while (static_cast<int>(answers.size()) < count) {
      const auto answer = Next();
      if (!answer) break;
      answers.push_back(*answer);
    }
    return answers;
  }
  Answer AwaitOne() { return Await(1).front(); }

  // Goes away in the middle of everything.
  void Vanish() {
    for (const auto& call : calls_) call->context.TryCancel();
  }

  v1::ProgressService::Stub& stub() { return *stub_; }

 private:
  struct Call {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientAsyncResponseReader<v1::SubmitReportResponse>> reader;
    v1::SubmitReportResponse response;
    grpc::Status status;
  };

  std::optional<Answer> Next() {
    void* tag = nullptr;
    bool ok = false;
    if (!queue_.Next(&tag, &ok)) return std::nullopt;
    const Call& call = *static_cast<Call*>(tag);
    if (!call.status.ok()) return Answer(runtime::FromGrpc(call.status));
    return Answer(call.response);
  }

  grpc::CompletionQueue queue_;
  const std::unique_ptr<v1::ProgressService::Stub> stub_;
  std::vector<std::unique_ptr<Call>> calls_;
};

// A server over a journal, and who calls it. A Committer::Hold keeps the reports in the queue for
// as long as a test wants.
class ServedJournal : public ::testing::Test {
 protected:
  // The journal must outlive it.
  explicit ServedJournal(Journal& journal, CommitterConfig config = {},
                         runtime::ServerConfig server = {})
      : stored_(journal), core_(journal, {}, config) {
    server_ = *runtime::Server::Start(server, {&service_}, metrics_, log_, clock_, &calls_);
    server_->SetServing(true);
    caller_.emplace(server_->address());
  }

  void AwaitQueued(int count) {
    while (core_.committer.depth().entries < count) std::this_thread::yield();
  }
  void AwaitStopping() {
    while (metrics_.Text().find("duban_process_serving 0") == std::string::npos)
      std::this_thread::yield();
  }
  std::int64_t Stored() { return stored_.GetHead("440113")->position; }

  Journal& stored_;
  Core core_;
  SystemClock clock_;
  runtime::Metrics metrics_;
  runtime::Log log_{"test", "0", runtime::LogLevel::kError, "json", clock_};
  runtime::Executor executor_{1, 1};
  runtime::Executor workers_{2, 100};
  runtime::Signal committed_;
  ProgressGrpc service_{core_.progress, stored_,  *core_.ownership, {}, {},
                        workers_,       workers_, committed_,       {}};
  ReportCalls calls_{service_, core_.progress, core_.committer, executor_};
  std::unique_ptr<runtime::Server> server_;
  std::optional<Caller> caller_;
};

// With the journal in memory.
class ReportCallsTest : protected InMemory, public ServedJournal {
 protected:
  explicit ReportCallsTest(CommitterConfig config = {}, runtime::ServerConfig server = {})
      : ServedJournal(journal, config, server) {}
};

int CountGood(const std::vector<Caller::Answer>& answers) {
  return static_cast<int>(
      std::count_if(answers.begin(), answers.end(), [](const auto& one) { return one.ok(); }));
}

TEST_F(ReportCallsTest, AThousandCallsInFlightGetPositionsWithoutGapAndAreCounted) {
  {
    const Committer::Hold hold(core_.committer);
    caller_->Submit(0, 1'000);
    AwaitQueued(1'000);
    EXPECT_EQ(Stored(), 0);
  }
  std::set<std::int64_t> positions;
  for (const Caller::Answer& answer : caller_->Await(1'000)) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    positions.insert(answer->position());
  }
  EXPECT_EQ(positions.size(), 1'000u);
  EXPECT_EQ(*positions.rbegin(), 1'000);
  server_->Stop();
  EXPECT_NE(metrics_.Text().find(
                "duban_grpc_server_handled_total{grpc_code=\"OK\",grpc_method=\"SubmitReport\","
                "grpc_service=\"duban.ingest.v1.ProgressService\"} 1000"),
            std::string::npos);
  EXPECT_TRUE(runtime::CallbacksAreNotPolledFor())
      << "libgrpc++ no longer asks for the queue that it was given";
}

TEST_F(ReportCallsTest, WhatGrpcSendsCanBeHeldBackToLeaveInFewPackets) {
  // Another thread may be the one that sends, when it happens to be busy with the connection.
  int sent = 0;
  for (bool held = false; !held; ++sent) {
    ASSERT_LT(sent, 1'000) << "gRPC no longer sends by sendmsg";
    {
      const runtime::HoldPackets hold;
      caller_->Submit(Request(sent));
      held = hold.sockets() > 0;
    }
    ASSERT_TRUE(caller_->AwaitOne().ok());
  }
  EXPECT_EQ(Stored(), sent);
}

TEST_F(ReportCallsTest, AStopAnswersTheCallsInFlight) {
  std::optional<Committer::Hold> hold(core_.committer);
  caller_->Submit(0, 50);
  AwaitQueued(50);
  std::thread stop([this] { server_->Stop(); });
  AwaitStopping();
  hold.reset();
  EXPECT_EQ(CountGood(caller_->Await(50)), 50);
  stop.join();
  EXPECT_EQ(Stored(), 50);
}

class ImpatientStopTest : public ReportCallsTest {
 protected:
  ImpatientStopTest() : ReportCallsTest({}, {.stop_deadline = std::chrono::milliseconds(20)}) {}
};

TEST_F(ImpatientStopTest, CallsThatOutliveTheDeadlineAreCutOffAndTheServerWaitsForTheirReports) {
  std::optional<Committer::Hold> hold(core_.committer);
  caller_->Submit(0, 50);
  AwaitQueued(50);
  std::thread stop([this] { server_->Stop(); });
  EXPECT_EQ(CountGood(caller_->Await(50)), 0) << "nothing is acknowledged that is not stored";
  hold.reset();
  stop.join();
  EXPECT_EQ(Stored(), 50);
}

TEST_F(ReportCallsTest, CallersThatVanishDisturbNobodyAndMayAskAgain) {
  {
    const Committer::Hold hold(core_.committer);
    caller_->Submit(0, 50);
    AwaitQueued(50);
    caller_->Vanish();
    EXPECT_EQ(CountGood(caller_->Await(50)), 0);
    caller_.emplace(server_->address());
  }
  caller_->Submit(0, 51);
  int repeated = 0;
  for (const Caller::Answer& answer : caller_->Await(51)) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    repeated += answer->duplicate() ? 1 : 0;
  }
  EXPECT_EQ(repeated, 50) << "what they sent had been stored";
  EXPECT_EQ(Stored(), 51);
}

TEST_F(ReportCallsTest, WhatADiskThatFailsDidNotTakeIsNotAcknowledged) {
  journal.FailAppendsWith(
      Error(absl::StatusCode::kUnavailable, "JOURNAL_READ_ONLY", "a sync failed"));
  caller_->Submit(0, 100);
  for (const Caller::Answer& answer : caller_->Await(100))
    EXPECT_EQ(ReasonOf(answer.status()), "JOURNAL_READ_ONLY");
  journal.FailAppendsWith(absl::OkStatus());
  caller_->Submit(0, 100);
  EXPECT_EQ(CountGood(caller_->Await(100)), 100);
  EXPECT_EQ(Stored(), 100);
}

TEST_F(ReportCallsTest, BatchesAndSingleReportsShareTheJournal) {
  constexpr int kBatches = 20;
  constexpr int kEach = 50;
  std::thread streaming([this] {
    grpc::ClientContext context;
    runtime::PrepareContext(context, std::chrono::seconds(30));
    const auto stream = caller_->stub().StreamReports(&context);
    for (int b = 0; b < kBatches; ++b) {
      v1::StreamReportsRequest batch;
      for (int i = 0; i < kEach; ++i) *batch.add_requests() = Request(10'000 + b * kEach + i);
      v1::StreamReportsResponse response;
      ASSERT_TRUE(stream->Write(batch) && stream->Read(&response));
      for (const auto& one : response.acknowledgements())
        EXPECT_EQ(one.status().code(), 0) << one.status().message();
    }
    stream->WritesDone();
    EXPECT_TRUE(stream->Finish().ok());
  });
  for (int round = 0; round < 10; ++round) {
    caller_->Submit(round * 50, 50);
    EXPECT_EQ(CountGood(caller_->Await(50)), 50);
  }
  streaming.join();
  EXPECT_EQ(Stored(), 500 + kBatches * kEach);
}

// What a queue that holds `room` reports does with three times as many that come while nothing is
// written.
class BackPressureTest : public ReportCallsTest {
 protected:
  static constexpr int kRoom = 10;

  using ReportCallsTest::ReportCallsTest;

  void ExpectTheRestRefusedWithAdvice() {
    std::optional<Committer::Hold> hold(core_.committer);
    caller_->Submit(0, 3 * kRoom);
    const std::vector<Caller::Answer> refused = caller_->Await(2 * kRoom);
    for (const Caller::Answer& answer : refused) {
      EXPECT_EQ(answer.status().code(), absl::StatusCode::kResourceExhausted);
      EXPECT_EQ(ReasonOf(answer.status()), "INGEST_QUEUE_FULL");
      EXPECT_TRUE(RetryAfterOf(answer.status()).has_value());
    }
    hold.reset();
    const int taken = CountGood(caller_->Await(kRoom));
    EXPECT_GE(taken, kRoom / 2) << "one district alone may take half";
    EXPECT_EQ(taken, Stored());
    caller_->Submit(3 * kRoom, 1);
    EXPECT_TRUE(caller_->AwaitOne().ok()) << "there is room again";
  }
};

class BackPressureInEntriesTest : public BackPressureTest {
 protected:
  BackPressureInEntriesTest() : BackPressureTest({.max_queue_entries = kRoom}) {}
};

TEST_F(BackPressureInEntriesTest, MoreThanTheQueueTakesIsRefusedWithAdviceAndNothingElseIs) {
  ExpectTheRestRefusedWithAdvice();
}

class BackPressureInBytesTest : public BackPressureTest {
 protected:
  // A report takes its payload and some for its entry, so there is no room for more of them than
  // this.
  BackPressureInBytesTest()
      : BackPressureTest(
            {.max_queue_bytes =
                 kRoom * (256 + static_cast<std::int64_t>(Request(0).report().ByteSizeLong()))}) {}
};

TEST_F(BackPressureInBytesTest, MoreThanTheQueueTakesIsRefusedWithAdviceAndNothingElseIs) {
  ExpectTheRestRefusedWithAdvice();
}

// The real journal, on a disk that fails on demand.
struct OnDisk {
  testing::FaultyDisk disk{1};
  std::unique_ptr<SegmentJournal> journal =
      *SegmentJournal::Make(disk.Mount(), {.segment_bytes = 64 << 10,
                                           .first_segment_bytes = 64 << 10,
                                           .fill_pause = std::chrono::milliseconds(0)});
};

class FailingDiskTest : protected OnDisk, public ServedJournal {
 protected:
  FailingDiskTest() : ServedJournal(*journal) {}

  // Ids of the reports that are stored, after the power was off.
  std::set<std::string> IdsAfterPowerLoss() {
    server_->Stop();
    journal.reset();
    disk.PowerCycle();
    journal = *SegmentJournal::Make(disk.Mount(), {});
    EXPECT_FALSE(VerifyChain(*journal)->broken);
    std::set<std::string> ids;
    for (const Entry& entry : testing::Everything(*journal)) ids.insert(entry.request_id);
    return ids;
  }
};

TEST_F(FailingDiskTest, AfterASyncThatFailedNothingIsAcknowledgedAndNothingAcknowledgedIsLost) {
  caller_->Submit(0, 50);
  ASSERT_EQ(CountGood(caller_->Await(50)), 50);
  journal->WaitUntilIdle();
  disk.FailSyncAfter(0);
  for (const int first : {50, 100}) {
    caller_->Submit(first, 50);
    for (const Caller::Answer& answer : caller_->Await(50)) {
      EXPECT_EQ(answer.status().code(), absl::StatusCode::kFailedPrecondition);
      EXPECT_EQ(ReasonOf(answer.status()), "JOURNAL_READ_ONLY");
    }
  }
  grpc::ClientContext context;
  v1::GetReportRequest read;
  read.set_name("districts/440113/reports/50");
  type::v1::Report report;
  EXPECT_TRUE(caller_->stub().GetReport(&context, read, &report).ok()) << "reads go on";
  const std::set<std::string> ids = IdsAfterPowerLoss();
  for (int i = 0; i < 50; ++i)
    EXPECT_TRUE(ids.contains("id-" + std::to_string(i))) << i << " was acknowledged";
}

TEST_F(FailingDiskTest, AFullDiskIsSaidAndSpaceEndsItWithoutARestart) {
  disk.SetCapacity(disk.UsedBytes() + (100 << 10));
  std::set<std::string> acknowledged;
  const auto submit = [&](int number) {
    caller_->Submit(Request(number));
    const Caller::Answer answer = caller_->AwaitOne();
    if (answer.ok()) acknowledged.insert("id-" + std::to_string(number));
    return answer.status();
  };
  // Sealing gives some of the space back, so it is full once many in a row are refused.
  int number = 0;
  absl::Status refusal;
  for (int refused = 0; refused < 20 && number < 20'000; ++number) {
    refusal = submit(number);
    refused = refusal.ok() ? 0 : refused + 1;
  }
  EXPECT_EQ(refusal.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refusal), "STORE_FULL");
  disk.SetCapacity(UINT64_MAX);
  // The first one may still hear of an attempt that began before there was space.
  for (int tries = 0; tries < 3 && !refusal.ok(); ++tries) refusal = submit(number++);
  EXPECT_TRUE(refusal.ok()) << refusal;
  caller_->Submit(number, 50);
  EXPECT_EQ(CountGood(caller_->Await(50)), 50);
  for (int i = 0; i < 50; ++i) acknowledged.insert("id-" + std::to_string(number + i));
  EXPECT_EQ(IdsAfterPowerLoss(), acknowledged)
      << "all that was acknowledged, and nothing that was refused";
}

TEST_F(ReportCallsTest, WhatHasToLookIntoTheJournalWaitsForAWorkerAndKeepsNobodyWaiting) {
  absl::Notification go_on;
  ASSERT_TRUE(executor_.TryRun([&] { go_on.WaitForNotification(); }));
  const auto refused = [](int number) {
    v1::SubmitReportRequest request = Request(number);
    request.mutable_report()->set_task("districts/440113/programmes/2022/projects/9/tasks/1");
    return request;
  };
  // The worker is busy, one may wait for it.
  while (executor_.depth() > 0) std::this_thread::yield();
  caller_->Submit(refused(1));
  while (executor_.depth() < 1) std::this_thread::yield();
  caller_->Submit(refused(2));
  EXPECT_EQ(ReasonOf(caller_->AwaitOne().status()), "SERVER_OVERLOADED");
  caller_->Submit(Request(3));
  EXPECT_TRUE(caller_->AwaitOne().ok()) << "a good report needs no worker";
  go_on.Notify();
  EXPECT_EQ(caller_->AwaitOne().status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace duban::ingest
