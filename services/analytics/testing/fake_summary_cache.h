// A SummaryCache in memory: complete, and able to be away.
#pragma once

#include <atomic>
#include <map>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "analytics/core/summary_cache.h"

namespace duban::analytics::testing {

// Thread-safe.
class FakeSummaryCache final : public SummaryCache {
 public:
  std::optional<CachedAnswer> Get(const std::string& district, const std::string& key) override {
    absl::MutexLock lock(&mu_);
    ++gets_;
    const auto it = answers_.find({district, key});
    if (away_ || it == answers_.end()) return std::nullopt;
    return it->second;
  }
  void Put(const std::string& district, const std::string& key,
           const CachedAnswer& answer) override {
    absl::MutexLock lock(&mu_);
    if (!away_) answers_[{district, key}] = answer;
  }

  void SetAway(bool away) { away_ = away; }
  int gets() const { return gets_; }
  std::size_t size() {
    absl::MutexLock lock(&mu_);
    return answers_.size();
  }

 private:
  std::atomic<bool> away_{false};
  std::atomic<int> gets_{0};
  absl::Mutex mu_;
  std::map<std::pair<std::string, std::string>, CachedAnswer> answers_;
};

}  // namespace duban::analytics::testing
