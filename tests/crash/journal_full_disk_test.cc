// A really full disk: a small tmpfs. Needs the right to mount; without it the tests say so and are
// skipped.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/journal/posix_file_system.h"
#include "ingest/journal/segment_journal.h"
#include "tests/testing/journal_entries.h"
#include "tests/testing/temp_dir.h"

namespace duban::testing {
namespace {

using ingest::NewEntry;
using ingest::SegmentJournal;

class FullDiskTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (mount("duban-test", dir_.path().c_str(), "tmpfs", 0, "size=6m") != 0)
      GTEST_SKIP() << "mounting a tmpfs is not allowed here: " << std::strerror(errno);
    mounted_ = true;
  }
  ~FullDiskTest() override {
    journal_.reset();
    if (mounted_) umount2(dir_.path().c_str(), MNT_DETACH);
  }
  void Open() {
    auto files = ingest::PosixFileSystem::Make(dir_.File("journal"));
    ASSERT_TRUE(files.ok()) << files.status();
    auto journal = SegmentJournal::Make(*std::move(files),
                                        {.segment_bytes = 256 << 10, .segment_entries = 2000});
    ASSERT_TRUE(journal.ok()) << journal.status();
    journal_ = *std::move(journal);
  }
  absl::Status Append(int number) {
    std::vector<NewEntry> batch;
    for (int i = 0; i < 20; ++i) {
      std::string payload(400, 'x');
      // Does not compress to nothing.
      for (std::size_t j = 0; j < payload.size(); ++j)
        payload[j] = static_cast<char>(static_cast<std::size_t>(number * 31 + i) * (j + 7) >> 3);
      batch.push_back(NewReport(std::to_string(440100 + i % 4),
                                std::to_string(number) + "-" + std::to_string(i), payload));
    }
    return journal_->Append(batch).status();
  }
  // Appends until the disk stays full; the number of batches that were taken.
  int Fill(int from) {
    int number = from;
    for (int refusals = 0; refusals < 20 && number < 5000;) {
      const absl::Status status = Append(number);
      if (status.ok()) {
        ++number;
        refusals = 0;
        continue;
      }
      EXPECT_EQ(ReasonOf(status), "STORE_FULL") << status;
      ++refusals;
      journal_->WaitUntilIdle();
    }
    return number;
  }

  TempDir dir_;
  bool mounted_ = false;
  std::unique_ptr<SegmentJournal> journal_;
};

TEST_F(FullDiskTest, SubmissionsAreRefusedReadsGoOnAndSpaceEndsItWithoutARestart) {
  Open();
  std::ofstream(dir_.File("somebody-elses")) << std::string(3 << 20, 'x');
  int number = 0;
  for (int round = 0; round < 3; ++round) {
    const int before = number;
    number = Fill(number);
    const std::int64_t stored = *journal_->LastSequence();
    EXPECT_EQ(stored, 20LL * number) << "whole batches only";
    EXPECT_EQ(Everything(*journal_).size(), static_cast<std::size_t>(stored));
    EXPECT_FALSE(ingest::VerifyChain(*journal_)->broken);
    if (round > 0) {
      EXPECT_GT(number, before) << "there was space";
    }
    // Space comes back little by little.
    std::filesystem::resize_file(dir_.File("somebody-elses"),
                                 static_cast<std::uintmax_t>(std::max(0, (2 - round) << 20)));
  }
  const auto entries = Everything(*journal_);
  journal_.reset();
  Open();
  EXPECT_EQ(Everything(*journal_), entries);
}

TEST_F(FullDiskTest, AJournalOpensOnAFullDiskOrSaysThatItIsFull) {
  Open();
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(Append(i).ok());
  const auto entries = Everything(*journal_);
  journal_.reset();
  const std::string filler = dir_.File("filler");
  {
    std::ofstream file(filler);
    while (file.write(std::string(4096, 'x').data(), 4096).flush()) {
    }
  }
  auto full = SegmentJournal::Make(*ingest::PosixFileSystem::Make(dir_.File("journal")),
                                   {.segment_bytes = 256 << 10});
  if (full.ok()) {
    EXPECT_EQ(Everything(**full), entries);
  } else {
    EXPECT_EQ(ReasonOf(full.status()), "STORE_FULL");
  }
  full = absl::UnknownError("closed");
  std::filesystem::remove(filler);
  Open();
  EXPECT_EQ(Everything(*journal_), entries);
  EXPECT_TRUE(Append(100).ok());
}

}  // namespace
}  // namespace duban::testing
