#include "gateway/backend/ingest_backends.h"

namespace duban::gateway {

IngestBackends::IngestBackends(std::string address, int connections, int stream_connections)
    : address_(std::move(address)),
      connections_(connections),
      stream_connections_(stream_connections) {
  absl::MutexLock lock(&mu_);
  At(address_);
}

Backend& IngestBackends::At(const std::string& address) {
  std::unique_ptr<Backend>& backend = backends_[address];
  if (backend == nullptr)
    backend = std::make_unique<Backend>("ingest", address, connections_, stream_connections_);
  return *backend;
}

void IngestBackends::Follow(const Placement& placement) {
  absl::MutexLock lock(&mu_);
  placement_ = placement;
}

Backend& IngestBackends::For(const std::string& district) {
  absl::MutexLock lock(&mu_);
  if (!placement_) return At(address_);
  return At(district.empty() ? placement_->shared().endpoint
                             : placement_->OwnerOf(district).endpoint);
}

std::vector<Backend*> IngestBackends::All() {
  absl::MutexLock lock(&mu_);
  if (!placement_) return {&At(address_)};
  std::vector<Backend*> out = {&At(placement_->shared().endpoint)};
  for (const PlacedInstance& instance : placement_->instances()) {
    if (instance.name != placement_->shared().name) out.push_back(&At(instance.endpoint));
  }
  return out;
}

void IngestBackends::Stop() {
  std::vector<Backend*> all;
  {
    absl::MutexLock lock(&mu_);
    for (const auto& [address, backend] : backends_) all.push_back(backend.get());
  }
  // Outside the lock: a callback that is waited for may ask where to go next.
  for (Backend* backend : all) backend->Stop();
}

}  // namespace duban::gateway
