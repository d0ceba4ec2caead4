// duban-ingest as its clients meet it: submissions, streams, watches, outages of the registry, a
// stop.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "common/error.h"
#include "runtime/rpc_status.h"
#include "tests/integration/ingest/fake_registry.h"
#include "tests/integration/ingest/ingest_process.h"
#include "tests/testing/temp_dir.h"
#include "tests/unit/ingest/sample.h"

namespace duban::ingest {
namespace {

using ::testing::HasSubstr;

class ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    registry_.Add(SampleProgramme("440113"));
    registry_.Add(SampleProgramme("440106"));
    Launch({});
  }

  void Launch(std::vector<std::string> extra) {
    process_.reset();
    process_ = std::make_unique<IngestProcess>(dir_.path(), registry_.address(), std::move(extra));
    process_->Start();
    stub_ = process_->Stub();
  }

  absl::StatusOr<v1::SubmitReportResponse> Submit(const v1::SubmitReportRequest& request) {
    grpc::ClientContext context;
    runtime::PrepareContext(context, std::chrono::seconds(10), "440113");
    v1::SubmitReportResponse response;
    const auto status = stub_->SubmitReport(&context, request, &response);
    if (!status.ok()) return runtime::FromGrpc(status);
    return response;
  }

  // A batch of reports of one day each, ids prefix-0, prefix-1, …
  static v1::StreamReportsRequest Batch(const std::string& prefix, int count,
                                        const std::string& district = "440113") {
    v1::StreamReportsRequest batch;
    for (int i = 0; i < count; ++i) {
      type::v1::Report report = SampleReport(i);
      report.set_task("districts/" + district + "/programmes/2022/projects/1/tasks/1");
      *batch.add_requests() = SampleRequest(prefix + "-" + std::to_string(i), report);
    }
    return batch;
  }

  // Everything up to the present.
  std::vector<v1::JournalEntry> ReadAll(const std::string& district) {
    grpc::ClientContext context;
    runtime::PrepareContext(context, std::chrono::seconds(20));
    v1::WatchReportsRequest request;
    request.set_district(district);
    request.set_until_current(true);
    const auto reader = stub_->WatchReports(&context, request);
    std::vector<v1::JournalEntry> out;
    v1::JournalEntry entry;
    while (reader->Read(&entry)) {
      if (!entry.district().empty()) out.push_back(entry);
    }
    EXPECT_TRUE(reader->Finish().ok());
    return out;
  }

  FakeRegistryServer registry_;
  ::duban::testing::TempDir dir_;
  std::unique_ptr<IngestProcess> process_;
  std::unique_ptr<v1::ProgressService::Stub> stub_;
};

TEST_F(ServiceTest, AReportIsAcknowledgedReadBackAndRefusedWithItsFields) {
  const auto answer = Submit(SampleRequest("a"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->position(), 1);
  type::v1::Report bad = SampleReport(-5);
  bad.set_task("districts/440113/programmes/2022/projects/9/tasks/1");
  const auto refused = Submit(SampleRequest("b", bad));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  const auto violations = ViolationsOf(refused.status());
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "report.measurements[0].value");
  EXPECT_EQ(violations[1].reason, "TASK_NOT_FOUND");
}

TEST_F(ServiceTest, TextThatIsNotUtf8IsRefusedWithItsField) {
  // A client of ours cannot even serialize such a message, so its bytes are made by hand: report
  // {narrative: "\xff"}.
  const std::string bytes = "\x12\x03\x2a\x01\xff";
  const grpc::Slice slice(bytes);
  const grpc::ByteBuffer request(&slice, 1);
  grpc::GenericStub generic(runtime::MakeChannel(process_->address()));
  grpc::ClientContext context;
  grpc::ByteBuffer response;
  std::promise<grpc::Status> done;
  generic.UnaryCall(&context, "/duban.ingest.v1.ProgressService/SubmitReport", {}, &request,
                    &response, [&](grpc::Status status) { done.set_value(std::move(status)); });
  const absl::Status status = runtime::FromGrpc(done.get_future().get());
  EXPECT_EQ(ReasonOf(status), "UTF8_INVALID");
  ASSERT_EQ(ViolationsOf(status).size(), 1u);
  EXPECT_EQ(ViolationsOf(status)[0].field, "report.narrative");
}

