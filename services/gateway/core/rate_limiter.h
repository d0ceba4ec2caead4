// How often one client may ask.
#pragma once

#include <list>
#include <string>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"

namespace duban::gateway {

// RateLimiter keeps a token bucket per client, for the clients seen last. Thread-safe.
class RateLimiter {
 public:
  // A client may send `burst` requests at once and `per_second` on the long run. At most
  // `max_clients` are remembered; one that was forgotten starts with a full bucket.
  RateLimiter(double per_second, double burst, size_t max_clients, const Clock& clock)
      : per_second_(per_second), burst_(burst), max_clients_(max_clients), clock_(clock) {}

  // Takes a token; 0 when there was one, else the seconds until there is.
  double Take(const std::string& client);

  // Clients remembered.
  size_t size() const;

 private:
  struct Bucket {
    double tokens;
    SteadyPoint filled;
    std::list<std::string>::iterator recency;
  };

  const double per_second_;
  const double burst_;
  const size_t max_clients_;
  const Clock& clock_;  // not owned
  mutable absl::Mutex mu_;
  std::unordered_map<std::string, Bucket> buckets_ ABSL_GUARDED_BY(mu_);
  std::list<std::string> recency_ ABSL_GUARDED_BY(mu_);  // newest first
};

}  // namespace duban::gateway
