#include "gateway/core/rate_limiter.h"

#include <gtest/gtest.h>

namespace duban::gateway {
namespace {

using namespace std::chrono_literals;

TEST(RateLimiterTest, ABurstPassesThenTheRateHolds) {
  FakeClock clock(TimePoint{});
  RateLimiter limiter(/*per_second=*/10, /*burst=*/3, /*max_clients=*/10, clock);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.Take("a"), 0);
  EXPECT_NEAR(limiter.Take("a"), 0.1, 1e-9);
  EXPECT_EQ(limiter.Take("b"), 0) << "another client has a bucket of its own";
  clock.Advance(100ms);
  EXPECT_EQ(limiter.Take("a"), 0);
  EXPECT_GT(limiter.Take("a"), 0);
}

TEST(RateLimiterTest, MemoryIsBoundedAndTheBusiestClientIsNotForgotten) {
  FakeClock clock(TimePoint{});
  RateLimiter limiter(1, 1, /*max_clients=*/3, clock);
  EXPECT_EQ(limiter.Take("busy"), 0);
  for (int i = 0; i < 1000; ++i) {
    limiter.Take("client " + std::to_string(i));
    EXPECT_GT(limiter.Take("busy"), 0);
  }
  EXPECT_EQ(limiter.size(), 3u);
}

}  // namespace
}  // namespace duban::gateway
