#include "gateway/http/connection.h"

#include <fmt/format.h>

#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <functional>
#include <utility>

namespace duban::gateway {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

std::string Text(boost::beast::string_view view) { return {view.data(), view.size()}; }

HttpRequest Decode(http::request<http::string_body>&& message, const std::string& peer) {
  HttpRequest request;
  request.method = Text(message.method_string());
  const std::string target = Text(message.target());
  const size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string::npos) request.query = target.substr(question + 1);
  request.body = std::move(message.body());
  request.peer = peer;
  request.content_type = Text(message[http::field::content_type]);
  request.accept_encoding = Text(message[http::field::accept_encoding]);
  request.if_none_match = Text(message[http::field::if_none_match]);
  request.request_id = Text(message["x-request-id"]);
  request.forwarded_for = Text(message["x-forwarded-for"]);
  request.district = Text(message["duban-district"]);
  request.fetch_site = Text(message["sec-fetch-site"]);
  request.host = Text(message[http::field::host]);
  return request;
}

HttpResponse PlainError(int status, const char* code, const char* message) {
  return {status,
          {{"Content-Type", "application/json"}},
          std::make_shared<const std::string>(
              fmt::format(R"({{"code":{},"message":"{}"}})", code, message))};
}

}  // namespace

// Holds the connection while a handler works. The handler may answer from any thread.
class Connection::Answer final : public Exchange {
 public:
  explicit Answer(std::shared_ptr<Connection> connection) : connection_(std::move(connection)) {}
  ~Answer() override {
    if (!answered_) connection_->Close();
  }

  void Reply(HttpResponse response) override {
    answered_ = true;
    Post([response = std::move(response)](Connection& c) mutable {
      c.Write(std::move(response), c.keep_alive_ && !c.context_->draining);
    });
  }
  void OpenEvents(std::vector<std::pair<std::string, std::string>> headers) override {
    answered_ = true;
    Post([headers = std::move(headers)](Connection& c) { c.OpenEvents(headers); });
  }
  void SendEvent(std::string text, std::function<void(bool)> sent) override {
    Post([text = std::move(text), sent = std::move(sent)](Connection& c) mutable {
      c.SendEvent(std::move(text), std::move(sent));
    });
  }
  void CloseEvents() override {
    Post([](Connection& c) { c.CloseEvents(); });
  }
  void OnGone(std::function<void()> gone) override {
    Post([gone = std::move(gone)](Connection& c) {
      if (c.state_ == State::kClosed) return gone();
      c.gone_ = gone;
    });
  }

 private:
  template <class F>
  void Post(F action) {
    asio::post(
        connection_->socket_.get_executor(),
        [connection = connection_, action = std::move(action)]() mutable { action(*connection); });
  }

  const std::shared_ptr<Connection> connection_;
  std::atomic<bool> answered_{false};
};

Connection::Connection(Socket socket, std::shared_ptr<ConnectionContext> context)
    : context_(std::move(context)), socket_(std::move(socket)), watch_(socket_.get_executor()) {
  ++context_->connections;
}

Connection::~Connection() { --context_->connections; }

void Connection::Start() {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  asio::dispatch(socket_.get_executor(), [self = shared_from_this()] { self->ReadHeader(); });
}

void Connection::StopSoon() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    self->stopping_ = true;
    if (self->state_ == State::kStreaming) return self->SayFarewell();
    // A request of which something has arrived, be it still in the socket, is answered.
    error_code ignored;
    const bool begun = self->buffer_.size() > 0 || (self->parser_ && self->parser_->got_some()) ||
                       self->socket_.available(ignored) > 0;
    if (self->state_ == State::kReading && !begun) self->CloseNow();
  });
}

void Connection::Close() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] { self->CloseNow(); });
}

void Connection::ReadHeader() {
  if (stopping_) return CloseNow();
  state_ = State::kReading;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(context_->config.max_header_bytes));
  parser_->body_limit(static_cast<std::uint64_t>(context_->config.max_body_bytes));
  StartDeadline(context_->config.header_timeout);
  http::async_read_header(socket_, buffer_, *parser_,
                          [self = shared_from_this()](error_code error, size_t) {
                            if (error) return self->Refuse(error);
                            self->ReadBody();
                          });
}

