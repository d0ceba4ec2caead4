// What the tests of the journal contract run on.
#pragma once

#include <gmock/gmock.h>

#include <memory>
#include <string_view>
#include <vector>

#include "common/error.h"
#include "ingest/core/chain.h"
#include "ingest/core/journal.h"
#include "tests/testing/journal_entries.h"

namespace duban::ingest {

// Where an engine keeps one journal while a test runs.
class JournalHarness {
 public:
  virtual ~JournalHarness() = default;
  // Opens the journal, the same one each time; nobody else holds it open.
  virtual absl::StatusOr<std::unique_ptr<Journal>> Open(HashAlgorithm algorithm) = 0;
  // False when nothing survives closing.
  virtual bool durable() const { return true; }
};

class JournalContract : public ::testing::TestWithParam<std::unique_ptr<JournalHarness> (*)()> {
 protected:
  using Outcome = AppendResult::Outcome;

  void SetUp() override {
    harness_ = GetParam()();
    Reopen();
  }
  void Reopen() {
    journal_.reset();
    auto opened = harness_->Open(algorithm_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    journal_ = *std::move(opened);
  }
  std::vector<AppendResult> Append(const std::vector<NewEntry>& entries) {
    auto results = journal_->Append(entries);
    EXPECT_TRUE(results.ok()) << results.status();
    return results.ok() ? *std::move(results) : std::vector<AppendResult>();
  }
  std::vector<Entry> Read(std::string_view district, std::int64_t after = 0, int limit = 1000,
                          std::int64_t max_bytes = 1 << 20) {
    auto page = journal_->Read(district, after, limit, max_bytes);
    EXPECT_TRUE(page.ok()) << page.status();
    return page.ok() ? *std::move(page) : std::vector<Entry>();
  }
  void ExpectChainHolds(std::int64_t entries) {
    const auto report = VerifyChain(*journal_);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->broken ? report->broken->what : "", "");
    EXPECT_EQ(report->entries, entries);
  }

  HashAlgorithm algorithm_ = HashAlgorithm::kSha256;
  std::unique_ptr<JournalHarness> harness_;
  std::unique_ptr<Journal> journal_;
};

using ::testing::ElementsAre;
using testing::Everything;
using ::testing::IsEmpty;
using testing::NewReport;

}  // namespace duban::ingest
