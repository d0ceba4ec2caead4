// From the acknowledgement of a report until a summary shows it.
#include <atomic>
#include <chrono>
#include <memory>

#include "absl/synchronization/mutex.h"
#include "duban/analytics/v1/analytics_service.grpc.pb.h"
#include "duban/ingest/v1/progress_service.grpc.pb.h"
#include "runtime/client.h"
#include "tests/load/reports.h"

namespace duban::load {
namespace {

constexpr std::chrono::seconds kTimeout{30};

}  // namespace

Outcome Freshness(const Options& options) {
  using Clock = std::chrono::steady_clock;
  const auto progress =
      ingest::v1::ProgressService::NewStub(runtime::MakeChannel(options.ingest_address));
  const auto analytics =
      analytics::v1::AnalyticsService::NewStub(runtime::MakeChannel(options.analytics_address));
  struct Slot {
    std::unique_ptr<grpc::ClientContext> submitting, reading;
    ingest::v1::SubmitReportRequest report;
    ingest::v1::SubmitReportResponse acknowledgement;
    analytics::v1::GetDistrictSummaryRequest question;
    analytics::v1::DistrictSummary summary;
    Clock::time_point acknowledged;
  };
  std::vector<Slot> slots(static_cast<size_t>(options.plan.concurrency));
  std::atomic<std::int64_t> next{0};
  const std::string run = RunId();
  absl::Mutex mu;
  Histogram visible;
  Outcome out;
  LoadLoop loop(options.plan, [&](int index, LoadLoop::Done done) {
    Slot& slot = slots[static_cast<size_t>(index)];
    slot.submitting = std::make_unique<grpc::ClientContext>();
    slot.reading = std::make_unique<grpc::ClientContext>();
    runtime::PrepareContext(*slot.reading, kTimeout);
    slot.report = MakeReport(run, next++, options.districts);
    const auto seen = [&, done](const grpc::Status& status) {
      {
        absl::MutexLock lock(&mu);
        visible.Add(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() -
                                                                          slot.acknowledged));
        const bool shown =
            status.ok() && slot.summary.basis().position() >= slot.question.at_least();
        if (!shown && out.problem.empty()) out.problem = "not visible: " + status.error_message();
      }
      done(status.ok());
    };
    progress->async()->SubmitReport(slot.submitting.get(), &slot.report, &slot.acknowledgement,
                                    [&, done, seen](const grpc::Status& status) {
                                      if (!status.ok()) return done(false);
                                      slot.acknowledged = Clock::now();
                                      slot.question.set_name(slot.report.parent());
                                      slot.question.set_year(2022);
                                      slot.question.set_at_least(slot.acknowledgement.position());
                                      analytics->async()->GetDistrictSummary(
                                          slot.reading.get(), &slot.question, &slot.summary, seen);
                                    });
  });
  out.load = loop.Run();
  out.items = out.load.latency.total() - out.load.errors;
  out.load.latency = visible;
  return out;
}

}  // namespace duban::load
