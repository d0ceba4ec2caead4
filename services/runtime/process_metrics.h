// What the operating system knows of this process, under the names that every Prometheus client
// uses.
#pragma once

#include <prometheus/collectable.h>

#include <string>
#include <vector>

namespace duban::runtime {

// Read from `proc` anew at every scrape: process_cpu_seconds_total, process_resident_memory_bytes,
// process_open_fds, process_max_fds, process_threads, process_start_time_seconds. What cannot be
// read is left out. Thread-safe.
class ProcessMetrics : public prometheus::Collectable {
 public:
  explicit ProcessMetrics(std::string proc = "/proc");
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const std::string proc_;
};

}  // namespace duban::runtime
