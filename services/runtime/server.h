// A gRPC server as every program of ours runs it.
#pragma once

#include <grpcpp/server.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "runtime/rpc_observer.h"

namespace duban::runtime {

struct ServerConfig {
  // Behaviour.
  std::string rpc_address = "127.0.0.1:0";    // host:port; port 0 = any free one
  std::int64_t max_message_bytes = 32 << 20;  // larger requests are RESOURCE_EXHAUSTED
  int max_streams_per_connection = 1000;      // concurrent calls of one connection
  RpcLogging logging = RpcLogging::kErrors;
  // Age at which a client is asked to connect anew, so that it finds replicas that came later; open
  // streams go on. 0 = never.
  std::chrono::milliseconds connection_age{0};
  // Stopping: health says NOT_SERVING for `drain`, then calls have `stop_deadline` to end.
  std::chrono::milliseconds drain{0};
  std::chrono::milliseconds stop_deadline{5000};
};

// Calls that a thread takes from a completion queue, beside those of the callback API
// (docs/adr/0007).
class PolledCalls {
 public:
  virtual ~PolledCalls() = default;

  // Serves on the calling thread, which the server starts once it listens. Returns when Stop was
  // called, all calls are answered, and the queue, which it shuts down itself then, is empty.
  virtual void Serve(grpc::ServerCompletionQueue& queue) = 0;

  // From another thread, once: the server has stopped, so that no call comes any more.
  virtual void Stop() = 0;
};

// Server serves until Stop or destruction, with health checking per service, reflection, and the
// RPC observer.
class Server {
 public:
  // The services and other references are not owned and must outlive the server. It starts
  // NOT_SERVING; call SetServing once ready. Errors: UNAVAILABLE ADDRESS_IN_USE.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerConfig& config,
                                                       const std::vector<grpc::Service*>& services,
                                                       Metrics& metrics, Log& log,
                                                       const Clock& clock,
                                                       PolledCalls* polled = nullptr);
  ~Server();

  // What the health service says for every service and for "".
  void SetServing(bool serving);

  // Graceful stop; idempotent. Calls still open after the deadline are cancelled.
  void Stop();

  // host:port with the real port.
  const std::string& address() const { return address_; }
  grpc::Server& grpc_server() { return *server_; }

 private:
  Server(const ServerConfig& config, prometheus::Gauge& serving)
      : config_(config), serving_(serving) {}

  const ServerConfig config_;
  prometheus::Gauge& serving_;  // duban_process_serving
  std::string address_;
  std::vector<std::string> service_names_;
  std::unique_ptr<grpc::ServerCompletionQueue> polled_queue_;  // null without polled calls
  std::unique_ptr<grpc::Server> server_;
  PolledCalls* polled_ = nullptr;
  std::thread polling_;  // serves polled_
  bool stopped_ = false;
};

}  // namespace duban::runtime