TEST_F(ServiceTest, AStreamAcknowledgesEveryBatchInOrderAndABadReportFailsAlone) {
  grpc::ClientContext context;
  const auto stream = stub_->StreamReports(&context);
  constexpr int kBatches = 20;
  std::thread writer([&] {
    for (int i = 0; i < kBatches; ++i) {
      v1::StreamReportsRequest batch = Batch("s" + std::to_string(i), 50);
      batch.mutable_requests(7)->mutable_report()->clear_as_of();
      ASSERT_TRUE(stream->Write(batch));
    }
    stream->WritesDone();
  });
  v1::StreamReportsResponse response;
  int batches = 0;
  std::int64_t last = 0;
  while (stream->Read(&response)) {
    ASSERT_EQ(response.acknowledgements_size(), 50);
    for (int i = 0; i < 50; ++i) {
      const v1::Acknowledgement& acknowledgement = response.acknowledgements(i);
      EXPECT_EQ(acknowledgement.request_id(),
                "s" + std::to_string(batches) + "-" + std::to_string(i));
      if (i == 7) {
        EXPECT_EQ(ReasonOf(runtime::FromRpcStatus(acknowledgement.status())), "DATE_MISSING");
      } else {
        EXPECT_EQ(acknowledgement.status().code(), 0);
        EXPECT_EQ(acknowledgement.response().position(), ++last);
      }
    }
    ++batches;
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(batches, kBatches);
  EXPECT_EQ(ReadAll("districts/440113").size(), 49u * kBatches);
}

TEST_F(ServiceTest, AReportThatIsNotUtf8FailsAloneInItsBatch) {
  grpc::ClientContext context;
  const auto stream = stub_->StreamReports(&context);
  v1::StreamReportsRequest batch = Batch("u", 5);
  batch.mutable_requests(1)->mutable_report()->set_narrative("\xff\xfe");
  batch.mutable_requests(3)->mutable_report()->mutable_measurements(0)->set_unit("\xe6\x88");
  ASSERT_TRUE(stream->Write(batch));
  v1::StreamReportsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  ASSERT_EQ(response.acknowledgements_size(), 5);
  for (int i = 0; i < 5; ++i) {
    const v1::Acknowledgement& acknowledgement = response.acknowledgements(i);
    EXPECT_EQ(acknowledgement.request_id(), batch.requests(i).request_id());
    const absl::Status status = runtime::FromRpcStatus(acknowledgement.status());
    EXPECT_EQ(ReasonOf(status), i == 1 || i == 3 ? "UTF8_INVALID" : "");
  }
  EXPECT_EQ(ViolationsOf(runtime::FromRpcStatus(response.acknowledgements(1).status()))[0].field,
            "report.narrative");
  EXPECT_EQ(response.acknowledgements(4).response().position(), 3);
  ASSERT_TRUE(stream->Write(Batch("v", 2))) << "the stream goes on";
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.acknowledgements(1).response().position(), 5);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ServiceTest, ABrokenStreamIsResumedByItsRequestIds) {
  {
    grpc::ClientContext context;
    const auto stream = stub_->StreamReports(&context);
    for (int i = 0; i < 5; ++i) stream->Write(Batch("r" + std::to_string(i), 40));
    context.TryCancel();  // nobody knows what was accepted
    stream->Finish();
  }
  grpc::ClientContext context;
  const auto stream = stub_->StreamReports(&context);
  for (int i = 0; i < 5; ++i) {
    v1::StreamReportsResponse response;
    ASSERT_TRUE(stream->Write(Batch("r" + std::to_string(i), 40)));
    ASSERT_TRUE(stream->Read(&response));
    for (const auto& acknowledgement : response.acknowledgements())
      EXPECT_EQ(acknowledgement.status().code(), 0);
  }
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  std::set<std::string> ids;
  for (const auto& entry : ReadAll("districts/440113"))
    EXPECT_TRUE(ids.insert(entry.request_id()).second);
  EXPECT_EQ(ids.size(), 200u);
}

