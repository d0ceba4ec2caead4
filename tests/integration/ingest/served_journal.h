// Ingest served over a journal, and a client with many reports under way at once.
#pragma once

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ingest/transport/report_calls.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"
#include "tests/unit/ingest/rig.h"

namespace duban::ingest {

// One that is stored as it came and remarked on by nobody, as nearly all are.
inline v1::SubmitReportRequest Request(int number) {
  type::v1::Report report = SampleReport();
  report.mutable_measurements(0)->set_indicator(kHouseholds);
  return SampleRequest("id-" + std::to_string(number), report);
}

// Calls under way from one thread over one connection.
class Caller {
 public:
  using Answer = absl::StatusOr<v1::SubmitReportResponse>;

  explicit Caller(const std::string& address)
      : stub_(v1::ProgressService::NewStub(runtime::MakeChannel(address))) {}
  ~Caller() {
    queue_.Shutdown();
    while (Next()) {
    }
  }

  void Submit(const v1::SubmitReportRequest& request) {
    Call& call = *calls_.emplace_back(std::make_unique<Call>());
    runtime::PrepareContext(call.context, std::chrono::seconds(30), "440113");
    call.reader = stub_->AsyncSubmitReport(&call.context, request, &queue_);
    call.reader->Finish(&call.response, &call.status, &call);
  }
  void Submit(int first, int count) {
    for (int i = 0; i < count; ++i) Submit(Request(first + i));
  }

  // The next `count` answers, in the order in which they come.
  std::vector<Answer> Await(int count) {
    std::vector<Answer> answers;
    while (static_cast<int>(answers.size()) < count) {
      const auto answer = Next();
      if (!answer) break;
      answers.push_back(*answer);
    }
    return answers;
  }
  Answer AwaitOne() { return Await(1).front(); }

  // Goes away in the middle of everything.
  void Vanish() {
    for (const auto& call : calls_) call->context.TryCancel();
  }

  v1::ProgressService::Stub& stub() { return *stub_; }

 private:
  struct Call {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientAsyncResponseReader<v1::SubmitReportResponse>> reader;
    v1::SubmitReportResponse response;
    grpc::Status status;
  };

  std::optional<Answer> Next() {
    void* tag = nullptr;
    bool ok = false;
    if (!queue_.Next(&tag, &ok)) return std::nullopt;
    const Call& call = *static_cast<Call*>(tag);
    if (!call.status.ok()) return Answer(runtime::FromGrpc(call.status));
    return Answer(call.response);
  }

  grpc::CompletionQueue queue_;
  const std::unique_ptr<v1::ProgressService::Stub> stub_;
  std::vector<std::unique_ptr<Call>> calls_;
};

// A server over a journal, and who calls it. A Committer::Hold keeps the reports in the queue for
// as long as a test wants.
class ServedJournal : public ::testing::Test {
 protected:
  // The journal must outlive it.
  explicit ServedJournal(Journal& journal, CommitterConfig config = {},
                         runtime::ServerConfig server = {})
      : stored_(journal), core_(journal, {}, config) {
    server_ = *runtime::Server::Start(server, {&service_}, metrics_, log_, clock_, &calls_);
    server_->SetServing(true);
    caller_.emplace(server_->address());
  }

  void AwaitQueued(int count) {
    while (core_.committer.depth().entries < count) std::this_thread::yield();
  }
  void AwaitStopping() {
    while (metrics_.Text().find("duban_process_serving 0") == std::string::npos)
      std::this_thread::yield();
  }
  std::int64_t Stored() { return stored_.GetHead("440113")->position; }

  Journal& stored_;
  Core core_;
  SystemClock clock_;
  runtime::Metrics metrics_;
  runtime::Log log_{"test", "0", runtime::LogLevel::kError, "json", clock_};
  runtime::Executor executor_{1, 1};
  runtime::Executor workers_{2, 100};
  runtime::Signal committed_;
  ProgressGrpc service_{core_.progress, stored_,  *core_.ownership, {}, {},
                        workers_,       workers_, committed_,       {}};
  ReportCalls calls_{service_, core_.progress, core_.committer, executor_};
  std::unique_ptr<runtime::Server> server_;
  std::optional<Caller> caller_;
};

inline int CountGood(const std::vector<Caller::Answer>& answers) {
  return static_cast<int>(
      std::count_if(answers.begin(), answers.end(), [](const auto& one) { return one.ok(); }));
}

}  // namespace duban::ingest
