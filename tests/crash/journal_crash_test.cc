#include <gtest/gtest.h>

#include "tests/testing/crash_schedule.h"
#include "tests/testing/long_suite.h"

namespace duban::testing {
namespace {

TEST(JournalCrashTest, EverythingAcknowledgedSurvivesThousandsOfLives) {
  for (std::uint64_t seed = 1; seed <= (LongSuite() ? 20'000 : 1'500); ++seed) {
    const auto failure = LiveThrough(seed);
    ASSERT_FALSE(failure) << *failure << "; repeat it with: journal_crash --seed " << seed;
  }
}

TEST(JournalCrashTest, ThePowerMayGoAtEveryOperation) {
  bool done = false;
  std::int64_t operations = 1;
  for (; !done; ++operations) {
    for (std::uint64_t seed = 0; seed < (LongSuite() ? 30 : 3); ++seed) {
      const auto failure = LoseThePowerAt(operations, seed, done);
      ASSERT_FALSE(failure) << *failure << "; after operation " << operations << ", seed " << seed;
    }
  }
  // Otherwise the life was too short to have met sealing and merging.
  EXPECT_GT(operations, 300);
}

}  // namespace
}  // namespace duban::testing
