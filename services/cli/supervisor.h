// Starts, watches and stops the programs of one machine.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace duban::cli {

// A program that the supervisor keeps running.
struct ProgramSpec {
  std::string name;                    // shown to people
  std::vector<std::string> arguments;  // [0] is the program's path
  std::string log_path;                // standard output and error are appended here
  std::string address;                 // where it listens, shown to people
  std::function<bool()> is_ready;      // asked every 50 ms; must answer within 500 ms
};

// Supervisor runs programs in the given order, each started once the one before is ready, restarts
// one that ends (after 0.5 s, doubling to 10 s, back to 0.5 s after 30 s alive), and stops them in
// reverse order.
//
// Programs get SIGTERM when this process dies, however it dies. Not thread-safe. SIGCHLD must not
// be ignored.
class Supervisor {
 public:
  explicit Supervisor(std::vector<ProgramSpec> programs);
  // Stops what runs.
  ~Supervisor();

  // Starts all. Errors: UNAVAILABLE PROGRAM_FAILED (it ended before it was ready; its last log
  // lines are in the message), DEADLINE_EXCEEDED PROGRAM_NOT_READY; CANCELLED when `stop` says so.
  absl::Status Start(const std::function<bool()>& stop);

  // One look at all programs: restarts what ended. `report` gets a line per event.
  void Watch(const std::function<void(const std::string&)>& report);

  // SIGTERM in reverse order, SIGKILL after `patience`. Idempotent.
  void Stop(std::chrono::milliseconds patience = std::chrono::seconds(10));

 private:
  using Instant = std::chrono::steady_clock::time_point;

  struct Program {
    ProgramSpec spec;
    pid_t pid = 0;  // 0 = not running
    Instant started;
    Instant restart_at;
    std::chrono::milliseconds backoff{500};
  };

  static absl::Status Spawn(Program& program);
  // Exit description when the program has ended.
  static std::string Reap(Program& program);
  absl::Status WaitReady(Program& program, const std::function<bool()>& stop);

  std::vector<Program> programs_;
};

// The last `lines` lines of a file, each indented by two spaces.
std::string TailOf(const std::string& path, int lines);

}  // namespace duban::cli
