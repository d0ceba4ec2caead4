// How handlers answer: decode, call, encode. For services on gRPC's callback API.
//
// Status mapping, deadlines and refusal under load are here; counting, timing and logging in
// rpc_observer.h.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <chrono>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/error.h"
#include "runtime/executor.h"
#include "runtime/rpc_status.h"
#include "runtime/signal.h"

namespace duban::runtime {

// The answer when the executor's queue is full.
inline absl::Status Overloaded() {
  return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "SERVER_OVERLOADED",
                              "too many calls wait; retry later"),
                        std::chrono::milliseconds(500));
}

inline bool DeadlinePassed(const grpc::ServerContextBase& context) {
  return context.deadline() < std::chrono::system_clock::now();
}

inline absl::Status TooLate() {
  return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
               "the deadline passed before the call was started");
}

// OK, or why a call that waited need not be carried out any more.
inline absl::Status StillWanted(const grpc::ServerContextBase& context) {
  if (context.IsCancelled())
    return Error(absl::StatusCode::kCancelled, "CALL_CANCELLED", "the caller went away");
  return DeadlinePassed(context) ? TooLate() : absl::OkStatus();
}

// Answers with `handler(request)`, an absl::StatusOr<Response>, on the calling gRPC thread. Only
// for handlers that never block: a gRPC thread that waits stops every other call of its connection.
template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* UnaryInline(grpc::CallbackServerContext* context, const Request* request,
                                      Response* response, Handler&& handler) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::StatusOr<Response> result = handler(*request);
  if (result.ok()) *response = *std::move(result);
  reactor->Finish(ToGrpc(result.status()));
  return reactor;
}

// The same on the executor; RESOURCE_EXHAUSTED SERVER_OVERLOADED when its queue is full.
template <class Request, class Response, class Handler>
grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context, const Request* request,
                                Response* response, Executor& executor, Handler handler) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const bool taken = executor.TryRun([=, handler = std::move(handler)]() mutable {
    if (absl::Status wanted = StillWanted(*context); !wanted.ok()) {
      reactor->Finish(ToGrpc(wanted));
      return;
    }
    absl::StatusOr<Response> result = handler(*request);
    if (result.ok()) *response = *std::move(result);
    reactor->Finish(ToGrpc(result.status()));
  });
  if (!taken) reactor->Finish(ToGrpc(Overloaded()));
  return reactor;
}

// A server stream that follows something: it holds no thread while there is nothing new.
//
// `next` runs on the executor, one call at a time: a batch is written message by message and asked
// on; an empty batch waits for `changed`; nullopt ends the stream; an error ends it with that
// status. Once `changed` is closed the stream ends with UNAVAILABLE SERVER_STOPPING.
template <class T>
class WatchReactor final : public grpc::ServerWriteReactor<T> {
 public:
  using Batch = std::vector<T>;
  using Next = std::function<absl::StatusOr<std::optional<Batch>>()>;

  WatchReactor(Executor& executor, Signal& changed, Next next)
      : executor_(executor), changed_(changed), next_(std::move(next)) {
    listener_ = changed_.Add([this] { Wake(); });
    Wake();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      EndWith(Error(absl::StatusCode::kCancelled, "CALL_CANCELLED", "the watcher went away"));
      return;
    }
    if (++written_ < batch_.size()) {
      // All but the last of a batch may wait for those behind them, so that they go out together.
      // Not the first of the stream, though: gRPC would keep it and the metadata before it until
      // something else is written, for ever.
      grpc::WriteOptions options;
      if (written_ + 1 < batch_.size()) options.set_buffer_hint();
      this->StartWrite(&batch_[written_], options);
      return;
    }
    absl::MutexLock lock(&mu_);
    busy_ = false;
    pending_ = true;
    StartIfIdle();
  }

  void OnCancel() override {
    absl::MutexLock lock(&mu_);
    cancelled_ = true;
    pending_ = true;
    StartIfIdle();
  }

  void OnDone() override {
    changed_.Remove(listener_);
    delete this;
  }

 private:
  void Wake() {
    absl::MutexLock lock(&mu_);
    pending_ = true;
    StartIfIdle();
  }

  void StartIfIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (busy_ || finished_ || !pending_) return;
    busy_ = true;
    pending_ = false;
    executor_.Run([this] { Pull(); });
  }

  void Pull() {
    {
      absl::ReleasableMutexLock lock(&mu_);
      if (cancelled_) {
        lock.Release();
        EndWith(Error(absl::StatusCode::kCancelled, "CALL_CANCELLED", "the watcher went away"));
        return;
      }
    }
    if (changed_.closed()) {
      EndWith(Error(absl::StatusCode::kUnavailable, "SERVER_STOPPING",
                    "the server stops; watch again where it comes back"));
      return;
    }
    absl::StatusOr<std::optional<Batch>> batch = next_();
    if (!batch.ok() || !batch->has_value()) {
      EndWith(batch.status());
      return;
    }
    batch_ = **std::move(batch);
    if (!batch_.empty()) {
      written_ = 0;
      this->StartWrite(&batch_[0]);
      return;
    }
    absl::MutexLock lock(&mu_);
    busy_ = false;
    StartIfIdle();
  }

  // Busy stays set, so nothing starts after it.
  void EndWith(const absl::Status& status) {
    {
      absl::MutexLock lock(&mu_);
      if (finished_) return;
      finished_ = true;
    }
    this->Finish(ToGrpc(status));
  }

  Executor& executor_;
  Signal& changed_;
  const Next next_;
  std::int64_t listener_ = 0;
  Batch batch_;         // touched only while busy_
  size_t written_ = 0;  // touched only while busy_
  absl::Mutex mu_;
  bool busy_ ABSL_GUARDED_BY(mu_) = false;  // pulling or writing
  bool pending_ ABSL_GUARDED_BY(mu_) = false;
  bool cancelled_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
};

template <class T>
grpc::ServerWriteReactor<T>* Watch(Executor& executor, Signal& changed,
                                   typename WatchReactor<T>::Next next) {
  return new WatchReactor<T>(executor, changed, std::move(next));
}

// A stream that ends at once with an error.
template <class T>
grpc::ServerWriteReactor<T>* Refuse(const absl::Status& status) {
  class Refusal final : public grpc::ServerWriteReactor<T> {
   public:
    explicit Refusal(const absl::Status& why) { this->Finish(ToGrpc(why)); }
    void OnDone() override { delete this; }
  };
  return new Refusal(status);
}

}  // namespace duban::runtime
