// Does something again and again on a thread of its own.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace duban::runtime {

// Calls `work` at once and then after every `interval`, until destruction, which waits for a call
// under way.
class Periodic {
 public:
  // What `work` uses must outlive it.
  Periodic(std::chrono::milliseconds interval, std::function<void()> work);
  ~Periodic();

 private:
  void Loop();

  const std::chrono::milliseconds interval_;
  const std::function<void()> work_;
  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace duban::runtime
