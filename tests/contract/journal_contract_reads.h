// Reading: pages by position and by sequence, scans, heads.
#pragma once

#include <map>
#include <tuple>

#include "tests/contract/journal_harness.h"

namespace duban::ingest {

TEST_P(JournalContract, EmptyJournalHasNoHeads) {
  EXPECT_EQ(*journal_->LastSequence(), 0);
  EXPECT_THAT(*journal_->ListHeads(), IsEmpty());
  EXPECT_EQ(*journal_->GetHead("440113"), (Head{"440113", 0, {}, {}}));
  EXPECT_THAT(Read("440113"), IsEmpty());
  EXPECT_THAT(Everything(*journal_), IsEmpty());
  EXPECT_EQ(*journal_->Find("440113", "r1"), std::nullopt);
  EXPECT_THAT(Append({}), IsEmpty());
}

TEST_P(JournalContract, ReadsStopAtTheLimitAndGoOnFromAnyPosition) {
  std::vector<NewEntry> batch;
  for (int i = 1; i <= 25; ++i) batch.push_back(NewReport("440113", std::to_string(i), "p"));
  Append(batch);
  EXPECT_EQ(Read("440113", 0, 10).size(), 10u);
  EXPECT_EQ(Read("440113", 20, 10).size(), 5u);
  EXPECT_EQ(Read("440113", 20, 10).front().position, 21);
  EXPECT_THAT(Read("440113", 25, 10), IsEmpty());
  EXPECT_THAT(Read("440113", 1000, 10), IsEmpty());
  const std::int64_t tenth = Read("440113", 9, 1).front().sequence;
  const auto after = journal_->ReadAll(tenth, 3, 1 << 20);
  ASSERT_TRUE(after.ok());
  ASSERT_EQ(after->size(), 3u);
  EXPECT_EQ(after->front().position, 11);
}

TEST_P(JournalContract, ReadsAreCutByBytesButNeverEmptyBeforeTheHead) {
  std::vector<NewEntry> batch;
  for (int i = 0; i < 10; ++i)
    batch.push_back(NewReport("440113", std::to_string(i), std::string(1000, 'p')));
  Append(batch);
  EXPECT_EQ(Read("440113", 0, 100, 1).size(), 1u);
  EXPECT_EQ(Read("440113", 0, 100, 3000).size(), 3u);
  EXPECT_EQ(journal_->ReadAll(0, 100, 1)->size(), 1u);
  EXPECT_EQ(journal_->ReadAll(0, 100, 3000)->size(), 3u);
}

TEST_P(JournalContract, AScanSeesWhatIsReadEachDistrictInOrder) {
  for (int i = 1; i <= 30; ++i)
    Append(
        {NewReport("440113", std::to_string(i), "p"), NewReport("110101", std::to_string(i), "q")});
  const std::vector<Entry> all = Everything(*journal_);
  using Seen =
      std::vector<std::tuple<std::string, std::int64_t, std::int64_t, std::string, Digest>>;
  const auto scan = [this](std::int64_t after, std::int64_t last) {
    Seen seen;
    const absl::Status status = journal_->Scan(after, last, [&](const EntryView& entry) {
      seen.emplace_back(entry.district, entry.position, entry.sequence, entry.payload, entry.hash);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return seen;
  };
  const auto expected = [&all](std::int64_t after, std::int64_t last) {
    Seen wanted;
    for (const Entry& entry : all) {
      if (entry.sequence > after && entry.sequence <= last)
        wanted.emplace_back(entry.district, entry.position, entry.sequence, entry.payload,
                            entry.hash);
    }
    return wanted;
  };
  const std::int64_t end = *journal_->LastSequence();
  const std::vector<std::pair<std::int64_t, std::int64_t>> ranges = {
      {0, end}, {7, 20}, {end - 1, end + 5}, {end, end}};
  for (const auto& [after, last] : ranges) {
    auto seen = scan(after, last);
    std::map<std::string, std::int64_t> positions;
    for (const auto& [district, position, sequence, payload, hash] : seen) {
      EXPECT_GT(position, positions[district]);
      positions[district] = position;
    }
    std::ranges::sort(seen);
    auto wanted = expected(after, last);
    std::ranges::sort(wanted);
    EXPECT_EQ(seen, wanted);
  }
}

TEST_P(JournalContract, AScanEndsWithItsVisitorsError) {
  Append({NewReport("440113", "r1", "x"), NewReport("440113", "r2", "y")});
  int seen = 0;
  const absl::Status status = journal_->Scan(0, 2, [&seen](const EntryView&) {
    ++seen;
    return absl::CancelledError("enough");
  });
  EXPECT_EQ(status, absl::CancelledError("enough"));
  EXPECT_EQ(seen, 1);
}

TEST_P(JournalContract, HeadsAreListedInOrderOfCode) {
  Append({NewReport("440113", "r", "x"), NewReport("110101", "r", "x"),
          NewReport("310115", "r", "x"), NewReport("110101", "s", "x")});
  std::vector<std::string> codes;
  const auto heads = journal_->ListHeads();
  ASSERT_TRUE(heads.ok());
  for (const Head& head : *heads) {
    codes.push_back(head.district);
    EXPECT_EQ(head, *journal_->GetHead(head.district));
  }
  EXPECT_THAT(codes, ElementsAre("110101", "310115", "440113"));
}

}  // namespace duban::ingest
