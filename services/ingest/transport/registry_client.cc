#include "ingest/transport/registry_client.h"

#include <grpcpp/support/client_callback.h>

#include <algorithm>
#include <vector>

#include "common/error.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"

namespace duban::ingest {
namespace {

constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{5'000};

std::string DistrictOf(const std::string& programme_name) { return programme_name.substr(10, 6); }

// An open WatchCatalog, read by one thread. It waits for events and not on gRPC, so that it does
// not take turns at polling with the thread that should do that alone (docs/adr/0007).
class CatalogStream final : public grpc::ClientReadReactor<registry::v1::CatalogEvent> {
 public:
  // The references must outlive this.
  CatalogStream(registry::v1::RegistryService::Stub& stub, grpc::ClientContext& context,
                const registry::v1::WatchCatalogRequest& request) {
    stub.async()->WatchCatalog(&context, &request, this);
    StartRead(&incoming_);
    StartCall();
  }

  // False once there are no more.
  bool Read(registry::v1::CatalogEvent& event) {
    absl::MutexLock lock(&mu_);
    const auto told = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return arrived_ || done_; };
    mu_.Await(absl::Condition(&told));
    if (!arrived_) return false;
    arrived_ = false;
    event.Swap(&incoming_);
    StartRead(&incoming_);
    return true;
  }

  // Blocks until the stream has ended.
  grpc::Status Finish() {
    absl::MutexLock lock(&mu_);
    mu_.Await(absl::Condition(&done_));
    return status_;
  }

 private:
  void OnReadDone(bool ok) override {
    absl::MutexLock lock(&mu_);
    arrived_ = ok;
  }
  void OnDone(const grpc::Status& status) override {
    absl::MutexLock lock(&mu_);
    status_ = status;
    done_ = true;
  }

  registry::v1::CatalogEvent incoming_;  // gRPC's until it has arrived
  absl::Mutex mu_;
  bool arrived_ ABSL_GUARDED_BY(mu_) = false;
  bool done_ ABSL_GUARDED_BY(mu_) = false;
  grpc::Status status_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

GrpcRegistry::GrpcRegistry(std::shared_ptr<grpc::Channel> channel,
                           std::chrono::milliseconds timeout)
    : stub_(registry::v1::RegistryService::NewStub(std::move(channel))), timeout_(timeout) {}

absl::StatusOr<type::v1::Programme> GrpcRegistry::GetProgramme(const std::string& name) {
  grpc::ClientContext context;
  runtime::PrepareContext(context, timeout_, DistrictOf(name));
  registry::v1::GetProgrammeRequest request;
  request.set_name(name);
  request.set_view(registry::v1::FULL);
  type::v1::Programme programme;
  const grpc::Status status = stub_->GetProgramme(&context, request, &programme);
  if (!status.ok()) return runtime::FromGrpc(status);
  return programme;
}

absl::StatusOr<registry::v1::ApplyProgrammeResponse> GrpcRegistry::ApplyProgramme(
    const registry::v1::ApplyProgrammeRequest& request) {
  grpc::ClientContext context;
  runtime::PrepareContext(context, timeout_, DistrictOf(request.programme().name()));
  registry::v1::ApplyProgrammeResponse response;
  const grpc::Status status = stub_->ApplyProgramme(&context, request, &response);
  if (!status.ok()) return runtime::FromGrpc(status);
  return response;
}

CatalogFollower::CatalogFollower(std::shared_ptr<grpc::Channel> channel, CatalogView& view,
                                 CatalogCache& cache, const Clock& clock, runtime::Log& log,
                                 std::function<void()> on_change)
    : stub_(registry::v1::RegistryService::NewStub(std::move(channel))),
      view_(view),
      cache_(cache),
      clock_(clock),
      log_(log),
      on_change_(std::move(on_change)) {
  thread_ = std::thread([this] { Loop(); });
}

CatalogFollower::~CatalogFollower() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
    if (context_ != nullptr) context_->TryCancel();
  }
  thread_.join();
}

bool CatalogFollower::WaitUntilCurrent(std::chrono::milliseconds timeout) const {
  absl::MutexLock lock(&mu_);
  return mu_.AwaitWithTimeout(absl::Condition(&current_), absl::FromChrono(timeout));
}

void CatalogFollower::Loop() {
  std::chrono::milliseconds pause = kFirstPause;
  while (true) {
    const std::int64_t before = view_.freshness().revision;
    const absl::Status status = Follow();
    {
      absl::MutexLock lock(&mu_);
      if (current_ || view_.freshness().revision != before) pause = kFirstPause;
      current_ = false;
      if (stopping_) return;
    }
    Lost(status);
    absl::MutexLock lock(&mu_);
    if (mu_.AwaitWithTimeout(absl::Condition(&stopping_), absl::FromChrono(pause))) return;
    pause = std::min(pause * 2, kLongestPause);
  }
}

absl::Status CatalogFollower::Follow() {
  grpc::ClientContext context;
  {
    absl::MutexLock lock(&mu_);
    if (stopping_) return absl::OkStatus();
    context_ = &context;
  }
  registry::v1::WatchCatalogRequest request;
  request.set_after_revision(view_.freshness().revision);
  CatalogStream stream(*stub_, context, request);
  registry::v1::CatalogEvent event;
  while (stream.Read(event)) Take(event);
  {
    absl::MutexLock lock(&mu_);
    context_ = nullptr;
  }
  return runtime::FromGrpc(stream.Finish());
}

void CatalogFollower::Take(const registry::v1::CatalogEvent& event) {
  view_.Apply(event);
  const bool is_heartbeat = event.change_case() == registry::v1::CatalogEvent::CHANGE_NOT_SET;
  // A rate-limited warning is enough: the cache only shortens the next start.
  if (const absl::Status saved = cache_.Save({event}, clock_.Now()); !saved.ok())
    log_.Warn("catalog_cache_failed", {{"reason", ReasonOf(saved)}});
  if (is_heartbeat) {
    absl::MutexLock lock(&mu_);
    if (!current_) log_.Info("catalog_current", {{"revision", event.revision()}});
    current_ = true;
    view_.SetConnected(true);
  }
  on_change_();
}

void CatalogFollower::Lost(const absl::Status& status) {
  view_.SetConnected(false);
  const CatalogFreshness freshness = view_.freshness();
  log_.Warn("catalog_lost", {{"code", CodeName(status.code())},
                             {"reason", ReasonOf(status)},
                             {"revision", freshness.revision},
                             {"age_s", std::int64_t{freshness.age.count()}}});
  if (status.code() == absl::StatusCode::kOutOfRange) {
    // Another catalog than the one that is remembered: start over.
    view_.Reset();
    cache_.Clear().IgnoreError();
  }
  on_change_();
}

}  // namespace duban::ingest
