#include "ingest/core/chain.h"

#include <gmock/gmock.h>

#include "common/error.h"
#include "ingest/testing/fake_journal.h"
#include "tests/testing/journal_entries.h"

namespace duban::ingest {
namespace {

using testing::NewReport;

TEST(CanonicalBytesTest, LayoutIsTheDocumentedOne) {
  Entry entry{.district = "440113", .position = 258, .sequence = 99, .request_id = "r1"};
  entry.kind = EntryKind::kCaseStep;
  entry.accept_time = TimePoint(std::chrono::microseconds(-2));
  entry.payload = "xyz";
  entry.content.fill(0xab);
  std::string content;
  for (int i = 0; i < 32; ++i) content += "ab";
  EXPECT_EQ(Hex(CanonicalBytes(entry)),
            "44424a31"
            "02"
            "06343430313133"
            "0000000000000102"
            "fffffffffffffffe"
            "027231" +
                content +
                "00000003"
                "78797a");
}

TEST(CanonicalBytesTest, EveryFieldButTheSequenceCounts) {
  const Entry base = MakeEntry(NewReport("440113", "r1", "x"), HashAlgorithm::kSha256, 1, 1, {});
  const auto differs = [&base](auto change) {
    Entry other = base;
    change(other);
    return CanonicalBytes(other) != CanonicalBytes(base);
  };
  EXPECT_TRUE(differs([](Entry& e) { e.district = "440114"; }));
  EXPECT_TRUE(differs([](Entry& e) { e.position = 2; }));
  EXPECT_TRUE(differs([](Entry& e) { e.request_id = "r2"; }));
  EXPECT_TRUE(differs([](Entry& e) { e.kind = EntryKind::kCaseStep; }));
  EXPECT_TRUE(differs([](Entry& e) { e.accept_time += std::chrono::microseconds(1); }));
  EXPECT_TRUE(differs([](Entry& e) { e.payload = "y"; }));
  EXPECT_TRUE(differs([](Entry& e) { e.content[31] ^= 1; }));
  EXPECT_FALSE(differs([](Entry& e) { e.sequence = 7; }));
}

class VerifyChainTest : public ::testing::Test {
 protected:
  VerifyChainTest() {
    for (int i = 1; i <= 20; ++i) {
      const std::string id = std::to_string(i);
      EXPECT_TRUE(
          journal_.Append({NewReport("110101", id, "a"), NewReport("440113", id, "b")}).ok());
    }
  }
  Entry At(std::int64_t position) { return journal_.Read("440113", position - 1, 1, 1)->front(); }
  ChainBreak Broken() {
    const auto report = VerifyChain(journal_);
    EXPECT_TRUE(report.ok());
    EXPECT_TRUE(report->broken.has_value());
    return report->broken.value_or(ChainBreak{});
  }

  FakeJournal journal_;
};

TEST_F(VerifyChainTest, AnUntouchedJournalHolds) {
  const auto report = VerifyChain(journal_);
  ASSERT_TRUE(report.ok());
  EXPECT_FALSE(report->broken);
  EXPECT_EQ(report->entries, 40);
  EXPECT_EQ(report->heads.at("440113"), *journal_.GetHead("440113"));
  EXPECT_EQ(VerifyChain(journal_, "440113")->entries, 20);
  EXPECT_EQ(VerifyChain(journal_, "999999")->entries, 0);
}

TEST_F(VerifyChainTest, AChangedFigureIsNamed) {
  Entry entry = At(7);
  entry.payload = "B";
  journal_.Tamper(entry);
  EXPECT_EQ(Broken().district, "440113");
  EXPECT_EQ(Broken().position, 7);
  EXPECT_EQ(VerifyChain(journal_)->entries, 26);
  EXPECT_FALSE(VerifyChain(journal_, "110101")->broken);
}

TEST_F(VerifyChainTest, AChangedFigureWithItsHashMadeAnewBreaksTheNextEntry) {
  Entry entry = At(7);
  entry.payload = "B";
  entry.hash = ChainHash(HashAlgorithm::kSha256, entry.previous_hash, CanonicalBytes(entry));
  journal_.Tamper(entry);
  EXPECT_EQ(Broken().position, 8);
}

TEST_F(VerifyChainTest, TwoEntriesExchangedAreNamed) {
  Entry second = At(2);
  Entry third = At(3);
  std::swap(second.payload, third.payload);
  std::swap(second.request_id, third.request_id);
  journal_.Tamper(second);
  journal_.Tamper(third);
  EXPECT_EQ(Broken().position, 2);
}

TEST_F(VerifyChainTest, AVerifierMayStartAtAnyHead) {
  ChainVerifier verifier(HashAlgorithm::kSha256);
  verifier.StartAt({"440113", 9, At(9).hash, {}});
  EXPECT_FALSE(verifier.Check(At(10)));
  EXPECT_EQ(verifier.Check(At(12))->position, 11);
  EXPECT_FALSE(verifier.Check(At(11)));
}

TEST_F(VerifyChainTest, AnUnreachableJournalIsAnErrorAndNoBreak) {
  journal_.FailWith(Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE", "gone"));
  EXPECT_EQ(ReasonOf(VerifyChain(journal_).status()), "STORE_UNREACHABLE");
}

}  // namespace
}  // namespace duban::ingest
