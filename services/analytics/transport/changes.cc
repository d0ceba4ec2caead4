#include "analytics/transport/changes.h"

#include <vector>

#include "absl/time/time.h"

namespace duban::analytics {

Changes::Changes(std::chrono::milliseconds interval)
    : interval_(interval), thread_([this] { Loop(); }) {}

Changes::~Changes() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  thread_.join();
}

void Changes::Mark(const std::string& code) {
  absl::MutexLock lock(&mu_);
  if (signals_.empty()) return;
  if (code.empty()) {
    all_ = true;
  } else if (signals_.contains(code)) {
    codes_.insert(code);
  } else if (signals_.contains("")) {
    codes_.insert("");
  } else {
    return;
  }
  dirty_ = true;
}

runtime::Signal& Changes::Of(const std::string& code) {
  absl::MutexLock lock(&mu_);
  const std::string key = signals_.size() < kMaxDistricts || signals_.contains(code) ? code : "";
  std::unique_ptr<runtime::Signal>& signal = signals_[key];
  if (signal == nullptr) {
    signal = std::make_unique<runtime::Signal>();
    if (closed_) signal->Close();
  }
  return *signal;
}

void Changes::Close() {
  absl::MutexLock lock(&mu_);
  closed_ = true;
  for (const auto& [code, signal] : signals_) signal->Close();
}

void Changes::Loop() {
  for (;;) {
    std::vector<runtime::Signal*> due;
    {
      absl::MutexLock lock(&mu_);
      mu_.Await(absl::Condition(this, &Changes::HasWork));
      if (stopping_) return;
      for (const auto& [code, signal] : signals_) {
        if (all_ || codes_.contains(code)) due.push_back(signal.get());
      }
      dirty_ = all_ = false;
      codes_.clear();
    }
    for (runtime::Signal* signal : due) signal->Notify();
    absl::MutexLock lock(&mu_);
    mu_.AwaitWithTimeout(absl::Condition(&stopping_), absl::FromChrono(interval_));
  }
}

}  // namespace duban::analytics
