// What operators see of the chains.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/ingest_metrics.h"

namespace duban::ingest {
namespace {

using ::testing::HasSubstr;

v1::VerifyJournalResponse Broken(const std::string& where) {
  v1::VerifyJournalResponse out;
  out.set_first_broken(where);
  return out;
}
v1::VerifyJournalResponse Whole() {
  v1::VerifyJournalResponse out;
  out.set_ok(true);
  return out;
}

TEST(IngestMetricsTest, ABrokenChainShowsUntilThatDistrictVerifiesAgain) {
  runtime::Metrics page;
  IngestMetrics metrics(page, {}, 0);
  EXPECT_THAT(page.Text(), HasSubstr("duban_journal_broken_districts 0"));
  metrics.Verified("districts/440113", Broken("districts/440113 position 17: hash differs"),
                   TimePoint());
  metrics.Verified("districts/420506", Whole(), TimePoint());
  EXPECT_THAT(page.Text(), HasSubstr("duban_journal_broken_districts 1"));
  metrics.Verified("districts/440113", Whole(), TimePoint());
  EXPECT_THAT(page.Text(), HasSubstr("duban_journal_broken_districts 0"));
  EXPECT_THAT(page.Text(), HasSubstr("duban_journal_verifications_total{result=\"broken\"} 1"));
}

TEST(IngestMetricsTest, AVerificationOfAllSpeaksForAll) {
  runtime::Metrics page;
  IngestMetrics metrics(page, {}, 0);
  metrics.Verified("districts/-", Broken("districts/440113 position 17: hash differs"),
                   TimePoint());
  metrics.Verified("districts/440113", Broken("districts/440113 position 17: hash differs"),
                   TimePoint());
  EXPECT_THAT(page.Text(), HasSubstr("duban_journal_broken_districts 1"));
  metrics.Verified("districts/-", Whole(), TimePoint(std::chrono::seconds(86'400)));
  EXPECT_THAT(page.Text(), HasSubstr("duban_journal_broken_districts 0"));
  EXPECT_THAT(page.Text(), HasSubstr("duban_journal_verified_timestamp_seconds 86400"));
}

TEST(IngestMetricsTest, AnInstanceThatStartsShowsWhereItsJournalStands) {
  runtime::Metrics page;
  const IngestMetrics metrics(page, {}, 4711);
  EXPECT_THAT(page.Text(), HasSubstr("duban_journal_sequence 4711"));
}

}  // namespace
}  // namespace duban::ingest
