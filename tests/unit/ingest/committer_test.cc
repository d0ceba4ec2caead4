// Group commit under many writers, a full queue, a flooding district and a failing disk.
#include "ingest/core/committer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <set>
#include <string>

#include "absl/synchronization/notification.h"
#include "common/error.h"
#include "ingest/testing/fake_journal.h"

namespace duban::ingest {
namespace {

NewEntry MakeEntry(const std::string& district, const std::string& id, size_t bytes = 20) {
  NewEntry entry;
  entry.district = district;
  entry.request_id = id;
  entry.payload = std::string(bytes, 'x');
  entry.content = Hash(HashAlgorithm::kSha256, id);
  return entry;
}

std::vector<NewEntry> Group(const std::string& district, const std::string& id, int count) {
  std::vector<NewEntry> out;
  for (int i = 0; i < count; ++i) out.push_back(MakeEntry(district, id + "-" + std::to_string(i)));
  return out;
}

// A journal whose appends wait until they are let through, so that a test decides what queues up
// behind them.
class GatedJournal : public FakeJournal {
 public:
  absl::StatusOr<std::vector<AppendResult>> Append(const std::vector<NewEntry>& entries) override {
    {
      absl::MutexLock lock(&mu_);
      batches_.push_back(entries);
      mu_.Await(absl::Condition(&open_));
    }
    return FakeJournal::Append(entries);
  }
  void Open() {
    absl::MutexLock lock(&mu_);
    open_ = true;
  }
  void AwaitFirstBatch() {
    absl::MutexLock lock(&mu_);
    const auto has_one = [this] { return !batches_.empty(); };
    mu_.Await(absl::Condition(&has_one));
  }
  std::vector<std::vector<NewEntry>> batches() {
    absl::MutexLock lock(&mu_);
    return batches_;
  }

 private:
  absl::Mutex mu_;
  bool open_ = false;
  std::vector<std::vector<NewEntry>> batches_;
};

TEST(CommitterTest, AcknowledgesOnlyWhatTheJournalHolds) {
  SystemClock clock;
  FakeJournal journal;
  std::promise<std::int64_t> position;
  Committer committer(journal, clock, {});
  ASSERT_TRUE(committer
                  .Submit({MakeEntry("440113", "a")},
                          [&](Committer::Results results) {
                            EXPECT_EQ(journal.GetHead("440113")->position, 1);
                            position.set_value(results.front()->position);
                          })
                  .ok());
  EXPECT_EQ(position.get_future().get(), 1);
}

TEST(CommitterTest, AnAnswerThatIsShortIsGivenByTheThreadThatCommitted) {
  SystemClock clock;
  FakeJournal journal;
  std::thread::id committing;
  Committer committer(journal, clock, {}, [&](const auto&, const auto&, const auto&) {
    committing = std::this_thread::get_id();
  });
  // What is not plainly appended may have more to be found out about it, which must not hold up the
  // next commit.
  const auto answered_there = [&](const std::string& id) {
    std::promise<bool> there;
    EXPECT_TRUE(committer
                    .Submit(
                        {MakeEntry("440113", id)},
                        [&](const Committer::Results&) {
                          there.set_value(std::this_thread::get_id() == committing);
                        },
                        Committer::Answers::kWhereCommitted)
                    .ok());
    return there.get_future().get();
  };
  EXPECT_TRUE(answered_there("a"));
  EXPECT_FALSE(answered_there("a")) << "a duplicate";
  journal.FailAppendsWith(absl::UnavailableError("no disk"));
  EXPECT_FALSE(answered_there("b"));
  EXPECT_EQ(committer.depth().entries, 0);
}

TEST(CommitterTest, ManyWritersGetPositionsWithoutGapAndShareAppends) {
  SystemClock clock;
  FakeJournal journal;
  std::atomic<int> appends{0};
  std::atomic<int> answered{0};
  constexpr int kThreads = 4;
  constexpr int kEach = 200;
  {
    Committer committer(journal, clock, {},
                        [&](const auto&, const auto&, const CommitStats&) { ++appends; });
    std::vector<std::thread> writers;
    for (int t = 0; t < kThreads; ++t) {
      writers.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          const std::string id = std::to_string(t) + "-" + std::to_string(i);
          ASSERT_TRUE(committer
                          .Submit({MakeEntry(t % 2 ? "440113" : "440106", id)},
                                  [&](Committer::Results results) {
                                    EXPECT_TRUE(results.front().ok());
                                    ++answered;
                                  })
                          .ok());
        }
      });
    }
    for (std::thread& writer : writers) writer.join();
  }
  EXPECT_EQ(answered, kThreads * kEach) << "the destructor commits what was admitted";
  EXPECT_LT(appends, kThreads * kEach);
  for (const char* district : {"440106", "440113"}) {
    const auto entries = journal.Read(district, 0, 10'000, 1 << 30);
    ASSERT_EQ(entries->size(), 2u * kEach);
    for (size_t i = 0; i < entries->size(); ++i)
      EXPECT_EQ((*entries)[i].position, static_cast<std::int64_t>(i) + 1);
  }
}

