// Prometheus metrics of one process and the page that shows them.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace prometheus {
class Exposer;
}

namespace duban::runtime {

using Labels = prometheus::Labels;

// Metrics owns every metric of the process; what it returns lives as long as it does.
//
// Names: duban_<noun>_<unit>[_total], base units (seconds, bytes, ratio). Label values come from
// closed sets. Asking again for the same name and labels returns the same metric. Thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  prometheus::Counter& Counter(const std::string& name, const std::string& help,
                               const Labels& labels = {});
  prometheus::Gauge& Gauge(const std::string& name, const std::string& help,
                           const Labels& labels = {});
  // `buckets` are upper bounds in ascending order; empty = 0.5 ms to 10 s.
  prometheus::Histogram& Histogram(const std::string& name, const std::string& help,
                                   const Labels& labels = {}, std::vector<double> buckets = {});

  // Calls `refresh` before every scrape, on its thread: for what is cheaper to read then than to
  // follow. It must not take long and must live until destruction. Before Serve only.
  void OnScrape(std::function<void()> refresh);

  // The space of the file system of `data_dir`, read at every scrape: duban_data_capacity_bytes,
  // duban_data_free_bytes. Before Serve only.
  void WatchSpace(const std::string& data_dir);

  // Serves /metrics at host:port (port 0 = any) until destruction. Errors: UNAVAILABLE
  // ADDRESS_IN_USE.
  absl::Status Serve(const std::string& address);

  // The page as Prometheus reads it.
  std::string Text() const;

 private:
  // Shared with the exposer, which takes weak_ptrs.
  std::shared_ptr<prometheus::Registry> registry_;
  std::shared_ptr<prometheus::Collectable> process_;
  struct Refresher;
  std::shared_ptr<Refresher> refresher_;
  std::unique_ptr<prometheus::Exposer> exposer_;
  std::string host_;  // that it listens at
};

}  // namespace duban::runtime
