#include "cli/services.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <grpc/health/v1/health.grpc.pb.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <sstream>

#include "common/error.h"
#include "runtime/client.h"

namespace duban::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kMetricsOffset = 2000;
constexpr int kGatewayOffset = 80;

std::string Loopback(int port) { return fmt::format("127.0.0.1:{}", port); }

bool IsPortFree(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return free;
}

std::string FindInPath(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream directories(path == nullptr ? "/usr/bin" : path);
  for (std::string directory; std::getline(directories, directory, ':');) {
    const std::string candidate = directory + "/" + program;
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return "";
}

bool RedisAnswers(int port) {
  const timeval timeout{0, 300'000};
  const std::unique_ptr<redisContext, void (*)(redisContext*)> context(
      redisConnectWithTimeout("127.0.0.1", port, timeout), redisFree);
  if (context == nullptr || context->err != 0) return false;
  redisSetTimeout(context.get(), timeout);
  const std::unique_ptr<void, void (*)(void*)> reply(redisCommand(context.get(), "PING"),
                                                     freeReplyObject);
  return reply != nullptr && static_cast<redisReply*>(reply.get())->type == REDIS_REPLY_STATUS;
}

// One service of ours, listening at base_port + offset.
struct Service {
  const char* name;
  int offset;
  std::vector<std::string> extra;
};

absl::StatusOr<ProgramSpec> PlanService(const Layout& layout, const Service& service) {
  const fs::path self = fs::read_symlink("/proc/self/exe").parent_path();
  const std::string program = (self / fmt::format("duban-{}", service.name)).string();
  if (access(program.c_str(), X_OK) != 0) {
    return Error(absl::StatusCode::kFailedPrecondition, "PROGRAM_NOT_FOUND",
                 fmt::format("{} is missing; build it with ./tools/build", program));
  }
  const std::string data = layout.data_dir + "/" + service.name;
  fs::create_directories(data);
  const std::string address = Loopback(layout.base_port + service.offset);
  ProgramSpec spec{.name = service.name,
                   .arguments = {program, "--rpc-address", address, "--metrics-address",
                                 Loopback(layout.base_port + service.offset + kMetricsOffset),
                                 "--data-dir", data, "--log-format", "json"},
                   .log_path = layout.data_dir + "/logs/" + service.name + ".log",
                   .address = address,
                   .is_ready = [address] { return IsServing(address); }};
  spec.arguments.insert(spec.arguments.end(), service.extra.begin(), service.extra.end());
  return spec;
}

absl::StatusOr<ProgramSpec> PlanRedis(const Layout& layout) {
  const std::string program = FindInPath("redis-server");
  if (program.empty()) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "REDIS_NOT_FOUND",
        "redis-server is not installed; run ./tools/setup (Debian package redis-server), or "
        "go without it: duban up --no-redis");
  }
  const int port = layout.base_port + 79;
  fs::create_directories(layout.data_dir + "/redis");
  return ProgramSpec{
      .name = "redis",
      .arguments = {program, "--port", std::to_string(port), "--bind", "127.0.0.1", "--save", "",
                    "--appendonly", "no", "--maxmemory", "256mb", "--maxmemory-policy",
                    "allkeys-lru", "--dir", layout.data_dir + "/redis"},
      .log_path = layout.data_dir + "/logs/redis.log",
      .address = Loopback(port),
      .is_ready = [port] { return RedisAnswers(port); }};
}

