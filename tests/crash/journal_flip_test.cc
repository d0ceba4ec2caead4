// A large journal with one byte flipped in each kind of place: what is served is what was stored,
// what cannot be served is named, everything else stays readable.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "common/error.h"
#include "ingest/journal/journal_directory.h"
#include "ingest/journal/posix_file_system.h"
#include "tests/testing/journal_entries.h"
#include "tests/testing/long_suite.h"
#include "tests/testing/temp_dir.h"

namespace duban::testing {
namespace {

namespace fs = std::filesystem;
using ingest::Entry;
using ingest::NewEntry;
using ingest::SegmentJournal;

int Entries() { return LongSuite() ? 1'000'000 : 3'000; }

class FlipTest : public ::testing::Test {
 protected:
  FlipTest() {
    auto files = ingest::PosixFileSystem::Make(dir_.path());
    const auto journal = *SegmentJournal::Make(
        *std::move(files), {.background = false,
                            .segment_bytes = 64 << 20,
                            .segment_entries = static_cast<std::size_t>(Entries() / 3)});
    std::mt19937_64 random(3);
    for (int i = 0; i < Entries();) {
      std::vector<NewEntry> batch;
      for (int j = 0; j < 500 && i < Entries(); ++j, ++i)
        batch.push_back(NewReport(
            std::to_string(110101 + random() % 300), std::to_string(i),
            "累计完成改造" + std::to_string(random() % 100'000) + "户，其余计划年底前完成"));
      EXPECT_TRUE(journal->Append(batch).ok());
    }
    EXPECT_TRUE(journal->Maintain().ok());
    for (std::int64_t after = 0; after < Entries();) {
      const auto page = *journal->ReadAll(after, 5000, 8 << 20);
      for (const Entry& entry : page) hashes_.push_back(entry.hash);
      after = page.back().sequence;
    }
  }

  // Reads everything; the number of entries that could not be served.
  std::int64_t ReadAll(const SegmentJournal& journal, const std::string& where) {
    std::int64_t named = 0;
    for (std::int64_t after = 0; after < Entries();) {
      const auto page = journal.ReadAll(after, 5000, 8 << 20);
      if (!page.ok()) {
        EXPECT_EQ(ReasonOf(page.status()), "ENTRY_CORRUPT") << where << page.status();
        ++named;
        ++after;
        continue;
      }
      if (page->empty()) break;
      for (const Entry& entry : *page) {
        EXPECT_EQ(entry.sequence, ++after) << where << ": a gap without a word";
        EXPECT_EQ(entry.hash, hashes_[static_cast<std::size_t>(after - 1)]) << where;
        if (::testing::Test::HasFailure()) return named;
      }
    }
    return named;
  }

  static void Flip(const fs::path& path, std::uintmax_t at) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(at));
    const char byte = static_cast<char>(file.get() ^ 0x10);
    file.seekp(static_cast<std::streamoff>(at));
    file.put(byte);
  }

  TempDir dir_;
  std::vector<Digest> hashes_;  // by sequence, from 1
};

TEST_F(FlipTest, WhatIsServedIsWhatWasStored) {
  std::mt19937_64 random(11);
  std::int64_t named = 0;
  int places = 0;
  for (const auto& file : fs::directory_iterator(dir_.path())) {
    const std::string name = file.path().filename();
    const std::uintmax_t size = file.file_size();
    if (size == 0 || name.starts_with("ids-")) continue;
    // Both headers, a frame's header, digests and records, the middle, the index near the end.
    std::vector<std::uintmax_t> at = {4, 100, 700, size / 2, size - 70};
    if (LongSuite())
      at.insert(at.end(),
                {84, 140, 1500, size - 10, random() % size, random() % size, random() % size});
    for (const std::uintmax_t place : at) {
      if (place >= size) continue;
      const std::string where = name + " byte " + std::to_string(place);
      Flip(file.path(), place);
      const auto journal = ingest::OpenSegments(dir_.path(), {.read_only = true});
      if (journal.ok()) {
        const std::int64_t unserved = ReadAll(**journal, where);
        const auto found = (*journal)->Inspect();
        // A frame is the unit of loss, a file where its headers and index are gone twice.
        EXPECT_TRUE(unserved < Entries()) << where;
        named += unserved > 0 || !found.damages.empty() || !found.notes.empty() ? 1 : 0;
      } else {
        EXPECT_TRUE(absl::IsDataLoss(journal.status()) ||
                    absl::IsFailedPrecondition(journal.status()))
            << where;
        ++named;
      }
      Flip(file.path(), place);
      ++places;
      ASSERT_FALSE(HasFailure()) << where;
    }
  }
  EXPECT_GT(places, 15);
  EXPECT_GT(named, places / 3) << "most flips were noticed; the rest hit zeros or a second copy";
  const auto whole = ingest::OpenSegments(dir_.path(), {.read_only = true});
  EXPECT_EQ(ReadAll(**whole, "unharmed"), 0);
}

TEST_F(FlipTest, ADamagedIndexOfIdsForgetsNoId) {
  std::mt19937_64 random(12);
  std::vector<fs::path> runs;
  for (const auto& file : fs::directory_iterator(dir_.path()))
    if (file.path().filename().string().starts_with("ids-")) runs.push_back(file.path());
  ASSERT_FALSE(runs.empty());
  for (int round = 0; round < (LongSuite() ? 10 : 2); ++round) {
    const fs::path& run = runs[random() % runs.size()];
    if (!fs::exists(run)) continue;
    Flip(run, random() % fs::file_size(run));
    const auto journal = ingest::OpenSegments(dir_.path(), {.background = false});
    ASSERT_TRUE(journal.ok()) << journal.status();
    for (int i = 0; i < 100; ++i) {
      const auto entry =
          (*journal)->ReadAll(static_cast<std::int64_t>(random() % hashes_.size()), 1, 1);
      auto found = (*journal)->Find(entry->front().district, entry->front().request_id);
      // Named once, and built anew.
      if (absl::IsUnavailable(found.status())) {
        ASSERT_TRUE((*journal)->Maintain().ok());
        found = (*journal)->Find(entry->front().district, entry->front().request_id);
      }
      ASSERT_TRUE(found.ok()) << found.status();
      ASSERT_TRUE(found->has_value()) << "an id was forgotten";
    }
  }
}

}  // namespace
}  // namespace duban::testing
