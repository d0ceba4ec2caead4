// journal_crash: lives of a journal on a faulty disk, by seed. A failing seed of the tests is
// repeated by journal_crash --seed N.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "tests/testing/crash_schedule.h"

int main(int argc, char** argv) {
  CLI::App app(
      "Lives through power losses, full disks and failing syncs, and checks the journal after "
      "each.");
  std::uint64_t seed = 1;
  std::uint64_t count = 1;
  app.add_option("--seed", seed, "first seed")->capture_default_str();
  app.add_option("--count", count, "how many seeds")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  int failures = 0;
  for (std::uint64_t i = seed; i < seed + count; ++i) {
    const auto failure = duban::testing::LiveThrough(i);
    if (!failure) continue;
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(i), failure->c_str());
    ++failures;
  }
  std::printf("%llu lives, %d failed\n", static_cast<unsigned long long>(count), failures);
  return failures == 0 ? 0 : 1;
}
