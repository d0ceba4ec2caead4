#include "common/names.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "common/error.h"

namespace duban {
namespace {

// The parts of a name between slashes; of a longer one than any good name the first few.
class Parts {
 public:
  explicit Parts(std::string_view text) {
    while (true) {
      const size_t slash = text.find('/');
      parts_[size_++] = text.substr(0, slash);
      if (slash == std::string_view::npos || size_ == parts_.size()) return;
      text.remove_prefix(slash + 1);
    }
  }
  size_t size() const { return size_; }
  std::string_view operator[](size_t at) const { return parts_[at]; }

 private:
  std::array<std::string_view, 11> parts_;
  size_t size_ = 0;
};

// A decimal number without sign or leading zero, in [low .. high].
std::optional<long long> Number(std::string_view text, long long low, long long high) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.front() == '0') return {};
  if (value < low || value > high) return {};
  return value;
}

absl::Status Malformed(std::string_view field, std::string_view name, std::string_view want) {
  return InvalidField(field, "NAME_MALFORMED",
                      fmt::format("got \"{}\", want {}", name.substr(0, 100), want));
}

constexpr std::string_view kAny =
    "districts/440113[/programmes/2022[/projects/1[/tasks/1[/indicators/1]]]]";

// One "collection/number" step of a name: true when it fits and was taken.
bool Take(const Parts& parts, size_t at, std::string_view collection, int low, int high, int& out) {
  if (parts.size() < at + 2 || parts[at] != collection) return false;
  const auto number = Number(parts[at + 1], low, high);
  if (!number) return false;
  out = static_cast<int>(*number);
  return true;
}

}  // namespace

bool IsDistrictCode(std::string_view code) {
  if (code.size() != 6 || code[0] == '0') return false;
  for (const char c : code) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

absl::StatusOr<ResourceName> ParseName(std::string_view field, std::string_view name) {
  const Parts parts(name);
  ResourceName out;
  if (parts.size() < 2 || parts.size() > 10 || parts.size() % 2 != 0 || parts[0] != "districts" ||
      !IsDistrictCode(parts[1])) {
    return Malformed(field, name, kAny);
  }
  out.district = std::string(parts[1]);
  if (parts.size() > 2 && !Take(parts, 2, "programmes", 2000, 2100, out.year))
    return Malformed(field, name, kAny);
  if (parts.size() > 4 && !Take(parts, 4, "projects", 1, 999, out.project))
    return Malformed(field, name, kAny);
  if (parts.size() > 6 && !Take(parts, 6, "tasks", 1, 999, out.task))
    return Malformed(field, name, kAny);
  if (parts.size() > 8 && !Take(parts, 8, "indicators", 1, 999, out.indicator) &&
      !Take(parts, 8, "milestones", 1, 999, out.milestone))
    return Malformed(field, name, kAny);
  return out;
}

absl::StatusOr<ResourceName> ParseDistrictName(std::string_view field, std::string_view name) {
  auto parsed = ParseName(field, name);
  if (!parsed.ok() || parsed->year != 0) return Malformed(field, name, "districts/440113");
  return parsed;
}

absl::StatusOr<ResourceName> ParseProgrammeName(std::string_view field, std::string_view name) {
  auto parsed = ParseName(field, name);
  if (!parsed.ok() || parsed->year == 0 || parsed->project != 0)
    return Malformed(field, name, "districts/440113/programmes/2022");
  return parsed;
}

absl::StatusOr<ResourceName> ParseTaskName(std::string_view field, std::string_view name) {
  auto parsed = ParseName(field, name);
  if (!parsed.ok() || parsed->task == 0 || parsed->indicator != 0 || parsed->milestone != 0)
    return Malformed(field, name, "districts/440113/programmes/2022/projects/1/tasks/1");
  return parsed;
}

std::string DistrictName(std::string_view code) { return fmt::format("districts/{}", code); }

std::string ProgrammeName(std::string_view code, int year) {
  return fmt::format("districts/{}/programmes/{}", code, year);
}

std::string ProjectName(std::string_view programme, int project) {
  return fmt::format("{}/projects/{}", programme, project);
}

std::string TaskName(std::string_view project, int task) {
  return fmt::format("{}/tasks/{}", project, task);
}

std::string IndicatorName(std::string_view task, int indicator) {
  return fmt::format("{}/indicators/{}", task, indicator);
}

std::string MilestoneName(std::string_view task, int milestone) {
  return fmt::format("{}/milestones/{}", task, milestone);
}

std::string FormatName(const ResourceName& name) {
  std::string out = DistrictName(name.district);
  if (name.year != 0) out = ProgrammeName(name.district, name.year);
  if (name.project != 0) out = ProjectName(out, name.project);
  if (name.task != 0) out = TaskName(out, name.task);
  if (name.indicator != 0) return IndicatorName(out, name.indicator);
  if (name.milestone != 0) return MilestoneName(out, name.milestone);
  return out;
}

std::string FormatReportName(std::string_view district, long long position) {
  return fmt::format(FMT_COMPILE("districts/{}/reports/{}"), district, position);
}

absl::StatusOr<ReportName> ParseReportName(std::string_view field, std::string_view name) {
  const Parts parts(name);
  if (parts.size() == 4 && parts[0] == "districts" && IsDistrictCode(parts[1]) &&
      parts[2] == "reports") {
    if (const auto position = Number(parts[3], 1, INT64_MAX))
      return ReportName{std::string(parts[1]), *position};
  }
  return Malformed(field, name, "districts/440113/reports/1");
}

}  // namespace duban
