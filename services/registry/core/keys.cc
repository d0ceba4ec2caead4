#include "registry/core/keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"
#include "common/names.h"

namespace duban::registry {
namespace {

constexpr std::string_view kDistricts = "districts/";
constexpr std::string_view kUnits = "/units/";

}  // namespace

std::string DistrictCodeIn(std::string_view name) {
  if (!name.starts_with(kDistricts)) return "";
  const std::string_view rest = name.substr(kDistricts.size());
  const std::string_view code = rest.substr(0, rest.find('/'));
  return IsDistrictCode(code) ? std::string(code) : "";
}

std::string UnitName(std::string_view district, std::string_view unit) {
  return fmt::format("districts/{}/units/{}", district, unit);
}

absl::StatusOr<UnitKey> ParseUnitName(std::string_view field, std::string_view name) {
  const size_t at = name.find(kUnits);
  UnitKey key{.district = DistrictCodeIn(name)};
  if (!key.district.empty() && at == kDistricts.size() + key.district.size()) {
    key.unit = std::string(name.substr(at + kUnits.size()));
    if (IsUnitId(key.unit)) return key;
  }
  return InvalidField(
      field, "NAME_MALFORMED",
      fmt::format("got \"{}\", want districts/440113/units/shuiwuju", name.substr(0, 100)));
}

bool IsUnitId(std::string_view id) {
  return !id.empty() && id.size() <= 63 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string RuleProfileName(std::string_view district, std::string_view date) {
  return fmt::format("districts/{}/ruleProfiles/{}", district, date);
}

std::string LastSegment(std::string_view name) {
  const size_t slash = name.rfind('/');
  return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

}  // namespace duban::registry
