// The registry over gRPC: calls for imports, and the follower that keeps the catalog view current.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "duban/registry/v1/registry_service.grpc.pb.h"
#include "ingest/core/catalog_cache.h"
#include "ingest/core/catalog_view.h"
#include "ingest/core/registry.h"
#include "runtime/log.h"

namespace duban::ingest {

// Thread-safe; every call blocks up to `timeout`.
class GrpcRegistry : public Registry {
 public:
  GrpcRegistry(std::shared_ptr<grpc::Channel> channel, std::chrono::milliseconds timeout);

  absl::StatusOr<type::v1::Programme> GetProgramme(const std::string& name) override;
  absl::StatusOr<registry::v1::ApplyProgrammeResponse> ApplyProgramme(
      const registry::v1::ApplyProgrammeRequest& request) override;

 private:
  const std::unique_ptr<registry::v1::RegistryService::Stub> stub_;
  const std::chrono::milliseconds timeout_;
};

// CatalogFollower reads WatchCatalog on a thread of its own from construction to destruction, feeds
// the view and the cache, and reconnects with growing pauses (0.1 s to 5 s). While the registry is
// away the view stays as it is.
class CatalogFollower {
 public:
  // Nothing is owned; everything must outlive this. `on_change` runs after every message and failed
  // attempt.
  CatalogFollower(std::shared_ptr<grpc::Channel> channel, CatalogView& view, CatalogCache& cache,
                  const Clock& clock, runtime::Log& log, std::function<void()> on_change);
  ~CatalogFollower();

  // True once everything that the registry knew at the time of connecting was read.
  bool WaitUntilCurrent(std::chrono::milliseconds timeout) const;

 private:
  void Loop();
  absl::Status Follow();
  void Take(const registry::v1::CatalogEvent& event);
  void Lost(const absl::Status& status);

  const std::unique_ptr<registry::v1::RegistryService::Stub> stub_;
  CatalogView& view_;
  CatalogCache& cache_;
  const Clock& clock_;
  runtime::Log& log_;
  const std::function<void()> on_change_;

  mutable absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool current_ ABSL_GUARDED_BY(mu_) = false;
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mu_) = nullptr;  // of the stream that is open
  std::thread thread_;
};

}  // namespace duban::ingest
