// One HTTP connection: reads requests one after the other, writes replies or an event stream.
#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "gateway/http/server.h"

namespace duban::gateway {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

// "Name: value" lines; a header that holds a line break is left out.
std::string HeaderLines(const HeaderList& headers);

// What all connections of a server share; outlives them.
struct ConnectionContext {
  HttpServerConfig config;
  HttpHandler handler;
  std::string header_lines;  // config.headers as they are sent
  std::atomic<int> connections{0};
  std::atomic<int> event_streams{0};
  std::atomic<bool> draining{false};  // answers close their connections
};

// Connection lives as long as an operation of its own or an Exchange refers to it. All state is
// touched on its strand.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<ConnectionContext> context);
  ~Connection();

  void Start();
  // Closes when idle, after the farewell when streaming, else after the reply that is due.
  // Thread-safe.
  void StopSoon();
  // Closes at once. Thread-safe.
  void Close();

 private:
  class Answer;
  using Socket = boost::asio::ip::tcp::socket;
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using Instant = std::chrono::steady_clock::time_point;
  static constexpr Instant kNoDeadline = Instant::max();
  enum class State { kReading, kHandling, kWriting, kStreaming, kClosed };

  void ReadHeader();
  void ReadBody();
  void Dispatch();
  void Refuse(const boost::system::error_code& error);
  void Write(HttpResponse response, bool keep_alive);
  void OpenEvents(const HeaderList& headers);
  void SendEvent(std::string text, std::function<void(bool)> sent);
  void GoOn();
  void CloseEvents();
  void SayFarewell();
  void WriteChunk(std::string text, std::function<void(bool)> sent);
  void WatchForEnd();
  void KeepAlive();
  // The connection is closed unless StopDeadline or another StartDeadline comes before it.
  void StartDeadline(std::chrono::milliseconds after);
  void StopDeadline() { deadline_ = kNoDeadline; }
  void WatchDeadline();
  void CloseNow();
  std::string Head(int status, const HeaderList& headers) const;

  const std::shared_ptr<ConnectionContext>
      context_;  // shared: handlers may hold connections of a stopped server
  Socket socket_;
  // The deadline moves several times a request, the timer hardly ever: it looks again when it
  // fires.
  Instant deadline_ = kNoDeadline;
  boost::asio::steady_timer watch_;
  Instant watch_at_ = kNoDeadline;  // when the timer fires; kNoDeadline = it does not run
  std::optional<boost::asio::steady_timer> pause_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  State state_ = State::kReading;
  bool stopping_ = false;
  bool head_only_ = false;
  bool keep_alive_ = false;
  bool writing_ = false;  // a chunk is being written
  bool end_after_write_ = false;
  std::string out_;  // what is being written
  std::shared_ptr<const std::string> out_body_;
  std::string next_event_;  // waits for a keep-alive comment that is being written
  std::function<void(bool)> next_sent_;
  std::function<void()> gone_;
};

}  // namespace duban::gateway
