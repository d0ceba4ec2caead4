// The shared cache against a real redis-server: the same contract as the fake, and every way in
// which Redis fails.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "analytics/core/queries.h"
#include "analytics/storage/redis_summary_cache.h"
#include "analytics/testing/fake_summary_cache.h"
#include "analytics/testing/story.h"
#include "common/error.h"
#include "tests/testing/redis_server.h"
#include "tests/testing/temp_dir.h"

namespace duban::analytics {
namespace {

using namespace testing;
using duban::testing::RedisServer;

const CachedAnswer kAnswer{7, 42, "origin", std::string("\0answer\xff", 8)};

// A cache and what keeps it alive.
struct Cache {
  virtual ~Cache() = default;
  virtual SummaryCache& cache() = 0;
  virtual void Drain() {}
};

struct Fake final : Cache {
  SummaryCache& cache() override { return fake; }
  FakeSummaryCache fake;
};

struct Real final : Cache {
  explicit Real(const std::vector<std::string>& options = {}, RedisCacheConfig config = {})
      : redis(options) {
    config.address = redis.address();
    shared = std::make_unique<RedisSummaryCache>(config, metrics, log, clock);
  }
  SummaryCache& cache() override { return *shared; }
  void Drain() override { shared->Drain(); }
  std::string Page() const { return metrics.Text(); }

  FakeClock clock{TimePoint{}};
  SystemClock wall;
  runtime::Metrics metrics;
  runtime::Log log{"test", "0", runtime::LogLevel::kError, "text", wall};
  RedisServer redis;
  std::unique_ptr<RedisSummaryCache> shared;
};

class SummaryCacheContract : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (GetParam() && !RedisServer::Installed()) GTEST_SKIP() << "redis-server is not installed";
    if (GetParam()) held = std::make_unique<Real>();
    if (!GetParam()) held = std::make_unique<Fake>();
  }
  void Put(const std::string& district, const std::string& key, const CachedAnswer& answer) {
    held->cache().Put(district, key, answer);
    held->Drain();
  }
  std::unique_ptr<Cache> held;
};

TEST_P(SummaryCacheContract, GivesBackWhatWasPutByteForByte) {
  Put("440113", "summary:2022", kAnswer);
  EXPECT_EQ(held->cache().Get("440113", "summary:2022"), kAnswer);
}

TEST_P(SummaryCacheContract, KeepsDistrictsAndKeysApart) {
  Put("440113", "summary:2022", kAnswer);
  EXPECT_EQ(held->cache().Get("440103", "summary:2022"), std::nullopt);
  EXPECT_EQ(held->cache().Get("440113", "summary:2023"), std::nullopt);
}

TEST_P(SummaryCacheContract, TheNewestAnswerReplacesTheOneBefore) {
  Put("440113", "summary:2022", kAnswer);
  CachedAnswer newer = kAnswer;
  newer.position = 43;
  Put("440113", "summary:2022", newer);
  EXPECT_EQ(held->cache().Get("440113", "summary:2022"), newer);
}

INSTANTIATE_TEST_SUITE_P(All, SummaryCacheContract, ::testing::Bool(),
                         [](const auto& param) { return param.param ? "Redis" : "Fake"; });

class RedisTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::Installed()) GTEST_SKIP() << "redis-server is not installed";
    real = std::make_unique<Real>();
  }
  void Put() {
    real->cache().Put("440113", "k", kAnswer);
    real->Drain();
  }
  std::optional<CachedAnswer> Get() { return real->cache().Get("440113", "k"); }
  std::unique_ptr<Real> real;
};

TEST_F(RedisTest, ValuesLieUnderTheDistrictsHashTagAndExpire) {
  Put();
  const long ttl = std::stol(real->redis.Run({"TTL", "duban:1:{440113}:k"}));
  EXPECT_GE(ttl, 3500);
  EXPECT_LE(ttl, 3960);
}

TEST_F(RedisTest, GarbageAndStolenValuesAreMisses) {
  Put();
  const std::string value = real->redis.Run({"GET", "duban:1:{440113}:k"});
  real->redis.Run({"SET", "duban:1:{440103}:k", value});
  EXPECT_EQ(real->cache().Get("440103", "k"), std::nullopt) << "another district's answer";
  real->redis.Run({"SET", "duban:1:{440113}:k", "garbage"});
  EXPECT_EQ(Get(), std::nullopt);
  real->redis.Run({"SET", "duban:1:{440113}:k", value.substr(0, value.size() - 1)});
  EXPECT_EQ(Get(), std::nullopt) << "half of a value";
  real->redis.Run({"DEL", "duban:1:{440113}:k"});
  real->redis.Run({"LPUSH", "duban:1:{440113}:k", "a list"});
  EXPECT_EQ(Get(), std::nullopt) << "another type";
  EXPECT_NE(real->Page().find("duban_cache_errors_total{kind=\"damaged\"} 3"), std::string::npos)
      << real->Page();
}

