// The segment engine with its threads, in trouble: a full disk, a failing sync, a killed process.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <thread>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/journal/posix_file_system.h"
#include "ingest/journal/segment_journal.h"
#include "tests/testing/faulty_disk.h"
#include "tests/testing/journal_entries.h"
#include "tests/testing/long_suite.h"
#include "tests/testing/temp_dir.h"

namespace duban::testing {
namespace {

using ingest::Entry;
using ingest::NewEntry;
using ingest::SegmentJournal;
using ingest::SegmentJournalOptions;

SegmentJournalOptions Small() {
  return {.segment_bytes = 16 << 10,
          .segment_entries = 200,
          .max_logs = 3,
          .window = {.entries = 50},
          .merge_runs = 2,
          .fill_pause = std::chrono::milliseconds(0)};
}

std::vector<NewEntry> Batch(int number) {
  std::vector<NewEntry> batch;
  for (int i = 0; i < 5; ++i)
    batch.push_back(NewReport(std::to_string(440100 + i % 3),
                              std::to_string(number) + "-" + std::to_string(i),
                              std::string(300, static_cast<char>('a' + (number * 7 + i) % 26))));
  return batch;
}

TEST(JournalTroubleTest, AFullDiskRefusesAppendsReadsGoOnAndSpaceEndsIt) {
  FaultyDisk disk(1);
  auto journal = *SegmentJournal::Make(disk.Mount(), Small());
  disk.SetCapacity(200 << 10);
  int number = 0;
  absl::Status refused;
  // Sealing in the background gives space back, so the disk is full once several appends in a row
  // are refused.
  for (int refusals = 0; refusals < 50 && number < 5000;) {
    refused = journal->Append(Batch(number)).status();
    refusals = refused.ok() ? 0 : refusals + 1;
    if (refused.ok()) ++number;
    if (!refused.ok()) std::this_thread::yield();
  }
  ASSERT_EQ(ReasonOf(refused), "STORE_FULL");
  const std::int64_t stored = *journal->LastSequence();
  EXPECT_EQ(stored, number * 5);
  EXPECT_EQ(Everything(*journal).size(), static_cast<std::size_t>(stored));
  EXPECT_EQ(ReasonOf(journal->Append(Batch(number)).status()), "STORE_FULL");
  EXPECT_TRUE(journal->Find("440100", "0-0")->has_value());
  disk.SetCapacity(UINT64_MAX);
  // The first one may still hear of an attempt that began before there was space.
  absl::Status accepted = absl::UnknownError("");
  for (int tries = 0; tries < 3 && !accepted.ok(); ++tries)
    accepted = journal->Append(Batch(number)).status();
  ASSERT_TRUE(accepted.ok()) << accepted;
  for (int i = 1; i < 300; ++i) ASSERT_TRUE(journal->Append(Batch(number + i)).ok());
  EXPECT_EQ(*journal->LastSequence(), stored + 300 * 5);
  EXPECT_FALSE(ingest::VerifyChain(*journal)->broken);
}

TEST(JournalTroubleTest, AFailingSyncEndsAcknowledgingForGoodUntilReopened) {
  FaultyDisk disk(1);
  auto journal = *SegmentJournal::Make(disk.Mount(), Small());
  ASSERT_TRUE(journal->Append(Batch(0)).ok());
  journal->WaitUntilIdle();
  disk.FailSyncAfter(0);
  EXPECT_EQ(ReasonOf(journal->Append(Batch(1)).status()), "JOURNAL_READ_ONLY");
  for (int i = 2; i < 5; ++i)
    EXPECT_EQ(ReasonOf(journal->Append(Batch(i)).status()), "JOURNAL_READ_ONLY");
  EXPECT_EQ(Everything(*journal).size(), 5u);
  EXPECT_EQ(*journal->LastSequence(), 5);
  journal.reset();
  disk.PowerCycle();
  journal = *SegmentJournal::Make(disk.Mount(), Small());
  ASSERT_TRUE(journal->Append(Batch(1)).ok());
  EXPECT_EQ(Everything(*journal).size(), 10u);
  EXPECT_FALSE(ingest::VerifyChain(*journal)->broken);
}

TEST(JournalTroubleTest, ManyReadersSealingAndMergingBesideTheWriter) {
  FaultyDisk disk(1);
  auto journal = *SegmentJournal::Make(disk.Mount(), Small());
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int r = 0; r < 3; ++r) {
    readers.emplace_back([&, r] {
      std::mt19937_64 random(static_cast<std::uint64_t>(r));
      ingest::ChainVerifier verifier(journal->algorithm());
      std::int64_t sequence = 0;
      while (!done) {
        const auto page = journal->ReadAll(sequence, 100, 1 << 20);
        ASSERT_TRUE(page.ok()) << page.status();
        for (const Entry& entry : *page) ASSERT_FALSE(verifier.Check(entry));
        if (!page->empty()) sequence = page->back().sequence;
        const std::int64_t last = *journal->LastSequence();
        if (last == 0) continue;
        const std::int64_t any =
            static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last));
        const auto one = journal->ReadAll(any, 1, 1);
        ASSERT_TRUE(one.ok()) << one.status();
        const auto found = journal->Find(one->front().district, one->front().request_id);
        ASSERT_TRUE(found.ok() && *found == one->front());
      }
    });
  }
  for (int i = 0; i < 600; ++i) {
    const auto results = journal->Append(Batch(i));
    ASSERT_TRUE(results.ok()) << results.status();
    if (i % 50 == 49) {
      const auto again = journal->Append(Batch(i / 2));
      ASSERT_TRUE(again.ok());
      EXPECT_EQ(again->front().outcome, ingest::AppendResult::Outcome::kDuplicate);
    }
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  journal->WaitUntilIdle();
  const auto inspection = journal->Inspect();
  EXPECT_LE(inspection.id_runs.size(), 8u);
  EXPECT_GT(inspection.segments.size(), 10u);
  EXPECT_TRUE(inspection.damages.empty());
  EXPECT_EQ(ingest::VerifyChain(*journal)->entries, 3000);
}

