// Names and keys of what the catalog keeps beside the programme tree: units and rule profiles.
// Pure functions; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace duban::registry {

// The six-digit code in any well-formed name that starts with districts/{code}; "" otherwise.
std::string DistrictCodeIn(std::string_view name);

// districts/{code}/units/{unit}, taken apart.
struct UnitKey {
  std::string district;
  std::string unit;
};
std::string UnitName(std::string_view district, std::string_view unit);

// Errors: INVALID_ARGUMENT NAME_MALFORMED about `field`.
absl::StatusOr<UnitKey> ParseUnitName(std::string_view field, std::string_view name);

// True for 1..63 of a-z, 0-9 and "-".
bool IsUnitId(std::string_view id);

// districts/{code}/ruleProfiles/{yyyy-mm-dd}.
std::string RuleProfileName(std::string_view district, std::string_view date);

// The last segment of a name.
std::string LastSegment(std::string_view name);

}  // namespace duban::registry
