#include "runtime/process.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <map>
#include <optional>
#include <thread>

#include "common/error.h"
#include "runtime/version.h"

namespace duban::runtime {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

template <class T>
std::optional<T> Choice(const std::map<std::string, T>& choices, const std::string& text) {
  const auto it = choices.find(text);
  return it == choices.end() ? std::nullopt : std::optional<T>(it->second);
}

const std::map<std::string, LogLevel> kLevels = {{"debug", LogLevel::kDebug},
                                                 {"info", LogLevel::kInfo},
                                                 {"warn", LogLevel::kWarn},
                                                 {"error", LogLevel::kError}};
const std::map<std::string, RpcLogging> kRpcLogging = {
    {"none", RpcLogging::kNone}, {"errors", RpcLogging::kErrors}, {"all", RpcLogging::kAll}};

void AddSharedOptions(OptionTable& table, ProcessConfig& config) {
  table.Add("rpc_address", &config.server.rpc_address, "host:port for gRPC; port 0 = any");
  table.Add("metrics_address", &config.metrics_address, "host:port for /metrics; empty = none");
  table.Add("log_level", &config.log_level, "debug, info, warn or error");
  table.Add("log_format", &config.log_format, "json, text, or auto (text on a terminal)");
  table.Add("log_rpcs", &config.log_rpcs, "which calls are logged: none, errors or all");
  table.Add("max_message_bytes", &config.server.max_message_bytes, "largest request in bytes", 1024,
            1 << 30);
  table.Add("max_streams", &config.server.max_streams_per_connection,
            "concurrent calls of one connection", 1, 100'000);
  table.Add("connection_age", &config.server.connection_age,
            "age at which clients are asked to connect anew, to find new replicas; 0s = never");
  table.Add("worker_threads", &config.worker_threads, "threads for work that blocks", 1, 256);
  table.Add("worker_queue", &config.worker_queue, "calls that may wait for a worker", 1, 1'000'000);
  table.Add("drain", &config.server.drain, "time between NOT_SERVING and closing");
  table.Add("stop_deadline", &config.server.stop_deadline, "time that open calls have at a stop");
}

}  // namespace

std::string BuildName() { return fmt::format("{} ({})", kVersion, kCommit); }

absl::StatusOr<std::unique_ptr<Server>> Process::Serve(const std::vector<grpc::Service*>& services,
                                                       PolledCalls* polled) {
  ASSIGN_OR_RETURN(std::unique_ptr<Server> server,
                   Server::Start(config_.server, services, metrics_, *log_, clock_, polled));
  if (!config_.metrics_address.empty()) RETURN_IF_ERROR(metrics_.Serve(config_.metrics_address));
  log_->Info("serving_started",
             {{"address", server->address()}, {"metrics_address", config_.metrics_address}});
  return server;
}

void Process::WaitForStop() {
  const sigset_t signals = StopSignals();
  int signal = 0;
  sigwait(&signals, &signal);
  log_->Info("stop_asked", {{"signal", std::int64_t{signal}}});
  std::thread([signals] {
    int second = 0;
    sigwait(&signals, &second);
    _exit(1);
  }).detach();
}

void Process::RequestStop() { kill(getpid(), SIGTERM); }

int RunProcess(std::string_view name, std::string_view description, int argc,
               const char* const* argv, OptionTable& table, ProcessConfig defaults,
               const std::function<absl::Status(Process&)>& run) {
  // Held back before any thread exists, so that only WaitForStop sees them.
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  Process process;
  process.config_ = std::move(defaults);
  AddSharedOptions(table, process.config_);
  absl::Status parsed = table.Parse(argc, argv, Environment());
  if (table.help_asked()) return fmt::print("{}", table.Help(name, description)), 0;
  if (table.version_asked()) return fmt::print("{} {} ({})\n", name, kVersion, kCommit), 0;
  const auto level = Choice(kLevels, process.config_.log_level);
  const auto logging = Choice(kRpcLogging, process.config_.log_rpcs);
  if (parsed.ok() && (!level || !logging)) {
    parsed =
        Error(absl::StatusCode::kInvalidArgument, "CONFIG_INVALID",
              "log_level wants debug, info, warn or error; log_rpcs wants none, errors or all");
  }
  if (!parsed.ok()) return fmt::print(stderr, "{}: {}\n", name, MessageOf(parsed)), 2;
  if (table.print_asked()) return fmt::print("{}", table.Print()), 0;

  process.config_.server.logging = *logging;
  process.log_ = std::make_unique<Log>(std::string(name), std::string(kVersion), *level,
                                       process.config_.log_format, process.clock_);
  process.metrics_
      .Gauge("duban_build_info", "1, with the program's version as labels.",
             {{"service", std::string(name)},
              {"version", std::string(kVersion)},
              {"commit", std::string(kCommit)}})
      .Set(1);
  const absl::Status status = run(process);
  if (!status.ok()) {
    process.log().Error("run_failed",
                        {{"reason", ReasonOf(status)}, {"message", MessageOf(status)}});
    return 1;
  }
  process.log().Info("stopped");
  return 0;
}

}  // namespace duban::runtime
