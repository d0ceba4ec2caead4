// Configuration of a program: flags > DUBAN_ environment > YAML file > defaults.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace duban::runtime {

// OptionTable binds option names to the fields of a config struct; a field's value at binding is
// its default.
//
// The option "queue_entries" is the flag --queue-entries, the environment variable
// DUBAN_QUEUE_ENTRIES and the YAML key queue_entries. Durations are written "250ms", "5s" or "2m";
// lists are separated by commas (in YAML also sequences). The targets are not owned and must
// outlive the table. Not thread-safe.
class OptionTable {
 public:
  using Target = std::variant<std::string*, std::int64_t*, int*, double*, bool*,
                              std::chrono::milliseconds*, std::vector<std::string>*>;

  // `key` is lower snake case and unique; `help` says unit and effect. Numbers must lie in [low ..
  // high].
  void Add(std::string key, Target target, std::string help, double low = 0, double high = 1e18);

  // Help of a value that must not be shown by --print-config or in logs.
  void AddSecret(std::string key, std::string* target, std::string help);

  // Reads the command line, the environment and the YAML file named by --config. Reports every
  // problem at once: INVALID_ARGUMENT CONFIG_INVALID. On error targets may be partly set.
  absl::Status Parse(int argc, const char* const* argv,
                     const std::map<std::string, std::string>& environment);

  // What --help and --print-config (YAML, secrets as ***) print.
  std::string Help(std::string_view program, std::string_view description) const;
  std::string Print() const;

  bool help_asked() const { return help_asked_; }
  bool print_asked() const { return print_asked_; }
  bool version_asked() const { return version_asked_; }

 private:
  struct Option {
    std::string key;
    Target target;
    std::string help;
    double low;
    double high;
    bool secret;
    std::string default_text;
  };

  Option* Find(std::string_view key);
  void ReadFile(const std::string& path, std::vector<std::string>& problems);
  void Set(Option& option, const std::string& text, std::string_view where,
           std::vector<std::string>& problems);

  std::vector<Option> options_;
  bool help_asked_ = false;
  bool print_asked_ = false;
  bool version_asked_ = false;
};

// The process's environment as a map.
std::map<std::string, std::string> Environment();

}  // namespace duban::runtime
