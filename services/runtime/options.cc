#include "runtime/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <optional>

#include "common/error.h"

namespace duban::runtime {
namespace {

using std::chrono::milliseconds;

std::string FlagOf(std::string key) {
  for (char& c : key) c = c == '_' ? '-' : c;
  return "--" + key;
}

std::string VariableOf(std::string key) {
  for (char& c : key) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return "DUBAN_" + key;
}

std::optional<milliseconds> ParseDuration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count < 0) return std::nullopt;
  const std::string_view unit(end, static_cast<size_t>(text.data() + text.size() - end));
  if (unit == "ms") return milliseconds(count);
  if (unit == "s") return milliseconds(count * 1000);
  if (unit == "m") return milliseconds(count * 60'000);
  if (unit == "h") return milliseconds(count * 3'600'000);
  return std::nullopt;
}

std::string FormatDuration(milliseconds value) {
  if (value.count() % 1000 == 0) return fmt::format("{}s", value.count() / 1000);
  return fmt::format("{}ms", value.count());
}

std::vector<std::string> SplitList(const std::string& text) {
  std::vector<std::string> out;
  size_t start = 0;
  while (start < text.size()) {
    const size_t comma = std::min(text.find(',', start), text.size());
    if (comma > start) out.push_back(text.substr(start, comma - start));
    start = comma + 1;
  }
  return out;
}

template <class T>
std::optional<T> ParseNumber(const std::string& text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string ToText(const OptionTable::Target& target) {
  return std::visit(
      [](auto* value) -> std::string {
        using T = std::decay_t<decltype(*value)>;
        if constexpr (std::is_same_v<T, milliseconds>) {
          return FormatDuration(*value);
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
          return fmt::format("{}", fmt::join(*value, ","));
        } else {
          return fmt::format("{}", *value);
        }
      },
      target);
}

// Reads `text` into the target; returns what it wanted when it could not.
struct Reader {
  const std::string& text;
  double low;
  double high;

  template <class T>
  std::string Number(T* target, std::string_view kind) const {
    const auto value = ParseNumber<T>(text);
    if (!value || static_cast<double>(*value) < low || static_cast<double>(*value) > high)
      return fmt::format("want {} in [{} .. {}]", kind, low, high);
    *target = *value;
    return "";
  }
  std::string operator()(std::string* target) const { return *target = text, ""; }
  std::string operator()(int* target) const { return Number(target, "a whole number"); }
  std::string operator()(std::int64_t* target) const { return Number(target, "a whole number"); }
  std::string operator()(double* target) const { return Number(target, "a number"); }
  std::string operator()(bool* target) const {
    if (text != "true" && text != "false") return "want true or false";
    *target = text == "true";
    return "";
  }
  std::string operator()(milliseconds* target) const {
    const auto value = ParseDuration(text);
    if (!value) return "want a duration such as 250ms, 5s or 2m";
    *target = *value;
    return "";
  }
  std::string operator()(std::vector<std::string>* target) const {
    return *target = SplitList(text), "";
  }
};

}  // namespace

void OptionTable::Add(std::string key, Target target, std::string help, double low, double high) {
  std::string text = ToText(target);
  options_.push_back({std::move(key), target, std::move(help), low, high, false, std::move(text)});
}

void OptionTable::AddSecret(std::string key, std::string* target, std::string help) {
  options_.push_back({std::move(key), target, std::move(help), 0, 0, true, ""});
}

OptionTable::Option* OptionTable::Find(std::string_view key) {
  for (Option& option : options_) {
    if (option.key == key) return &option;
  }
  return nullptr;
}

void OptionTable::Set(Option& option, const std::string& text, std::string_view where,
                      std::vector<std::string>& problems) {
  const std::string wanted = std::visit(Reader{text, option.low, option.high}, option.target);
  if (!wanted.empty())
    problems.push_back(
        fmt::format("{}: got \"{}\", {}", where, option.secret ? "***" : text, wanted));
}

void OptionTable::ReadFile(const std::string& path, std::vector<std::string>& problems) {
  try {
    const YAML::Node root = YAML::LoadFile(path);
    if (!root.IsMap() && !root.IsNull()) {
      problems.push_back(fmt::format("{}: want a mapping of option names to values", path));
      return;
    }
    for (const auto& item : root) {
      const std::string key = item.first.as<std::string>();
      Option* option = Find(key);
      if (option == nullptr) {
        problems.push_back(
            fmt::format("{}: unknown key \"{}\"; --help lists the known ones", path, key));
        continue;
      }
      std::string text;
      if (item.second.IsSequence()) {
        for (const auto& part : item.second)
          text += (text.empty() ? "" : ",") + part.as<std::string>();
      } else {
        text = item.second.as<std::string>();
      }
      Set(*option, text, fmt::format("{}: {}", path, key), problems);
    }
  } catch (const YAML::Exception& error) {
    problems.push_back(fmt::format("{}: {}", path, error.what()));
  }
}

absl::Status OptionTable::Parse(int argc, const char* const* argv,
                                const std::map<std::string, std::string>& environment) {
  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  std::string config_path;
  app.add_option("--config", config_path);
  app.add_flag("--help,-h", help_asked_);
  app.add_flag("--print-config", print_asked_);
  app.add_flag("--version", version_asked_);
  std::map<std::string, std::string> flags;
  for (const Option& option : options_) app.add_option(FlagOf(option.key), flags[option.key]);

  std::vector<std::string> problems;
  try {
    app.parse(argc, argv);
    for (const std::string& extra : app.remaining())
      problems.push_back(fmt::format("{}: unknown flag; --help lists the known ones", extra));
  } catch (const CLI::Error& error) {
    problems.push_back(error.what());
  }
  if (const auto it = environment.find("DUBAN_CONFIG");
      config_path.empty() && it != environment.end())
    config_path = it->second;
  if (!config_path.empty()) ReadFile(config_path, problems);
  for (Option& option : options_) {
    const std::string variable = VariableOf(option.key);
    if (const auto it = environment.find(variable); it != environment.end())
      Set(option, it->second, variable, problems);
    if (app.count(FlagOf(option.key)) > 0)
      Set(option, flags[option.key], FlagOf(option.key), problems);
  }
  if (problems.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "CONFIG_INVALID",
               fmt::format("{}", fmt::join(problems, "\n")));
}

std::string OptionTable::Help(std::string_view program, std::string_view description) const {
  std::string out = fmt::format(
      "{}: {}\n\nOptions (flag > DUBAN_ environment variable > YAML file > default):\n"
      "  --config FILE              read options from a YAML file\n"
      "  --print-config             print the options in force as YAML and exit\n"
      "  --version                  print the version and exit\n",
      program, description);
  for (const Option& option : options_) {
    out += fmt::format("  {:<26} {}{}\n", FlagOf(option.key), option.help,
                       option.secret ? "" : fmt::format(" [{}]", option.default_text));
  }
  return out;
}

std::string OptionTable::Print() const {
  YAML::Emitter out;
  out << YAML::BeginMap;
  for (const Option& option : options_)
    out << YAML::Key << option.key << YAML::Value
        << (option.secret ? "***" : ToText(option.target));
  out << YAML::EndMap;
  return std::string(out.c_str()) + "\n";
}

std::map<std::string, std::string> Environment() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const size_t equals = text.find('=');
    if (equals != std::string_view::npos)
      out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

}  // namespace duban::runtime
