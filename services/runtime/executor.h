// A bounded pool of threads for work that blocks (storage, other services).
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace duban::runtime {

// Executor runs functions on its threads in the order given. Thread-safe.
class Executor {
 public:
  // `threads` >= 1; TryRun refuses once `max_queue` functions wait.
  Executor(int threads, int max_queue);
  // Runs what was taken, then joins.
  ~Executor();

  // False, and nothing happens, when the queue is full or the executor stops.
  bool TryRun(std::function<void()> work);

  // Takes the work whatever the queue's length: for callers that bound themselves (one per open
  // stream).
  void Run(std::function<void()> work);

  // Functions that wait.
  int depth() const;

 private:
  void Loop();

  const size_t max_queue_;
  mutable absl::Mutex mu_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace duban::runtime
