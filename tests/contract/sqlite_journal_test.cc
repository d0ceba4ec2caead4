#include "ingest/storage/sqlite_journal.h"

#include <sqlite3.h>

#include <fstream>

#include "tests/contract/journal_contract.h"
#include "tests/testing/failing_vfs.h"
#include "tests/testing/temp_dir.h"

namespace duban::ingest {
namespace {

using duban::testing::FailingVfs;
using duban::testing::TempDir;

class SqliteHarness : public JournalHarness {
 public:
  absl::StatusOr<std::unique_ptr<Journal>> Open(HashAlgorithm algorithm) override {
    return SqliteJournal::Make({.path = dir_.File("journal.db"), .algorithm = algorithm});
  }

 private:
  TempDir dir_;
};

std::unique_ptr<JournalHarness> MakeHarness() { return std::make_unique<SqliteHarness>(); }

INSTANTIATE_TEST_SUITE_P(Sqlite, JournalContract, ::testing::Values(&MakeHarness));

class SqliteJournalTest : public ::testing::Test {
 protected:
  absl::Status Open(HashAlgorithm algorithm = HashAlgorithm::kSha256, std::string vfs = "") {
    journal_.reset();
    auto made = SqliteJournal::Make({.path = path_, .algorithm = algorithm, .vfs = std::move(vfs)});
    if (made.ok()) journal_ = *std::move(made);
    return made.status();
  }
  // Closes the journal and runs statements on its file, as somebody with the sqlite3 shell could.
  void Meddle(const std::string& sql) {
    journal_.reset();
    auto db = SqliteDb::Open(path_, /*writable=*/true, "");
    ASSERT_TRUE(db.ok() && db->Exec(sql).ok()) << sql;
  }
  void Append(const std::string& id, const std::string& payload) {
    ASSERT_TRUE(journal_->Append({NewReport("440113", id, payload)}).ok());
  }

