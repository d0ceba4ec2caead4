#include "runtime/process_metrics.h"

#include <prometheus/metric_family.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace duban::runtime {
namespace {

std::string ReadAll(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The fields of /proc/self/stat from the third on: the second, the program's name, may hold blanks
// and brackets.
std::vector<double> StatFields(const std::string& text) {
  std::vector<double> fields;
  const std::size_t bracket = text.rfind(')');
  if (bracket == std::string::npos) return fields;
  std::istringstream rest(text.substr(bracket + 1));
  std::string state;
  rest >> state;
  fields.push_back(0);
  for (double value = 0; rest >> value;) fields.push_back(value);
  return fields;
}

double BootTime(const std::string& text) {
  const std::size_t at = text.find("btime ");
  return at == std::string::npos ? 0 : std::strtod(text.c_str() + at + 6, nullptr);
}

prometheus::MetricFamily Family(const char* name, const char* help, prometheus::MetricType type,
                                double value) {
  prometheus::ClientMetric metric;
  (type == prometheus::MetricType::Counter ? metric.counter.value : metric.gauge.value) = value;
  return {name, help, type, {metric}};
}

}  // namespace

ProcessMetrics::ProcessMetrics(std::string proc) : proc_(std::move(proc)) {}

std::vector<prometheus::MetricFamily> ProcessMetrics::Collect() const {
  using prometheus::MetricType;
  std::vector<prometheus::MetricFamily> out;
  const std::vector<double> stat = StatFields(ReadAll(proc_ + "/self/stat"));
  // Places of proc(5), less the two fields that were cut off and one since it counts from 1.
  constexpr std::size_t kUserTicks = 14 - 3, kSystemTicks = 15 - 3, kThreads = 20 - 3,
                        kStart = 22 - 3, kPages = 24 - 3;
  if (stat.size() > kPages) {
    const double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    out.push_back(Family("process_cpu_seconds_total", "User and system CPU time spent, in seconds",
                         MetricType::Counter, (stat[kUserTicks] + stat[kSystemTicks]) / ticks));
    out.push_back(Family("process_resident_memory_bytes", "Resident memory, in bytes",
                         MetricType::Gauge,
                         stat[kPages] * static_cast<double>(sysconf(_SC_PAGESIZE))));
    out.push_back(Family("process_threads", "Threads", MetricType::Gauge, stat[kThreads]));
    out.push_back(Family("process_start_time_seconds",
                         "Start of the process, in seconds since the epoch", MetricType::Gauge,
                         BootTime(ReadAll(proc_ + "/stat")) + stat[kStart] / ticks));
  }
  std::error_code error;
  const std::filesystem::directory_iterator descriptors(proc_ + "/self/fd", error);
  if (!error) {
    out.push_back(Family("process_open_fds", "Open file descriptors", MetricType::Gauge,
                         static_cast<double>(std::distance(begin(descriptors), end(descriptors)))));
  }
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    out.push_back(Family("process_max_fds", "File descriptors that may be open", MetricType::Gauge,
                         static_cast<double>(limit.rlim_cur)));
  }
  return out;
}

}  // namespace duban::runtime
