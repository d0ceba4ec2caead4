// A registry and an ingest instance in one gRPC server, told what to say by a Story.
#pragma once

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/error.h"
#include "duban/ingest/v1/progress_service.grpc.pb.h"
#include "duban/registry/v1/registry_service.grpc.pb.h"
#include "runtime/rpc_status.h"

namespace duban::analytics::testing {

// Thread-safe.
class FakeUpstream {
 public:
  FakeUpstream() { Start(0); }
  ~FakeUpstream() { Stop(); }

  // host:port; the same after Stop and Restart.
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  void Say(const registry::v1::CatalogEvent& event) {
    const std::lock_guard lock(feed_.mu);
    feed_.catalog.push_back(event);
    feed_.changed.notify_all();
  }
  void Say(ingest::v1::JournalEntry entry) {
    const std::lock_guard lock(feed_.mu);
    entry.set_sequence(static_cast<std::int64_t>(feed_.entries.size()) + 1);
    feed_.entries.push_back(std::move(entry));
    feed_.changed.notify_all();
  }
  // From now on the journals are these, as after a restore of another backup.
  void ReplaceJournals() {
    const std::lock_guard lock(feed_.mu);
    feed_.entries.clear();
  }

  // From now on the catalog is only told to those who take it as it stands.
  void CutHistory() {
    const std::lock_guard lock(feed_.mu);
    feed_.cut = true;
  }

  void Stop() {
    if (server_ == nullptr) return;
    {
      const std::lock_guard lock(feed_.mu);
      feed_.stopping = true;
      feed_.changed.notify_all();
    }
    server_->Shutdown(std::chrono::system_clock::now());
    server_->Wait();
    server_.reset();
    feed_.stopping = false;
  }
  void Restart() { Start(port_); }

 private:
  struct Feed {
    std::mutex mu;
    std::condition_variable changed;
    bool stopping = false;
    bool cut = false;
    std::vector<registry::v1::CatalogEvent> catalog;
    std::vector<ingest::v1::JournalEntry> entries;
  };

  // Sends items from index `next` on, then a heartbeat, then what comes.
  template <typename Item>
  static grpc::Status Follow(Feed& feed, std::vector<Item>& items, std::size_t next,
                             bool until_current, grpc::ServerContext& context,
                             grpc::ServerWriter<Item>& writer) {
    const std::size_t known = [&] {
      const std::lock_guard lock(feed.mu);
      return items.size();
    }();
    if (next > known) return {grpc::StatusCode::OUT_OF_RANGE, "ahead"};
    bool said_current = false;
    for (;;) {
      Item item;
      {
        std::unique_lock lock(feed.mu);
        while (next >= items.size() && said_current && !feed.stopping && !context.IsCancelled()) {
          feed.changed.wait_for(lock, std::chrono::milliseconds(20));
        }
        if (feed.stopping) return {grpc::StatusCode::UNAVAILABLE, "stopping"};
        if (context.IsCancelled()) return grpc::Status::CANCELLED;
        if (next < items.size()) {
          item = items[next++];
        } else {
          said_current = true;
        }
      }
      if (!writer.Write(item)) return grpc::Status::CANCELLED;
      if (said_current && until_current) return grpc::Status::OK;
    }
  }

  class Registry final : public registry::v1::RegistryService::Service {
   public:
    explicit Registry(Feed& feed) : feed_(feed) {}
    grpc::Status WatchCatalog(grpc::ServerContext* context,
                              const registry::v1::WatchCatalogRequest* request,
                              grpc::ServerWriter<registry::v1::CatalogEvent>* writer) override {
      if (feed_.cut && !request->snapshot() && request->after_revision() == 0) {
        return runtime::ToGrpc(Error(absl::StatusCode::kOutOfRange, "REVISION_COMPACTED", "gone"));
      }
      return Follow(feed_, feed_.catalog, static_cast<std::size_t>(request->after_revision()),
                    request->until_current(), *context, *writer);
    }

   private:
    Feed& feed_;
  };

  class Ingest final : public ingest::v1::ProgressService::Service {
   public:
    explicit Ingest(Feed& feed) : feed_(feed) {}
    grpc::Status WatchReports(grpc::ServerContext* context,
                              const ingest::v1::WatchReportsRequest* request,
                              grpc::ServerWriter<ingest::v1::JournalEntry>* writer) override {
      return Follow(feed_, feed_.entries, static_cast<std::size_t>(request->after_sequence()),
                    request->until_current(), *context, *writer);
    }

   private:
    Feed& feed_;
  };

  void Start(int port) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(),
                             &port_);
    builder.RegisterService(&registry_);
    builder.RegisterService(&ingest_);
    server_ = builder.BuildAndStart();
  }

  Feed feed_;
  Registry registry_{feed_};
  Ingest ingest_{feed_};
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace duban::analytics::testing
