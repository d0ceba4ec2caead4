// A byte flipped anywhere in a journal's files: noticed, named, never served; the rest stays
// readable.
#include <gmock/gmock.h>

#include <tuple>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/core/journal_migration.h"
#include "ingest/journal/segment_journal.h"
#include "ingest/testing/fake_journal.h"
#include "tests/testing/faulty_disk.h"
#include "tests/testing/journal_entries.h"

namespace duban::testing {
namespace {

using ingest::Entry;
using ingest::EntryView;
using ingest::SegmentJournal;
using ingest::SegmentJournalOptions;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class JournalCorruptionTest : public ::testing::Test {
 protected:
  JournalCorruptionTest() : disk_(1) {
    options_ = {.background = false,
                .random_bytes = std::string(32, 'r'),
                .segment_bytes = 6000,
                .segment_entries = 60,
                .max_logs = 2,
                .frame_cache_bytes = 1,
                .cached_windows = 1,
                .window = {.entries = 20},
                .merge_runs = 2};
    Open();
    for (int i = 0; i < 60; ++i) {
      const std::string id = std::to_string(i);
      EXPECT_TRUE(journal_
                      ->Append({NewReport("440113", "a" + id, "figure " + id),
                                NewReport("110101", "b" + id, std::string(40, 'x')),
                                NewReport("440113", "c" + id, "")})
                      .ok());
      EXPECT_TRUE(journal_->Maintain().ok());
    }
    all_ = Everything(*journal_);
    Close();
  }

  void Open() {
    auto made = SegmentJournal::Make(disk_.Mount(), options_);
    status_ = made.status();
    if (made.ok()) journal_ = *std::move(made);
  }
  void Close() { journal_.reset(); }
  void Flip(const std::string& name, std::size_t at, unsigned char mask = 0x10) {
    std::string bytes = disk_.Contents(name);
    bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ mask);
    disk_.SetContents(name, bytes);
  }
  // Whether the journal says anywhere that something is wrong: at opening, in its inspection, or
  // when it is read. Checks on the way that whatever it does serve is what was stored.
  bool Notices() {
    if (!status_.ok()) return true;
    const auto inspection = journal_->Inspect();
    bool noticed = !inspection.damages.empty() || !inspection.notes.empty();
    std::size_t served = 0;
    for (std::int64_t after = 0; after < static_cast<std::int64_t>(all_.size()); ++after) {
      const auto page = journal_->ReadAll(after, 1, 1);
      if (!page.ok() || page->empty()) {
        noticed = true;
        continue;
      }
      EXPECT_EQ(page->front(), all_[static_cast<std::size_t>(after)]);
      ++served;
    }
    std::size_t scanned = 0;
    const absl::Status scan =
        journal_->Scan(0, static_cast<std::int64_t>(all_.size()), [&](const EntryView& entry) {
          const Entry& stored = all_[static_cast<std::size_t>(entry.sequence - 1)];
          EXPECT_EQ(std::tie(entry.payload, entry.hash), std::tie(stored.payload, stored.hash));
          ++scanned;
          return absl::OkStatus();
        });
    noticed = noticed || !scan.ok() || scanned < all_.size();
    for (const Entry& entry : all_) {
      const auto page = journal_->Read(entry.district, entry.position - 1, 1, 1);
      noticed = noticed || !page.ok() || page->empty();
      if (page.ok() && !page->empty()) {
        EXPECT_EQ(page->front(), entry);
      }
      const auto found = journal_->Find(entry.district, entry.request_id);
      noticed = noticed || !found.ok() || !*found;
      if (found.ok() && *found) {
        EXPECT_EQ(**found, entry);
      }
    }
    // One byte costs at most the frame or file that it is in.
    EXPECT_GT(served, all_.size() / 2);
    return noticed;
  }

  FaultyDisk disk_;
  SegmentJournalOptions options_;
  std::unique_ptr<SegmentJournal> journal_;
  absl::Status status_;
  std::vector<Entry> all_;
};

TEST_F(JournalCorruptionTest, EveryKindOfFileIsThere) {
  const auto names = disk_.Names();
  for (const char* kind : {"JOURNAL", "TAIL", "log-", "seg-", "ids-"})
    EXPECT_THAT(names, Contains(HasSubstr(kind)));
  EXPECT_EQ(all_.size(), 180u);
}

TEST_F(JournalCorruptionTest, AFlippedByteAnywhereIsNoticedAndNeverServed) {
  const auto files = disk_.Snapshot();
  std::map<std::string, std::size_t> unnoticed;
  for (const auto& [name, bytes] : files) {
    // Every byte of the small files, and a comb over the others.
    const std::size_t step = bytes.size() < 200 ? 1 : 23;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      disk_.Restore(files);
      Flip(name, at);
      Open();
      // What goes unnoticed must have carried nothing: padding, or the array that only speeds a
      // lookup up.
      if (!Notices()) {
        ++unnoticed[name.substr(0, 4)];
        EXPECT_EQ(Everything(*journal_), all_) << name << " at " << at;
      }
      Close();
    }
  }
  EXPECT_EQ(unnoticed["JOUR"], 0u);
  EXPECT_EQ(unnoticed["TAIL"], 0u);
  EXPECT_LT(unnoticed["log-"] + unnoticed["seg-"] + unnoticed["ids-"], 40u);
}

