// An ingest that kept its journal in SQLite changes over to segments.
#include "ingest/journal/takeover.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/journal/journal_directory.h"
#include "ingest/storage/sqlite_db.h"
#include "ingest/storage/sqlite_journal.h"
#include "tests/testing/journal_entries.h"
#include "tests/testing/temp_dir.h"

namespace duban::ingest {
namespace {

using testing::Everything;
using testing::NewReport;

class TakeoverTest : public ::testing::Test {
 protected:
  // An old journal with 300 entries of two districts; what it held.
  std::vector<Entry> MakeOld(HashAlgorithm algorithm = HashAlgorithm::kSha256) {
    const auto old =
        SqliteJournal::Make({.path = SqliteFileOf(dir_.path()), .algorithm = algorithm});
    EXPECT_TRUE(old.ok()) << old.status();
    std::vector<NewEntry> entries;
    for (int i = 0; i < 300; ++i)
      entries.push_back(NewReport(i % 3 == 0 ? "110101" : "440113", std::to_string(i), "进展"));
    EXPECT_TRUE((*old)->Append(entries).ok());
    return Everything(**old);
  }
  absl::StatusOr<TakeoverReport> TakeOver() {
    return TakeOverJournal(dir_.path(),
                           [this](const char* what, std::int64_t done, std::int64_t of) {
                             heard_.push_back(what);
                             EXPECT_LE(done, of);
                           });
  }
  absl::StatusOr<std::unique_ptr<Journal>> OpenNew(
      HashAlgorithm algorithm = HashAlgorithm::kSha256) {
    return OpenJournal(dir_.path(), JournalEngine::kSegments, algorithm);
  }

  duban::testing::TempDir dir_;
  std::vector<std::string> heard_;
};

TEST_F(TakeoverTest, IngestNamesTheCommandThatTheOldJournalNeeds) {
  MakeOld();
  const auto refused = OpenNew();
  EXPECT_EQ(ReasonOf(refused.status()), "JOURNAL_NOT_TAKEN_OVER");
  EXPECT_NE(MessageOf(refused.status()).find("duban journal takeover " + dir_.path()),
            std::string::npos);
  EXPECT_TRUE(OpenJournal(dir_.path(), JournalEngine::kSqlite, HashAlgorithm::kSha256).ok());
}

TEST_F(TakeoverTest, EveryEntryIsTakenOverAndTheOldFileIsKept) {
  const std::vector<Entry> old = MakeOld();
  const auto report = TakeOver();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->entries, 300);
  EXPECT_EQ(report->heads.size(), 2u);
  EXPECT_TRUE(std::filesystem::exists(report->kept));
  EXPECT_FALSE(HoldsSqlite(dir_.path()));
  EXPECT_FALSE(heard_.empty());
  const auto journal = OpenNew();
  ASSERT_TRUE(journal.ok()) << journal.status();
  EXPECT_EQ(Everything(**journal), old);
  EXPECT_FALSE(VerifyChain(**journal)->broken);
  EXPECT_EQ((*journal)->Append({NewReport("440113", "1", "进展")})->front().outcome,
            AppendResult::Outcome::kDuplicate);
  EXPECT_EQ(ReasonOf(TakeOver().status()), "JOURNAL_NOT_FOUND");
  // Nobody opens an empty journal in SQLite beside it by mistake.
  EXPECT_EQ(
      ReasonOf(OpenJournal(dir_.path(), JournalEngine::kSqlite, HashAlgorithm::kSha256).status()),
      "JOURNAL_NOT_TAKEN_OVER");
}

TEST_F(TakeoverTest, AnInterruptedTakeoverIsFinishedByTheNext) {
  const std::vector<Entry> old = MakeOld();
  // It ended while copying: a part lies aside.
  std::filesystem::create_directory(dir_.File("half"));
  {
    const auto part =
        OpenJournal(dir_.File("half"), JournalEngine::kSegments, HashAlgorithm::kSha256);
    ASSERT_TRUE((*part)->Append({AsNewEntry(old[0]), AsNewEntry(old[1])}).ok());
  }
  std::filesystem::rename(SegmentsOf(dir_.File("half")), dir_.File("journal.taking-over"));
  ASSERT_TRUE(TakeOver().ok());
  // It ended between the two renames, and ingest ran since.
  std::filesystem::rename(dir_.File("journal.db.taken-over"), dir_.File("journal.db"));
  ASSERT_TRUE((*OpenNew())->Append({NewReport("440113", "new", "x")}).ok());
  ASSERT_TRUE(TakeOver().ok());
  EXPECT_FALSE(HoldsSqlite(dir_.path()));
  EXPECT_EQ(*(*OpenNew())->LastSequence(), 301);
}

TEST_F(TakeoverTest, TheHashAlgorithmStaysAsItWas) {
  MakeOld(HashAlgorithm::kSm3);
  ASSERT_TRUE(TakeOver().ok());
  EXPECT_EQ(ReasonOf(OpenNew().status()), "JOURNAL_ALGORITHM_MISMATCH");
  EXPECT_TRUE(OpenNew(HashAlgorithm::kSm3).ok());
}

TEST_F(TakeoverTest, ABrokenChainIsNotTakenOver) {
  MakeOld();
  {
    auto db = SqliteDb::Open(SqliteFileOf(dir_.path()), /*writable=*/true, "");
    ASSERT_TRUE(db.ok());
    ASSERT_TRUE(db->Exec("UPDATE entries SET payload = 'other' WHERE sequence = 200").ok());
  }
  const auto refused = TakeOver();
  EXPECT_TRUE(absl::IsDataLoss(refused.status())) << refused.status();
  EXPECT_TRUE(HoldsSqlite(dir_.path()));
  EXPECT_FALSE(HoldsSegments(SegmentsOf(dir_.path())));
}

TEST_F(TakeoverTest, OtherEntriesInTheWayAreNotTouched) {
  ASSERT_TRUE((*OpenNew())->Append({NewReport("440113", "own", "x")}).ok());
  MakeOld();
  EXPECT_EQ(ReasonOf(TakeOver().status()), "JOURNAL_NOT_EMPTY");
  EXPECT_TRUE(HoldsSqlite(dir_.path()));
}

TEST_F(TakeoverTest, WithoutAnOldJournalThereIsNothingToTakeOver) {
  EXPECT_EQ(ReasonOf(TakeOver().status()), "JOURNAL_NOT_FOUND");
}

}  // namespace
}  // namespace duban::ingest
