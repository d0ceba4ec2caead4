#include "runtime/metrics.h"

#include <fmt/format.h>
#include <prometheus/exposer.h>
#include <prometheus/text_serializer.h>

#include <filesystem>
#include <iterator>
#include <utility>

#include "common/error.h"
#include "runtime/process_metrics.h"

namespace duban::runtime {
namespace {

const std::vector<double> kLatencyBuckets = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                             0.1,    0.25,  0.5,    1,     2.5,  5,     10};

}  // namespace

// Shows nothing itself; the exposer collects in the order of registration, so what it sets is seen in the same scrape.
struct Metrics::Refresher : prometheus::Collectable {
  std::vector<std::function<void()>> refresh;

  std::vector<prometheus::MetricFamily> Collect() const override {
    for (const auto& each : refresh) each();
    return {};
  }
};

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      process_(std::make_shared<ProcessMetrics>()),
      refresher_(std::make_shared<Refresher>()) {}
Metrics::~Metrics() = default;

prometheus::Counter& Metrics::Counter(const std::string& name, const std::string& help,
                                      const Labels& labels) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels);
}

prometheus::Gauge& Metrics::Gauge(const std::string& name, const std::string& help,
                                  const Labels& labels) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add(labels);
}

prometheus::Histogram& Metrics::Histogram(const std::string& name, const std::string& help,
                                          const Labels& labels, std::vector<double> buckets) {
  if (buckets.empty()) buckets = kLatencyBuckets;
  return prometheus::BuildHistogram().Name(name).Help(help).Register(*registry_).Add(labels,
                                                                                     buckets);
}

void Metrics::OnScrape(std::function<void()> refresh) { refresher_->refresh.push_back(std::move(refresh)); }

void Metrics::WatchSpace(const std::string& data_dir) {
  prometheus::Gauge& capacity = Gauge("duban_data_capacity_bytes", "Size of the file system that holds the data");
  prometheus::Gauge& free = Gauge("duban_data_free_bytes", "What is free of it for this process");
  OnScrape([data_dir, &capacity, &free] {
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(data_dir, error);
    if (error) return;
    capacity.Set(static_cast<double>(space.capacity));
    free.Set(static_cast<double>(space.available));
  });
}

absl::Status Metrics::Serve(const std::string& address) {
  try {
    exposer_ = std::make_unique<prometheus::Exposer>(address, /*num_threads=*/1);
    exposer_->RegisterCollectable(refresher_);
    exposer_->RegisterCollectable(registry_);
    exposer_->RegisterCollectable(process_);
  } catch (const std::exception&) {
    return Error(absl::StatusCode::kUnavailable, "ADDRESS_IN_USE",
                 fmt::format("cannot serve metrics at {}: the port is in use or not allowed; choose "
                             "another with --metrics-address",
                             address),
                 {{"address", address}});
  }
  return absl::OkStatus();
}

std::string Metrics::Text() const {
  refresher_->Collect();
  std::vector<prometheus::MetricFamily> families = registry_->Collect();
  std::vector<prometheus::MetricFamily> process = process_->Collect();
  families.insert(families.end(), std::make_move_iterator(process.begin()), std::make_move_iterator(process.end()));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace duban::runtime
