// A server stream that one thread writes from beginning to end.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <functional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/error.h"
#include "runtime/executor.h"
#include "runtime/rpc.h"

namespace duban::ingest {

// Runs `produce` on the executor, which therefore must not be one that others wait for. Each
// message that it hands over is written before the next is asked for: one in memory at a time.
// Deletes itself.
template <class T>
class BlockingStream final : public grpc::ServerWriteReactor<T> {
 public:
  using Write = std::function<absl::Status(T)>;
  // Returns how the stream ends. `write` fails once the reader is gone.
  using Produce = std::function<absl::Status(const Write& write)>;

  BlockingStream(runtime::Executor& executor, Produce produce) : produce_(std::move(produce)) {
    if (!executor.TryRun([this] { Run(); })) this->Finish(runtime::ToGrpc(runtime::Overloaded()));
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mu_);
    writing_ = false;
    broken_ = broken_ || !ok;
  }
  void OnCancel() override {
    absl::MutexLock lock(&mu_);
    broken_ = true;
  }
  void OnDone() override { delete this; }

 private:
  void Run() {
    this->Finish(
        runtime::ToGrpc(produce_([this](T message) { return WriteOne(std::move(message)); })));
  }

  absl::Status WriteOne(T message) {
    {
      absl::MutexLock lock(&mu_);
      if (broken_)
        return Error(absl::StatusCode::kCancelled, "CALL_CANCELLED", "the reader went away");
      writing_ = true;
    }
    message_ = std::move(message);
    this->StartWrite(&message_);
    absl::MutexLock lock(&mu_);
    const auto written = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return !writing_; };
    mu_.Await(absl::Condition(&written));
    return broken_ ? Error(absl::StatusCode::kCancelled, "CALL_CANCELLED", "the reader went away")
                   : absl::OkStatus();
  }

  const Produce produce_;
  T message_;  // gRPC's while writing_
  absl::Mutex mu_;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool broken_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace duban::ingest
