// An HTTP/1.1 server that holds thousands of quiet connections.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/http/message.h"

namespace duban::gateway {

struct HttpServerConfig {
  // Behaviour.
  std::string address = "127.0.0.1:0";     // host:port; port 0 = any free one
  std::int64_t max_body_bytes = 24 << 20;  // larger requests are answered 413
  int max_header_bytes = 16 << 10;         // larger ones 431
  int max_connections = 4000;              // more are closed at once
  std::chrono::milliseconds header_timeout{
      30'000};  // idle time plus the time that all headers may take
  std::chrono::milliseconds body_timeout{60'000};   // time that a body may take in all
  std::chrono::milliseconds write_timeout{30'000};  // time that one write may take
  std::chrono::milliseconds keep_alive{
      15'000};  // pause after which a quiet event stream gets a comment
  std::vector<std::pair<std::string, std::string>> headers;  // sent with every reply
  std::function<std::string()>
      farewell;  // the last event of a stream that a stop ends; thread-safe, null = none
  // Performance.
  int threads = 2;
};

// HttpServer calls the handler on its threads, which must not be blocked.
class HttpServer {
 public:
  // Errors: UNAVAILABLE ADDRESS_IN_USE; INVALID_ARGUMENT ADDRESS_INVALID.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(const HttpServerConfig& config,
                                                           HttpHandler handler);
  // Stops.
  virtual ~HttpServer() = default;

  // From now on every answer closes its connection, so that clients connect anew, elsewhere.
  // Idempotent.
  virtual void Drain() = 0;

  // Takes no more connections, ends event streams with the farewell, gives requests that have begun
  // `grace` to be answered, then closes. Idempotent.
  virtual void Stop(std::chrono::milliseconds grace) = 0;

  // host:port with the real port.
  virtual const std::string& address() const = 0;

  // Connections open now, and among them event streams.
  virtual int connections() const = 0;
  virtual int event_streams() const = 0;
};

}  // namespace duban::gateway
