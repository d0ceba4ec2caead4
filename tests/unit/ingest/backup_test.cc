// Backups taken while the journal is written, and what is restored from them.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/journal/data_backup.h"
#include "ingest/journal/journal_directory.h"
#include "ingest/journal/posix_file_system.h"
#include "ingest/storage/sqlite_db.h"
#include "tests/testing/journal_entries.h"
#include "tests/testing/temp_dir.h"

namespace duban::ingest {
namespace {

using testing::Everything;
using testing::NewReport;
namespace fs = std::filesystem;

// A journal whose logs are full after 40 entries.
std::unique_ptr<SegmentJournal> OpenSmall(const std::string& data_dir, bool background = false) {
  auto files = PosixFileSystem::Make(SegmentsOf(data_dir));
  auto journal = SegmentJournal::Make(
      *std::move(files),
      {.background = background, .segment_bytes = 32 << 10, .segment_entries = 40});
  EXPECT_TRUE(journal.ok()) << journal.status();
  return *std::move(journal);
}

void AppendSome(Journal& journal, int from, int count) {
  for (int i = from; i < from + count;) {
    std::vector<NewEntry> batch;
    for (; i < from + count && batch.size() < 20; ++i)
      batch.push_back(NewReport(i % 2 == 0 ? "440113" : "110101", std::to_string(i), "进展"));
    const auto appended = journal.Append(batch);
    ASSERT_TRUE(appended.ok()) << appended.status();
  }
}

class BackupTest : public ::testing::Test {
 protected:
  absl::StatusOr<BackupReport> BackUp() { return BackUpData(data(), backup(), {}); }
  absl::StatusOr<RestoreReport> Restore() {
    return RestoreData(backup(), dir_.File("restored"), {});
  }
  std::vector<Entry> Restored() {
    const auto journal = OpenSegments(SegmentsOf(dir_.File("restored")));
    EXPECT_TRUE(journal.ok()) << journal.status();
    return journal.ok() ? Everything(**journal) : std::vector<Entry>();
  }
  std::string data() const { return dir_.File("data"); }
  std::string backup() const { return dir_.File("backup"); }
  static void Flip(const std::string& path, std::uintmax_t at) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(file.get() ^ 0x20);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(byte);
  }

  duban::testing::TempDir dir_;
};

TEST_F(BackupTest, EachBackupCopiesOnlyWhatIsNewAndEachIsWhole) {
  const auto journal = OpenSmall(data());
  for (int round = 0; round < 3; ++round) {
    AppendSome(*journal, round * 100, 100);
    ASSERT_TRUE(journal->Maintain().ok());
    const auto report = BackUp();
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->last_sequence, 100 * (round + 1));
    EXPECT_EQ(report->districts, 2u);
    EXPECT_GE(report->copied, 2) << "only what is new";
    EXPECT_EQ(report->copied + report->kept, (100 * (round + 1) - 1) / 40)
        << "the newest log is not sealed";
  }
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->entries, 300);
  EXPECT_EQ(restored->heads, *journal->ListHeads());
  EXPECT_EQ(Restored(), Everything(*journal));
}

TEST_F(BackupTest, AnyMomentOfARunningJournalMakesAWholeBackup) {
  const auto journal = OpenSmall(data(), /*background=*/true);
  AppendSome(*journal, 0, 10);
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 10; !stop && i < 20'000; ++i) AppendSome(*journal, i, 1);
  });
  std::int64_t before = 0;
  for (int round = 0; round < 12; ++round) {
    const std::int64_t acknowledged = *journal->LastSequence();
    const auto report = BackUp();
    EXPECT_TRUE(report.ok()) << report.status();
    if (!report.ok()) break;
    EXPECT_GE(report->last_sequence, acknowledged) << "what was acknowledged before is in it";
    EXPECT_GE(report->last_sequence, before);
    before = report->last_sequence;
  }
  stop = true;
  writer.join();
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->entries, before);
}

// Every file that is copied gives the journal time to fill logs and to seal them all.
TEST_F(BackupTest, LogsThatAreSealedWhileTheyAreCopiedComeAlong) {
  const auto journal = OpenSmall(data());
  int written = 100;
  AppendSome(*journal, 0, written);
  ASSERT_TRUE(journal->Maintain().ok());
  const auto report = BackUpData(data(), backup(), [&](const std::string&, std::uint64_t) {
    if (written == 1000) return;
    AppendSome(*journal, written, 100);
    written += 100;
    EXPECT_TRUE(journal->Maintain().ok());
  });
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->copied, 2) << "at the first try";
  EXPECT_EQ(report->last_sequence, 160)
      << "the newest log, and the one made ready after it, filled up";
  const auto restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->entries, report->last_sequence);
}