TEST(CommitterTest, AFloodingDistrictLeavesRoomAndTurnsToAQuietOne) {
  SystemClock clock;
  GatedJournal journal;
  CommitterConfig config;
  config.max_queue_entries = 1'000;
  config.max_batch_entries = 100;
  Committer committer(journal, clock, config);
  int admitted = 0;
  absl::Status refusal;
  for (int i = 0; i < 100 && refusal.ok(); ++i) {
    refusal =
        committer.Submit(Group("440113", "f" + std::to_string(i), 50), [](Committer::Results) {});
    if (refusal.ok()) ++admitted;
  }
  EXPECT_EQ(refusal.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refusal), "INGEST_QUEUE_FULL");
  EXPECT_TRUE(RetryAfterOf(refusal).has_value());
  EXPECT_LE(admitted, 11) << "about half of the room";
  EXPECT_GE(admitted, 9);
  journal.AwaitFirstBatch();
  absl::Notification quiet_done;
  ASSERT_TRUE(committer
                  .Submit({MakeEntry("440106", "quiet")},
                          [&](Committer::Results results) {
                            EXPECT_TRUE(results.front().ok());
                            quiet_done.Notify();
                          })
                  .ok());
  journal.Open();
  quiet_done.WaitForNotification();
  const auto batches = journal.batches();
  ASSERT_GE(batches.size(), 2u);
  const auto has_quiet = [](const std::vector<NewEntry>& batch) {
    for (const NewEntry& entry : batch)
      if (entry.district == "440106") return true;
    return false;
  };
  EXPECT_TRUE(has_quiet(batches[0]) || has_quiet(batches[1])) << "the next append after it came";
}

TEST(CommitterTest, AfterEveryAppendItSaysWhatStillWaitsWhichIsNothingInTheEnd) {
  SystemClock clock;
  GatedJournal journal;
  std::vector<std::int64_t> waiting;
  {
    Committer committer(journal, clock, {},
                        [&](const auto&, const auto&, const CommitStats& stats) {
                          waiting.push_back(stats.waiting.entries);
                          EXPECT_EQ(stats.waiting.entries == 0, stats.waiting.bytes == 0);
                        });
    ASSERT_TRUE(committer.Submit({MakeEntry("440113", "a")}, [](Committer::Results) {}).ok());
    journal.AwaitFirstBatch();
    ASSERT_TRUE(committer.Submit(Group("440113", "b", 2), [](Committer::Results) {}).ok());
    ASSERT_TRUE(committer.Submit({MakeEntry("440106", "c")}, [](Committer::Results) {}).ok());
    journal.Open();
  }
  EXPECT_THAT(waiting, ::testing::ElementsAre(3, 0));
}

TEST(CommitterTest, ADistrictsRateIsLimitedAndItIsToldWhenToComeBack) {
  FakeClock clock(TimePoint{});
  FakeJournal journal;
  CommitterConfig config;
  config.district_rate_per_second = 10;
  config.district_burst = 20;
  Committer committer(journal, clock, config);
  const auto ignore = [](Committer::Results) {};
  ASSERT_TRUE(committer.Submit(Group("440113", "a", 20), ignore).ok());
  const absl::Status refusal = committer.Submit(Group("440113", "b", 5), ignore);
  EXPECT_EQ(ReasonOf(refusal), "DISTRICT_RATE_EXCEEDED");
  ASSERT_TRUE(RetryAfterOf(refusal).has_value());
  EXPECT_TRUE(committer.Submit(Group("440106", "c", 5), ignore).ok()) << "others are not slowed";
  clock.Advance(*RetryAfterOf(refusal));
  EXPECT_TRUE(committer.Submit(Group("440113", "b", 5), ignore).ok());
}