// The gateway speaks HTTP, so it is asked by HTTP whether it is there.
bool HttpAnswers(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval timeout{0, 400'000};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  constexpr std::string_view kRequest = "GET /healthz HTTP/1.0\r\n\r\n";
  char answer[64] = {};
  const bool ok = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
                  send(fd, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) > 0 &&
                  recv(fd, answer, sizeof answer - 1, 0) > 0 &&
                  std::string_view(answer).find(" 200 ") != std::string_view::npos;
  close(fd);
  return ok;
}

absl::StatusOr<ProgramSpec> PlanGateway(const Layout& layout) {
  const fs::path self = fs::read_symlink("/proc/self/exe").parent_path();
  const std::string program = (self / "duban-gateway").string();
  if (access(program.c_str(), X_OK) != 0) {
    return Error(absl::StatusCode::kFailedPrecondition, "PROGRAM_NOT_FOUND",
                 fmt::format("{} is missing; build it with ./tools/build", program));
  }
  const int port = layout.base_port + kGatewayOffset;
  const auto metrics = [&](int offset) {
    return Loopback(layout.base_port + offset + kMetricsOffset);
  };
  return ProgramSpec{
      .name = "gateway",
      .arguments = {program, "--http-address", Loopback(port), "--metrics-address",
                    metrics(kGatewayOffset), "--registry-address", RegistryAddress(layout),
                    "--ingest-address", IngestAddress(layout), "--analytics-address",
                    AnalyticsAddress(layout), "--registry-metrics-address", metrics(1),
                    "--ingest-metrics-address", metrics(2), "--analytics-metrics-address",
                    metrics(3), "--log-format", "json"},
      .log_path = layout.data_dir + "/logs/gateway.log",
      .address = Loopback(port),
      .is_ready = [port] { return HttpAnswers(port); }};
}

absl::Status CheckPorts(const Layout& layout) {
  std::vector<int> offsets = {1, 2, 3, kGatewayOffset};
  for (const int offset : std::vector<int>(offsets)) offsets.push_back(offset + kMetricsOffset);
  if (layout.with_redis) offsets.push_back(79);
  for (const int offset : offsets) {
    const int port = layout.base_port + offset;
    if (!IsPortFree(port)) {
      return Error(
          absl::StatusCode::kFailedPrecondition, "PORT_IN_USE",
          fmt::format("port {} on 127.0.0.1 is in use, perhaps by another `duban up`; stop "
                      "that, or choose other ports: duban up --base-port {}",
                      port, layout.base_port + 100),
          {{"port", std::to_string(port)}});
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string RegistryAddress(const Layout& layout) { return Loopback(layout.base_port + 1); }
std::string IngestAddress(const Layout& layout) { return Loopback(layout.base_port + 2); }
std::string AnalyticsAddress(const Layout& layout) { return Loopback(layout.base_port + 3); }
std::string GatewayAddress(const Layout& layout) {
  return Loopback(layout.base_port + kGatewayOffset);
}

bool IsServing(const std::string& address) {
  const auto stub = grpc::health::v1::Health::NewStub(runtime::MakeChannel(address));
  grpc::ClientContext context;
  runtime::PrepareContext(context, std::chrono::milliseconds(400));
  grpc::health::v1::HealthCheckResponse response;
  return stub->Check(&context, {}, &response).ok() &&
         response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

absl::Status LockDataDir(const std::string& data_dir) {
  std::error_code error;
  fs::create_directories(data_dir + "/logs", error);
  const std::string path = data_dir + "/up.lock";
  // Held open until the process ends, which releases the lock.
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0) {
    return Error(absl::StatusCode::kFailedPrecondition, "DATA_DIR_NOT_WRITABLE",
                 fmt::format("cannot write in {}; choose another directory with --data", data_dir));
  }
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    return Error(absl::StatusCode::kFailedPrecondition, "DATA_DIR_IN_USE",
                 fmt::format("another `duban up` runs on {}; stop it, or choose another directory "
                             "with --data and other ports with --base-port",
                             data_dir));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ProgramSpec>> PlanPrograms(const Layout& layout) {
  RETURN_IF_ERROR(CheckPorts(layout));
  std::vector<ProgramSpec> programs;
  std::vector<std::string> analytics = {"--registry-address", RegistryAddress(layout),
                                        "--ingest-addresses", IngestAddress(layout)};
  if (layout.with_redis) {
    ASSIGN_OR_RETURN(programs.emplace_back(), PlanRedis(layout));
    analytics.insert(analytics.end(), {"--redis-address", programs.back().address});
  }
  const std::vector<Service> services = {
      {"registry", 1, {}},
      {"ingest", 2, {"--registry-address", RegistryAddress(layout)}},
      {"analytics", 3, analytics}};
  for (const Service& service : services) {
    ASSIGN_OR_RETURN(programs.emplace_back(), PlanService(layout, service));
  }
  ASSIGN_OR_RETURN(programs.emplace_back(), PlanGateway(layout));
  return programs;
}

}  // namespace duban::cli