TEST_F(RedisTest, AnAnswerOfAnotherBuildIsAMiss) {
  Put();
  RedisCacheConfig config;
  config.address = real->redis.address();
  config.build = "a later build";
  RedisSummaryCache later(config, real->metrics, real->log, real->clock);
  EXPECT_EQ(later.Get("440113", "k"), std::nullopt) << "it may reckon otherwise";
  EXPECT_EQ(Get(), kAnswer);
}

TEST_F(RedisTest, AFlushIsAMiss) {
  Put();
  real->redis.Run({"FLUSHALL"});
  EXPECT_EQ(Get(), std::nullopt);
  Put();
  EXPECT_EQ(Get(), kAnswer);
}

TEST_F(RedisTest, KilledItIsLeftAloneAndComesBackWithoutARestart) {
  Put();
  ASSERT_EQ(Get(), kAnswer);
  real->redis.Kill();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Get(), std::nullopt);
  EXPECT_EQ(real->shared->breaker(), CircuitBreaker::State::kOpen);
  real->redis.Start();
  EXPECT_EQ(Get(), std::nullopt) << "not asked before its pause is over";
  real->clock.Advance(std::chrono::seconds(2));
  EXPECT_EQ(Get(), std::nullopt) << "asked, and empty";
  EXPECT_EQ(real->shared->breaker(), CircuitBreaker::State::kClosed);
  Put();
  EXPECT_EQ(Get(), kAnswer);
}

TEST_F(RedisTest, PausedItCostsItsTimeoutThreeTimesAndThenNothing) {
  Put();
  real->redis.Pause();
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(Get(), std::nullopt);
  const auto took = std::chrono::steady_clock::now() - start;
  real->redis.Resume();
  EXPECT_LT(took, std::chrono::milliseconds(2000))
      << "a thousand reads, of which three waited 25 ms";
  real->clock.Advance(std::chrono::seconds(2));
  EXPECT_EQ(Get(), kAnswer) << "it kept what it had";
}

TEST_F(RedisTest, FullItRefusesWritesAndStillReads) {
  Put();
  real->redis.Run({"CONFIG", "SET", "maxmemory-policy", "noeviction"});
  real->redis.Run({"CONFIG", "SET", "maxmemory", "1"});
  real->cache().Put("440113", "other", kAnswer);
  real->Drain();
  EXPECT_EQ(Get(), kAnswer);
  EXPECT_EQ(real->cache().Get("440113", "other"), std::nullopt);
  EXPECT_EQ(real->shared->breaker(), CircuitBreaker::State::kClosed);
  EXPECT_NE(real->Page().find("duban_cache_errors_total{kind=\"refused\"} 1"), std::string::npos)
      << real->Page();
}

TEST_F(RedisTest, ALateAnswerOfOneQuestionIsNeverTheAnswerOfAnother) {
  Put();
  CachedAnswer other = kAnswer;
  other.position = 77;
  real->cache().Put("440113", "other", other);
  real->Drain();
  real->redis.Pause();
  EXPECT_EQ(Get(), std::nullopt) << "given up";
  real->redis.Resume();
  EXPECT_EQ(real->cache().Get("440113", "other"), other);
}

