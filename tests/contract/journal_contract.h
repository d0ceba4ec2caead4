// What every journal must do, whichever engine stands behind the port. Included by one test file
// per engine, which says INSTANTIATE_TEST_SUITE_P(Name, JournalContract,
// ::testing::Values(&MakeHarness)).
#pragma once

#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>
#include <tuple>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/core/journal.h"
#include "ingest/testing/fake_journal.h"
#include "tests/testing/journal_entries.h"

namespace duban::ingest {

// Where an engine keeps one journal while a test runs.
class JournalHarness {
 public:
  virtual ~JournalHarness() = default;
  // Opens the journal, the same one each time; nobody else holds it open.
  virtual absl::StatusOr<std::unique_ptr<Journal>> Open(HashAlgorithm algorithm) = 0;
  // False when nothing survives closing.
  virtual bool durable() const { return true; }
};

class JournalContract : public ::testing::TestWithParam<std::unique_ptr<JournalHarness> (*)()> {
 protected:
  using Outcome = AppendResult::Outcome;

  void SetUp() override {
    harness_ = GetParam()();
    Reopen();
  }
  void Reopen() {
    journal_.reset();
    auto opened = harness_->Open(algorithm_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    journal_ = *std::move(opened);
  }
  std::vector<AppendResult> Append(const std::vector<NewEntry>& entries) {
    auto results = journal_->Append(entries);
    EXPECT_TRUE(results.ok()) << results.status();
    return results.ok() ? *std::move(results) : std::vector<AppendResult>();
  }
  std::vector<Entry> Read(std::string_view district, std::int64_t after = 0, int limit = 1000,
                          std::int64_t max_bytes = 1 << 20) {
    auto page = journal_->Read(district, after, limit, max_bytes);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? *std::move(page) : std::vector<Entry>();
  }
  void ExpectChainHolds(std::int64_t entries) {
    const auto report = VerifyChain(*journal_);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->broken ? report->broken->what : "", "");
    EXPECT_EQ(report->entries, entries);
  }

  HashAlgorithm algorithm_ = HashAlgorithm::kSha256;
  std::unique_ptr<JournalHarness> harness_;
  std::unique_ptr<Journal> journal_;
};

using ::testing::ElementsAre;
using testing::Everything;
using ::testing::IsEmpty;
using testing::NewReport;

TEST_P(JournalContract, EmptyJournalHasNoHeads) {
  EXPECT_EQ(*journal_->LastSequence(), 0);
  EXPECT_THAT(*journal_->ListHeads(), IsEmpty());
  EXPECT_EQ(*journal_->GetHead("440113"), (Head{"440113", 0, {}, {}}));
  EXPECT_THAT(Read("440113"), IsEmpty());
  EXPECT_THAT(Everything(*journal_), IsEmpty());
  EXPECT_EQ(*journal_->Find("440113", "r1"), std::nullopt);
  EXPECT_THAT(Append({}), IsEmpty());
}

TEST_P(JournalContract, AppendAnswersWhatIsReadBackLater) {
  NewEntry entry = NewReport("440113", "r1", "清淤河道12公里");
  entry.kind = EntryKind::kCaseStep;
  const auto results = Append({entry});
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].outcome, Outcome::kAppended);
  const auto found = *journal_->Find("440113", "r1");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, MakeEntry(entry, algorithm_, 1, results[0].sequence, Digest{}));
  EXPECT_EQ(results[0].position, 1);
  EXPECT_EQ(results[0].hash, found->hash);
  EXPECT_EQ(results[0].accept_time, entry.accept_time);
  EXPECT_THAT(Read("440113"), ElementsAre(*found));
  EXPECT_EQ(*journal_->GetHead("440113"), (Head{"440113", 1, found->hash, entry.accept_time}));
}

TEST_P(JournalContract, PositionsAreGaplessPerDistrictAndSequencesGrowOverAll) {
  Append({NewReport("440113", "a", "1"), NewReport("110101", "a", "2")});
  Append({NewReport("440113", "b", "3"), NewReport("440113", "c", "4")});
  Append({NewReport("110101", "b", "5")});
  std::vector<std::string> payloads;
  std::int64_t sequence = 0;
  for (const Entry& entry : Everything(*journal_)) {
    EXPECT_GT(entry.sequence, sequence);
    sequence = entry.sequence;
    payloads.push_back(entry.payload);
  }
  EXPECT_THAT(payloads, ElementsAre("1", "2", "3", "4", "5"));
  EXPECT_EQ(*journal_->LastSequence(), sequence);
  for (const std::string district : {"440113", "110101"}) {
    std::int64_t position = 0;
    for (const Entry& entry : Read(district)) {
      EXPECT_EQ(entry.position, ++position);
      EXPECT_EQ(entry.district, district);
    }
    EXPECT_EQ(journal_->GetHead(district)->position, position);
  }
  ExpectChainHolds(5);
}

