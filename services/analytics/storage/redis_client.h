// RedisClient sends single commands to one Redis, to the master that Sentinels name, or to a Cluster (hiredis).
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

struct redisContext;

namespace duban::analytics {

// Thread-safe; a call blocks at most about `timeout` for each node it has to ask (one, unless the topology changed).
//
// Addresses: "host:port", "unix:/path", or "sentinel:NAME@host:port,host:port" (the master called NAME). A Cluster needs
// nothing more than one of its nodes: MOVED and ASK answers are followed, and where a district lives is remembered.
class RedisClient {
 public:
  RedisClient(std::string address, std::chrono::milliseconds timeout);
  ~RedisClient();

  // Sends a command about one key; `slot` is what decides its place in a Cluster (our hash tag). The answer's text, or
  // nullopt for nil. Errors: UNAVAILABLE REDIS_UNREACHABLE (not connected, no answer in time, or no Redis at all);
  // FAILED_PRECONDITION REDIS_REFUSED (Redis answered with an error, as when it is full).
  absl::StatusOr<std::optional<std::string>> Command(const std::string& slot,
                                                     const std::vector<std::string>& words);

 private:
  struct Closer {
    void operator()(redisContext* context) const;
  };
  using Connection = std::unique_ptr<redisContext, Closer>;
  // An answer: text, nil or error.
  struct Reply {
    std::optional<std::string> text;
    std::string error;
  };

  absl::StatusOr<Connection> Connect(const std::string& address);
  absl::StatusOr<std::string> AskSentinels();
  absl::StatusOr<std::string> HomeAddress();
  absl::StatusOr<Reply> Send(redisContext& connection, const std::vector<std::string>& words);
  absl::StatusOr<Reply> SendTo(const std::string& address, bool asking,
                               const std::vector<std::string>& words);
  void Forget(const std::string& slot);

  const std::string address_;
  const std::chrono::milliseconds timeout_;
  absl::Mutex mu_;
  std::string master_ ABSL_GUARDED_BY(mu_);  // as Sentinels named it; empty = ask
  std::map<std::string, std::string> places_ ABSL_GUARDED_BY(mu_);  // slot -> address, as MOVED said; bounded
  std::map<std::string, std::vector<Connection>> idle_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::analytics
