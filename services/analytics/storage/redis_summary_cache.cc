#include "analytics/storage/redis_summary_cache.h"

#include <fmt/format.h>

#include "analytics/core/bytes.h"
#include "common/error.h"
#include "common/hash.h"

namespace duban::analytics {
namespace {

constexpr std::string_view kMagic = "DBN1";

std::string RedisKey(const std::string& district, const std::string& key) {
  return fmt::format("duban:1:{{{}}}:{}", district, key);
}

std::string Encode(const std::string& redis_key, const std::string& build,
                   const CachedAnswer& answer) {
  std::string body;
  PutText(body, build);
  analytics::Put(body, answer.catalog_revision);
  analytics::Put(body, answer.position);
  PutText(body, answer.origin);
  PutText(body, answer.bytes);
  std::string value(kMagic);
  value += AsBytes(Hash(HashAlgorithm::kSha256, redis_key, std::string_view("\0", 1), body));
  return value + body;
}

// A value that was read: made by which build, and what it says.
struct Value {
  std::string build;
  CachedAnswer answer;
};

// nullopt when it is damaged or not ours.
std::optional<Value> Decode(const std::string& redis_key, std::string_view value) {
  constexpr std::size_t kHead = kMagic.size() + sizeof(Digest);
  if (value.size() < kHead || !value.starts_with(kMagic)) return std::nullopt;
  std::string_view body = value.substr(kHead);
  if (AsBytes(Hash(HashAlgorithm::kSha256, redis_key, std::string_view("\0", 1), body)) !=
      value.substr(kMagic.size(), sizeof(Digest))) {
    return std::nullopt;
  }
  Value read;
  CachedAnswer& answer = read.answer;
  if (!GetText(body, read.build) || !Get(body, answer.catalog_revision) ||
      !Get(body, answer.position) || !GetText(body, answer.origin) ||
      !GetText(body, answer.bytes) || !body.empty()) {
    return std::nullopt;
  }
  return read;
}

}  // namespace

RedisSummaryCache::RedisSummaryCache(RedisCacheConfig config, runtime::Metrics& metrics,
                                     runtime::Log& log, const Clock& clock)
    : config_(std::move(config)),
      log_(log),
      client_(config_.address, config_.timeout, config_.login),
      breaker_(config_.breaker_failures, config_.breaker_pause, clock),
      hits_(metrics.Counter("duban_cache_reads_total", "Reads of shared answers",
                            {{"result", "hit"}})),
      misses_(metrics.Counter("duban_cache_reads_total", "Reads of shared answers",
                              {{"result", "miss"}})),
      unreachable_(metrics.Counter("duban_cache_errors_total", "Failures of the shared cache",
                                   {{"kind", "unreachable"}})),
      refused_(metrics.Counter("duban_cache_errors_total", "Failures of the shared cache",
                               {{"kind", "refused"}})),
      login_(metrics.Counter("duban_cache_errors_total", "Failures of the shared cache",
                             {{"kind", "login"}})),
      damaged_(metrics.Counter("duban_cache_errors_total", "Failures of the shared cache",
                               {{"kind", "damaged"}})),
      writes_(metrics.Counter("duban_cache_writes_total", "Answers written to the shared cache")),
      dropped_(metrics.Counter("duban_cache_dropped_total", "Answers that were not written")),
      breaker_gauge_(metrics.Gauge("duban_cache_breaker_state",
                                   "0 = the shared cache is used, 1 = tried, 2 = left alone")),
      jitter_(std::random_device{}()),
      thread_([this] { Loop(); }) {}

RedisSummaryCache::~RedisSummaryCache() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  thread_.join();
}

void RedisSummaryCache::Judge(const absl::Status& status) {
  if (status.ok() || status.code() == absl::StatusCode::kFailedPrecondition) {
    // A Redis that refuses (full, loading) is alive; asking it costs little.
    if (!status.ok()) {
      refused_.Increment();
      NoteRefusal(MessageOf(status));
    }
    breaker_.Succeeded();
  } else {
    (status.code() == absl::StatusCode::kPermissionDenied ? login_ : unreachable_).Increment();
    breaker_.Failed();
    log_.Warn("cache_degraded", {{"reason", ReasonOf(status)}, {"message", MessageOf(status)}});
  }
  breaker_gauge_.Set(static_cast<double>(breaker_.state()));
}

void RedisSummaryCache::NoteRefusal(const std::string& why) {
  {
    absl::MutexLock lock(&mu_);
    if (refusal_ == why) return;
    refusal_ = why;
  }
  log_.Warn("cache_refused", {{"message", why}});
}

std::optional<CachedAnswer> RedisSummaryCache::Get(const std::string& district,
                                                   const std::string& key) {
  if (!breaker_.Allow()) {
    misses_.Increment();
    return std::nullopt;
  }
  const std::string redis_key = RedisKey(district, key);
  const auto value = client_.Command(district, {"GET", redis_key});
  Judge(value.status());
  if (!value.ok() || !value->has_value()) {
    misses_.Increment();
    return std::nullopt;
  }
  std::optional<Value> read = Decode(redis_key, **value);
  if (!read) damaged_.Increment();
  if (!read || read->build != config_.build) {
    misses_.Increment();
    return std::nullopt;
  }
  hits_.Increment();
  return std::move(read->answer);
}

void RedisSummaryCache::Put(const std::string& district, const std::string& key,
                            const CachedAnswer& answer) {
  absl::MutexLock lock(&mu_);
  if (queue_.size() >= config_.queue || answer.bytes.size() > config_.max_value_bytes) {
    dropped_.Increment();
    return;
  }
  queue_.push_back({district, key, answer});
}

void RedisSummaryCache::Drain() {
  absl::MutexLock lock(&mu_);
  mu_.Await(absl::Condition(this, &RedisSummaryCache::Idle));
}

void RedisSummaryCache::WriteOne(const Write& write) {
  if (!breaker_.Allow()) {
    dropped_.Increment();
    return;
  }
  const std::string redis_key = RedisKey(write.district, write.key);
  std::uniform_int_distribution<std::int64_t> more(0, config_.ttl.count() / 10);
  const std::string seconds = std::to_string(config_.ttl.count() + more(jitter_));
  const auto done = client_.Command(
      write.district,
      {"SET", redis_key, Encode(redis_key, config_.build, write.answer), "EX", seconds});
  Judge(done.status());
  (done.ok() ? writes_ : dropped_).Increment();
}

void RedisSummaryCache::Loop() {
  for (;;) {
    Write write;
    {
      absl::MutexLock lock(&mu_);
      writing_ = false;
      mu_.Await(absl::Condition(this, &RedisSummaryCache::HasWork));
      if (stopping_) return;
      write = std::move(queue_.front());
      queue_.pop_front();
      writing_ = true;
    }
    WriteOne(write);
  }
}

}  // namespace duban::analytics
