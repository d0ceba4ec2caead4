// The page that Prometheus reads, and what repeats itself.
#include "runtime/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"
#include "runtime/periodic.h"

namespace duban::runtime {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

TEST(MetricsTest, EveryProcessShowsWhatItTakesOfTheMachine) {
  const std::string page = Metrics().Text();
  EXPECT_THAT(page, ContainsRegex("process_cpu_seconds_total [0-9.]+"));
  EXPECT_THAT(page, ContainsRegex("process_resident_memory_bytes [1-9][0-9]+"));
  EXPECT_THAT(page, ContainsRegex("process_threads [1-9]"));
  EXPECT_THAT(page, ContainsRegex("process_open_fds [1-9]"));
  EXPECT_THAT(page, ContainsRegex("process_start_time_seconds [1-9][0-9.e+]+"));
}

TEST(MetricsTest, WhatIsRefreshedAtAScrapeIsSeenInTheSameScrape) {
  Metrics metrics;
  prometheus::Gauge& gauge = metrics.Gauge("duban_test_scrapes", "Scrapes so far");
  metrics.OnScrape([&gauge] { gauge.Increment(); });
  EXPECT_THAT(metrics.Text(), HasSubstr("duban_test_scrapes 1"));
  EXPECT_THAT(metrics.Text(), HasSubstr("duban_test_scrapes 2"));
}

TEST(MetricsTest, TheSpaceOfADirectoryIsThatOfItsFileSystem) {
  Metrics metrics;
  metrics.WatchSpace("/");
  EXPECT_THAT(metrics.Text(), ContainsRegex("duban_data_capacity_bytes [1-9]"));
}

TEST(PeriodicTest, WorksAtOnceAndAgainUntilItIsDestroyed) {
  std::atomic<int> calls{0};
  absl::Notification third;
  {
    const Periodic periodic(std::chrono::milliseconds(1), [&] {
      if (++calls == 3) third.Notify();
    });
    third.WaitForNotification();
  }
  const int until = calls;
  EXPECT_GE(until, 3);
  EXPECT_EQ(calls, until) << "nothing runs after destruction";
}

}  // namespace
}  // namespace duban::runtime
