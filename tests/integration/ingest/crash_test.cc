// kill -9 under load, again and again: what was acknowledged is there once, without gap, and the
// chain holds.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <random>
#include <thread>

#include "common/hash.h"
#include "runtime/rpc_status.h"
#include "tests/integration/ingest/fake_registry.h"
#include "tests/integration/ingest/ingest_process.h"
#include "tests/testing/long_suite.h"
#include "tests/testing/temp_dir.h"
#include "tests/unit/ingest/sample.h"

namespace duban::ingest {
namespace {

int Cycles() { return ::duban::testing::LongSuite() ? 200 : 20; }
const std::vector<std::string> kDistricts = {"440106", "440113", "440114"};

struct Place {
  std::string district;
  std::int64_t position = 0;
  std::string hash;
};

v1::SubmitReportRequest MakeRequest(const std::string& district, const std::string& id, int value) {
  type::v1::Report report = SampleReport(value);
  report.set_task("districts/" + district + "/programmes/2022/projects/1/tasks/1");
  // Every other one is of the kind that is judged without a look at the journal, on the thread that
  // polls.
  if (value % 2 == 0)
    report.mutable_measurements(0)->set_indicator(report.task() + "/indicators/1");
  return SampleRequest(id, report);
}

// A bureau's system: it sends its reports in order, and what was not acknowledged again after a
// breakdown.
class Sender {
 public:
  Sender(int number, bool streams) : number_(number), streams_(streams) {}

  // Sends until the server breaks down.
  void Run(const IngestProcess& process) {
    const auto stub = process.Stub();
    streams_ ? Stream(*stub) : Single(*stub);
  }

  const std::map<std::string, Place>& acknowledged() const { return acknowledged_; }
  int repeated() const { return repeated_; }

 private:
  v1::SubmitReportRequest Next() {
    const int i = sent_++;
    return MakeRequest(kDistricts[static_cast<size_t>(i) % kDistricts.size()],
                       std::to_string(number_) + "-" + std::to_string(i), i);
  }

  void Note(const v1::SubmitReportRequest& request, const v1::SubmitReportResponse& response) {
    const Place place{request.parent().substr(10), response.position(), response.hash()};
    const auto [known, is_new] = acknowledged_.emplace(request.request_id(), place);
    if (response.duplicate()) ++repeated_;
    if (!is_new) {
      EXPECT_EQ(known->second.position, place.position) << "an acknowledgement never changes";
      EXPECT_EQ(known->second.hash, place.hash);
    }
  }

  void Single(v1::ProgressService::Stub& stub) {
    while (true) {
      if (open_.empty()) open_.push_back(Next());
      grpc::ClientContext context;
      runtime::PrepareContext(context, std::chrono::seconds(5));
      v1::SubmitReportResponse response;
      const auto status = stub.SubmitReport(&context, open_.front(), &response);
      if (status.error_code() == grpc::StatusCode::UNAVAILABLE ||
          status.error_code() == grpc::StatusCode::CANCELLED)
        return;
      ASSERT_TRUE(status.ok()) << status.error_message();
      Note(open_.front(), response);
      open_.clear();
    }
  }

  void Stream(v1::ProgressService::Stub& stub) {
    grpc::ClientContext context;
    const auto stream = stub.StreamReports(&context);
    while (true) {
      while (open_.size() < 20) open_.push_back(Next());
      v1::StreamReportsRequest batch;
      for (const auto& request : open_) *batch.add_requests() = request;
      v1::StreamReportsResponse answer;
      if (!stream->Write(batch) || !stream->Read(&answer)) break;
      ASSERT_EQ(answer.acknowledgements_size(), batch.requests_size());
      for (int i = 0; i < answer.acknowledgements_size(); ++i) {
        ASSERT_EQ(answer.acknowledgements(i).status().code(), 0)
            << answer.acknowledgements(i).status().message();
        Note(batch.requests(i), answer.acknowledgements(i).response());
      }
      open_.clear();
    }
    context.TryCancel();
    stream->Finish();
  }

  const int number_;
  const bool streams_;
  int sent_ = 0;
  int repeated_ = 0;
  std::vector<v1::SubmitReportRequest> open_;  // sent, and not acknowledged
  std::map<std::string, Place> acknowledged_;
};

TEST(CrashTest, WhatWasAcknowledgedSurvivesKillsExactlyOnce) {
  FakeRegistryServer registry;
  for (const std::string& district : kDistricts) registry.Add(SampleProgramme(district));
  ::duban::testing::TempDir dir;
  IngestProcess process(dir.path(), registry.address());
  std::vector<Sender> senders;
  for (int i = 0; i < 6; ++i) senders.emplace_back(i, i % 2 == 0);
  std::mt19937 random(20221231);
  for (int cycle = 0; cycle < Cycles(); ++cycle) {
    process.Start();
    std::vector<std::thread> threads;
    for (Sender& sender : senders) threads.emplace_back([&] { sender.Run(process); });
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 180));
    process.Kill();
    for (std::thread& thread : threads) thread.join();
    ASSERT_FALSE(::testing::Test::HasFailure()) << "in cycle " << cycle;
  }

  process.Start();
  const auto stub = process.Stub();
  std::map<std::string, Place> stored;
  for (const std::string& district : kDistricts) {
    grpc::ClientContext context;
    v1::WatchReportsRequest request;
    request.set_district("districts/" + district);
    request.set_until_current(true);
    const auto reader = stub->WatchReports(&context, request);
    v1::JournalEntry entry;
    std::int64_t position = 0;
    std::string previous(32, '\0');
    while (reader->Read(&entry)) {
      if (entry.district().empty()) continue;
      ASSERT_EQ(entry.position(), ++position) << "a gap in " << district;
      ASSERT_EQ(entry.previous_hash(), previous);
      previous = entry.hash();
      ASSERT_TRUE(
          stored.emplace(entry.request_id(), Place{district, position, Hex(entry.hash())}).second)
          << entry.request_id() << " is there twice";
    }
    ASSERT_TRUE(reader->Finish().ok());
  }
  size_t acknowledged = 0;
  int repeated = 0;
  for (const Sender& sender : senders) {
    acknowledged += sender.acknowledged().size();
    repeated += sender.repeated();
    for (const auto& [id, place] : sender.acknowledged()) {
      ASSERT_TRUE(stored.count(id)) << id << " was acknowledged and is lost";
      EXPECT_EQ(stored.at(id).position, place.position);
      EXPECT_EQ(stored.at(id).hash, place.hash);
    }
  }
  EXPECT_GT(acknowledged, 1000u) << "the kills hit a working service";
  EXPECT_GE(stored.size(), acknowledged);
  grpc::ClientContext context;
  v1::VerifyJournalRequest verify;
  verify.set_district("districts/-");
  v1::VerifyJournalResponse verified;
  ASSERT_TRUE(stub->VerifyJournal(&context, verify, &verified).ok());
  EXPECT_TRUE(verified.ok()) << verified.first_broken();
  EXPECT_EQ(verified.entries(), static_cast<std::int64_t>(stored.size()));
  std::cout << acknowledged << " reports acknowledged, " << repeated
            << " of them found stored when sent again\n";
}

}  // namespace
}  // namespace duban::ingest
