#include "runtime/callback_queue.h"

#include <grpcpp/completion_queue.h>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace duban::runtime {
namespace {

// One for the process, since gRPC asks for it by a static function; never destroyed, as gRPC may
// ask until the end.
struct SharedQueue {
  absl::Mutex mu;
  grpc::CompletionQueue* queue ABSL_GUARDED_BY(mu) = nullptr;
  int users ABSL_GUARDED_BY(mu) = 0;
  bool asked_for ABSL_GUARDED_BY(mu) = false;
};

SharedQueue& TheQueue() {
  static auto* const queue = new SharedQueue;
  return *queue;
}

// Deletes a queue of callbacks once gRPC has run the last of them.
struct Ending : grpc_completion_queue_functor {
  Ending() : grpc_completion_queue_functor{} {
    functor_run = [](grpc_completion_queue_functor* self, int) {
      auto* const ending = static_cast<Ending*>(self);
      delete ending->queue;
      delete ending;
    };
  }
  grpc::CompletionQueue* queue = nullptr;
};

}  // namespace

bool CallbacksAreNotPolledFor() {
  SharedQueue& shared = TheQueue();
  absl::MutexLock lock(&shared.mu);
  return shared.asked_for;
}

}  // namespace duban::runtime

// These two are libgrpc++'s, and are found here first when a program is linked with this file.
// Theirs make a queue at which two threads poll; this one is of the kind that gRPC makes where its
// poller has threads of its own.
namespace grpc {

CompletionQueue* CompletionQueue::CallbackAlternativeCQ() {
  duban::runtime::SharedQueue& shared = duban::runtime::TheQueue();
  absl::MutexLock lock(&shared.mu);
  shared.asked_for = true;
  if (shared.users++ > 0) return shared.queue;
  auto* const ending = new duban::runtime::Ending;
  ending->queue = new CompletionQueue(grpc_completion_queue_attributes{
      GRPC_CQ_CURRENT_VERSION, GRPC_CQ_CALLBACK, GRPC_CQ_DEFAULT_POLLING, ending});
  shared.queue = ending->queue;
  return shared.queue;
}

void CompletionQueue::ReleaseCallbackAlternativeCQ(CompletionQueue*) {
  duban::runtime::SharedQueue& shared = duban::runtime::TheQueue();
  absl::MutexLock lock(&shared.mu);
  if (--shared.users == 0) shared.queue->Shutdown();
}

}  // namespace grpc
