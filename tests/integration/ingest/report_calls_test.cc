// Single reports over gRPC when much goes on at once: a thousand calls, a stop, callers that
// vanish, a full queue.
#include "ingest/transport/report_calls.h"

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "common/error.h"
#include "runtime/callback_queue.h"
#include "runtime/client.h"
#include "runtime/packets.h"
#include "tests/integration/ingest/served_journal.h"

namespace duban::ingest {
namespace {

// With the journal in memory.
class ReportCallsTest : protected InMemory, public ServedJournal {
 protected:
  explicit ReportCallsTest(CommitterConfig config = {}, runtime::ServerConfig server = {})
      : ServedJournal(journal, config, server) {}
};

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
