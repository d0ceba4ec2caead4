#include "tests/load/load_loop.h"

#include <optional>
#include <thread>

namespace duban::load {

void LoadLoop::Launch(int slot, Clock::time_point due) {
  start_(slot, [this, slot, due](bool ok) { Finished(slot, due, ok); });
}

void LoadLoop::Finished(int slot, Clock::time_point due, bool ok) {
  const auto now = Clock::now();
  std::optional<Clock::time_point> next;
  {
    absl::MutexLock lock(&mu_);
    result_.latency.Add(std::chrono::duration_cast<std::chrono::microseconds>(now - due));
    if (!ok) ++result_.errors;
    if (plan_.rate <= 0 && now < end_) {
      next = now;
    } else if (!due_.empty()) {
      next = due_.front();
      due_.pop_front();
    } else {
      free_.push_back(slot);
    }
  }
  if (next) Launch(slot, *next);
}

void LoadLoop::Pace(Clock::time_point begin) {
  for (std::int64_t i = 0;; ++i) {
    const auto due =
        begin + std::chrono::duration_cast<Clock::duration>(
                    std::chrono::duration<double>(static_cast<double>(i) / plan_.rate));
    if (due >= end_) return;
    std::this_thread::sleep_until(due);
    int slot = -1;
    {
      absl::MutexLock lock(&mu_);
      if (free_.empty()) {
        due_.push_back(due);
      } else {
        slot = free_.back();
        free_.pop_back();
      }
    }
    if (slot >= 0) Launch(slot, due);
  }
}

LoadResult LoadLoop::Run() {
  const auto begin = Clock::now();
  end_ = begin + plan_.duration;
  if (plan_.rate > 0) {
    {
      absl::MutexLock lock(&mu_);
      for (int slot = 0; slot < plan_.concurrency; ++slot) free_.push_back(slot);
    }
    Pace(begin);
  } else {
    for (int slot = 0; slot < plan_.concurrency; ++slot) Launch(slot, Clock::now());
  }
  absl::MutexLock lock(&mu_);
  const auto all_answered = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return due_.empty() && static_cast<int>(free_.size()) == plan_.concurrency;
  };
  mu_.Await(absl::Condition(&all_answered));
  result_.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return result_;
}

}  // namespace duban::load