void Connection::ReadBody() {
  if (parser_->is_done()) return Dispatch();
  StartDeadline(context_->config.body_timeout);
  const auto read = [self = shared_from_this()] {
    http::async_read(self->socket_, self->buffer_, *self->parser_,
                     [self](error_code error, size_t) {
                       if (error) return self->Refuse(error);
                       self->Dispatch();
                     });
  };
  if (!boost::beast::iequals(parser_->get()[http::field::expect], "100-continue")) return read();
  static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(socket_, asio::buffer(kContinue),
                    [self = shared_from_this(), read](error_code error, size_t) {
                      if (error) return self->CloseNow();
                      read();
                    });
}

void Connection::Dispatch() {
  StopDeadline();
  keep_alive_ = parser_->get().keep_alive();
  head_only_ = parser_->get().method() == http::verb::head;
  error_code ignored;
  const auto endpoint = socket_.remote_endpoint(ignored);
  HttpRequest request = Decode(parser_->release(), endpoint.address().to_string(ignored));
  parser_.reset();
  state_ = State::kHandling;
  context_->handler(std::move(request), std::make_shared<Answer>(shared_from_this()));
}

void Connection::Refuse(const error_code& error) {
  if (state_ == State::kClosed) return;
  StopDeadline();
  if (error == http::error::body_limit)
    return Write(PlainError(413, "8", "the body is larger than this server takes"), false);
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return Write(PlainError(431, "8", "the headers are larger than this server takes"), false);
  const bool spoke_http = error.category() == make_error_code(http::error::bad_target).category() &&
                          error != http::error::end_of_stream &&
                          error != http::error::partial_message;
  if (spoke_http) return Write(PlainError(400, "3", "not an HTTP/1.1 request"), false);
  CloseNow();
}

std::string HeaderLines(const HeaderList& headers) {
  std::string lines;
  for (const auto& [name, value] : headers) {
    // A value of ours that holds a line break would let text from outside write headers.
    if (value.find_first_of("\r\n") != std::string::npos) continue;
    lines.append(name).append(": ").append(value).append("\r\n");
  }
  return lines;
}

std::string Connection::Head(int status, const HeaderList& headers) const {
  const auto reason = http::obsolete_reason(static_cast<http::status>(status));
  std::string head;
  head.reserve(context_->header_lines.size() + 512);
  head.append("HTTP/1.1 ").append(std::to_string(status)).append(" ");
  head.append(status == 499 ? "Client Closed Request" : Text(reason)).append("\r\n");
  return head.append(HeaderLines(headers)).append(context_->header_lines);
}

void Connection::Write(HttpResponse response, bool keep_alive) {
  if (state_ == State::kClosed) return;
  state_ = State::kWriting;
  out_ = Head(response.status, response.headers);
  const size_t length = response.body == nullptr ? 0 : response.body->size();
  if (response.status != 304)
    out_.append("Content-Length: ").append(std::to_string(length)).append("\r\n");
  out_ += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  out_body_ = head_only_ || response.status == 304 ? nullptr : std::move(response.body);
  const std::array<asio::const_buffer, 2> buffers = {
      asio::buffer(out_), out_body_ == nullptr ? asio::const_buffer() : asio::buffer(*out_body_)};
  StartDeadline(context_->config.write_timeout + std::chrono::milliseconds(length / 100));
  asio::async_write(socket_, buffers,
                    [self = shared_from_this(), keep_alive](error_code error, size_t) {
                      self->StopDeadline();
                      self->out_body_.reset();
                      if (error || !keep_alive) return self->CloseNow();
                      self->ReadHeader();
                    });
}

void Connection::OpenEvents(const HeaderList& headers) {
  if (state_ == State::kClosed) return;
  state_ = State::kStreaming;
  ++context_->event_streams;
  buffer_ = {};  // a quiet stream should cost little
  out_ = Head(200, headers) +
         "Content-Type: text/event-stream\r\nCache-Control: no-cache\r\nX-Accel-Buffering: no\r\n"
         "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
  writing_ = true;
  StartDeadline(context_->config.write_timeout);
  pause_.emplace(socket_.get_executor());
  asio::async_write(socket_, asio::buffer(out_),
                    [self = shared_from_this()](error_code error, size_t) {
                      self->writing_ = false;
                      self->StopDeadline();
                      if (error) return self->CloseNow();
                      self->WatchForEnd();
                      self->GoOn();
                    });
}

