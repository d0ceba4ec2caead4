// duban-analytics as its callers see it: following its sources, waiting for positions, watched,
// restarted.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <functional>
#include <future>

#include "analytics/core/queries.h"
#include "analytics/sources/sources.h"
#include "analytics/storage/snapshot_file.h"
#include "analytics/storage/snapshot_keeper.h"
#include "analytics/testing/story.h"
#include "analytics/transport/analytics_grpc.h"
#include "common/error.h"
#include "runtime/rpc_status.h"
#include "runtime/server.h"
#include "tests/integration/analytics/fake_upstream.h"
#include "tests/testing/temp_dir.h"

namespace duban::analytics {
namespace {

using namespace testing;

constexpr char kTask[] = "districts/440113/programmes/2022/projects/1/tasks/1";
constexpr char kOther[] = "districts/440103/programmes/2022/projects/1/tasks/1";

// Looks again every few milliseconds, for at most ten seconds.
bool Eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 2000; ++i) {
    if (holds()) return true;
    poll(nullptr, 0, 5);
  }
  return false;
}

Sources::Addresses Named(const std::vector<std::string>& addresses) {
  Sources::Addresses out;
  for (const std::string& address : addresses)
    out.emplace_back("ingest-" + std::to_string(out.size()), address);
  return out;
}

// The service, wired as main.cc does it.
class Analytics {
 public:
  Analytics(const std::string& registry, const std::vector<std::string>& ingests,
            Sources::Sequences resume = {}, State state = {})
      : sources(registry, Named(ingests), std::move(resume), shared, metrics, log, clock) {
    shared.Reset(std::move(state));
    shared.OnChange([this](const std::string& code) { changes.Mark(code); });
    server = *runtime::Server::Start({}, {&service}, metrics, log, clock);
    server->SetServing(true);
    sources.Start();
    stub = v1::AnalyticsService::NewStub(
        grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials()));
  }
  ~Analytics() {
    changes.Close();
    server->Stop();
  }

  absl::StatusOr<v1::DistrictSummary> Summary(
      const std::string& district, std::int64_t at_least = 0,
      std::chrono::milliseconds patience = std::chrono::seconds(10)) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + patience);
    v1::GetDistrictSummaryRequest request;
    request.set_name("districts/" + district);
    *request.mutable_as_of() = DateOf("2022-06-30");
    request.set_at_least(at_least);
    v1::DistrictSummary summary;
    const grpc::Status status = stub->GetDistrictSummary(&context, request, &summary);
    if (!status.ok()) return runtime::FromGrpc(status);
    return summary;
  }

  SystemClock clock;
  runtime::Metrics metrics;
  runtime::Log log{"test", "0", runtime::LogLevel::kError, "text", clock};
  SharedState shared;
  Changes changes{std::chrono::milliseconds(5)};
  Sources sources;
  AnswerMemory memory{1 << 20};
  Queries queries{shared, memory, nullptr,
                  [this](const std::string& code) { return sources.StaleSeconds(code); }, clock};
  runtime::Executor executor{4, 1000};
  AnalyticsGrpc service{queries, changes, executor};
  std::unique_ptr<runtime::Server> server;
  std::unique_ptr<v1::AnalyticsService::Stub> stub;
};

class ServiceTest : public ::testing::Test {
 protected:
  ServiceTest() {
    story.SetToday("2022-06-30");
    for (const char* code : {"440103", "440113"}) {
      story.Apply(
          ProgrammeOf(code, 2022,
                      {ProjectOf(1, "供水", "区水务局",
                                 {TaskOf(1, "改造", {IndicatorOf(1, "改造户数", 7500, "户")})})}));
    }
    for (const auto& event : story.catalog()) panyu.Say(event);
  }
  void Report(FakeUpstream& upstream, const std::string& task, double value) {
    story.Submit(
        ReportOf(task, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(task, 1, value, "户")}));
    upstream.Say(story.journal().back());
  }
  Story story;
  FakeUpstream panyu;  // also the registry
  FakeUpstream liwan;
};

