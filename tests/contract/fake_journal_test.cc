#include "ingest/testing/fake_journal.h"

#include "tests/contract/journal_contract.h"

namespace duban::ingest {
namespace {

class FakeHarness : public JournalHarness {
 public:
  absl::StatusOr<std::unique_ptr<Journal>> Open(HashAlgorithm algorithm) override {
    return std::make_unique<FakeJournal>(algorithm);
  }
  bool durable() const override { return false; }
};

std::unique_ptr<JournalHarness> MakeHarness() { return std::make_unique<FakeHarness>(); }

INSTANTIATE_TEST_SUITE_P(Fake, JournalContract, ::testing::Values(&MakeHarness));

TEST(FakeJournalTest, FailsAsToldAndStoresNothingMeanwhile) {
  FakeJournal journal;
  journal.FailWith(Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", "gone"));
  EXPECT_EQ(ReasonOf(journal.Append({NewReport("440113", "r", "x")}).status()),
            "STORE_UNREACHABLE");
  EXPECT_EQ(ReasonOf(journal.Read("440113", 0, 1, 1).status()), "STORE_UNREACHABLE");
  EXPECT_EQ(ReasonOf(journal.ReadAll(0, 1, 1).status()), "STORE_UNREACHABLE");
  EXPECT_EQ(ReasonOf(journal.Find("440113", "r").status()), "STORE_UNREACHABLE");
  EXPECT_EQ(ReasonOf(journal.GetHead("440113").status()), "STORE_UNREACHABLE");
  EXPECT_EQ(ReasonOf(journal.ListHeads().status()), "STORE_UNREACHABLE");
  EXPECT_EQ(ReasonOf(journal.LastSequence().status()), "STORE_UNREACHABLE");
  journal.FailWith(absl::OkStatus());
  journal.FailAppendsWith(Error(absl::StatusCode::kResourceExhausted, "STORE_FULL", "full"));
  EXPECT_EQ(ReasonOf(journal.Append({NewReport("440113", "r", "x")}).status()), "STORE_FULL");
  EXPECT_EQ(*journal.LastSequence(), 0);
}

}  // namespace
}  // namespace duban::ingest