TEST_P(JournalContract, SameContentAgainReturnsTheFirstAcknowledgement) {
  const AppendResult first = Append({NewReport("440113", "r1", "x")})[0];
  Append({NewReport("440113", "r2", "y")});
  NewEntry again = NewReport("440113", "r1", "x");
  again.accept_time += std::chrono::hours(5);
  const AppendResult second = Append({again})[0];
  EXPECT_EQ(second.outcome, Outcome::kDuplicate);
  EXPECT_EQ(second.position, first.position);
  EXPECT_EQ(second.sequence, first.sequence);
  EXPECT_EQ(second.hash, first.hash);
  EXPECT_EQ(second.accept_time, first.accept_time);
  EXPECT_EQ(Read("440113").size(), 2u);
}

TEST_P(JournalContract, OtherContentUnderAUsedIdIsAConflictThatStoresNothing) {
  Append({NewReport("440113", "r0", "w"), NewReport("440113", "r1", "x")});
  const AppendResult result = Append({NewReport("440113", "r1", "other")})[0];
  EXPECT_EQ(result.outcome, Outcome::kConflict);
  EXPECT_EQ(result.position, 2);
  EXPECT_EQ(journal_->GetHead("440113")->position, 2);
}

TEST_P(JournalContract, RepeatsWithinABatchAreFoundToo) {
  const auto results = Append({NewReport("440113", "r1", "x"), NewReport("440113", "r1", "x"),
                               NewReport("440113", "r1", "other"), NewReport("440113", "r2", "y")});
  ASSERT_EQ(results.size(), 4u);
  EXPECT_EQ(results[0].outcome, Outcome::kAppended);
  EXPECT_EQ(results[1].outcome, Outcome::kDuplicate);
  EXPECT_EQ(results[1].position, 1);
  EXPECT_EQ(results[1].hash, results[0].hash);
  EXPECT_EQ(results[1].sequence, results[0].sequence);
  EXPECT_EQ(results[2].outcome, Outcome::kConflict);
  EXPECT_EQ(results[2].position, 1);
  EXPECT_EQ(results[3].position, 2);
  EXPECT_EQ(Read("440113").size(), 2u);
  ExpectChainHolds(2);
}

TEST_P(JournalContract, OneRequestIdMayBeUsedInEveryDistrict) {
  const auto results = Append({NewReport("440113", "r1", "x"), NewReport("110101", "r1", "y")});
  EXPECT_EQ(results[1].outcome, Outcome::kAppended);
  EXPECT_EQ((*journal_->Find("440113", "r1"))->payload, "x");
  EXPECT_EQ((*journal_->Find("110101", "r1"))->payload, "y");
}

TEST_P(JournalContract, ReadsStopAtTheLimitAndGoOnFromAnyPosition) {
  std::vector<NewEntry> batch;
  for (int i = 1; i <= 25; ++i) batch.push_back(NewReport("440113", std::to_string(i), "p"));
  Append(batch);
  EXPECT_EQ(Read("440113", 0, 10).size(), 10u);
  EXPECT_EQ(Read("440113", 20, 10).size(), 5u);
  EXPECT_EQ(Read("440113", 20, 10).front().position, 21);
  EXPECT_THAT(Read("440113", 25, 10), IsEmpty());
  EXPECT_THAT(Read("440113", 1000, 10), IsEmpty());
  const std::int64_t tenth = Read("440113", 9, 1).front().sequence;
  const auto after = journal_->ReadAll(tenth, 3, 1 << 20);
  ASSERT_TRUE(after.ok());
  ASSERT_EQ(after->size(), 3u);
  EXPECT_EQ(after->front().position, 11);
}

TEST_P(JournalContract, ReadsAreCutByBytesButNeverEmptyBeforeTheHead) {
  std::vector<NewEntry> batch;
  for (int i = 0; i < 10; ++i)
    batch.push_back(NewReport("440113", std::to_string(i), std::string(1000, 'p')));
  Append(batch);
  EXPECT_EQ(Read("440113", 0, 100, 1).size(), 1u);
  EXPECT_EQ(Read("440113", 0, 100, 3000).size(), 3u);
  EXPECT_EQ(journal_->ReadAll(0, 100, 1)->size(), 1u);
  EXPECT_EQ(journal_->ReadAll(0, 100, 3000)->size(), 3u);
}