// A child appends and tells through a pipe what was acknowledged, until it is killed.
void AppendUntilKilled(const std::string& directory, int first, int out) {
  auto files = ingest::PosixFileSystem::Make(directory);
  auto journal = SegmentJournal::Make(*std::move(files), Small());
  if (!journal.ok()) _exit(1);
  for (int number = first;; ++number) {
    if (!(*journal)->Append(Batch(number)).ok()) _exit(2);
    if (write(out, &number, sizeof(number)) != sizeof(number)) _exit(3);
  }
}

TEST(JournalTroubleTest, AKilledProcessLosesNothingThatItAcknowledged) {
  const TempDir dir;
  std::mt19937 random(5);
  int next = 0;
  for (int cycle = 0; cycle < (LongSuite() ? 200 : 20); ++cycle) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(ends[0]);
      AppendUntilKilled(dir.path(), next, ends[1]);
    }
    close(ends[1]);
    int acknowledged = next - 1;
    // Killed after a random number of acknowledgements, while it works on the next.
    const int until = next + static_cast<int>(1 + random() % 60);
    int number = 0;
    while (acknowledged < until && read(ends[0], &number, sizeof(number)) == sizeof(number))
      acknowledged = number;
    kill(child, SIGKILL);
    while (read(ends[0], &number, sizeof(number)) == sizeof(number)) acknowledged = number;
    close(ends[0]);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);

    auto journal = *SegmentJournal::Make(*ingest::PosixFileSystem::Make(dir.path()), Small());
    const std::int64_t last = *journal->LastSequence();
    // The last commit may have become durable without its acknowledgement getting out.
    ASSERT_GE(last, (acknowledged + 1) * 5);
    ASSERT_LE(last, (acknowledged + 2) * 5);
    ASSERT_EQ(last % 5, 0);
    const auto report = ingest::VerifyChain(*journal);
    ASSERT_TRUE(report.ok() && !report->broken);
    ASSERT_EQ(report->entries, last);
    next = static_cast<int>(last / 5);
  }
  EXPECT_GT(next, 100);
}

}  // namespace
}  // namespace duban::testing
