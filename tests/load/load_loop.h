// Keeps calls in flight, as fast as they are answered or at a fixed rate, and measures what a
// caller would have felt.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "tests/load/histogram.h"

namespace duban::load {

struct LoadPlan {
  int concurrency = 64;  // most calls in flight
  double rate = 0;       // calls per second; 0 = the next call as soon as one is answered
  std::chrono::milliseconds duration{5'000};
};

struct LoadResult {
  Histogram latency;
  std::int64_t errors = 0;
  double seconds = 0;
};

// With a rate, a call's latency counts from the moment at which it was due, whether or not a slot
// was free then: a server that stalls is charged with every call that it kept waiting (no
// coordinated omission).
class LoadLoop {
 public:
  using Done = std::function<void(bool ok)>;
  // Starts a call in slot 0 .. concurrency-1; `done` runs once, on any thread.
  using Start = std::function<void(int slot, Done done)>;

  LoadLoop(LoadPlan plan, Start start) : plan_(plan), start_(std::move(start)) {}

  // Blocks until the time is over and every call was answered.
  LoadResult Run();

 private:
  using Clock = std::chrono::steady_clock;

  void Launch(int slot, Clock::time_point due);
  void Finished(int slot, Clock::time_point due, bool ok);
  void Pace(Clock::time_point begin);

  const LoadPlan plan_;
  const Start start_;
  Clock::time_point end_;
  absl::Mutex mu_;
  std::vector<int> free_ ABSL_GUARDED_BY(mu_);
  std::deque<Clock::time_point> due_ ABSL_GUARDED_BY(mu_);  // calls that wait for a slot
  LoadResult result_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::load
