// A real redis-server of a test's own, on a unix socket in a directory of its own.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/testing/temp_dir.h"

namespace duban::testing {

// Not thread-safe. The server dies with the object.
class RedisServer {
 public:
  // True where a redis-server is installed; tests skip otherwise.
  static bool Installed();

  // Starts the server and waits until it answers (one that does not ends the test with what it
  // logged); `options` are appended to its command line,
  // `config` is what it finds in its configuration file (a Sentinel insists on one).
  explicit RedisServer(const std::vector<std::string>& options = {},
                       const std::string& config = "");
  ~RedisServer();

  // "unix:/…": as duban-analytics takes it.
  std::string address() const { return "unix:" + socket_; }

  void Kill();
  void Start();
  // SIGSTOP and SIGCONT: it holds its connections and says nothing.
  void Pause();
  void Resume();
  // Runs one command and returns its answer as text; "" for nil.
  std::string Run(const std::vector<std::string>& words);

 private:
  TempDir directory_;
  std::string config_;  // path, "" = none
  std::vector<std::string> options_;
  std::string socket_;
  pid_t pid_ = -1;
};

}  // namespace duban::testing