TEST_F(ServiceTest, ABatchThatIsTooLargeEndsTheStreamAfterWhatCameBefore) {
  grpc::ClientContext context;
  const auto stream = stub_->StreamReports(&context);
  stream->Write(Batch("ok", 3));
  stream->Write(Batch("large", 1001));
  v1::StreamReportsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.acknowledgements_size(), 3);
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(runtime::FromGrpc(stream->Finish())), "BATCH_TOO_LARGE");
}

TEST_F(ServiceTest, AWatcherSeesWhatWasAndWhatComesWithinMilliseconds) {
  ASSERT_TRUE(Submit(SampleRequest("before")).ok());
  grpc::ClientContext context;
  v1::WatchReportsRequest request;
  request.set_district("districts/440113");
  const auto reader = stub_->WatchReports(&context, request);
  v1::JournalEntry entry;
  ASSERT_TRUE(reader->Read(&entry));
  EXPECT_EQ(entry.request_id(), "before");
  ASSERT_TRUE(reader->Read(&entry));
  EXPECT_EQ(entry.district(), "") << "a heartbeat says that everything known was sent";
  std::vector<double> milliseconds;
  for (int i = 0; i < 21; ++i) {
    ASSERT_TRUE(Submit(SampleRequest("live-" + std::to_string(i))).ok());
    const auto acknowledged = std::chrono::steady_clock::now();
    ASSERT_TRUE(reader->Read(&entry));
    EXPECT_EQ(entry.request_id(), "live-" + std::to_string(i));
    milliseconds.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - acknowledged)
            .count());
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  EXPECT_LT(milliseconds[10], 50) << "the median; a loaded machine is given room";
  context.TryCancel();
  reader->Finish();
}

TEST_F(ServiceTest, AWatcherFromTheFutureIsToldToStartAgain) {
  grpc::ClientContext context;
  v1::WatchReportsRequest request;
  request.set_district("districts/440113");
  request.set_after_position(5);
  const auto reader = stub_->WatchReports(&context, request);
  v1::JournalEntry entry;
  EXPECT_FALSE(reader->Read(&entry));
  EXPECT_EQ(ReasonOf(runtime::FromGrpc(reader->Finish())), "POSITION_FUTURE");
}

