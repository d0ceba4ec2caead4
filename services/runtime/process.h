// What every server program does before and after its own wiring.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/clock.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/options.h"
#include "runtime/server.h"

namespace duban::runtime {

// Options that all server programs share.
struct ProcessConfig {
  ServerConfig server;
  std::string metrics_address;  // host:port of /metrics; "" = none
  std::string log_level = "info";
  std::string log_format = "auto";
  std::string log_rpcs = "errors";
  int worker_threads = 4;     // for work that blocks
  int worker_queue = 10'000;  // calls that may wait for one
};

// Which build this is: version and commit.
std::string BuildName();

// A running server program: configuration read, signals held back, logs and metrics up.
class Process {
 public:
  const ProcessConfig& config() const { return config_; }
  const Clock& clock() const { return clock_; }
  Log& log() { return *log_; }
  Metrics& metrics() { return metrics_; }

  // Starts the gRPC server and the metrics page and logs where they listen. `services` must outlive
  // what is returned.
  absl::StatusOr<std::unique_ptr<Server>> Serve(const std::vector<grpc::Service*>& services,
                                                PolledCalls* polled = nullptr);

  // Blocks until SIGTERM or SIGINT (or RequestStop). A second signal after that ends the process at
  // once with 1.
  void WaitForStop();

  // Makes WaitForStop return, from any thread.
  void RequestStop();

 private:
  friend int RunProcess(std::string_view, std::string_view, int, const char* const*, OptionTable&,
                        ProcessConfig, const std::function<absl::Status(Process&)>&);
  ProcessConfig config_;
  SystemClock clock_;
  Metrics metrics_;
  std::unique_ptr<Log> log_;
};

// The main() of a server program: parses the options (the program's own in `table`, plus the shared
// ones with `defaults`), answers --help, --version and --print-config, then calls `run`, which
// wires the program, blocks in WaitForStop and returns. Exit status: 0, 1 (run failed; the error is
// logged and printed), 2 (bad configuration).
int RunProcess(std::string_view name, std::string_view description, int argc,
               const char* const* argv, OptionTable& table, ProcessConfig defaults,
               const std::function<absl::Status(Process&)>& run);

}  // namespace duban::runtime
