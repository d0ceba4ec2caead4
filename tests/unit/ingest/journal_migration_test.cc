#include "ingest/core/journal_migration.h"

#include <gtest/gtest.h>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/testing/fake_journal.h"
#include "tests/testing/journal_entries.h"

namespace duban::ingest {
namespace {

using testing::NewReport;

class MigrateJournalTest : public ::testing::Test {
 protected:
  MigrateJournalTest() {
    for (int i = 1; i <= 30; ++i) {
      const std::string id = std::to_string(i);
      EXPECT_TRUE(from_.Append({NewReport("440113", id, "a"), NewReport("110101", id, "b")}).ok());
    }
  }
  FakeJournal from_;
  FakeJournal to_;
};

TEST_F(MigrateJournalTest, TheCopyEndsInTheSameHeads) {
  EXPECT_EQ(*MigrateJournal(from_, to_), 60);
  EXPECT_EQ(testing::Everything(to_), testing::Everything(from_));
  EXPECT_FALSE(VerifyChain(to_)->broken);
}

TEST_F(MigrateJournalTest, AnInterruptedCopyIsFinishedByTheNext) {
  ASSERT_TRUE(to_.Append({NewReport("440113", "1", "a"), NewReport("110101", "1", "b")}).ok());
  EXPECT_EQ(*MigrateJournal(from_, to_), 60);
  EXPECT_EQ(*MigrateJournal(from_, to_), 60);
  EXPECT_EQ(*to_.ListHeads(), *from_.ListHeads());
}

TEST_F(MigrateJournalTest, AJournalWithEntriesOfItsOwnIsNoTarget) {
  ASSERT_TRUE(to_.Append({NewReport("440113", "own", "x")}).ok());
  EXPECT_EQ(ReasonOf(MigrateJournal(from_, to_).status()), "JOURNAL_NOT_EMPTY");
  FakeJournal other;
  ASSERT_TRUE(other.Append({NewReport("310115", "own", "x")}).ok());
  EXPECT_EQ(ReasonOf(MigrateJournal(from_, other).status()), "JOURNAL_NOT_EMPTY");
}

TEST_F(MigrateJournalTest, ABrokenChainIsNotTakenOver) {
  Entry entry = from_.Read("440113", 16, 1, 1)->front();
  entry.payload = "A";
  from_.Tamper(entry);
  const auto result = MigrateJournal(from_, to_);
  EXPECT_EQ(ReasonOf(result.status()), "CHAIN_BROKEN");
  EXPECT_NE(MessageOf(result.status()).find("entry 17 of district 440113"), std::string::npos);
  EXPECT_EQ(*to_.LastSequence(), 0);
}

TEST_F(MigrateJournalTest, BothMustChainAlike) {
  FakeJournal sm3(HashAlgorithm::kSm3);
  EXPECT_EQ(ReasonOf(MigrateJournal(from_, sm3).status()), "JOURNAL_ALGORITHM_MISMATCH");
}

}  // namespace
}  // namespace duban::ingest
