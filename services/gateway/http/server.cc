#include "gateway/http/server.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <charconv>
#include <list>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/error.h"
#include "gateway/http/connection.h"

namespace duban::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class BeastHttpServer final : public HttpServer {
 public:
  BeastHttpServer(const HttpServerConfig& config, HttpHandler handler)
      : context_(std::make_shared<ConnectionContext>()), acceptor_(io_) {
    context_->config = config;
    context_->header_lines = HeaderLines(config.headers);
    context_->handler = std::move(handler);
  }

  ~BeastHttpServer() override { Stop(std::chrono::milliseconds(0)); }

  absl::Status Listen() {
    const std::string& address = context_->config.address;
    const size_t colon = address.rfind(':');
    error_code error;
    const auto host = asio::ip::make_address(address.substr(0, colon), error);
    int port = -1;
    if (colon != std::string::npos)
      std::from_chars(address.data() + colon + 1, address.data() + address.size(), port);
    if (error || port < 0 || port > 65'535) {
      return Error(absl::StatusCode::kInvalidArgument, "ADDRESS_INVALID",
                   fmt::format("not an IP address and port: {}", address), {{"address", address}});
    }
    const tcp::endpoint endpoint(host, static_cast<unsigned short>(port));
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return Error(
          absl::StatusCode::kUnavailable, "ADDRESS_IN_USE",
          fmt::format("cannot listen at {}: {}; stop what listens there or choose another with "
                      "--http-address",
                      address, error.message()),
          {{"address", address}});
    }
    address_ =
        fmt::format("{}:{}", address.substr(0, colon), acceptor_.local_endpoint(error).port());
    Accept();
    for (int i = 0; i < context_->config.threads; ++i) threads_.emplace_back([this] { io_.run(); });
    return absl::OkStatus();
  }

  void Drain() override { context_->draining = true; }

  void Stop(std::chrono::milliseconds grace) override {
    if (threads_.empty()) return;
    Drain();
    {
      absl::MutexLock lock(&mu_);
      stopping_ = true;
    }
    asio::post(io_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
    });
    ForEach([](Connection& connection) { connection.StopSoon(); });
    const auto step = std::chrono::milliseconds(10);
    for (auto waited = step; waited <= grace && context_->connections > 0; waited += step)
      std::this_thread::sleep_for(step);
    ForEach([](Connection& connection) { connection.Close(); });
    work_.reset();
    // What is still owned by a handler must not keep the threads.
    for (int i = 0; i < 20 && context_->connections > 0; ++i) std::this_thread::sleep_for(step);
    io_.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  const std::string& address() const override { return address_; }
  int connections() const override { return context_->connections; }
  int event_streams() const override { return context_->event_streams; }

 private:
  void Accept() {
    acceptor_.async_accept(asio::make_strand(io_), [this](error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
      if (!error && context_->connections < context_->config.max_connections) {
        auto connection = std::make_shared<Connection>(std::move(socket), context_);
        if (Remember(connection)) connection->Start();
      }
      Accept();
    });
  }

  // False once a stop has begun, which would not know of it.
  bool Remember(const std::shared_ptr<Connection>& connection) {
    absl::MutexLock lock(&mu_);
    if (stopping_) return false;
    // Swept once it may hold as many dead entries as live ones.
    if (connections_.size() >= sweep_at_) {
      connections_.remove_if([](const auto& weak) { return weak.expired(); });
      sweep_at_ = 2 * connections_.size() + 64;
    }
    connections_.push_back(connection);
    return true;
  }

  void ForEach(void (*action)(Connection&)) {
    absl::MutexLock lock(&mu_);
    for (const auto& weak : connections_) {
      if (const auto connection = weak.lock()) action(*connection);
    }
  }

  const std::shared_ptr<ConnectionContext>
      context_;  // shared with connections that a handler still holds
  asio::io_context io_;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_{
      asio::make_work_guard(io_)};
  tcp::acceptor acceptor_;
  std::string address_;
  std::vector<std::thread> threads_;
  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  size_t sweep_at_ ABSL_GUARDED_BY(mu_) = 64;
  std::list<std::weak_ptr<Connection>> connections_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpServerConfig& config,
                                                              HttpHandler handler) {
  auto server = std::make_unique<BeastHttpServer>(config, std::move(handler));
  RETURN_IF_ERROR(server->Listen());
  return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace duban::gateway
