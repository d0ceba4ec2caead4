// Resource names of the public API:
// districts/440113/programmes/2022/projects/3/tasks/2/indicators/1. Pure values; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace duban {

// A parsed name; parts below the deepest one given are 0 or empty.
struct ResourceName {
  std::string district;  // six digits
  int year = 0;          // 2000..2100
  int project = 0;       // 1..999
  int task = 0;          // 1..999
  int indicator = 0;     // 1..999
  int milestone = 0;     // 1..999

  bool operator==(const ResourceName&) const = default;
};

// True for six ASCII digits of which the first is not 0.
bool IsDistrictCode(std::string_view code);

// Reads a district, programme, project, task, indicator or milestone name.
// Errors: INVALID_ARGUMENT NAME_MALFORMED about `field`.
absl::StatusOr<ResourceName> ParseName(std::string_view field, std::string_view name);

// Reads a name that must go exactly down to the district, the programme, or the task. Errors as
// ParseName.
absl::StatusOr<ResourceName> ParseDistrictName(std::string_view field, std::string_view name);
absl::StatusOr<ResourceName> ParseProgrammeName(std::string_view field, std::string_view name);
absl::StatusOr<ResourceName> ParseTaskName(std::string_view field, std::string_view name);

// Writes names.
std::string DistrictName(std::string_view code);
std::string ProgrammeName(std::string_view code, int year);
std::string ProjectName(std::string_view programme, int project);
std::string TaskName(std::string_view project, int task);
std::string IndicatorName(std::string_view task, int indicator);
std::string MilestoneName(std::string_view task, int milestone);
std::string FormatName(const ResourceName& name);

// "districts/440113/reports/17" <-> ("440113", 17). Errors: INVALID_ARGUMENT NAME_MALFORMED about
// `field`.
struct ReportName {
  std::string district;
  long long position = 0;  // >= 1
};
std::string FormatReportName(std::string_view district, long long position);
absl::StatusOr<ReportName> ParseReportName(std::string_view field, std::string_view name);

}  // namespace duban
