// What duban-loadgen does with a running service.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "tests/load/load_loop.h"

namespace duban::load {

struct Options {
  std::string registry_address = "127.0.0.1:7401";
  std::string ingest_address = "127.0.0.1:7402";
  std::string analytics_address = "127.0.0.1:7403";
  int districts = 4;
  int batch = 500;  // reports per message of a stream
  int window = 4;   // messages of a stream that may be unanswered
  LoadPlan plan;
};

struct Outcome {
  LoadResult load;
  std::int64_t items = 0;     // reports, entries or calls
  std::int64_t verified = 0;  // acknowledgements that were found again as they were given
  std::string problem;        // the first that went wrong; empty = nothing
};

// Registers one programme per district and waits until ingest knows them.
absl::Status Prepare(const Options& options);

// SubmitReport one by one, `concurrency` at a time; then reads every acknowledgement back.
Outcome SubmitSingle(const Options& options);
// StreamReports over `concurrency` streams; then reads every acknowledgement back.
Outcome SubmitStreams(const Options& options);
// WatchReports over all districts from the beginning to the present.
Outcome Replay(const Options& options);
// One read again and again: "programme", "summary" or "empty" (an empty call).
Outcome Call(const Options& options, const std::string& what);
// SubmitReport, and from its acknowledgement until a summary shows it: `latency` is that second
// part only.
Outcome Freshness(const Options& options);
// Messages of a stream that the other side answers with nothing (duban-loadgen bare-server).
Outcome EmptyStreams(const Options& options);

// A server with our settings that answers empty calls and empty stream messages, until SIGTERM.
// Returns an exit status.
int ServeBare(const std::string& address);

// Rows per second that protobuf parses on one core, of `rows` entries as WatchReports sends them.
double ParseRate(int rows);
// Synced appends per second of `bytes` bytes at a time to a file in `directory`.
double AppendRate(const std::string& directory, int bytes, std::chrono::milliseconds duration);

}  // namespace duban::load
