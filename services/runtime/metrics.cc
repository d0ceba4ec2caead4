#include "runtime/metrics.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <prometheus/exposer.h>
#include <prometheus/text_serializer.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <thread>
#include <utility>

#include "common/error.h"
#include "runtime/process_metrics.h"

namespace duban::runtime {
namespace {

const std::vector<double> kLatencyBuckets = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                             0.1,    0.25,  0.5,    1,     2.5,  5,     10};

// Connects and hangs up; nothing where the address is no IP address.
void Knock(const std::string& host, int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return;
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  (void)!connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  close(fd);
}

}  // namespace

// Shows nothing itself; the exposer collects in the order of registration, so what it sets is seen
// in the same scrape.
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

Metrics::~Metrics() {
  if (exposer_ == nullptr) return;
  // The exposer's listener sees that it should end when a connection comes, or after two seconds: a
  // program that stops should not have to wait for that.
  const std::vector<int> ports = exposer_->GetListeningPorts();
  std::atomic<bool> gone{false};
  std::thread stopper([&] {
    exposer_.reset();
    gone = true;
  });
  while (!gone) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    for (const int port : ports) Knock(host_, port);
  }
  stopper.join();
}

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
  return prometheus::BuildHistogram()
      .Name(name)
      .Help(help)
      .Register(*registry_)
      .Add(labels, buckets);
}

void Metrics::OnScrape(std::function<void()> refresh) {
  refresher_->refresh.push_back(std::move(refresh));
}

void Metrics::WatchSpace(const std::string& data_dir) {
  prometheus::Gauge& capacity =
      Gauge("duban_data_capacity_bytes", "Size of the file system that holds the data");
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
    host_ = address.substr(0, address.rfind(':'));
    exposer_->RegisterCollectable(registry_);
    exposer_->RegisterCollectable(process_);
  } catch (const std::exception&) {
    return Error(
        absl::StatusCode::kUnavailable, "ADDRESS_IN_USE",
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
  families.insert(families.end(), std::make_move_iterator(process.begin()),
                  std::make_move_iterator(process.end()));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace duban::runtime
