// Structured logs: one event a line, JSON for machines or text on a terminal.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"

namespace spdlog {
class logger;
}

namespace duban::runtime {

enum class LogLevel { kDebug, kInfo, kWarn, kError };

// A field's value.
using LogValue = std::variant<std::string, std::int64_t, double, bool>;
using LogFields = std::initializer_list<std::pair<std::string_view, LogValue>>;

// Log writes events to standard error. Thread-safe.
//
// `event` is snake_case and past tense (rpc_done, cache_degraded). Never log user content, tokens
// or connection strings. A warning of one event is written at most once a second; the next one
// carries how many were suppressed.
class Log {
 public:
  // `format` is "json", "text", or "auto" (text on a terminal).
  Log(std::string service, std::string version, LogLevel level, std::string_view format,
      const Clock& clock);
  ~Log();

  void Debug(std::string_view event, LogFields fields = {}) {
    Write(LogLevel::kDebug, event, fields);
  }
  void Info(std::string_view event, LogFields fields = {}) {
    Write(LogLevel::kInfo, event, fields);
  }
  void Warn(std::string_view event, LogFields fields = {});
  void Error(std::string_view event, LogFields fields = {}) {
    Write(LogLevel::kError, event, fields);
  }

  bool IsDebug() const { return level_ == LogLevel::kDebug; }

 private:
  struct Limit {
    SteadyPoint last;
    std::int64_t suppressed = 0;
  };

  void Write(LogLevel level, std::string_view event, LogFields fields, std::int64_t suppressed = 0);

  const std::string service_;
  const std::string version_;
  const LogLevel level_;
  const Clock& clock_;  // not owned
  bool json_ = true;
  std::unique_ptr<spdlog::logger> logger_;
  absl::Mutex mu_;
  std::map<std::string, Limit, std::less<>> limits_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::runtime
