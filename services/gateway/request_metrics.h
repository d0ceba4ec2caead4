// How many requests were answered, and how long they took.
#pragma once

#include <chrono>
#include <string>
#include <unordered_map>

#include "runtime/metrics.h"

namespace duban::gateway {

// Counts requests by route and status. Thread-safe once every route is known.
class RequestMetrics {
 public:
  // `metrics` must outlive it.
  explicit RequestMetrics(runtime::Metrics& metrics) : metrics_(metrics) {}

  // A route that is asked for often: its good answers are counted without a look-up.
  void Know(const std::string& route);

  // An answer with this HTTP status, or the end of an event stream with this gRPC code (0 = it
  // ended well).
  void Record(const std::string& route, int status, int grpc_code,
              std::chrono::duration<double> took);

 private:
  struct Answered {
    prometheus::Counter* count;      // of status 200; owned by the metrics
    prometheus::Histogram* seconds;  // likewise
  };

  prometheus::Counter& Count(const std::string& route, const std::string& code);
  prometheus::Histogram& Seconds(const std::string& route);

  runtime::Metrics& metrics_;
  std::unordered_map<std::string, Answered> answered_;  // by route
};

}  // namespace duban::gateway
