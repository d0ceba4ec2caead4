#include "runtime/server.h"

#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <grpcpp/impl/server_initializer.h>
#include <grpcpp/server_builder.h>

#include <thread>

#include "absl/synchronization/mutex.h"
#include "common/error.h"

namespace duban::runtime {
namespace {

// Learns the names of the registered services while the server is built, for the health service.
class NameCollector final : public grpc::ServerBuilderPlugin, public grpc::ServerBuilderOption {
 public:
  explicit NameCollector(std::vector<std::string>& names) : names_(names) {}

  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->push_back(std::make_unique<NameCollector>(names_));
  }

  std::string name() override { return "duban_service_names"; }
  void InitServer(grpc::ServerInitializer*) override {}
  void Finish(grpc::ServerInitializer* initializer) override {
    names_ = *initializer->GetServiceList();
  }
  void ChangeArguments(const std::string&, void*) override {}

 private:
  std::vector<std::string>& names_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerConfig& config,
                                                      const std::vector<grpc::Service*>& services,
                                                      Metrics& metrics, Log& log,
                                                      const Clock& clock, PolledCalls* polled) {
  // Debian builds abseil without NDEBUG, so every lock, gRPC's too, would be entered in a graph in
  // which cycles are sought: a tenth of what a small call costs.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(config.rpc_address, grpc::InsecureServerCredentials(), &port);
  // Without this a second server would silently share the port.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.SetMaxReceiveMessageSize(static_cast<int>(config.max_message_bytes));
  builder.SetMaxSendMessageSize(-1);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, config.max_streams_per_connection);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  if (config.connection_age.count() > 0) {
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                               static_cast<int>(config.connection_age.count()));
  }
  for (grpc::Service* service : services) builder.RegisterService(service);
  std::vector<std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>> observers;
  observers.push_back(MakeRpcObserver(metrics, log, clock, config.logging));
  builder.experimental().SetInterceptorCreators(std::move(observers));

  std::unique_ptr<Server> out(
      new Server(config, metrics.Gauge("duban_process_serving",
                                       "1 while calls are welcome; 0 while starting or draining")));
  builder.SetOption(std::make_unique<NameCollector>(out->service_names_));
  if (polled != nullptr) out->polled_queue_ = builder.AddCompletionQueue();
  out->server_ = builder.BuildAndStart();
  if (out->server_ == nullptr || port == 0) {
    return Error(absl::StatusCode::kUnavailable, "ADDRESS_IN_USE",
                 fmt::format("cannot listen at {}: the port is in use or not allowed; stop what "
                             "listens there or choose another with --rpc-address",
                             config.rpc_address),
                 {{"address", config.rpc_address}});
  }
  out->address_ =
      fmt::format("{}:{}", config.rpc_address.substr(0, config.rpc_address.rfind(':')), port);
  out->SetServing(false);
  out->polled_ = polled;
  if (polled != nullptr)
    out->polling_ =
        std::thread([polled, queue = out->polled_queue_.get()] { polled->Serve(*queue); });
  return out;
}

Server::~Server() { Stop(); }

void Server::SetServing(bool serving) {
  serving_.Set(serving ? 1 : 0);
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health->SetServingStatus("", serving);
  for (const std::string& name : service_names_) health->SetServingStatus(name, serving);
}

void Server::Stop() {
  if (stopped_ || server_ == nullptr) return;
  stopped_ = true;
  SetServing(false);
  // Lets load balancers see NOT_SERVING before connections close.
  if (config_.drain.count() > 0) std::this_thread::sleep_for(config_.drain);
  server_->Shutdown(std::chrono::system_clock::now() + config_.stop_deadline);
  // Only now, so that somebody polls while calls of the callback API end.
  if (polling_.joinable()) {
    polled_->Stop();
    polling_.join();
  }
  server_->Wait();
}

}  // namespace duban::runtime
