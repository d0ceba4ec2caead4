#include "cli/supervisor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <deque>
#include <fstream>
#include <thread>

#include "common/error.h"

namespace duban::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr milliseconds kPoll{50};
constexpr seconds kReadyTimeout{60};
constexpr milliseconds kFirstBackoff{500};
constexpr milliseconds kLongestBackoff{10'000};
constexpr seconds kHealthyAfter{30};

std::string Describe(int status) {
  if (WIFEXITED(status)) return fmt::format("ended with status {}", WEXITSTATUS(status));
  if (WIFSIGNALED(status)) return fmt::format("was ended by signal {}", WTERMSIG(status));
  return "ended";
}

}  // namespace

std::string TailOf(const std::string& path, int lines) {
  std::ifstream file(path);
  std::deque<std::string> last;
  for (std::string line; std::getline(file, line);) {
    last.push_back(std::move(line));
    if (last.size() > static_cast<size_t>(lines)) last.pop_front();
  }
  std::string out;
  for (const std::string& line : last) out += "  " + line + "\n";
  return out;
}

Supervisor::Supervisor(std::vector<ProgramSpec> programs) {
  for (ProgramSpec& spec : programs) programs_.push_back({.spec = std::move(spec)});
}

Supervisor::~Supervisor() { Stop(); }

absl::Status Supervisor::Spawn(Program& program) {
  std::vector<char*> arguments;
  for (const std::string& argument : program.spec.arguments)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const int log =
      open(program.spec.log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0) {
    return Error(absl::StatusCode::kUnavailable, "LOG_NOT_WRITABLE",
                 fmt::format("cannot write {}: {}", program.spec.log_path, strerror(errno)));
  }
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    // A process group of its own: Ctrl-C reaches the supervisor alone, which stops the programs in
    // order.
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(1);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execv(arguments[0], arguments.data());
    dprintf(STDERR_FILENO, "cannot run %s: %s\n", arguments[0], strerror(errno));
    _exit(127);
  }
  close(log);
  if (pid < 0) return Error(absl::StatusCode::kUnavailable, "FORK_FAILED", strerror(errno));
  program.pid = pid;
  program.started = steady_clock::now();
  return absl::OkStatus();
}

std::string Supervisor::Reap(Program& program) {
  int status = 0;
  if (program.pid == 0 || waitpid(program.pid, &status, WNOHANG) != program.pid) return "";
  program.pid = 0;
  return Describe(status);
}

absl::Status Supervisor::WaitReady(Program& program, const std::function<bool()>& stop) {
  const Instant deadline = steady_clock::now() + kReadyTimeout;
  while (!program.spec.is_ready()) {
    if (const std::string end = Reap(program); !end.empty()) {
      return Error(
          absl::StatusCode::kUnavailable, "PROGRAM_FAILED",
          fmt::format("{} {} before it was ready. Its log ({}) ends with:\n{}", program.spec.name,
                      end, program.spec.log_path, TailOf(program.spec.log_path, 5)));
    }
    if (stop()) return Error(absl::StatusCode::kCancelled, "STOPPED", "stopped while starting");
    if (steady_clock::now() > deadline) {
      return Error(absl::StatusCode::kDeadlineExceeded, "PROGRAM_NOT_READY",
                   fmt::format("{} was not ready within {} s; see {}", program.spec.name,
                               kReadyTimeout.count(), program.spec.log_path));
    }
    std::this_thread::sleep_for(kPoll);
  }
  return absl::OkStatus();
}

absl::Status Supervisor::Start(const std::function<bool()>& stop) {
  for (Program& program : programs_) {
    RETURN_IF_ERROR(Spawn(program));
    RETURN_IF_ERROR(WaitReady(program, stop));
  }
  return absl::OkStatus();
}

void Supervisor::Watch(const std::function<void(const std::string&)>& report) {
  const Instant now = steady_clock::now();
  for (Program& program : programs_) {
    if (program.pid != 0) {
      const std::string end = Reap(program);
      if (end.empty()) continue;
      if (now - program.started > kHealthyAfter) program.backoff = kFirstBackoff;
      program.restart_at = now + program.backoff;
      report(fmt::format("{} {}; starting it again in {:.1f} s", program.spec.name, end,
                         static_cast<double>(program.backoff.count()) / 1000));
      program.backoff = std::min(program.backoff * 2, kLongestBackoff);
    } else if (now >= program.restart_at) {
      if (const absl::Status status = Spawn(program); !status.ok()) {
        report(MessageOf(status));
        program.restart_at = now + program.backoff;
      } else {
        report(fmt::format("{} started again", program.spec.name));
      }
    }
  }
}

void Supervisor::Stop(milliseconds patience) {
  for (auto program = programs_.rbegin(); program != programs_.rend(); ++program) {
    if (program->pid == 0) continue;
    kill(program->pid, SIGTERM);
    const Instant deadline = steady_clock::now() + patience;
    while (Reap(*program).empty()) {
      if (steady_clock::now() > deadline) {
        kill(program->pid, SIGKILL);
        waitpid(program->pid, nullptr, 0);
        program->pid = 0;
        break;
      }
      std::this_thread::sleep_for(kPoll / 5);
    }
  }
}

}  // namespace duban::cli