TEST(CommitterTest, AFailedAppendFailsItsEntriesAndTheNextOneGoesOn) {
  SystemClock clock;
  FakeJournal journal;
  Committer committer(journal, clock, {});
  journal.FailAppendsWith(Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", "disk"));
  std::promise<absl::Status> failed;
  ASSERT_TRUE(
      committer
          .Submit({MakeEntry("440113", "a")},
                  [&](Committer::Results results) { failed.set_value(results.front().status()); })
          .ok());
  EXPECT_EQ(ReasonOf(failed.get_future().get()), "STORE_UNREACHABLE");
  journal.FailAppendsWith(absl::OkStatus());
  std::promise<std::int64_t> position;
  ASSERT_TRUE(committer
                  .Submit({MakeEntry("440113", "a")},
                          [&](Committer::Results results) {
                            position.set_value(results.front()->position);
                          })
                  .ok());
  EXPECT_EQ(position.get_future().get(), 1);
}

TEST(CommitterTest, WhatWaitsIsBoundedInBytesAndAGroupLargerThanTheQueueStillEnters) {
  SystemClock clock;
  GatedJournal journal;
  CommitterConfig config;
  config.max_queue_bytes = 10'000;
  std::atomic<int> answered{0};  // outlives the committer, which answers until it is gone
  Committer committer(journal, clock, config);
  const auto count = [&](Committer::Results) { ++answered; };
  ASSERT_TRUE(committer.Submit({MakeEntry("440113", "large", 50'000)}, count).ok());
  EXPECT_EQ(ReasonOf(committer.Submit({MakeEntry("440106", "small")}, count)), "INGEST_QUEUE_FULL");
  EXPECT_GE(committer.depth().bytes, 50'000);
  journal.Open();
  while (committer.depth().entries > 0) std::this_thread::yield();
  EXPECT_TRUE(committer.Submit({MakeEntry("440106", "small")}, count).ok());
}

TEST(CommitterTest, EntriesOfAMovingDistrictAreTakenBesideTheOthers) {
  SystemClock clock;
  FakeJournal source;
  ASSERT_TRUE(source.Append(Group("440113", "m", 3)).ok());
  const std::vector<Entry> entries = *source.Read("440113", 0, 10, 1 << 20);
  FakeJournal journal;
  std::promise<Committer::Results> taken;
  std::promise<Committer::Results> refused;
  std::atomic<int> observed{0};
  Committer committer(journal, clock, {},
                      [&](const auto& batch, const auto& results, const CommitStats&) {
                        for (size_t i = 0; i < results.size(); ++i)
                          if (batch[i].district == "440113" &&
                              results[i].outcome == AppendResult::Outcome::kAppended)
                            ++observed;
                      });
  ASSERT_TRUE(committer.Submit(Group("440106", "own", 5), [](Committer::Results) {}).ok());
  ASSERT_TRUE(
      committer.Adopt(entries, [&](Committer::Results results) { taken.set_value(results); }).ok());
  const Committer::Results results = taken.get_future().get();
  ASSERT_EQ(results.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(results[i].ok()) << results[i].status();
    EXPECT_EQ(results[i]->hash, entries[i].hash);
  }
  EXPECT_EQ(observed, 3);
  Entry far = entries[2];
  far.position = 9;
  ASSERT_TRUE(
      committer.Adopt({entries[0], far}, [&](Committer::Results all) { refused.set_value(all); })
          .ok());
  const Committer::Results none = refused.get_future().get();
  ASSERT_EQ(none.size(), 2u);
  EXPECT_EQ(ReasonOf(none[0].status()), "ENTRY_NOT_NEXT") << "whole or not at all";
}

TEST(CommitterTest, ALargeGroupIsAnsweredOnceAfterItsLastBatch) {
  SystemClock clock;
  FakeJournal journal;
  CommitterConfig config;
  config.max_batch_entries = 7;
  Committer committer(journal, clock, config);
  std::promise<Committer::Results> results;
  ASSERT_TRUE(committer
                  .Submit(Group("440113", "g", 100),
                          [&](Committer::Results all) { results.set_value(std::move(all)); })
                  .ok());
  const Committer::Results all = results.get_future().get();
  ASSERT_EQ(all.size(), 100u);
  for (size_t i = 0; i < all.size(); ++i)
    EXPECT_EQ(all[i]->position, static_cast<std::int64_t>(i) + 1);
}

}  // namespace
}  // namespace duban::ingest
