// The only way to the time: everything that needs it takes a Clock.
#pragma once

#include <atomic>
#include <chrono>

namespace duban {

// An instant, UTC, in microseconds.
using TimePoint = std::chrono::sys_time<std::chrono::microseconds>;

// A monotonic instant; only differences mean something.
using SteadyPoint = std::chrono::steady_clock::time_point;

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  // Wall time: what is stored and shown. May jump backwards.
  virtual TimePoint Now() const = 0;
  // Monotonic time: durations and deadlines.
  virtual SteadyPoint Steady() const = 0;
};

class SystemClock : public Clock {
 public:
  TimePoint Now() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
  }
  SteadyPoint Steady() const override { return std::chrono::steady_clock::now(); }
};

// A clock that stands still until told otherwise.
class FakeClock : public Clock {
 public:
  explicit FakeClock(TimePoint start) : now_us_(start.time_since_epoch().count()) {}
  TimePoint Now() const override { return TimePoint(std::chrono::microseconds(now_us_.load())); }
  SteadyPoint Steady() const override {
    return SteadyPoint(std::chrono::microseconds(steady_us_.load()));
  }
  // Moves both wall and monotonic time.
  void Advance(std::chrono::microseconds by) {
    now_us_ += by.count();
    steady_us_ += by.count();
  }
  // Sets the wall time only, as a stepped system clock would.
  void SetWall(TimePoint now) { now_us_ = now.time_since_epoch().count(); }

 private:
  std::atomic<std::int64_t> now_us_;
  std::atomic<std::int64_t> steady_us_{0};
};

}  // namespace duban