TEST_F(RedisTest, AnswersStayRightThroughEveryFailure) {
  Story story;
  story.SetToday("2022-06-30");
  const std::string task = "districts/440113/programmes/2022/projects/1/tasks/1";
  story.Apply(
      ProgrammeOf("440113", 2022,
                  {ProjectOf(1, "a", "b", {TaskOf(1, "c", {IndicatorOf(1, "d", 100, "个")})})}));
  SharedState state;
  for (const auto& event : story.catalog()) state.ApplyCatalog(event);
  FakeClock clock{TimePoint(std::chrono::seconds(std::int64_t{DayOf("2022-06-30")} * 86'400))};
  AnswerMemory memory(1 << 20);
  Queries queries(
      state, memory, &real->cache(), [](const std::string&) { return 0.0; }, clock);
  const std::function<void()> harms[] = {[&] {},
                                         [&] { real->redis.Run({"FLUSHALL"}); },
                                         [&] { real->redis.Pause(); },
                                         [&] { real->redis.Resume(); },
                                         [&] { real->redis.Kill(); },
                                         [&] { real->redis.Start(); }};
  for (int i = 0; i < 60; ++i) {
    harms[i % 6]();
    if (i % 6 == 5) real->clock.Advance(std::chrono::seconds(2));
    story.Submit(
        ReportOf(task, "2022-06-30", type::v1::IN_PROGRESS, {MeasurementOf(task, 1, i, "个")}));
    state.ApplyEntry(story.journal().back());
    v1::GetDistrictSummaryRequest request;
    request.set_name("districts/440113");
    request.set_at_least(i + 1);
    const auto summary = queries.GetDistrictSummary(
        request, std::chrono::system_clock::now() + std::chrono::seconds(1));
    ASSERT_TRUE(summary.ok());
    EXPECT_EQ(summary->basis().position(), i + 1);
    EXPECT_DOUBLE_EQ(summary->progress().completion(), i / 100.0);
  }
}

// A Redis that wants a password, and a file that should hold it.
class RedisPasswordTest : public ::testing::Test {
 protected:
  static constexpr char kPassword[] = "a long pass phrase, 密码";

  void SetUp() override {
    if (!RedisServer::Installed()) GTEST_SKIP() << "redis-server is not installed";
    redis = std::make_unique<RedisServer>(std::vector<std::string>{},
                                          fmt::format("requirepass \"{}\"\n", kPassword));
    config.address = redis->address();
    config.login.password_file = directory.File("password");
    cache = std::make_unique<RedisSummaryCache>(config, metrics, log, clock);
  }
  void Write(const std::string& text) { std::ofstream(config.login.password_file) << text; }
  std::optional<CachedAnswer> PutAndGet() {
    cache->Put("440113", "k", kAnswer);
    cache->Drain();
    return cache->Get("440113", "k");
  }

  duban::testing::TempDir directory;
  FakeClock clock{TimePoint{}};
  runtime::Metrics metrics;
  runtime::Log log{"test", "0", runtime::LogLevel::kError, "text", clock};
  RedisCacheConfig config;
  std::unique_ptr<RedisServer> redis;
  std::unique_ptr<RedisSummaryCache> cache;
};

TEST_F(RedisPasswordTest, TheFilesFirstLineLogsIn) {
  Write(std::string(kPassword) + "\n");
  EXPECT_EQ(PutAndGet(), kAnswer);
}

TEST_F(RedisPasswordTest, AUserLogsInByName) {
  Write(kPassword);
  config.login.user = "default";
  cache = std::make_unique<RedisSummaryCache>(config, metrics, log, clock);
  EXPECT_EQ(PutAndGet(), kAnswer);
  config.login.user = "somebody";
  cache = std::make_unique<RedisSummaryCache>(config, metrics, log, clock);
  EXPECT_EQ(PutAndGet(), std::nullopt);
}

TEST_F(RedisPasswordTest, AWrongPasswordIsCountedAndLeftAloneUntilTheFileIsRight) {
  Write("guess");
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(PutAndGet(), std::nullopt) << "the service goes on without a cache";
  EXPECT_EQ(cache->breaker(), CircuitBreaker::State::kOpen);
  EXPECT_THAT(metrics.Text(), ::testing::HasSubstr("duban_cache_errors_total{kind=\"login\"} 3"));
  Write(kPassword);
  clock.Advance(std::chrono::seconds(2));
  EXPECT_EQ(PutAndGet(), kAnswer) << "without a restart";
}

TEST_F(RedisPasswordTest, WhatIsWrongIsSaidWithoutThePassword) {
  const auto ask = [this](const RedisLogin& login) {
    return RedisClient(redis->address(), std::chrono::milliseconds(500), login)
        .Command("440113", {"GET", "k"})
        .status();
  };
  EXPECT_EQ(ReasonOf(ask({})), "REDIS_LOGIN_FAILED") << "no password is configured";
  EXPECT_THAT(MessageOf(ask(config.login)), ::testing::HasSubstr(config.login.password_file))
      << "the file is missing";
  Write("guess");
  EXPECT_THAT(MessageOf(ask(config.login)),
              ::testing::AllOf(::testing::HasSubstr("WRONGPASS"),
                               ::testing::Not(::testing::HasSubstr("guess"))));
}

TEST_F(RedisTest, APasswordThatNobodyAsksForDoesNoHarm) {
  const duban::testing::TempDir directory;
  std::ofstream(directory.File("password")) << "guess";
  RedisClient client(real->redis.address(), std::chrono::milliseconds(500),
                     {.password_file = directory.File("password")});
  EXPECT_TRUE(client.Command("440113", {"GET", "k"}).ok());
}

TEST(RedisClusterTest, FollowsWhereAKeyMoved) {
  if (!RedisServer::Installed()) GTEST_SKIP() << "redis-server is not installed";
  // One node of a Cluster that owns no slot answers CLUSTERDOWN; it is refused, not waited for.
  RedisServer node({"--cluster-enabled", "yes"});
  RedisClient client(node.address(), std::chrono::milliseconds(200));
  EXPECT_EQ(client.Command("440113", {"GET", "duban:1:{440113}:k"}).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace duban::analytics
