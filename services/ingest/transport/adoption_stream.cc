#include "ingest/transport/adoption_stream.h"

#include <utility>

#include "runtime/rpc.h"

namespace duban::ingest {
namespace {

class AdoptionStream final : public grpc::ServerReadReactor<v1::AdoptDistrictRequest> {
 public:
  AdoptionStream(AdoptionPorts ports, runtime::Executor& executor,
                 v1::AdoptDistrictResponse* response)
      : adoption_(std::move(ports)), executor_(executor), response_(response) {
    StartRead(&message_);
  }

  void OnReadDone(bool ok) override {
    const bool taken = executor_.TryRun([this, ok] { ok ? TakeOne() : End(); });
    if (!taken) Finish(runtime::ToGrpc(runtime::Overloaded()));
  }
  void OnDone() override { delete this; }

 private:
  void TakeOne() {
    if (const absl::Status taken = adoption_.Take(message_); !taken.ok()) {
      Finish(runtime::ToGrpc(taken));
      return;
    }
    message_.Clear();
    StartRead(&message_);
  }

  void End() {
    const auto head = adoption_.Finish();
    if (head.ok()) *response_->mutable_head() = ToProto(*head);
    Finish(runtime::ToGrpc(head.status()));
  }

  DistrictAdoption adoption_;
  runtime::Executor& executor_;
  v1::AdoptDistrictResponse* const response_;
  v1::AdoptDistrictRequest message_;  // gRPC's between StartRead and OnReadDone
};

}  // namespace

grpc::ServerReadReactor<v1::AdoptDistrictRequest>* NewAdoptionStream(
    AdoptionPorts ports, runtime::Executor& executor, v1::AdoptDistrictResponse* response) {
  return new AdoptionStream(std::move(ports), executor, response);
}

}  // namespace duban::ingest
