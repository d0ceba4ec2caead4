// Tells many listeners that something new is there.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace duban::runtime {

// Signal calls its listeners, one after the other, on the notifying thread. Thread-safe.
//
// Listeners must be quick, must not block, and must not call back into the Signal.
class Signal {
 public:
  // Returns an id for Remove.
  std::int64_t Add(std::function<void()> listener) {
    absl::MutexLock lock(&mu_);
    listeners_.emplace(++last_id_, std::move(listener));
    return last_id_;
  }

  // After it returns the listener is not running and never will.
  void Remove(std::int64_t id) {
    absl::MutexLock lock(&mu_);
    listeners_.erase(id);
  }

  void Notify() {
    absl::MutexLock lock(&mu_);
    for (const auto& [id, listener] : listeners_) listener();
  }

  // From now on closed() is true; wakes every listener. Streams that follow this signal end
  // (SERVER_STOPPING), so that a stop need not wait for its deadline.
  void Close() {
    closed_ = true;
    Notify();
  }
  bool closed() const { return closed_; }

  // Listeners at the moment.
  int size() const {
    absl::MutexLock lock(&mu_);
    return static_cast<int>(listeners_.size());
  }

 private:
  std::atomic<bool> closed_{false};
  mutable absl::Mutex mu_;
  std::int64_t last_id_ ABSL_GUARDED_BY(mu_) = 0;
  std::map<std::int64_t, std::function<void()>> listeners_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::runtime