TEST_P(JournalContract, AScanSeesWhatIsReadEachDistrictInOrder) {
  for (int i = 1; i <= 30; ++i)
    Append({NewReport("440113", std::to_string(i), "p"), NewReport("110101", std::to_string(i), "q")});
  const std::vector<Entry> all = Everything(*journal_);
  using Seen = std::vector<std::tuple<std::string, std::int64_t, std::int64_t, std::string, Digest>>;
  const auto scan = [this](std::int64_t after, std::int64_t last) {
    Seen seen;
    const absl::Status status = journal_->Scan(after, last, [&](const EntryView& entry) {
      seen.emplace_back(entry.district, entry.position, entry.sequence, entry.payload, entry.hash);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return seen;
  };
  const auto expected = [&all](std::int64_t after, std::int64_t last) {
    Seen wanted;
    for (const Entry& entry : all) {
      if (entry.sequence > after && entry.sequence <= last)
        wanted.emplace_back(entry.district, entry.position, entry.sequence, entry.payload, entry.hash);
    }
    return wanted;
  };
  const std::int64_t end = *journal_->LastSequence();
  const std::vector<std::pair<std::int64_t, std::int64_t>> ranges = {
      {0, end}, {7, 20}, {end - 1, end + 5}, {end, end}};
  for (const auto& [after, last] : ranges) {
    auto seen = scan(after, last);
    std::map<std::string, std::int64_t> positions;
    for (const auto& [district, position, sequence, payload, hash] : seen) {
      EXPECT_GT(position, positions[district]);
      positions[district] = position;
    }
    std::ranges::sort(seen);
    auto wanted = expected(after, last);
    std::ranges::sort(wanted);
    EXPECT_EQ(seen, wanted);
  }
}

TEST_P(JournalContract, AScanEndsWithItsVisitorsError) {
  Append({NewReport("440113", "r1", "x"), NewReport("440113", "r2", "y")});
  int seen = 0;
  const absl::Status status = journal_->Scan(0, 2, [&seen](const EntryView&) {
    ++seen;
    return absl::CancelledError("enough");
  });
  EXPECT_EQ(status, absl::CancelledError("enough"));
  EXPECT_EQ(seen, 1);
}

TEST_P(JournalContract, EmptyAndLargestPayloadsAndBinaryIdsAreKept) {
  std::mt19937 random(7);
  std::string large(kMaxPayloadBytes, '\0');
  for (char& c : large) c = static_cast<char>(random());
  const std::string id("\0\xff\x27", 3);
  Append({NewReport("440113", id, ""),
          NewReport("440113", std::string(kMaxRequestIdBytes, 'i'), large)});
  EXPECT_EQ((*journal_->Find("440113", id))->payload, "");
  EXPECT_EQ(Read("440113", 1, 1, 1)[0].payload, large);
  ExpectChainHolds(2);
}

TEST_P(JournalContract, EntriesBeyondTheLimitsAreRefusedWhole) {
  const auto refused = [this](const NewEntry& bad) {
    const auto result = journal_->Append({NewReport("440113", "good", "x"), bad});
    EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ReasonOf(result.status()), "ENTRY_INVALID");
  };
  refused(NewReport("44011", "r", "x"));
  refused(NewReport("440113", "", "x"));
  refused(NewReport("440113", std::string(kMaxRequestIdBytes + 1, 'i'), "x"));
  refused(NewReport("440113", "r", std::string(kMaxPayloadBytes + 1, 'p')));
  NewEntry kindless = NewReport("440113", "r", "x");
  kindless.kind = EntryKind{0};
  refused(kindless);
  EXPECT_EQ(*journal_->LastSequence(), 0);
}

TEST_P(JournalContract, AClockThatRunsBackwardsChangesNoOrder) {
  NewEntry late = NewReport("440113", "r1", "x");
  NewEntry early = NewReport("440113", "r2", "y");
  early.accept_time = TimePoint(std::chrono::microseconds(-5));
  Append({late, early});
  EXPECT_EQ(Read("440113")[1].accept_time, early.accept_time);
  EXPECT_EQ(journal_->GetHead("440113")->accept_time, early.accept_time);
  ExpectChainHolds(2);
}

TEST_P(JournalContract, HeadsAreListedInOrderOfCode) {
  Append({NewReport("440113", "r", "x"), NewReport("110101", "r", "x"),
          NewReport("310115", "r", "x"), NewReport("110101", "s", "x")});
  std::vector<std::string> codes;
  const auto heads = journal_->ListHeads();
  ASSERT_TRUE(heads.ok());
  for (const Head& head : *heads) {
    codes.push_back(head.district);
    EXPECT_EQ(head, *journal_->GetHead(head.district));
  }
  EXPECT_THAT(codes, ElementsAre("110101", "310115", "440113"));
}

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

// A district that moves here from another journal keeps its positions, times and hashes.
TEST_P(JournalContract, EntriesOfAnotherJournalAreTakenAsTheyAre) {
  FakeJournal source;
  ASSERT_TRUE(source.Append({NewReport("440113", "r1", "x"), NewReport("310115", "s1", "y"),
                             NewReport("440113", "r2", "z"), NewReport("440113", "r3", "w")}).ok());
  Append({NewReport("110101", "r1", "own")});
  const auto entries = *source.Read("440113", 0, 10, 1 << 20);
  const auto adopted = journal_->Adopt({entries[0], entries[1]});
  ASSERT_TRUE(adopted.ok()) << adopted.status();
  EXPECT_EQ((*adopted)[1].outcome, Outcome::kAppended);
  EXPECT_EQ((*adopted)[1].hash, entries[1].hash);
  // A page that overlaps, as after a lost answer.
  const auto again = journal_->Adopt({entries[1], entries[2]});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)[0].outcome, Outcome::kDuplicate);
  EXPECT_EQ((*again)[1].outcome, Outcome::kAppended);
  EXPECT_EQ(journal_->GetHead("440113")->hash, source.GetHead("440113")->hash);
  const auto stored = Read("440113");
  ASSERT_EQ(stored.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    Entry expected = entries[i];
    expected.sequence = stored[i].sequence;  // counts in this journal
    EXPECT_EQ(stored[i], expected);
  }
  EXPECT_EQ(Append({NewReport("440113", "r2", "z")})[0].outcome, Outcome::kDuplicate);
  EXPECT_EQ(Append({NewReport("440113", "r4", "v")})[0].position, 4);
  ExpectChainHolds(5);
}