  TempDir dir_;
  std::string path_ = dir_.File("journal.db");
  std::unique_ptr<SqliteJournal> journal_;
};

TEST_F(SqliteJournalTest, TwoProcessesCannotWriteOneJournal) {
  ASSERT_TRUE(Open().ok());
  const auto second = SqliteJournal::Make({.path = path_});
  EXPECT_EQ(ReasonOf(second.status()), "JOURNAL_LOCKED");
  EXPECT_TRUE(Open().ok());
}

TEST_F(SqliteJournalTest, AJournalOfANewerProgramIsRefused) {
  ASSERT_TRUE(Open().ok());
  Meddle("PRAGMA user_version = 99");
  EXPECT_EQ(ReasonOf(Open()), "JOURNAL_FROM_THE_FUTURE");
}

TEST_F(SqliteJournalTest, AnotherProgramsDatabaseIsRefused) {
  Meddle("CREATE TABLE recipes (name TEXT)");
  EXPECT_EQ(ReasonOf(Open()), "JOURNAL_FOREIGN_FILE");
}

TEST_F(SqliteJournalTest, TheHashAlgorithmOfAJournalStaysAsItIs) {
  ASSERT_TRUE(Open(HashAlgorithm::kSm3).ok());
  EXPECT_EQ(ReasonOf(Open(HashAlgorithm::kSha256)), "JOURNAL_ALGORITHM_MISMATCH");
  EXPECT_TRUE(Open(HashAlgorithm::kSm3).ok());
}

TEST_F(SqliteJournalTest, EveryAppendIsSyncedAndAFailedSyncMakesItReadOnly) {
  FailingVfs vfs("failing");
  ASSERT_TRUE(Open(HashAlgorithm::kSha256, "failing").ok());
  const int before = vfs.syncs;
  Append("r1", "x");
  EXPECT_GT(vfs.syncs, before);
  vfs.fail_syncs = true;
  EXPECT_EQ(ReasonOf(journal_->Append({NewReport("440113", "r2", "y")}).status()),
            "JOURNAL_READ_ONLY");
  vfs.fail_syncs = false;
  EXPECT_EQ(ReasonOf(journal_->Append({NewReport("440113", "r3", "z")}).status()),
            "JOURNAL_READ_ONLY");
  EXPECT_EQ(journal_->Read("440113", 0, 10, 1000)->size(), 1u);
  ASSERT_TRUE(Open(HashAlgorithm::kSha256, "failing").ok());
  Append("r3", "z");
  EXPECT_FALSE(VerifyChain(*journal_)->broken);
  journal_.reset();
}

TEST_F(SqliteJournalTest, AFullDiskRefusesAppendsUntilThereIsSpace) {
  FailingVfs vfs("full");
  ASSERT_TRUE(Open(HashAlgorithm::kSha256, "full").ok());
  Append("r1", "x");
  vfs.fail_writes = true;
  EXPECT_EQ(ReasonOf(journal_->Append({NewReport("440113", "r2", "y")}).status()), "STORE_FULL");
  EXPECT_EQ(journal_->Read("440113", 0, 10, 1000)->size(), 1u);
  EXPECT_EQ(journal_->GetHead("440113")->position, 1);
  vfs.fail_writes = false;
  Append("r2", "y");
  EXPECT_EQ(journal_->GetHead("440113")->position, 2);
  journal_.reset();
}

TEST_F(SqliteJournalTest, AChangedPayloadIsNeverServedAndTheRestIs) {
  ASSERT_TRUE(Open().ok());
  for (int i = 1; i <= 5; ++i) Append(std::to_string(i), "payload");
  Meddle("UPDATE entries SET payload = CAST('Payload' AS BLOB) WHERE position = 3");
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(journal_->Read("440113", 0, 10, 1000)->size(), 2u);
  const auto bad = journal_->Read("440113", 2, 10, 1000);
  EXPECT_EQ(ReasonOf(bad.status()), "ENTRY_CORRUPT");
  EXPECT_EQ(MetadataOf(bad.status())["position"], "3");
  EXPECT_EQ(MetadataOf(bad.status())["district"], "440113");
  EXPECT_EQ(ReasonOf(journal_->Find("440113", "3").status()), "ENTRY_CORRUPT");
  EXPECT_EQ(journal_->Read("440113", 3, 10, 1000)->size(), 2u);
  EXPECT_EQ(VerifyChain(*journal_)->broken->position, 3);
}

TEST_F(SqliteJournalTest, ARemovedEntryIsMissed) {
  ASSERT_TRUE(Open().ok());
  for (int i = 1; i <= 5; ++i) Append(std::to_string(i), "payload");
  Meddle("DELETE FROM entries WHERE position = 3");
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(ReasonOf(journal_->Read("440113", 2, 10, 1000).status()), "ENTRY_CORRUPT");
  EXPECT_EQ(ReasonOf(journal_->ReadAll(2, 10, 1000).status()), "ENTRY_CORRUPT");
  EXPECT_EQ(VerifyChain(*journal_)->broken->position, 3);
}

TEST_F(SqliteJournalTest, AHeadThatWasCutOffIsNoticedAtStart) {
  ASSERT_TRUE(Open().ok());
  for (int i = 1; i <= 5; ++i) Append(std::to_string(i), "payload");
  Meddle("DELETE FROM entries WHERE position = 5");
  EXPECT_EQ(ReasonOf(Open()), "ENTRY_CORRUPT");
}

TEST_F(SqliteJournalTest, AByteFlippedInTheFileIsNotServed) {
  ASSERT_TRUE(Open().ok());
  for (int i = 1; i <= 5; ++i)
    Append(std::to_string(i), "the figure is 3648 of 7500, entry " + std::to_string(i));
  journal_.reset();
  std::string bytes;
  {
    std::ifstream in(path_, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  const std::size_t at = bytes.find("3648 of 7500, entry 4");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = '9';
  std::ofstream(path_, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  ASSERT_TRUE(Open().ok());
  EXPECT_EQ(journal_->Read("440113", 0, 10, 1000)->size(), 3u);
  EXPECT_EQ(VerifyChain(*journal_)->broken->position, 4);
}

TEST(SqliteStatusTest, EveryKindOfCodeHasItsReason) {
  const std::vector<std::pair<int, std::string>> table = {
      {SQLITE_FULL, "STORE_FULL"},
      {SQLITE_IOERR_FSYNC, "JOURNAL_READ_ONLY"},
      {SQLITE_IOERR_DIR_FSYNC, "JOURNAL_READ_ONLY"},
      {SQLITE_READONLY_DBMOVED, "JOURNAL_READ_ONLY"},
      {SQLITE_CORRUPT_INDEX, "ENTRY_CORRUPT"},
      {SQLITE_NOTADB, "ENTRY_CORRUPT"},
      {SQLITE_IOERR_SHORT_READ, "ENTRY_CORRUPT"},
      {SQLITE_BUSY, "STORE_UNREACHABLE"},
      {SQLITE_IOERR_WRITE, "STORE_UNREACHABLE"},
      {SQLITE_CANTOPEN, "STORE_UNREACHABLE"},
      {SQLITE_NOMEM, "STORE_UNREACHABLE"},
      {SQLITE_CONSTRAINT_UNIQUE, "INVARIANT_BROKEN"},
      {SQLITE_MISUSE, "INVARIANT_BROKEN"},
  };
  for (const auto& [code, reason] : table)
    EXPECT_EQ(ReasonOf(SqliteStatus(code, "t")), reason) << code;
  EXPECT_TRUE(SqliteStatus(SQLITE_ROW, "t").ok());
}

}  // namespace
}  // namespace duban::ingest
