// Entries of another journal, which keep their positions, times and hashes.
#pragma once

#include "ingest/testing/fake_journal.h"
#include "tests/contract/journal_harness.h"

namespace duban::ingest {

// A district that moves here from another journal keeps its positions, times and hashes.
TEST_P(JournalContract, EntriesOfAnotherJournalAreTakenAsTheyAre) {
  FakeJournal source;
  ASSERT_TRUE(source
                  .Append({NewReport("440113", "r1", "x"), NewReport("310115", "s1", "y"),
                           NewReport("440113", "r2", "z"), NewReport("440113", "r3", "w")})
                  .ok());
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
  ASSERT_TRUE(source
                  .Append({NewReport("440113", "r1", "x"), NewReport("440113", "r2", "y"),
                           NewReport("440113", "r3", "z")})
                  .ok());
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

}  // namespace duban::ingest
