// Single reports, many in flight.
#include <fmt/format.h>
#include <grpcpp/generic/generic_stub.h>

#include <memory>

#include "runtime/client.h"
#include "tests/load/acknowledged.h"
#include "tests/load/reports.h"

namespace duban::load {

// As bytes in and out; answers are kept as they come, and taken apart when the time is over.
Outcome SubmitSingle(const Options& options) {
  struct Slot {
    std::unique_ptr<PreparedBatch> calls;
    std::unique_ptr<grpc::ClientContext> context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer response;
    std::vector<std::pair<std::int64_t, grpc::ByteBuffer>> answers;  // by number of the call
    std::int64_t next = 0;
    std::string problem;
  };
  const auto channel = runtime::MakeChannel(options.ingest_address);
  grpc::GenericStub stub(channel);
  const std::string run = RunId();
  std::vector<Slot> slots(static_cast<size_t>(options.plan.concurrency));
  for (std::size_t i = 0; i < slots.size(); ++i)
    slots[i].calls =
        std::make_unique<PreparedBatch>(fmt::format("{}-{}", run, i), options, static_cast<int>(i));
  LoadLoop loop(options.plan, [&](int index, LoadLoop::Done done) {
    Slot& slot = slots[static_cast<size_t>(index)];
    slot.context = std::make_unique<grpc::ClientContext>();
    slot.request = slot.calls->Message(slot.next);
    slot.context->AddMetadata("duban-district", CodeOf(slot.calls->DistrictOf(0)));
    stub.UnaryCall(slot.context.get(), "/duban.ingest.v1.ProgressService/SubmitReport",
                   grpc::StubOptions(), &slot.request, &slot.response,
                   [&slot, done = std::move(done)](const grpc::Status& status) {
                     if (status.ok()) {
                       slot.answers.emplace_back(slot.next, std::move(slot.response));
                     } else if (slot.problem.empty()) {
                       slot.problem = status.error_message();
                     }
                     ++slot.next;
                     done(status.ok());
                   });
  });
  Outcome out;
  out.load = loop.Run();
  out.items = out.load.latency.total() - out.load.errors;
  Acknowledged acknowledged;
  for (Slot& slot : slots) {
    if (out.problem.empty()) out.problem = slot.problem;
    for (auto& [number, bytes] : slot.answers) {
      ingest::v1::SubmitReportResponse response;
      if (grpc::SerializationTraits<ingest::v1::SubmitReportResponse>::Deserialize(&bytes,
                                                                                   &response)
              .ok())
        acknowledged.Add(slot.calls->DistrictOf(0), slot.calls->IdOf(number), response);
    }
  }
  out.verified = acknowledged.Verify(*ingest::v1::ProgressService::NewStub(channel),
                                     options.districts, out.problem);
  return out;
}

}  // namespace duban::load
