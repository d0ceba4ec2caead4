// Latencies from 1 us to hours, to within 2 %, in a fixed 20 kB.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>

namespace duban::load {

// Not thread-safe; merge one per thread.
class Histogram {
 public:
  using Duration = std::chrono::microseconds;

  void Add(Duration latency) {
    const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0));
    ++counts_[Bucket(us)];
    ++total_;
    max_ = std::max(max_, us);
  }

  void Merge(const Histogram& other) {
    for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    total_ += other.total_;
    max_ = std::max(max_, other.max_);
  }

  std::int64_t total() const { return static_cast<std::int64_t>(total_); }
  double max_us() const { return static_cast<double>(max_); }

  // The latency in microseconds that a share `q` (0..1) of the calls did not exceed; 0 without
  // calls.
  double PercentileUs(double q) const {
    const auto rank = static_cast<std::uint64_t>(q * static_cast<double>(total_));
    std::uint64_t seen = 0;
    for (size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (counts_[i] > 0 && seen >= rank) return std::min(Upper(i), max_us());
    }
    return 0;
  }

 private:
  static constexpr unsigned kLinear = 64;  // buckets per power of two

  // Values below 64 have a bucket each; above, every power of two is cut into 64.
  static size_t Bucket(std::uint64_t us) {
    if (us < kLinear) return static_cast<size_t>(us);
    const auto shift = static_cast<unsigned>(std::bit_width(us)) - 7;
    const size_t bucket = (shift + 1) * kLinear + ((us >> shift) - kLinear);
    return std::min(bucket, kBuckets - 1);
  }
  static double Upper(size_t bucket) {
    if (bucket < kLinear) return static_cast<double>(bucket);
    const size_t shift = bucket / kLinear - 1;
    return static_cast<double>((bucket % kLinear + kLinear + 1) << shift) - 1;
  }

  static constexpr size_t kBuckets = 40 * kLinear;
  std::array<std::uint64_t, kBuckets> counts_{};
  std::uint64_t total_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace duban::load
