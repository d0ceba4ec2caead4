// RedisSummaryCache shares answers between replicas through Redis.
//
// Keys: duban:1:{440113}:<key>; the hash tag keeps a district on one slot of a Cluster. Values
// carry a digest of key and content, so what somebody else wrote, or half of a value, is a miss;
// and the build that made them, since another version may reckon otherwise. docs/formats.md has the
// layout.
#pragma once

#include <chrono>
#include <deque>
#include <random>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "analytics/core/summary_cache.h"
#include "analytics/storage/circuit_breaker.h"
#include "analytics/storage/redis_client.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

namespace duban::analytics {

struct RedisCacheConfig {
  std::string address;  // see RedisClient
  RedisLogin login;     // see RedisClient
  std::string build;    // which program made an answer: another one's answers are misses
  std::chrono::milliseconds timeout{25};  // longest wait for Redis
  std::chrono::seconds ttl{
      3600};                 // life of a value; up to a tenth longer, so that not all end at once
  int breaker_failures = 3;  // failures in a row after which Redis is left alone
  std::chrono::milliseconds breaker_pause{1000};
  std::size_t queue = 1000;  // answers that may wait to be written; further ones are dropped
  std::size_t max_value_bytes = 4 << 20;  // larger answers are not shared
};

// Thread-safe. One thread of its own writes, so Put never blocks.
class RedisSummaryCache final : public SummaryCache {
 public:
  // Not owned references must outlive it. Does not connect yet.
  RedisSummaryCache(RedisCacheConfig config, runtime::Metrics& metrics, runtime::Log& log,
                    const Clock& clock);
  ~RedisSummaryCache() override;

  std::optional<CachedAnswer> Get(const std::string& district, const std::string& key) override;
  void Put(const std::string& district, const std::string& key,
           const CachedAnswer& answer) override;

  // Blocks until everything put so far was written or given up.
  void Drain();

  CircuitBreaker::State breaker() const { return breaker_.state(); }

 private:
  struct Write {
    std::string district;
    std::string key;
    CachedAnswer answer;
  };
  bool Idle() const ABSL_SHARED_LOCKS_REQUIRED(mu_) { return queue_.empty() && !writing_; }
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mu_) { return stopping_ || !queue_.empty(); }
  void Loop();
  void WriteOne(const Write& write);
  // Counts what became of a command and moves the breaker.
  void Judge(const absl::Status& status);
  // Logs why Redis refuses; the same again is not news.
  void NoteRefusal(const std::string& why);

  const RedisCacheConfig config_;
  runtime::Log& log_;
  RedisClient client_;
  CircuitBreaker breaker_;
  prometheus::Counter& hits_;
  prometheus::Counter& misses_;
  prometheus::Counter& unreachable_;
  prometheus::Counter& refused_;
  prometheus::Counter& login_;
  prometheus::Counter& damaged_;
  prometheus::Counter& writes_;
  prometheus::Counter& dropped_;
  prometheus::Gauge& breaker_gauge_;

  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  std::string refusal_ ABSL_GUARDED_BY(mu_);  // logged last
  std::deque<Write> queue_ ABSL_GUARDED_BY(mu_);
  std::minstd_rand jitter_;  // used by the writing thread only
  std::thread thread_;
};

}  // namespace duban::analytics
