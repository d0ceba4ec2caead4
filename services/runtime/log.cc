#include "runtime/log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace duban::runtime {
namespace {

constexpr const char* kLevelNames[] = {"debug", "info", "warn", "error"};

std::string Timestamp(TimePoint now) {
  const std::int64_t us = now.time_since_epoch().count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(us / 1'000'000), us % 1'000'000);
}

std::string TextOf(const LogValue& value) {
  return std::visit([](const auto& v) { return fmt::format("{}", v); }, value);
}

}  // namespace

Log::Log(std::string service, std::string version, LogLevel level, std::string_view format,
         const Clock& clock)
    : service_(std::move(service)), version_(std::move(version)), level_(level), clock_(clock) {
  json_ = format == "json" || (format == "auto" && isatty(STDERR_FILENO) == 0);
  logger_ =
      std::make_unique<spdlog::logger>(service_, std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger_->set_pattern("%v");
  logger_->set_level(spdlog::level::trace);
}

Log::~Log() = default;

void Log::Warn(std::string_view event, LogFields fields) {
  std::int64_t suppressed = 0;
  {
    absl::MutexLock lock(&mu_);
    const SteadyPoint now = clock_.Steady();
    auto [it, first] = limits_.try_emplace(std::string(event), Limit{now, 0});
    if (!first && now - it->second.last < std::chrono::seconds(1)) {
      ++it->second.suppressed;
      return;
    }
    suppressed = std::exchange(it->second.suppressed, 0);
    it->second.last = now;
  }
  Write(LogLevel::kWarn, event, fields, suppressed);
}

void Log::Write(LogLevel level, std::string_view event, LogFields fields, std::int64_t suppressed) {
  if (level < level_) return;
  const char* level_name = kLevelNames[static_cast<int>(level)];
  std::string line;
  if (json_) {
    nlohmann::ordered_json json = {{"ts", Timestamp(clock_.Now())},
                                   {"level", level_name},
                                   {"service", service_},
                                   {"version", version_},
                                   {"event", event}};
    for (const auto& field : fields)
      std::visit([&](const auto& value) { json[std::string(field.first)] = value; }, field.second);
    if (suppressed > 0) json["suppressed"] = suppressed;
    line = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  } else {
    line = fmt::format("{} {:<5} {} {}", Timestamp(clock_.Now()).substr(11, 12), level_name,
                       service_, event);
    for (const auto& [key, value] : fields) line += fmt::format(" {}={}", key, TextOf(value));
    if (suppressed > 0) line += fmt::format(" suppressed={}", suppressed);
  }
  logger_->log(static_cast<spdlog::level::level_enum>(static_cast<int>(level) + 1), line);
  if (level >= LogLevel::kWarn) logger_->flush();
}

}  // namespace duban::runtime
