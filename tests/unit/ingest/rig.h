// The core of ingest, with a clock that the test moves.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/error.h"
#include "ingest/core/committer.h"
#include "ingest/core/progress.h"
#include "ingest/core/report_index.h"
#include "ingest/testing/fake_journal.h"
#include "ingest/testing/fake_ownership_store.h"
#include "tests/unit/ingest/sample.h"

namespace duban::ingest {

// Over any journal, which must outlive it.
class Core {
 public:
  explicit Core(Journal& stored, NarrativeReader narrative = {}, CommitterConfig config = {})
      : clock(At({2022, 7, 5})),
        catalog(clock),
        ownership(*Ownership::Make("", handovers, stored, clock)),
        committer(stored, clock, config, Observer()),
        progress(stored, catalog, index, committer, *ownership, clock, {}, std::move(narrative)) {
    catalog.SetConnected(true);
    catalog.Apply(SampleEvent());
  }

  Progress::Answer Submit(v1::SubmitReportRequest request) {
    std::promise<Progress::Answer> answer;
    progress.Submit(std::move(request),
                    [&](Progress::Answer got) { answer.set_value(std::move(got)); });
    return answer.get_future().get();
  }

  std::vector<Progress::Answer> SubmitBatch(std::vector<v1::SubmitReportRequest> requests) {
    std::promise<std::vector<Progress::Answer>> answers;
    progress.SubmitBatch(std::move(requests), [&](std::vector<Progress::Answer> got) {
      answers.set_value(std::move(got));
    });
    return answers.get_future().get();
  }

  Progress::Answer SubmitCaseStep(v1::SubmitCaseStepRequest request) {
    std::promise<Progress::Answer> answer;
    progress.SubmitCaseStep(std::move(request),
                            [&](Progress::Answer got) { answer.set_value(std::move(got)); });
    return answer.get_future().get();
  }

  std::vector<type::v1::Report> List(bool current_only, const std::string& task = "") {
    v1::ListReportsRequest request;
    request.set_parent(kDistrict);
    request.set_current_only(current_only);
    request.set_task(task);
    const auto response = progress.List(request);
    if (!response.ok()) return {};
    return {response->reports().begin(), response->reports().end()};
  }

  FakeClock clock;
  CatalogView catalog;
  ReportIndex index;
  FakeOwnershipStore handovers;
  std::unique_ptr<Ownership> ownership;
  Committer committer;
  Progress progress;

 private:
  Committer::Observer Observer() {
    return [this](const auto& entries, const auto& results, const CommitStats&) {
      index.Apply(entries, results);
    };
  }
};

struct InMemory {
  FakeJournal journal;
};

// Over a journal in memory.
class Rig : public InMemory, public Core {
 public:
  explicit Rig(NarrativeReader narrative = {}, CommitterConfig config = {})
      : Core(journal, std::move(narrative), config) {}
};

}  // namespace duban::ingest