void Connection::SendEvent(std::string text, std::function<void(bool)> sent) {
  if (state_ != State::kStreaming || (stopping_ && end_after_write_)) return sent(false);
  if (writing_) {
    next_event_ = std::move(text);
    next_sent_ = std::move(sent);
    return;
  }
  WriteChunk(std::move(text), std::move(sent));
}

void Connection::WriteChunk(std::string text, std::function<void(bool)> sent) {
  out_ = fmt::format("{:x}\r\n{}\r\n", text.size(), text);
  writing_ = true;
  pause_->cancel();
  StartDeadline(context_->config.write_timeout);
  asio::async_write(socket_, asio::buffer(out_),
                    [self = shared_from_this(), sent = std::move(sent)](error_code error, size_t) {
                      self->writing_ = false;
                      self->StopDeadline();
                      self->out_ = {};
                      if (sent) sent(!error);
                      if (error) return self->CloseNow();
                      self->GoOn();
                    });
}

// What an event stream does when nothing is being written.
void Connection::GoOn() {
  if (!next_event_.empty()) {
    WriteChunk(std::exchange(next_event_, {}), std::exchange(next_sent_, {}));
  } else if (end_after_write_) {
    CloseEvents();
  } else if (stopping_) {
    SayFarewell();
  } else {
    KeepAlive();
  }
}

void Connection::CloseEvents() {
  if (state_ != State::kStreaming) return;
  if (writing_) {
    end_after_write_ = true;
    return;
  }
  static constexpr std::string_view kLastChunk = "0\r\n\r\n";
  writing_ = true;
  StartDeadline(context_->config.write_timeout);
  asio::async_write(socket_, asio::buffer(kLastChunk),
                    [self = shared_from_this()](error_code, size_t) { self->CloseNow(); });
}

void Connection::SayFarewell() {
  if (end_after_write_) return;
  if (!context_->config.farewell) return CloseEvents();
  end_after_write_ = true;
  std::string text = context_->config.farewell();
  if (!writing_) return WriteChunk(std::move(text), nullptr);
  next_event_ += text;
}

void Connection::WatchForEnd() {
  // Clients say nothing on an event stream; readable means that they left.
  socket_.async_wait(Socket::wait_read, [self = shared_from_this()](error_code error) {
    if (error || self->state_ != State::kStreaming) return;
    self->CloseNow();
  });
}

void Connection::KeepAlive() {
  pause_->expires_after(context_->config.keep_alive);
  pause_->async_wait([self = shared_from_this()](error_code error) {
    if (error || self->state_ != State::kStreaming || self->writing_) return;
    self->WriteChunk(": still here\n\n", nullptr);
  });
}

void Connection::StartDeadline(std::chrono::milliseconds after) {
  deadline_ = std::chrono::steady_clock::now() + after;
  if (deadline_ < watch_at_) WatchDeadline();
}

void Connection::WatchDeadline() {
  watch_at_ = deadline_;
  watch_.expires_at(deadline_);
  watch_.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    if (error || self == nullptr || self->state_ == State::kClosed) return;
    self->watch_at_ = kNoDeadline;
    if (self->deadline_ <= std::chrono::steady_clock::now()) return self->CloseNow();
    if (self->deadline_ != kNoDeadline) self->WatchDeadline();
  });
}

void Connection::CloseNow() {
  if (state_ == State::kClosed) return;
  if (state_ == State::kStreaming) --context_->event_streams;
  state_ = State::kClosed;
  watch_.cancel();
  if (pause_) pause_->cancel();
  error_code ignored;
  socket_.shutdown(Socket::shutdown_both, ignored);
  socket_.close(ignored);
  if (next_sent_) std::exchange(next_sent_, {})(false);
  if (gone_) std::exchange(gone_, {})();
}

}  // namespace duban::gateway
