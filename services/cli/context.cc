#include "cli/context.h"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "common/error.h"
#include "common/names.h"

namespace duban::cli {
namespace {

constexpr std::streamoff kMaxFileBytes = 64 << 20;

}  // namespace

int Fail(const absl::Status& status) {
  const auto violations = ViolationsOf(status);
  if (violations.empty()) {
    fmt::print(stderr, "duban: {}\n", MessageOf(status));
  } else {
    fmt::print(stderr, "duban: the service refused {} field{}:\n", violations.size(),
               violations.size() == 1 ? "" : "s");
    for (const FieldViolation& violation : violations)
      fmt::print(stderr, "  {}: {} ({})\n", violation.field, violation.message, violation.reason);
  }
  if (status.code() == absl::StatusCode::kUnavailable)
    fmt::print(stderr, "Is the suite running? Start it with `duban up` (or ./tools/up).\n");
  return kFailed;
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file || file.tellg() < 0) {
    return Error(absl::StatusCode::kNotFound, "FILE_NOT_FOUND",
                 fmt::format("cannot read {}: no such file, or no permission", path));
  }
  if (file.tellg() > kMaxFileBytes) {
    return Error(absl::StatusCode::kResourceExhausted, "FILE_TOO_LARGE",
                 fmt::format("{} is larger than {} MiB", path, kMaxFileBytes >> 20));
  }
  std::string content(static_cast<size_t>(file.tellg()), '\0');
  file.seekg(0);
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<size_t>(file.gcount()));
  return content;
}

void AddDateOption(CLI::App& command, const std::string& name, Date& target,
                   const std::string& help) {
  command
      .add_option_function<std::string>(
          name,
          [&target, name](const std::string& text) {
            const auto date = ParseDate(text);
            if (!date)
              throw CLI::ValidationError(name, fmt::format("got \"{}\", want YYYY-MM-DD", text));
            target = *date;
          },
          help)
      ->type_name("YYYY-MM-DD");
}

void AddProgrammeOptions(CLI::App& command, ProgrammeOptions& options, bool required) {
  command.add_option("--district", options.district, "six-digit GB/T 2260 code of the district")
      ->type_name("CODE")
      ->required(required)
      ->check([](const std::string& text) {
        return IsDistrictCode(text)
                   ? std::string()
                   : fmt::format("got \"{}\", want six digits such as 440113", text);
      });
  command.add_option("--year", options.year, "year of the programme")
      ->type_name("YEAR")
      ->required(required)
      ->check(CLI::Range(2000, 2100));
}

bool Confirm(const std::string& question) {
  if (isatty(STDIN_FILENO) == 0) return false;
  fmt::print("{} [y/N] ", question);
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes" || answer == "是";
}

}  // namespace duban::cli
