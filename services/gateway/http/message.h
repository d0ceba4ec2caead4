// HTTP requests and replies as the gateway's handlers see them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace duban::gateway {

// What a client asked. Only the fields that a handler reads are kept.
struct HttpRequest {
  std::string method;  // upper case
  std::string path;    // still percent-encoded, starts with "/"
  std::string query;   // without "?", still percent-encoded
  std::string body;
  std::string peer;  // IP address of the connection's other end
  std::string content_type;
  std::string accept_encoding;
  std::string if_none_match;
  std::string request_id;
  std::string forwarded_for;
  std::string district;  // duban-district
  std::string fetch_site;
  std::string host;
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  // Shared, since static files answer many requests with the same bytes; null = empty.
  std::shared_ptr<const std::string> body;
};

// The reply side of one request. Thread-safe; calls after the client left do nothing.
//
// Either Reply once, or OpenEvents, then SendEvent one at a time, then CloseEvents. Dropping the
// last reference without a reply closes the connection.
class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual void Reply(HttpResponse response) = 0;

  // Starts a stream of server-sent events; while nothing is sent, comments keep the connection
  // alive.
  virtual void OpenEvents(std::vector<std::pair<std::string, std::string>> headers) = 0;

  // Sends `text`, complete lines of the event stream format. `sent` is called once it was written
  // (true) or cannot be any more (false), on any thread. One at a time.
  virtual void SendEvent(std::string text, std::function<void(bool)> sent) = 0;

  // Ends the stream and the connection after what was sent.
  virtual void CloseEvents() = 0;

  // `gone` is called, once and on any thread, when the client leaves an event stream, also when it
  // has left already.
  virtual void OnGone(std::function<void()> gone) = 0;
};

using HttpHandler = std::function<void(HttpRequest, std::shared_ptr<Exchange>)>;

}  // namespace duban::gateway
