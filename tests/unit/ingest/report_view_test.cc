// Reports that are taken as they lie in a request's bytes must be exactly those that going the long
// way would store.
#include "ingest/core/report_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "ingest/core/difference.h"
#include "tests/unit/ingest/rig.h"

namespace duban::ingest {
namespace {

using type::v1::Report;

Report BoundReport(double households = 3648) {
  Report report = SampleReport(households);
  report.mutable_measurements(0)->set_indicator(kHouseholds);
  return report;
}

// A report with about half of the fields that a sender may set.
Report RandomReport(std::mt19937& random) {
  const auto coin = [&] { return random() % 2 == 0; };
  Report report;
  if (coin()) report.set_task(kTask);
  if (coin()) *report.mutable_as_of() = ToProto(Date{2022, static_cast<int>(random() % 13), 30});
  if (coin()) report.set_status(static_cast<type::v1::StatedStatus>(random() % 4));
  if (coin()) report.set_narrative("累计完成“改造” 3648 户，é😀.");
  if (coin()) report.set_reporting_unit("区水务局");
  if (coin()) report.set_replaces("districts/440113/reports/3");
  if (coin()) report.set_retraction(coin());
  if (coin()) report.set_document_id(std::string(64, 'a'));
  for (auto i = random() % 3; i > 0; --i) {
    type::v1::Measurement& measurement = *report.add_measurements();
    if (coin()) measurement.set_indicator(kHouseholds);
    if (coin()) measurement.set_measure("改造户数");
    if (coin()) measurement.set_value(coin() ? 0.5 : -0.0);
    if (coin()) measurement.set_unit("户");
    if (coin()) *measurement.mutable_as_of() = ToProto(Date{2022, 6, 30});
    if (coin()) measurement.set_accumulation(type::v1::PERIOD);
    if (coin()) measurement.set_expected(true);
    if (coin()) measurement.set_stated_ratio(coin() ? 0 : 48.64);
    if (coin()) measurement.mutable_source()->set_quote("3648 户");
    if (coin()) measurement.mutable_source()->set_start(static_cast<int>(random() % 3));
  }
  return report;
}

TEST(ReportViewTest, ShowsWhatAMessageWould) {
  std::mt19937 random(1);
  for (int i = 0; i < 2'000; ++i) {
    const Report report = RandomReport(random);
    const std::string bytes = ContentBytes(report);
    ReportView view;
    ASSERT_TRUE(view.Read(bytes)) << report.DebugString();
    EXPECT_EQ(view.task(), report.task());
    EXPECT_EQ(view.has_as_of(), report.has_as_of());
    EXPECT_EQ(view.as_of(), FromProto(report.as_of()));
    EXPECT_EQ(view.status(), report.status());
    EXPECT_EQ(view.narrative(), report.narrative());
    EXPECT_EQ(view.reporting_unit(), report.reporting_unit());
    EXPECT_EQ(view.replaces(), report.replaces());
    EXPECT_EQ(view.retraction(), report.retraction());
    EXPECT_EQ(view.document_id(), report.document_id());
    ASSERT_EQ(view.measurements_size(), report.measurements_size());
    for (int m = 0; m < report.measurements_size(); ++m) {
      const MeasurementView& mine = view.measurements(m);
      const type::v1::Measurement& theirs = report.measurements(m);
      EXPECT_EQ(mine.indicator(), theirs.indicator());
      EXPECT_EQ(mine.measure(), theirs.measure());
      EXPECT_EQ(mine.value(), theirs.value());
      EXPECT_EQ(mine.unit(), theirs.unit());
      EXPECT_EQ(mine.has_as_of(), theirs.has_as_of());
      EXPECT_EQ(mine.as_of(), FromProto(theirs.as_of()));
      EXPECT_EQ(mine.accumulation(), theirs.accumulation());
      EXPECT_EQ(mine.expected(), theirs.expected());
      EXPECT_EQ(mine.has_stated_ratio(), theirs.has_stated_ratio());
      EXPECT_EQ(mine.stated_ratio(), theirs.stated_ratio());
      EXPECT_EQ(mine.source().quote(), theirs.source().quote());
    }
  }
}

// Whatever bytes it takes, they are the ones that would have been stored.
TEST(ReportViewTest, TakesNothingThatWouldBeStoredOtherwise) {
  std::mt19937 random(2);
  int taken = 0;
  for (int i = 0; i < 60'000; ++i) {
    std::string bytes = ContentBytes(RandomReport(random));
    for (auto changes = 1 + random() % 2; changes > 0 && !bytes.empty(); --changes) {
      const std::size_t at = random() % bytes.size();
      const auto byte =
          static_cast<char>(random() % 3 == 0 ? random() : bytes[random() % bytes.size()]);
      switch (random() % 4) {
        case 0:
          bytes[at] = byte;
          break;
        case 1:
          bytes.insert(at, 1, byte);
          break;
        case 2:
          bytes.erase(at, 1);
          break;
        default:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 12));
          break;
      }
    }
    ReportView view;
    if (!view.Read(bytes)) continue;
    ++taken;
    Report report;
    ASSERT_TRUE(report.ParseFromString(bytes));
    ClearOutputOnly(report);
    ASSERT_EQ(ContentBytes(report), bytes) << report.DebugString();
  }
  EXPECT_GT(taken, 1'000);
}

TEST(ReportViewTest, LeavesOtherSpellingsToTheMessage) {
  const std::string good = BoundReport().SerializeAsString();
  ReportView view;
  ASSERT_TRUE(view.Read(good));
  Report named = BoundReport();
  named.set_position(7);  // the server's to say
  EXPECT_FALSE(view.Read(named.SerializeAsString()));
  EXPECT_FALSE(view.Read(good + good.substr(0, 2 + std::string(kTask).size())));  // the task twice
  EXPECT_FALSE(view.Read(good + "\x48" + std::string(1, '\0')));  // retraction: false, spelled out
  EXPECT_FALSE(view.Read(good + "\xa2\x06\x01x"));                // an unknown field
  EXPECT_FALSE(view.Read(good.substr(0, good.size() - 1)));       // cut off
  Report broken = BoundReport();
  broken.set_narrative("\xE5\xA4");
  EXPECT_FALSE(view.Read(broken.SerializeAsString()));
}

// The same reports, as views and as messages, leave the same journal and get the same answers.
TEST(ReportViewTest, MakesNoDifferenceToJournalAndAnswers) {
  std::vector<v1::SubmitReportRequest> requests = {
      SampleRequest("plain", BoundReport(1'000)), SampleRequest("again", BoundReport(2'000)),
      SampleRequest("again", BoundReport(2'000)), SampleRequest("again", BoundReport(2'500)),
      SampleRequest("less", BoundReport(1'500)),  SampleRequest("unbound", SampleReport(2'600)),
      SampleRequest("negative", BoundReport(-1)), SampleRequest("plain too", BoundReport(3'000))};
  requests.push_back(SampleRequest("elsewhere", BoundReport()));
  requests.back().set_parent("districts/440106");
  requests.push_back(SampleRequest("unknown", BoundReport()));
  requests.back().mutable_report()->set_task(std::string(kTask) + "9");

  for (const int characters : {200, 201}) {  // as many as a unit's name may have, and one too many
    requests.push_back(SampleRequest("long-" + std::to_string(characters), BoundReport(3'500)));
    for (int i = 0; i < characters; ++i)
      requests.back().mutable_report()->mutable_reporting_unit()->append("局");
  }

  std::string bytes;
  std::vector<std::size_t> ends;
  for (const auto& request : requests) {
    request.AppendToString(&bytes);
    ends.push_back(bytes.size());
  }
  std::vector<RequestView> views(requests.size());
  std::vector<Submission> submissions;
  for (std::size_t i = 0; i < views.size(); ++i) {
    const std::size_t begin = i == 0 ? 0 : ends[i - 1];
    ASSERT_TRUE(views[i].Read(std::string_view(bytes).substr(begin, ends[i] - begin)));
    submissions.push_back({.view = &views[i]});
  }
  Rig by_view;
  std::promise<std::vector<absl::StatusOr<Receipt>>> promise;
  by_view.progress.SubmitBatch(submissions, nullptr,
                               [&](auto receipts) { promise.set_value(std::move(receipts)); });
  const auto receipts = promise.get_future().get();
  Rig by_message;
  const auto answers = by_message.SubmitBatch(requests);

  ASSERT_EQ(receipts.size(), answers.size());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ASSERT_EQ(receipts[i].status(), answers[i].status()) << i;
    if (answers[i].ok()) {
      EXPECT_EQ(ToResponse(*receipts[i]).DebugString(), answers[i]->DebugString()) << i;
    }
  }
  EXPECT_EQ(*by_view.journal.ReadAll(0, 100, 1 << 20),
            *by_message.journal.ReadAll(0, 100, 1 << 20));
  EXPECT_EQ(*by_view.journal.LastSequence(), 6);
}

}  // namespace
}  // namespace duban::ingest
