// What the machine allows: calls that do nothing, rows that are only parsed, bytes that are only
// written.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "common/clock.h"
#include "duban/ingest/v1/progress_service.grpc.pb.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/rpc.h"
#include "runtime/server.h"
#include "tests/load/reports.h"

namespace duban::load {
namespace {

using ingest::v1::StreamReportsRequest;
using ingest::v1::StreamReportsResponse;

// Reads a message, answers with an empty one, reads the next.
class EmptyStream final
    : public grpc::ServerBidiReactor<StreamReportsRequest, StreamReportsResponse> {
 public:
  EmptyStream() { StartRead(&request_); }
  void OnReadDone(bool ok) override { ok ? StartWrite(&response_) : Finish(grpc::Status::OK); }
  void OnWriteDone(bool ok) override {
    ok ? StartRead(&request_) : Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

 private:
  StreamReportsRequest request_;
  StreamReportsResponse response_;
};

class BareService final : public ingest::v1::ProgressService::CallbackService {
 public:
  grpc::ServerUnaryReactor* ListJournals(grpc::CallbackServerContext* context,
                                         const ingest::v1::ListJournalsRequest* request,
                                         ingest::v1::ListJournalsResponse* response) override {
    return runtime::UnaryInline(context, request, response,
                                [](const ingest::v1::ListJournalsRequest&)
                                    -> absl::StatusOr<ingest::v1::ListJournalsResponse> {
                                  return ingest::v1::ListJournalsResponse();
                                });
  }
  grpc::ServerBidiReactor<StreamReportsRequest, StreamReportsResponse>* StreamReports(
      grpc::CallbackServerContext*) override {
    return new EmptyStream;
  }
};

}  // namespace

int ServeBare(const std::string& address) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  SystemClock clock;
  runtime::Metrics metrics;
  runtime::Log log("duban-loadgen", "bare", runtime::LogLevel::kInfo, "json", clock);
  BareService service;
  const auto server =
      runtime::Server::Start({.rpc_address = address}, {&service}, metrics, log, clock);
  if (!server.ok()) return 1;
  (*server)->SetServing(true);
  log.Info("serving_started", {{"address", (*server)->address()}});
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}

double ParseRate(int rows) {
  ingest::v1::JournalEntry entry;
  entry.set_district("districts/440113");
  entry.set_previous_hash(std::string(32, 'p'));
  entry.set_hash(std::string(32, 'h'));
  entry.set_position(123'456);
  entry.set_sequence(234'567);
  entry.mutable_accept_time()->set_seconds(1'656'547'200);
  const auto request = MakeReport("0123456789abcdef", 123'456, 4);
  entry.set_request_id(request.request_id());
  *entry.mutable_report() = request.report();
  const std::string bytes = entry.SerializeAsString();
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < rows; ++i) entry.ParseFromString(bytes);
  return rows / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double AppendRate(const std::string& directory, int bytes, std::chrono::milliseconds duration) {
  const std::string path = directory + "/append.bin";
  const int fd = open(path.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0644);
  if (fd < 0) return 0;
  const std::string block(static_cast<size_t>(bytes), 'x');
  std::int64_t appends = 0;
  const auto begin = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - begin < duration) {
    if (write(fd, block.data(), block.size()) != static_cast<ssize_t>(block.size()) ||
        fdatasync(fd) != 0)
      break;
    ++appends;
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  close(fd);
  unlink(path.c_str());
  return static_cast<double>(appends) / seconds;
}

}  // namespace duban::load
