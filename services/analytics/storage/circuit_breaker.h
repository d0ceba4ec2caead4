// CircuitBreaker stops asking somebody who does not answer, and asks again from time to time.
#pragma once

#include <chrono>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"

namespace duban::analytics {

// Thread-safe. Closed: every call is allowed. After `failures` in a row it opens: no call is
// allowed for `pause`, then a single one is tried (half open); its success closes the breaker, its
// failure opens it again.
class CircuitBreaker {
 public:
  enum class State { kClosed = 0, kHalfOpen = 1, kOpen = 2 };

  CircuitBreaker(int failures, std::chrono::milliseconds pause, const Clock& clock)
      : max_failures_(failures), pause_(pause), clock_(clock) {}

  // True when the caller may try; it must then call Succeeded or Failed once.
  bool Allow() {
    absl::MutexLock lock(&mu_);
    if (state_ == State::kClosed) return true;
    if (state_ == State::kOpen && clock_.Steady() >= retry_at_) {
      state_ = State::kHalfOpen;
      return true;
    }
    return false;
  }

  void Succeeded() {
    absl::MutexLock lock(&mu_);
    state_ = State::kClosed;
    failures_ = 0;
  }

  void Failed() {
    absl::MutexLock lock(&mu_);
    if (++failures_ < max_failures_ && state_ == State::kClosed) return;
    state_ = State::kOpen;
    retry_at_ = clock_.Steady() + pause_;
  }

  State state() const {
    absl::MutexLock lock(&mu_);
    return state_;
  }

 private:
  const int max_failures_;
  const std::chrono::milliseconds pause_;
  const Clock& clock_;
  mutable absl::Mutex mu_;
  State state_ ABSL_GUARDED_BY(mu_) = State::kClosed;
  int failures_ ABSL_GUARDED_BY(mu_) = 0;
  SteadyPoint retry_at_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::analytics
