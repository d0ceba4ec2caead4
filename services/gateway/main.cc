// duban-gateway: HTTP/JSON and the web board.
#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <random>
#include <thread>

#include "common/error.h"
#include "gateway/config.h"
#include "gateway/gateway.h"
#include "runtime/placement_file.h"
#include "runtime/process.h"

namespace {

using duban::gateway::Gateway;
using duban::gateway::GatewayConfig;
using duban::gateway::HttpServer;
using duban::gateway::StaticFiles;

std::string DefaultWebDir() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "board")
      .string();
}

// Ids need only be unique, not secret.
std::function<std::string()> MakeIdSource() {
  struct State {
    std::mutex mu;
    std::mt19937_64 random{std::random_device{}()};
  };
  return [state = std::make_shared<State>()] {
    const std::lock_guard lock(state->mu);
    return fmt::format("{:016x}", state->random());
  };
}

// Sent with every answer. The board needs nothing from elsewhere, no inline script and no inline
// style.
std::vector<std::pair<std::string, std::string>> SecurityHeaders() {
  return {{"Content-Security-Policy",
           "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
           "connect-src 'self'; "
           "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
           "frame-ancestors 'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"X-Frame-Options", "DENY"},
          {"Referrer-Policy", "no-referrer"},
          {"Cross-Origin-Opener-Policy", "same-origin"},
          {"Cross-Origin-Resource-Policy", "same-origin"},
          {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"}};
}

absl::Status Run(duban::runtime::Process& process, GatewayConfig& config) {
  config.http.headers = SecurityHeaders();
  const bool default_dir = config.web_dir.empty();
  if (default_dir) config.web_dir = DefaultWebDir();
  absl::StatusOr<StaticFiles> files = StaticFiles::Load(config.web_dir);
  // Without a board the JSON interface is still worth having; a directory that was asked for must
  // be there.
  if (!files.ok() && !default_dir) return files.status();
  if (!files.ok()) process.log().Warn("board_missing", {{"web_dir", config.web_dir}});

  const Gateway::Environment environment{process.metrics(), process.log(), process.clock(),
                                         MakeIdSource()};
  ASSIGN_OR_RETURN(
      const std::unique_ptr<Gateway> gateway,
      Gateway::Make(config, files.ok() ? *std::move(files) : StaticFiles(), environment));
  std::unique_ptr<duban::runtime::PlacementFollower> placement;
  if (!config.placement.empty()) {
    ASSIGN_OR_RETURN(const duban::Placement placed,
                     duban::runtime::ReadPlacement(config.placement));
    gateway->Follow(placed);
    placement = std::make_unique<duban::runtime::PlacementFollower>(
        config.placement, placed, config.placement_interval,
        [&gateway](const duban::Placement& changed) {
          gateway->Follow(changed);
          return absl::OkStatus();
        },
        process.log());
  }
  config.http.farewell = [&gateway] { return gateway->Farewell(); };
  ASSIGN_OR_RETURN(
      const std::unique_ptr<HttpServer> server,
      HttpServer::Start(config.http, [&](duban::gateway::HttpRequest request,
                                         std::shared_ptr<duban::gateway::Exchange> exchange) {
        gateway->Handle(std::move(request), std::move(exchange));
      }));
  prometheus::Gauge& serving = process.metrics().Gauge(
      "duban_process_serving", "1 while calls are welcome; 0 while starting or draining");
  serving.Set(1);
  if (!process.config().metrics_address.empty())
    RETURN_IF_ERROR(process.metrics().Serve(process.config().metrics_address));
  process.log().Info("serving_started", {{"address", server->address()},
                                         {"metrics_address", process.config().metrics_address}});
  process.WaitForStop();
  serving.Set(0);
  // As the gRPC services do: whoever asks learns that this instance goes, and is still answered
  // meanwhile.
  gateway->Drain();
  server->Drain();
  std::this_thread::sleep_for(process.config().server.drain);
  server->Stop(process.config().server.stop_deadline);
  gateway->Stop();
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  GatewayConfig config;
  duban::runtime::OptionTable table;
  AddOptions(table, config);
  duban::runtime::ProcessConfig defaults;
  defaults.metrics_address = "127.0.0.1:9480";
  return duban::runtime::RunProcess(
      "duban-gateway", "HTTP/JSON interface and web board of the duban suite.", argc, argv, table,
      defaults, [&](duban::runtime::Process& process) { return Run(process, config); });
}