TEST_P(JournalContract, WhatDoesNotFollowIsNotTaken) {
  FakeJournal source;
  ASSERT_TRUE(source.Append({NewReport("440113", "r1", "x"), NewReport("440113", "r2", "y"),
                             NewReport("440113", "r3", "z")}).ok());
  const auto entries = *source.Read("440113", 0, 10, 1 << 20);
  const auto refused = [this](const std::vector<Entry>& page, std::string_view reason) {
    EXPECT_EQ(ReasonOf(journal_->Adopt(page).status()), reason);
    EXPECT_EQ(journal_->GetHead("440113")->position, 0) << "nothing of the page is stored";
  };
  refused({entries[1]}, "ENTRY_NOT_NEXT");              // a gap
  refused({entries[0], entries[2]}, "ENTRY_NOT_NEXT");  // one within the page
  Entry changed = entries[1];
  changed.payload = "Y";
  refused({entries[0], changed}, "CHAIN_BROKEN");
  Entry repeated = entries[1];
  repeated.request_id = "r1";
  repeated.hash = HashEntry(HashAlgorithm::kSha256, ViewOf(repeated));
  refused({entries[0], repeated}, "ENTRY_NOT_NEXT");  // its id was used before
  Entry nameless = entries[0];
  nameless.request_id = "";
  refused({nameless}, "ENTRY_INVALID");
  // The district has entries of its own here.
  Append({NewReport("440113", "other", "x")});
  EXPECT_EQ(ReasonOf(journal_->Adopt({entries[0]}).status()), "ENTRY_NOT_NEXT");
  EXPECT_EQ(ReasonOf(journal_->Adopt({entries[1]}).status()), "ENTRY_NOT_NEXT");
  ExpectChainHolds(1);
}

TEST_P(JournalContract, ChainMayUseSm3) {
  algorithm_ = HashAlgorithm::kSm3;
  harness_ = GetParam()();
  Reopen();
  ASSERT_NE(journal_, nullptr);
  EXPECT_EQ(journal_->algorithm(), HashAlgorithm::kSm3);
  Append({NewReport("440113", "r1", "x"), NewReport("440113", "r2", "y")});
  const auto entries = Read("440113");
  EXPECT_EQ(entries[1].hash,
            ChainHash(HashAlgorithm::kSm3, entries[0].hash, CanonicalBytes(entries[1])));
  ExpectChainHolds(2);
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

}  // namespace duban::ingest