TEST_F(ServiceTest, AWatcherThatDoesNotReadNeitherSlowsWritersNorMissesAnything) {
  grpc::ClientContext watching;
  v1::WatchReportsRequest request;
  request.set_district("districts/-");
  const auto reader = stub_->WatchReports(&watching, request);
  grpc::ClientContext context;
  const auto stream = stub_->StreamReports(&context);
  constexpr int kBatches = 40;
  for (int i = 0; i < kBatches; ++i) {
    v1::StreamReportsRequest batch = Batch("w" + std::to_string(i), 200);
    for (auto& one : *batch.mutable_requests())
      one.mutable_report()->set_narrative(std::string(900, 'x'));
    ASSERT_TRUE(stream->Write(batch));
    v1::StreamReportsResponse response;
    ASSERT_TRUE(stream->Read(&response));
    ASSERT_EQ(response.acknowledgements(199).status().code(), 0);
  }
  v1::JournalEntry entry;
  std::int64_t sequence = 0;
  for (int i = 0; i < kBatches * 200; ++i) {
    ASSERT_TRUE(reader->Read(&entry));
    if (entry.district().empty()) {
      --i;
      continue;
    }
    EXPECT_GT(entry.sequence(), sequence);
    EXPECT_EQ(entry.position(), i + 1);
    sequence = entry.sequence();
  }
  watching.TryCancel();
  reader->Finish();
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(ServiceTest, AFloodingDistrictDoesNotStarveAQuietOne) {
  Launch({"--queue-entries", "4000", "--commit-entries", "500"});
  std::atomic<bool> stop{false};
  std::atomic<int> refused{0};
  std::vector<std::thread> flood;
  for (int t = 0; t < 4; ++t) {
    flood.emplace_back([&, t] {
      grpc::ClientContext context;
      const auto stub = process_->Stub();
      const auto stream = stub->StreamReports(&context);
      for (int i = 0; !stop; ++i) {
        for (int k = 0; k < 4; ++k) {
          if (!stream->Write(
                  Batch("f" + std::to_string(t) + "-" + std::to_string(i) + "-" + std::to_string(k),
                        1000)))
            return;
        }
        v1::StreamReportsResponse response;
        for (int k = 0; k < 4 && stream->Read(&response); ++k) {
          for (const auto& one : response.acknowledgements()) {
            if (one.status().code() == 0) continue;
            EXPECT_EQ(ReasonOf(runtime::FromRpcStatus(one.status())), "INGEST_QUEUE_FULL");
            EXPECT_TRUE(RetryAfterOf(runtime::FromRpcStatus(one.status())).has_value());
            ++refused;
          }
        }
      }
      stream->WritesDone();
    });
  }
  type::v1::Report report = SampleReport();
  report.set_task("districts/440106/programmes/2022/projects/1/tasks/1");
  std::vector<double> seconds;
  for (int i = 0; i < 30; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const auto answer = Submit(SampleRequest("quiet-" + std::to_string(i), report));
    EXPECT_TRUE(answer.ok()) << answer.status();
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  stop = true;
  for (std::thread& one : flood) one.join();
  std::sort(seconds.begin(), seconds.end());
  EXPECT_LT(seconds[15], 1.0) << "the median of the quiet district";
  EXPECT_GT(refused, 0) << "the flood was more than the queue takes";
}

TEST_F(ServiceTest, WithTheRegistryGoneItGoesOnAlsoAfterARestart) {
  ASSERT_TRUE(Submit(SampleRequest("a")).ok());
  registry_.Stop();
  EXPECT_TRUE(Submit(SampleRequest("b")).ok());
  EXPECT_EQ(process_->Stop(), 0);
  Launch({"--start-timeout", "50ms"});
  EXPECT_TRUE(Submit(SampleRequest("c")).ok()) << "it remembers the catalog";
  type::v1::Report report = SampleReport();
  report.set_task("districts/440113/programmes/2023/projects/1/tasks/1");
  const auto unknown = Submit(SampleRequest("d", report));
  EXPECT_EQ(ReasonOf(unknown.status()), "CATALOG_UNKNOWN");
  EXPECT_THAT(MessageOf(unknown.status()), HasSubstr("s old"));
  registry_.Start();
  absl::StatusOr<v1::SubmitReportResponse> answer = unknown;
  for (int i = 0; i < 100 && ReasonOf(answer.status()) == "CATALOG_UNKNOWN"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    answer = Submit(SampleRequest("d", report));
  }
  EXPECT_EQ(ReasonOf(answer.status()), "TASK_NOT_FOUND") << "with the registry back it can judge";
}

TEST_F(ServiceTest, AStopEndsStreamsAndWatchesAndExitsCleanly) {
  grpc::ClientContext context;
  const auto stream = stub_->StreamReports(&context);
  ASSERT_TRUE(stream->Write(Batch("a", 10)));
  v1::StreamReportsResponse response;
  ASSERT_TRUE(stream->Read(&response));
  grpc::ClientContext watching;
  v1::WatchReportsRequest request;
  request.set_district("districts/-");
  const auto reader = stub_->WatchReports(&watching, request);
  v1::JournalEntry entry;
  ASSERT_TRUE(reader->Read(&entry));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(process_->Stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(4))
      << "nobody waits for the deadline";
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonOf(runtime::FromGrpc(stream->Finish())), "SERVER_STOPPING");
}

}  // namespace
}  // namespace duban::ingest
