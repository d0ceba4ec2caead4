// A registry on loopback that knows what the test told it and streams it to whoever watches.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "duban/registry/v1/registry_service.grpc.pb.h"

namespace duban::ingest {

// Thread-safe. Stop and Start at the same address play an outage.
class FakeRegistryServer final : public registry::v1::RegistryService::Service {
 public:
  FakeRegistryServer() { Start(); }
  ~FakeRegistryServer() override { Stop(); }

  void Start() {
    {
      absl::MutexLock lock(&mu_);
      stopping_ = false;
    }
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port_),
                             grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
    port_ = port;
  }

  void Stop() {
    {
      absl::MutexLock lock(&mu_);
      stopping_ = true;
    }
    if (server_) server_->Shutdown();
    server_.reset();
  }

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  void Add(const type::v1::Programme& programme) {
    absl::MutexLock lock(&mu_);
    registry::v1::CatalogEvent event;
    event.set_revision(static_cast<std::int64_t>(events_.size()) + 1);
    *event.mutable_programme() = programme;
    events_.push_back(event);
  }

  grpc::Status WatchCatalog(grpc::ServerContext* context,
                            const registry::v1::WatchCatalogRequest* request,
                            grpc::ServerWriter<registry::v1::CatalogEvent>* writer) override {
    auto at = static_cast<size_t>(request->after_revision());
    bool told = false;
    while (!context->IsCancelled()) {
      std::vector<registry::v1::CatalogEvent> news;
      {
        absl::MutexLock lock(&mu_);
        const auto changed = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
          return stopping_ || events_.size() > at;
        };
        mu_.AwaitWithTimeout(absl::Condition(&changed), absl::Milliseconds(told ? 20 : 0));
        if (stopping_) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "stopping");
        while (at < events_.size()) news.push_back(events_[at++]);
      }
      for (const auto& event : news) writer->Write(event);
      if (told && news.empty()) continue;
      registry::v1::CatalogEvent heartbeat;
      heartbeat.set_revision(static_cast<std::int64_t>(at));
      writer->Write(heartbeat);
      told = true;
    }
    return grpc::Status::CANCELLED;
  }

 private:
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<registry::v1::CatalogEvent> events_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
