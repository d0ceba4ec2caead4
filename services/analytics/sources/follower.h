// Follower keeps one stream of another service open: it reconnects, and knows how old its knowledge
// is.
#pragma once

#include <grpcpp/client_context.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "runtime/log.h"

namespace duban::analytics {

// Thread-safe. One thread of its own from Start to destruction.
class Follower {
 public:
  // Follows the source once: opens a stream with `context`, calls `heard()` for whatever arrives,
  // and returns when the stream ends. With `until_current` the stream ends by itself once
  // everything known at its start has arrived.
  using Heard = std::function<void()>;
  using Follow = std::function<absl::Status(grpc::ClientContext& context, bool until_current,
                                            const Heard& heard)>;

  // `name` is the source's in logs: "registry", "ingest-0". Not owned references must outlive the
  // follower.
  Follower(std::string name, Follow follow, runtime::Log& log, const Clock& clock);
  // Cancels the stream and joins.
  ~Follower();

  void Start();

  const std::string& name() const { return name_; }
  // True once everything that the source held when first reached was taken in.
  bool caught_up() const;
  // 0 while the source is followed; else seconds since it last was (or since Start).
  double StaleSeconds() const;

 private:
  void Loop();
  absl::Status FollowOnce(bool until_current);
  void Heard_();
  bool WaitBeforeRetry(std::chrono::milliseconds delay);

  const std::string name_;
  const Follow follow_;
  runtime::Log& log_;
  const Clock& clock_;

  mutable absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool caught_up_ ABSL_GUARDED_BY(mu_) = false;
  bool connected_ ABSL_GUARDED_BY(mu_) = false;
  SteadyPoint last_heard_ ABSL_GUARDED_BY(mu_);
  grpc::ClientContext* context_ ABSL_GUARDED_BY(mu_) = nullptr;
  std::thread thread_;
};

}  // namespace duban::analytics
