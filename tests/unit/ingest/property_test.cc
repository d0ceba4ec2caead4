// Random lives of a journal: submissions, corrections, retractions, duplicates, reused ids, failing
// disks and restarts, held against a simple model. Rules 1 to 4 of the design.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>
#include <set>

#include "ingest/core/difference.h"
#include "ingest/storage/sqlite_journal.h"
#include "tests/testing/temp_dir.h"
#include "tests/unit/ingest/rig.h"

namespace duban::ingest {
namespace {

// Ingest over a real journal file; a restart opens it anew.
struct Service {
  explicit Service(const std::string& path, const Clock& clock)
      : journal(*SqliteJournal::Make({.path = path})),
        catalog(clock),
        ownership(*Ownership::Make("", handovers, *journal, clock)) {
    EXPECT_TRUE(index.Rebuild(*journal).ok());
    catalog.SetConnected(true);
    catalog.Apply(SampleEvent(1, "440113"));
    catalog.Apply(SampleEvent(2, "440106"));
    committer =
        std::make_unique<Committer>(*journal, clock, CommitterConfig{.max_batch_entries = 5},
                                    [this](const auto& entries, const auto& results,
                                           const CommitStats&) { index.Apply(entries, results); });
    progress = std::make_unique<Progress>(*journal, catalog, index, *committer, *ownership, clock);
  }

  std::vector<Progress::Answer> Submit(std::vector<v1::SubmitReportRequest> requests) {
    std::promise<std::vector<Progress::Answer>> answers;
    progress->SubmitBatch(std::move(requests), [&](std::vector<Progress::Answer> got) {
      answers.set_value(std::move(got));
    });
    return answers.get_future().get();
  }

  std::unique_ptr<SqliteJournal> journal;
  CatalogView catalog;
  ReportIndex index;
  FakeOwnershipStore handovers;
  std::unique_ptr<Ownership> ownership;
  std::unique_ptr<Committer> committer;
  std::unique_ptr<Progress> progress;
};

// What must be true, kept the simple way.
struct Model {
  struct Accepted {
    v1::SubmitReportRequest request;
    v1::SubmitReportResponse response;
  };
  std::map<std::string, std::map<std::string, Accepted>> by_id;  // district -> request id
  std::map<std::string, std::vector<std::string>> order;  // district -> request ids by position
  std::map<std::string, std::string> replaced_by;         // report name -> report name
};

class PropertyTest : public ::testing::TestWithParam<unsigned> {
 protected:
  int Pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  v1::SubmitReportRequest Random() {
    const std::string district = Pick(3) ? "440113" : "440106";
    auto& accepted = model_.by_id[district];
    if (!accepted.empty() && Pick(5) == 0) {  // once more, and at times with other content
      auto known = accepted.begin();
      std::advance(known, Pick(static_cast<int>(accepted.size())));
      v1::SubmitReportRequest request = known->second.request;
      if (Pick(3) == 0)
        request.mutable_report()->set_narrative("anders " + std::to_string(Pick(1000)));
      return request;
    }
    type::v1::Report report = SampleReport(Pick(8000), AddDays({2022, 1, 1}, Pick(180)));
    report.set_task("districts/" + district + "/programmes/2022/projects/1/tasks/1");
    if (Pick(10) == 0) report.mutable_measurements(0)->set_value(-1);
    if (!model_.order[district].empty() && Pick(4) == 0) {
      report.set_replaces(FormatReportName(
          district, 1 + Pick(static_cast<int>(model_.order[district].size()) + 1)));
      if (Pick(2)) {
        report.set_retraction(true);
        report.clear_measurements();
        report.clear_status();
      }
    }
    return SampleRequest("r" + std::to_string(next_id_++), report);
  }