TEST_F(ServiceTest, AnAcknowledgedReportIsReadByDemandingItsPosition) {
  Analytics analytics(panyu.address(), {panyu.address(), liwan.address()});
  ASSERT_TRUE(Eventually([&] { return analytics.sources.caught_up(); }));
  Report(panyu, kTask, 3648);
  const auto summary = analytics.Summary("440113", 1);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_DOUBLE_EQ(summary->progress().completion(), 0.4864);
  EXPECT_EQ(analytics.Summary("440113", 9, std::chrono::milliseconds(50)).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST_F(ServiceTest, ASourceThatIsDownAgesItsDistrictsAndLeavesTheOthersAlone) {
  Report(panyu, kTask, 3648);
  Report(liwan, kOther, 100);
  Analytics analytics(panyu.address(), {panyu.address(), liwan.address()});
  ASSERT_TRUE(analytics.Summary("440113", 1).ok());
  ASSERT_TRUE(analytics.Summary("440103", 1).ok());
  liwan.Stop();
  EXPECT_TRUE(Eventually([&] { return analytics.Summary("440103")->basis().stale_seconds() > 0; }));
  EXPECT_EQ(analytics.Summary("440113")->basis().stale_seconds(), 0);
  EXPECT_DOUBLE_EQ(analytics.Summary("440103")->progress().completion(), 100 / 7500.0)
      << "what was known is still answered";
  // The other instance's district goes on as if nothing had happened; the age of the first one's
  // figures grows.
  const double age = analytics.Summary("440103")->basis().stale_seconds();
  Report(panyu, kTask, 4000);
  const auto moved = analytics.Summary("440113", 2);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_DOUBLE_EQ(moved->progress().completion(), 4000 / 7500.0);
  EXPECT_EQ(moved->basis().stale_seconds(), 0);
  EXPECT_TRUE(
      Eventually([&] { return analytics.Summary("440103")->basis().stale_seconds() > age; }));
  EXPECT_EQ(analytics.Summary("440103", 2, std::chrono::milliseconds(50)).status().code(),
            absl::StatusCode::kDeadlineExceeded)
      << "a demand for news of the source that is down is not answered with old figures";
  v1::CompareDistrictsRequest both;
  both.set_year(2022);
  grpc::ClientContext call;
  v1::CompareDistrictsResponse compared;
  ASSERT_TRUE(analytics.stub->CompareDistricts(&call, both, &compared).ok());
  for (const v1::DistrictSummary& district : compared.districts()) {
    EXPECT_EQ(district.basis().stale_seconds() > 0, district.name() == "districts/440103")
        << district.name();
  }
  liwan.Restart();
  Report(liwan, kOther, 200);
  EXPECT_TRUE(analytics.Summary("440103", 2).ok());
  EXPECT_TRUE(
      Eventually([&] { return analytics.Summary("440103")->basis().stale_seconds() == 0; }));
}

TEST_F(ServiceTest, JournalsThatBeginAnewAreFoldedAnew) {
  Report(panyu, kTask, 3648);
  Report(panyu, kTask, 4000);
  Analytics analytics(panyu.address(), {panyu.address()});
  ASSERT_TRUE(analytics.Summary("440113", 2).ok());
  panyu.Stop();
  panyu.ReplaceJournals();
  panyu.Restart();
  // The same district begins at position 1 again with another content, and passes where it was.
  Story anew;
  anew.SetToday("2022-06-30");
  for (const double value : {10.0, 20.0, 750.0}) {
    anew.Submit(ReportOf(kTask, "2022-06-30", type::v1::IN_PROGRESS,
                         {MeasurementOf(kTask, 1, value, "户")}));
  }
  std::string previous;
  for (auto entry : anew.journal()) {
    entry.set_previous_hash(previous.empty() ? std::string(32, '0') : previous);
    previous = std::string(31, 'h') + std::to_string(entry.position());
    entry.set_hash(previous);
    panyu.Say(entry);
  }
  EXPECT_TRUE(Eventually([&] {
    const auto summary = analytics.Summary("440113");
    return summary.ok() && summary->basis().position() == 3;
  }));
}

TEST_F(ServiceTest, ACatalogWhoseHistoryWasCutIsTakenAsItStands) {
  panyu.CutHistory();
  Analytics analytics(panyu.address(), {panyu.address()});
  EXPECT_TRUE(Eventually([&] { return analytics.Summary("440113").ok(); }));
}

TEST_F(ServiceTest, AWatcherSeesTheNewestFiguresAndNoQueueGrows) {
  Analytics analytics(panyu.address(), {panyu.address()});
  ASSERT_TRUE(Eventually([&] { return analytics.sources.caught_up(); }));
  grpc::ClientContext context;
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/440113");
  *request.mutable_as_of() = DateOf("2022-06-30");
  const auto stream = analytics.stub->WatchDistrictSummary(&context, request);
  v1::DistrictSummary summary;
  ASSERT_TRUE(stream->Read(&summary)) << "the present state comes at once";
  EXPECT_FALSE(summary.progress().has_completion());
  constexpr int kReports = 500;
  for (int i = 1; i <= kReports; ++i) Report(panyu, kTask, i);
  int messages = 0;
  while (summary.basis().position() < kReports) {
    ASSERT_TRUE(stream->Read(&summary));
    ++messages;
  }
  EXPECT_LT(messages, kReports) << "what comes in quickly is one message";
  context.TryCancel();
}

TEST_F(ServiceTest, AStopEndsTheWatchersAtOnce) {
  auto analytics =
      std::make_unique<Analytics>(panyu.address(), std::vector<std::string>{panyu.address()});
  ASSERT_TRUE(Eventually([&] { return analytics->Summary("440113").ok(); }));
  grpc::ClientContext context;
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/440113");
  const auto stub = std::move(analytics->stub);
  const auto stream = stub->WatchDistrictSummary(&context, request);
  v1::DistrictSummary summary;
  ASSERT_TRUE(stream->Read(&summary));
  std::future<void> stopped = std::async(std::launch::async, [&] { analytics.reset(); });
  EXPECT_FALSE(stream->Read(&summary));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  stopped.get();
}

TEST_F(ServiceTest, ARestartGoesOnFromTheSnapshotAndAnswersTheSame) {
  const duban::testing::TempDir directory;
  const std::string path = directory.File("state.snapshot");
  Report(panyu, kTask, 3000);
  std::string before;
  {
    Analytics analytics(panyu.address(), {panyu.address()});
    ASSERT_TRUE(analytics.Summary("440113", 1).ok());
    before = analytics.Summary("440113", 1)->SerializeAsString();
    const SnapshotKeeper keeper(
        path, "build", std::chrono::hours(1), analytics.shared,
        [&] { return analytics.sources.sequences(); }, analytics.metrics, analytics.log,
        analytics.clock);
  }
  auto snapshot = ReadSnapshot(path, "build");
  ASSERT_TRUE(snapshot.ok()) << snapshot.status();
  EXPECT_EQ(ReasonOf(ReadSnapshot(path, "another build").status()), "SNAPSHOT_OF_ANOTHER_BUILD");
  EXPECT_EQ(snapshot->sequences[panyu.address()], 1);
  Analytics again("127.0.0.1:1", {panyu.address()}, snapshot->sequences,
                  std::move(snapshot->state));
  const auto after = again.Summary("440113");
  ASSERT_TRUE(after.ok()) << "answered although the registry is away";
  v1::DistrictSummary plain = *after;
  EXPECT_GT(plain.basis().stale_seconds(), 0);
  plain.mutable_basis()->clear_stale_seconds();
  EXPECT_EQ(plain.SerializeAsString(), before);
  Report(panyu, kTask, 3648);
  EXPECT_DOUBLE_EQ(again.Summary("440113", 2)->progress().completion(), 0.4864);
}

TEST_F(ServiceTest, LagIsMeasuredPerSource) {
  Report(panyu, kTask, 1);
  Analytics analytics(panyu.address(), {panyu.address(), liwan.address()});
  ASSERT_TRUE(analytics.Summary("440113", 1).ok());
  // An answer may be out a moment before the entry is counted.
  const std::string counted = "duban_analytics_entries_total{source=\"ingest-0\"} 1";
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  std::string page = analytics.metrics.Text();
  while (page.find(counted) == std::string::npos && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
    page = analytics.metrics.Text();
  }
  EXPECT_NE(page.find("duban_analytics_lag_seconds{source=\"ingest-0\"}"), std::string::npos)
      << page;
  EXPECT_NE(page.find(counted), std::string::npos) << page;
}

}  // namespace
}  // namespace duban::analytics
