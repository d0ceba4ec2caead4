// duban-analytics-stored: folds generated journals, says what that took, and serves the answers.
//
// For benchmarks of many reports: what a replica does with the entries that an ingest instance
// sends it (parse, fold), without the ingest instance. Usage: duban-analytics-stored REPORTS
// DISTRICTS. Serves until SIGTERM.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "analytics/transport/analytics_grpc.h"
#include "runtime/server.h"
#include "tests/bench/analytics/entries.h"

namespace duban::analytics {
namespace {

double ResidentMiB() {
  std::ifstream statm("/proc/self/statm");
  double size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

// Folds entries as they come from the wire; only that is timed, not their making.
double Fold(SharedState& state, std::int64_t reports, int districts) {
  using Clock = std::chrono::steady_clock;
  constexpr std::int64_t kBatch = 10'000;
  std::chrono::duration<double> took{};
  std::vector<std::string> wire(kBatch);
  ingest::v1::JournalEntry entry;
  for (std::int64_t done = 0; done < reports;) {
    const std::int64_t count = std::min(kBatch, reports - done);
    for (std::int64_t i = 0; i < count; ++i) {
      bench::FillEntry(done + i, districts, entry);
      entry.SerializeToString(&wire[static_cast<std::size_t>(i)]);
    }
    const auto begin = Clock::now();
    for (std::int64_t i = 0; i < count; ++i) {
      entry.ParseFromString(wire[static_cast<std::size_t>(i)]);
      state.ApplyEntry(entry);
    }
    took += Clock::now() - begin;
    done += count;
  }
  return took.count();
}

int Run(std::int64_t reports, int districts) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  SystemClock clock;
  runtime::Metrics metrics;
  runtime::Log log("duban-analytics-stored", "bench", runtime::LogLevel::kInfo, "json", clock);
  SharedState state;
  for (int d = 0; d < districts; ++d) state.ApplyCatalog(bench::CatalogEventOf(d));
  const double fold_seconds = Fold(state, reports, districts);
  const double resident = ResidentMiB();
  AnswerMemory memory(256 << 20);
  Queries queries(
      state, memory, nullptr, [](const std::string&) { return 0.0; }, clock);
  Changes changes(std::chrono::milliseconds(20));
  runtime::Executor executor(4, 1000);
  AnalyticsGrpc service(queries, changes, executor);
  const auto server =
      runtime::Server::Start({.rpc_address = "127.0.0.1:0"}, {&service}, metrics, log, clock);
  if (!server.ok()) return 1;
  (*server)->SetServing(true);
  log.Info("serving_started",
           {{"address", (*server)->address()},
            {"reports", reports},
            {"tasks", std::int64_t{districts} * bench::kProjects * bench::kTasks},
            {"fold_seconds", fold_seconds},
            {"resident_mib", resident}});
  int signal = 0;
  sigwait(&signals, &signal);
  return 0;
}

}  // namespace
}  // namespace duban::analytics

int main(int argc, char** argv) {
  const std::int64_t reports = argc > 1 ? std::atoll(argv[1]) : 0;
  const int districts = argc > 2 ? std::atoi(argv[2]) : 0;
  if (argc != 3 || reports < 1 || districts < 1 || districts > 400'000) {
    fmt::print(stderr, "usage: duban-analytics-stored REPORTS DISTRICTS\n");
    return 2;
  }
  return duban::analytics::Run(reports, districts);
}