  // Checks one answer against the model and takes it over.
  void Judge(const v1::SubmitReportRequest& request, const Progress::Answer& answer) {
    const std::string district = request.parent().substr(10);
    auto& accepted = model_.by_id[district];
    const auto known = accepted.find(request.request_id());
    if (known != accepted.end()) {
      const bool same = Difference(known->second.request.report(), request.report()).empty();
      if (same) {
        ASSERT_TRUE(answer.ok()) << answer.status();
        EXPECT_TRUE(answer->duplicate());
        EXPECT_EQ(answer->hash(), known->second.response.hash());
        EXPECT_EQ(answer->position(), known->second.response.position());
      } else {
        EXPECT_FALSE(answer.ok()) << "other content under a used id";
      }
      return;
    }
    if (!answer.ok()) return;
    EXPECT_FALSE(answer->duplicate());
    EXPECT_GE(
        request.report().measurements_size() == 0 ? 0 : request.report().measurements(0).value(),
        0);
    auto& order = model_.order[district];
    order.push_back(request.request_id());
    EXPECT_EQ(answer->position(), static_cast<std::int64_t>(order.size())) << "a gap";
    if (!request.report().replaces().empty()) {
      EXPECT_TRUE(model_.replaced_by.emplace(request.report().replaces(), answer->name()).second)
          << request.report().replaces() << " was replaced twice";
    }
    accepted[request.request_id()] = {request, *answer};
  }

  void CheckAll(const Service& service) {
    for (const auto& [district, order] : model_.order) {
      v1::ListReportsRequest request;
      request.set_parent(DistrictName(district));
      request.set_page_size(1000);
      const auto history = service.progress->List(request);
      ASSERT_TRUE(history.ok());
      ASSERT_EQ(history->reports_size(), static_cast<int>(order.size()));
      std::set<std::string> current;
      for (int i = 0; i < history->reports_size(); ++i) {
        const type::v1::Report& report = history->reports(i);
        const auto& submitted =
            model_.by_id[district][order[static_cast<size_t>(i)]].request.report();
        EXPECT_EQ(Difference(report, submitted), "") << "a stored report changed";
        const auto by = model_.replaced_by.find(report.name());
        EXPECT_EQ(report.replaced_by(), by == model_.replaced_by.end() ? "" : by->second);
        if (report.replaced_by().empty() && !report.retraction()) current.insert(report.name());
      }
      request.set_current_only(true);
      const auto listed = service.progress->List(request);
      std::set<std::string> got;
      for (const auto& report : listed->reports()) got.insert(report.name());
      EXPECT_EQ(got, current);
    }
    const auto verified = service.progress->Verify("districts/-", [] { return false; });
    ASSERT_TRUE(verified.ok());
    EXPECT_TRUE(verified->ok()) << verified->first_broken();
  }

  std::mt19937 random_{GetParam()};
  Model model_;
  int next_id_ = 0;
};

TEST_P(PropertyTest, RulesOneToFourHoldThroughEverything) {
  SCOPED_TRACE("seed " + std::to_string(GetParam()));
  ::duban::testing::TempDir dir;
  FakeClock clock(At({2022, 7, 5}));
  auto service = std::make_unique<Service>(dir.File("journal.db"), clock);
  for (int step = 0; step < 150 && !HasFatalFailure(); ++step) {
    if (Pick(25) == 0) {
      service.reset();
      service = std::make_unique<Service>(dir.File("journal.db"), clock);
    }
    if (Pick(20) == 0) clock.SetWall(At(AddDays({2022, 7, 1}, Pick(60))));  // also backwards
    std::vector<v1::SubmitReportRequest> batch;
    const int count = 1 + Pick(12);
    for (int i = 0; i < count; ++i) {
      batch.push_back(Random());
      if (Pick(10) == 0)
        batch.push_back(batch[static_cast<size_t>(Pick(static_cast<int>(batch.size())))]);
    }
    const auto answers = service->Submit(batch);
    for (size_t i = 0; i < batch.size(); ++i) Judge(batch[i], answers[i]);
  }
  CheckAll(*service);
  service.reset();
  service = std::make_unique<Service>(dir.File("journal.db"), clock);
  CheckAll(*service);
}

INSTANTIATE_TEST_SUITE_P(Seeds, PropertyTest, ::testing::Range(1u, 9u));

}  // namespace
}  // namespace duban::ingest
