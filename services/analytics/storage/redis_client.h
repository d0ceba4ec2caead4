// RedisClient sends single commands to one Redis, to the master that Sentinels name, or to a
// Cluster (hiredis).
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

// How a new connection logs in.
struct RedisLogin {
  std::string user;           // "" = the default user
  std::string password_file;  // read anew for every connection, so that a password can change; "" =
                              // no login
};

// Thread-safe; a call blocks at most `timeout` to connect (twice that with a login) and `timeout`
// for the whole answer, for each node it has to ask (one, unless the topology changed; never more
// than four).
//
// Addresses: "host:port", "unix:/path", "sentinel:NAME@host:port,host:port" (the master called
// NAME), or some nodes of a Cluster, "host:port,host:port". MOVED and ASK answers are followed,
// where a district lives is remembered, and nodes that were learned of stand in for those that are
// gone.
class RedisClient {
 public:
  RedisClient(std::string address, std::chrono::milliseconds timeout, RedisLogin login = {});
  ~RedisClient();

  // Sends a command about one key; `slot` is what decides its place in a Cluster (our hash tag).
  // The answer's text, or nullopt for nil. Errors: UNAVAILABLE REDIS_UNREACHABLE (not connected, no
  // answer in time, or no Redis at all); FAILED_PRECONDITION REDIS_REFUSED (Redis answered with an
  // error, as when it is full); PERMISSION_DENIED REDIS_LOGIN_FAILED (the password is wrong or
  // missing, or its file cannot be read).
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
  absl::Status LogIn(redisContext& connection);
  absl::StatusOr<std::string> AskSentinels();
  absl::StatusOr<std::string> HomeAddress();
  // Remembers where `slot` lives, and that there is such a node.
  void Learn(const std::string& slot, const std::string& address);
  absl::StatusOr<Reply> Send(redisContext& connection, const std::vector<std::string>& words);
  absl::StatusOr<Reply> SendTo(const std::string& address, bool asking,
                               const std::vector<std::string>& words);
  // Forgets where `slot` lives and asks another node next time.
  void Forget(const std::string& slot);

  const std::string address_;
  const std::chrono::milliseconds timeout_;
  const RedisLogin login_;
  absl::Mutex mu_;
  std::string master_ ABSL_GUARDED_BY(mu_);  // as Sentinels named it; empty = ask
  std::vector<std::string> nodes_
      ABSL_GUARDED_BY(mu_);  // without Sentinels: those given, then those learned of
  std::size_t home_ ABSL_GUARDED_BY(mu_) = 0;  // which of them is asked first
  std::map<std::string, std::string> places_
      ABSL_GUARDED_BY(mu_);  // slot -> address, as MOVED said; bounded
  std::map<std::string, std::vector<Connection>> idle_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::analytics