TEST_F(JournalCorruptionTest, ADamagedSealedBlockCostsItsEntriesOnly) {
  const std::string name = "seg-0000000001";
  Flip(name, 80 + 48 + 10);
  Open();
  ASSERT_TRUE(status_.ok()) << status_;
  int lost = 0;
  for (const Entry& entry : all_) {
    const auto page = journal_->Read(entry.district, entry.position - 1, 1, 1);
    if (page.ok()) continue;
    ++lost;
    EXPECT_EQ(ReasonOf(page.status()), "ENTRY_CORRUPT");
    EXPECT_EQ(MetadataOf(page.status())["position"], std::to_string(entry.position));
    EXPECT_THAT(MessageOf(page.status()), HasSubstr(name));
  }
  EXPECT_GT(lost, 0);
  EXPECT_LT(lost, 21);
  const auto nothing = [](const EntryView&) { return absl::OkStatus(); };
  EXPECT_EQ(ReasonOf(journal_->Scan(0, 30, nothing)), "ENTRY_CORRUPT");
  EXPECT_TRUE(journal_->Scan(60, 180, nothing).ok());
  const auto report = ingest::VerifyChain(*journal_);
  ASSERT_TRUE(report.ok());
  ASSERT_TRUE(report->broken.has_value());
  EXPECT_THAT(report->broken->what, HasSubstr(name));
}

TEST_F(JournalCorruptionTest, ADamagedAcknowledgedCommitInTheLogStopsAppendsAndIsNamed) {
  std::string log;
  for (const std::string& name : disk_.Names()) {
    if (name.starts_with("log-") && disk_.Contents(name).find("figure ") != std::string::npos)
      log = name;
  }
  ASSERT_NE(log, "");
  Flip(log, 64 + 48 + 3);
  Open();
  ASSERT_TRUE(status_.ok());
  ASSERT_FALSE(journal_->Inspect().damages.empty());
  EXPECT_THAT(journal_->Inspect().damages.front(), HasSubstr(log));
  const auto refused = journal_->Append({NewReport("440113", "new", "x")});
  EXPECT_EQ(ReasonOf(refused.status()), "ENTRY_CORRUPT");
  EXPECT_TRUE(journal_->Read("440113", 0, 5, 1000).ok());
}

TEST_F(JournalCorruptionTest, AnEndThatIsMissingShowsAfterACleanClose) {
  std::string log;
  for (const std::string& name : disk_.Names()) {
    if (name.starts_with("log-") && disk_.Contents(name).find("figure ") != std::string::npos)
      log = name;
  }
  const std::string bytes = disk_.Contents(log);
  const std::size_t last = bytes.rfind("figure 59");
  ASSERT_NE(last, std::string::npos);
  Flip(log, last);
  Open();
  ASSERT_FALSE(journal_->Inspect().damages.empty());
  EXPECT_THAT(journal_->Inspect().damages.front(), HasSubstr("missing at the end"));
  EXPECT_FALSE(journal_->Append({NewReport("440113", "new", "x")}).ok());
}

TEST_F(JournalCorruptionTest, ADamagedIdRunIsBuiltAnew) {
  for (const std::string& name : disk_.Names()) {
    // In the first page of ids.
    if (name.starts_with("ids-")) Flip(name, 64 + 8);
  }
  Open();
  ASSERT_TRUE(status_.ok());
  int retries = 0;
  for (const Entry& entry : all_) {
    auto found = journal_->Find(entry.district, entry.request_id);
    while (!found.ok()) {
      ASSERT_EQ(ReasonOf(found.status()), "STORE_UNREACHABLE");
      ASSERT_LT(++retries, 20);
      ASSERT_TRUE(journal_->Maintain().ok());
      found = journal_->Find(entry.district, entry.request_id);
    }
    EXPECT_TRUE(found->has_value());
  }
  EXPECT_GT(retries, 0);
  EXPECT_THAT(journal_->Inspect().notes, Contains(HasSubstr("built anew")));
  const auto again = journal_->Append({NewReport("440113", "a0", "figure 0")});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->front().outcome, ingest::AppendResult::Outcome::kDuplicate);
}

TEST_F(JournalCorruptionTest, AMissingSegmentIsMissed) {
  disk_.Mount()->Remove("seg-0000000002").IgnoreError();
  Open();
  ASSERT_TRUE(status_.ok());
  EXPECT_FALSE(journal_->Inspect().damages.empty());
  EXPECT_FALSE(journal_->Append({NewReport("440113", "new", "x")}).ok());
  EXPECT_TRUE(journal_->Read("440113", 0, 5, 1000).ok());
}

TEST(JournalTakeoverTest, ASegmentJournalTakesOverAnotherWithTheSameHeads) {
  ingest::FakeJournal from;
  for (int i = 0; i < 300; ++i) {
    const std::string id = std::to_string(i);
    ASSERT_TRUE(
        from.Append({NewReport("440113", id, "x" + id), NewReport("110101", id, "y")}).ok());
  }
  FaultyDisk disk(1);
  auto to = SegmentJournal::Make(disk.Mount(), {.background = false, .segment_bytes = 100000});
  ASSERT_TRUE(to.ok());
  EXPECT_EQ(*ingest::MigrateJournal(from, **to), 600);
  EXPECT_EQ(Everything(**to), Everything(from));
  EXPECT_FALSE(ingest::VerifyChain(**to)->broken);
}

}  // namespace
}  // namespace duban::testing
