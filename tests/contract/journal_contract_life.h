// A journal over time: closed and opened, compared with a model, read while it grows.
#pragma once

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "tests/contract/journal_harness.h"

namespace duban::ingest {

TEST_P(JournalContract, WhatWasAcknowledgedIsThereAfterReopening) {
  if (!harness_->durable()) GTEST_SKIP() << "this journal lives in memory only";
  Append({NewReport("440113", "r1", "x"), NewReport("110101", "r1", "y")});
  Append({NewReport("440113", "r2", "z")});
  const auto before = Everything(*journal_);
  const auto heads = *journal_->ListHeads();
  for (int round = 0; round < 3; ++round) {
    Reopen();
    EXPECT_EQ(Everything(*journal_), before);
    EXPECT_EQ(*journal_->ListHeads(), heads);
  }
  EXPECT_EQ(Append({NewReport("440113", "r2", "z")})[0].outcome, Outcome::kDuplicate);
  EXPECT_EQ(Append({NewReport("440113", "r1", "other")})[0].outcome, Outcome::kConflict);
  const AppendResult next = Append({NewReport("440113", "r3", "new")})[0];
  EXPECT_EQ(next.position, 3);
  EXPECT_GT(next.sequence, before.back().sequence);
  ExpectChainHolds(4);
}

// Random batches over a few districts with fresh, repeated and conflicting ids, against a plain
// model.
TEST_P(JournalContract, RandomHistoriesMatchAModel) {
  const unsigned seed = 20220630;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::string>> model;
  std::map<std::string, std::int64_t> heads;
  for (int round = 0; round < 120; ++round) {
    std::vector<NewEntry> batch;
    for (auto i = random() % 30; i > 0; --i) {
      batch.push_back(NewReport(std::to_string(440100 + random() % 5),
                                "id" + std::to_string(random() % 700),
                                "content" + std::to_string(random() % 3)));
    }
    const auto results = Append(batch);
    ASSERT_EQ(results.size(), batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto key = std::make_pair(batch[i].district, batch[i].request_id);
      const auto known = model.find(key);
      if (known == model.end()) {
        ASSERT_EQ(results[i].outcome, Outcome::kAppended);
        ASSERT_EQ(results[i].position, ++heads[batch[i].district]);
        model[key] = {results[i].position, batch[i].payload};
        continue;
      }
      ASSERT_EQ(results[i].outcome, known->second.second == batch[i].payload ? Outcome::kDuplicate
                                                                             : Outcome::kConflict);
      ASSERT_EQ(results[i].position, known->second.first);
    }
    if (harness_->durable() && round % 25 == 24) Reopen();
  }
  for (const auto& [key, value] : model) {
    const auto found = *journal_->Find(key.first, key.second);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->position, value.first);
    EXPECT_EQ(found->payload, value.second);
  }
  EXPECT_EQ(Everything(*journal_).size(), model.size());
  ExpectChainHolds(static_cast<std::int64_t>(model.size()));
}

// Readers run beside the writer and only ever see a growing, whole prefix.
TEST_P(JournalContract, ReadersBesideTheWriterSeeAGrowingPrefix) {
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int r = 0; r < 2; ++r) {
    readers.emplace_back([this, &done] {
      ChainVerifier verifier(algorithm_);
      std::int64_t position = 0;
      bool last_round = false;
      while (!last_round) {
        last_round = done;
        const auto page = journal_->Read("440113", position, 50, 1 << 20);
        ASSERT_TRUE(page.ok()) << page.status();
        for (const Entry& entry : *page) {
          const auto broken = verifier.Check(entry);
          ASSERT_FALSE(broken) << broken->what;
          ASSERT_TRUE(journal_->Find("440113", entry.request_id)->has_value());
          position = entry.position;
        }
        ASSERT_GE(journal_->GetHead("440113")->position, position);
        if (!page->empty()) last_round = false;
      }
      EXPECT_EQ(position, 600);
    });
  }
  for (int i = 0; i < 200; ++i) {
    const std::string id = std::to_string(i);
    Append({NewReport("440113", "a" + id, "x"), NewReport("110101", id, "y"),
            NewReport("440113", "b" + id, "x"), NewReport("440113", "c" + id, "x")});
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
}

// Nobody has to stop the reports for an audit.
TEST_P(JournalContract, AJournalThatGrowsIsVerifiedAndReplayedAsFarAsItStood) {
  constexpr int kAppends = 150;
  const auto stored = [this] {
    std::int64_t entries = 0;
    const std::vector<Head> heads = *journal_->ListHeads();
    for (const Head& head : heads) entries += head.position;
    return entries;
  };
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; i < kAppends; ++i) {
      const std::string id = std::to_string(i);
      Append({NewReport("440113", "a" + id, "x"), NewReport("110101", id, "y"),
              NewReport("440113", "b" + id, "x")});
    }
    done = true;
  });
  for (bool last_round = false; !last_round;) {
    last_round = done;
    const std::int64_t before = stored();
    const auto whole = VerifyChain(*journal_);
    ASSERT_TRUE(whole.ok()) << whole.status();
    EXPECT_FALSE(whole->broken) << whole->broken->what;
    EXPECT_GE(whole->entries, before);
    EXPECT_LE(whole->entries, stored());
    const auto one = VerifyChain(*journal_, "440113");
    ASSERT_TRUE(one.ok()) << one.status();
    EXPECT_FALSE(one->broken) << one->broken->what;
    ChainVerifier verifier(algorithm_);
    std::int64_t replayed = 0;
    const absl::Status scanned =
        journal_->Scan(0, *journal_->LastSequence(), [&](const EntryView& entry) {
          ++replayed;
          return verifier.Check(entry) ? absl::DataLossError("broken") : absl::OkStatus();
        });
    EXPECT_TRUE(scanned.ok()) << scanned;
    EXPECT_GE(replayed, before);
  }
  writer.join();
  ExpectChainHolds(3 * kAppends);
}

}  // namespace duban::ingest
