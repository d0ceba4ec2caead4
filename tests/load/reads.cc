// Calls and replays that only read.
#include <grpcpp/generic/generic_stub.h>

#include <memory>

#include "absl/synchronization/mutex.h"
#include "duban/analytics/v1/analytics_service.pb.h"
#include "duban/ingest/v1/progress_service.grpc.pb.h"
#include "duban/registry/v1/registry_service.pb.h"
#include "runtime/client.h"
#include "tests/load/reports.h"

namespace duban::load {

Outcome Replay(const Options& options) {
  const auto stub =
      ingest::v1::ProgressService::NewStub(runtime::MakeChannel(options.ingest_address));
  Outcome out;
  grpc::ClientContext context;
  ingest::v1::WatchReportsRequest request;
  request.set_district("districts/-");
  request.set_until_current(true);
  const auto begin = std::chrono::steady_clock::now();
  const auto reader = stub->WatchReports(&context, request);
  ingest::v1::JournalEntry entry;
  while (reader->Read(&entry)) {
    if (!entry.district().empty()) ++out.items;
  }
  const auto status = reader->Finish();
  if (!status.ok()) out.problem = status.error_message();
  out.load.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return out;
}

namespace {

// The same unary call again and again, as bytes in and out: what is measured is the server, not how
// fast this process takes answers apart.
Outcome Repeat(const Options& options, const std::string& address, const std::string& method,
               const google::protobuf::Message& request) {
  struct Slot {
    std::unique_ptr<grpc::ClientContext> context;
    grpc::ByteBuffer response;
  };
  grpc::GenericStub stub(runtime::MakeChannel(address));
  const grpc::Slice slice(request.SerializeAsString());
  const grpc::ByteBuffer bytes(&slice, 1);
  std::vector<Slot> slots(static_cast<size_t>(options.plan.concurrency));
  absl::Mutex mu;
  Outcome out;
  LoadLoop loop(options.plan, [&](int index, LoadLoop::Done done) {
    Slot& slot = slots[static_cast<size_t>(index)];
    slot.context = std::make_unique<grpc::ClientContext>();
    slot.response.Clear();
    stub.UnaryCall(slot.context.get(), method, grpc::StubOptions(), &bytes, &slot.response,
                   [&, done = std::move(done)](const grpc::Status& status) {
                     if (!status.ok()) {
                       absl::MutexLock lock(&mu);
                       if (out.problem.empty()) out.problem = status.error_message();
                     }
                     done(status.ok());
                   });
  });
  out.load = loop.Run();
  out.items = out.load.latency.total() - out.load.errors;
  return out;
}

}  // namespace

Outcome Call(const Options& options, const std::string& what) {
  if (what == "programme") {
    registry::v1::GetProgrammeRequest request;
    request.set_name(ProgrammeNameOf(0));
    return Repeat(options, options.registry_address,
                  "/duban.registry.v1.RegistryService/GetProgramme", request);
  }
  if (what == "summary") {
    analytics::v1::GetDistrictSummaryRequest request;
    request.set_name("districts/" + DistrictCode(0));
    request.set_year(2022);
    return Repeat(options, options.analytics_address,
                  "/duban.analytics.v1.AnalyticsService/GetDistrictSummary", request);
  }
  return Repeat(options, options.ingest_address, "/duban.ingest.v1.ProgressService/ListJournals",
                ingest::v1::ListJournalsRequest());
}

}  // namespace duban::load
