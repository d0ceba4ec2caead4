// Taking entries: positions, repeated ids, limits.
#pragma once

#include <random>

#include "tests/contract/journal_harness.h"

namespace duban::ingest {

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

}  // namespace duban::ingest