TEST_F(BackupTest, DocumentsAndTheSigningKeyComeAlong) {
  AppendSome(*OpenSmall(data()), 0, 3);
  std::ofstream(data() + "/signing_key.pem") << "key";
  {
    auto db = SqliteDb::Open(data() + "/documents.db", /*writable=*/true, "");
    ASSERT_TRUE(
        db->Exec("PRAGMA journal_mode = WAL; CREATE TABLE d(x); INSERT INTO d VALUES (7)").ok());
    ASSERT_TRUE(BackUp().ok()) << "while the database is open";
  }
  ASSERT_TRUE(Restore().ok());
  auto db = SqliteDb::Open(dir_.File("restored/documents.db"), /*writable=*/false, "");
  EXPECT_EQ(*db->QueryInt("SELECT x FROM d"), 7);
  EXPECT_TRUE(WasRestored(dir_.File("restored")))
      << "it may not know which districts have moved since";
  EXPECT_FALSE(WasRestored(data()));
  EXPECT_TRUE(fs::exists(dir_.File("restored/signing_key.pem")));
}

TEST_F(BackupTest, ADamagedBackupIsNotRestored) {
  {
    const auto journal = OpenSmall(data());
    AppendSome(*journal, 0, 200);
    ASSERT_TRUE(journal->Maintain().ok());
  }
  ASSERT_TRUE(BackUp().ok());
  const std::string segment = SegmentsOf(backup()) + "/seg-0000000002";
  Flip(segment, 200);
  const auto restored = Restore();
  EXPECT_TRUE(absl::IsDataLoss(restored.status())) << restored.status();
  EXPECT_FALSE(HoldsSegments(SegmentsOf(dir_.File("restored"))));
  Flip(segment, 200);
  EXPECT_TRUE(Restore().ok());
  EXPECT_EQ(ReasonOf(Restore().status()), "JOURNAL_NOT_EMPTY") << "nothing is overwritten";
}

TEST_F(BackupTest, ABackupTakesNoOtherJournalAndNoOlderOne) {
  {
    const auto journal = OpenSmall(data());
    AppendSome(*journal, 0, 200);
    ASSERT_TRUE(journal->Maintain().ok());
  }
  ASSERT_TRUE(BackUp().ok());
  AppendSome(*OpenSmall(dir_.File("other")), 0, 3);
  EXPECT_EQ(ReasonOf(BackUpData(dir_.File("other"), backup(), {}).status()), "BACKUP_OF_ANOTHER");
  // The same journal, put back to an earlier state.
  for (const auto& file : fs::directory_iterator(SegmentsOf(data()))) {
    const std::string name = file.path().filename().string();
    if (name.starts_with("log-") || (name.starts_with("seg-") && name > "seg-0000000002"))
      fs::remove(file.path());
  }
  EXPECT_EQ(ReasonOf(BackUp().status()), "BACKUP_OF_ANOTHER");
}

TEST_F(BackupTest, AJournalIsReadWithoutALockAndWithoutATrace) {
  const auto writer = OpenSmall(data());
  AppendSome(*writer, 0, 100);
  std::vector<std::string> before;
  for (const auto& file : fs::directory_iterator(SegmentsOf(data()))) before.push_back(file.path());
  const auto reader = OpenSegments(SegmentsOf(data()), {.read_only = true});
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(Everything(**reader), Everything(*writer));
  EXPECT_FALSE(VerifyChain(**reader)->broken);
  EXPECT_EQ(ReasonOf((*reader)->Append({NewReport("440113", "x", "x")}).status()),
            "JOURNAL_READ_ONLY");
  std::vector<std::string> after;
  for (const auto& file : fs::directory_iterator(SegmentsOf(data()))) after.push_back(file.path());
  EXPECT_EQ(after, before);
  AppendSome(*writer, 100, 1);
  EXPECT_EQ(*(*reader)->LastSequence(), 100) << "as it stood when it was opened";
}

// Cheaper storage: a sealed segment is copied away and a link is left in its place.
TEST_F(BackupTest, ASealedSegmentMayLieElsewhere) {
  std::vector<Entry> entries;
  {
    const auto journal = OpenSmall(data());
    AppendSome(*journal, 0, 100);
    ASSERT_TRUE(journal->Maintain().ok());
    entries = Everything(*journal);
  }
  const std::string segment = SegmentsOf(data()) + "/seg-0000000001";
  fs::create_directory(dir_.File("archive"));
  fs::copy_file(segment, dir_.File("archive/seg-0000000001"));
  fs::remove(segment);
  fs::create_symlink(dir_.File("archive/seg-0000000001"), segment);
  EXPECT_EQ(Everything(*OpenSmall(data())), entries);
}

TEST_F(BackupTest, WhatIsNoJournalIsNamed) {
  fs::create_directory(data());
  EXPECT_EQ(ReasonOf(BackUp().status()), "JOURNAL_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Restore().status()), "JOURNAL_NOT_FOUND");
}

}  // namespace
}  // namespace duban::ingest
