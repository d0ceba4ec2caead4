// What every command of `duban` shares: where the services are, how errors are shown.
#pragma once

#include <grpcpp/channel.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/date.h"

namespace duban::cli {

// Options of the command line that belong to no single command. Commands set `run`; main calls it.
struct Context {
  std::string registry_address = "127.0.0.1:7401";
  std::string ingest_address = "127.0.0.1:7402";
  std::string analytics_address = "127.0.0.1:7403";
  std::chrono::milliseconds timeout{30'000};
  SystemClock clock;
  std::function<int()> run;
};

// Exit statuses.
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;  // a service or a file said no
inline constexpr int kUsage = 2;   // the command line is wrong
inline constexpr int kImportRefused =
    3;  // `duban import`: a document, or a part of it, waits for a person

// Prints an error for a person on standard error (the message, bad fields, and what to do when a
// service is not there) and returns kFailed.
int Fail(const absl::Status& status);

// The file's bytes. Errors: NOT_FOUND FILE_NOT_FOUND, RESOURCE_EXHAUSTED FILE_TOO_LARGE (over 64
// MiB).
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Adds an option that takes a date YYYY-MM-DD.
void AddDateOption(CLI::App& command, const std::string& name, Date& target,
                   const std::string& help);

// Adds --district and --year, both required.
struct ProgrammeOptions {
  std::string district;
  int year = 0;
};
void AddProgrammeOptions(CLI::App& command, ProgrammeOptions& options, bool required);

// Asks on the terminal; false without one.
bool Confirm(const std::string& question);

}  // namespace duban::cli
