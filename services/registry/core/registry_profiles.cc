// Rule profiles: how a district judges, valid from a date until the next one.
#include <fmt/format.h>

#include "common/error.h"
#include "common/names.h"
#include "common/page_token.h"
#include "registry/core/keys.h"
#include "registry/core/registry.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

using v1::RuleProfile;

// The written default: what every unset field of a profile means.
RuleProfile Defaults() {
  RuleProfile out;
  out.set_behind_points(5);
  out.set_ahead_points(5);
  out.set_yellow_points(5);
  out.set_red_points(15);
  out.set_reporting_period_days(31);
  out.set_reporting_grace_days(10);
  out.set_schedule_tolerance_points(10);
  out.set_stalled_periods(2);
  out.set_score_completion(70);
  out.set_score_punctuality(30);
  out.set_score_overdue_deduction(5);
  out.set_score_finding_deduction(2);
  return out;
}

std::vector<FieldViolation> Check(const RuleProfile& profile) {
  std::vector<FieldViolation> violations;
  const auto points = [&](double value, const char* field) {
    if (!(value >= 0 && value <= 100))
      violations.push_back({std::string("profile.") + field, "VALUE_INVALID",
                            fmt::format("got {}, want 0..100 points", value)});
  };
  points(profile.behind_points(), "behind_points");
  points(profile.ahead_points(), "ahead_points");
  points(profile.yellow_points(), "yellow_points");
  points(profile.red_points(), "red_points");
  points(profile.schedule_tolerance_points(), "schedule_tolerance_points");
  points(profile.score_completion(), "score_completion");
  points(profile.score_punctuality(), "score_punctuality");
  points(profile.score_overdue_deduction(), "score_overdue_deduction");
  points(profile.score_finding_deduction(), "score_finding_deduction");
  const auto count = [&](int value, int most, const char* field) {
    if (value < 0 || value > most)
      violations.push_back({std::string("profile.") + field, "VALUE_INVALID",
                            fmt::format("got {}, want 0 (= default) up to {}", value, most)});
  };
  count(profile.reporting_period_days(), 366, "reporting_period_days");
  count(profile.reporting_grace_days(), 366, "reporting_grace_days");
  count(profile.stalled_periods(), 100, "stalled_periods");
  if (!IsValid(FromProto(profile.valid_from())))
    violations.push_back(
        {"profile.valid_from", "DATE_INVALID", "want the first day that the profile judges"});
  return violations;
}

// Writes the default into every field that is 0.
RuleProfile Completed(const RuleProfile& given) {
  RuleProfile out = Defaults();
  // Merging proto3 messages copies what is not zero.
  out.MergeFrom(given);
  return out;
}

}  // namespace

absl::StatusOr<RuleProfile> Registry::GetRuleProfile(
    const v1::GetRuleProfileRequest& request) const {
  ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("district", request.district()));
  const Date day = request.has_as_of() ? FromProto(request.as_of()) : Today();
  if (!IsValid(day))
    return InvalidField("as_of", "DATE_INVALID", "want a day that the calendar has");
  ASSIGN_OR_RETURN(const auto district, RequireDistrict(name.district));
  const auto after = district->profiles.upper_bound(day);
  if (after != district->profiles.begin()) return *std::prev(after)->second;
  RuleProfile out = Defaults();
  out.set_name(RuleProfileName(name.district, "default"));
  return out;
}

absl::StatusOr<v1::ListRuleProfilesResponse> Registry::ListRuleProfiles(
    const v1::ListRuleProfilesRequest& request) const {
  ASSIGN_OR_RETURN(const ResourceName parent, ParseDistrictName("parent", request.parent()));
  ASSIGN_OR_RETURN(const int page_size, ReadPageSize(request.page_size()));
  const std::string parameters = ListParameters("ListRuleProfiles", request);
  ASSIGN_OR_RETURN(const std::string cursor, ReadPageToken(request.page_token(), parameters));
  ASSIGN_OR_RETURN(const auto district, RequireDistrict(parent.district));
  v1::ListRuleProfilesResponse response;
  for (auto at = district->profiles.rbegin(); at != district->profiles.rend(); ++at) {
    if (!cursor.empty() && FormatDate(at->first) >= cursor) continue;
    if (response.profiles_size() == page_size) {
      const auto& last = response.profiles(page_size - 1);
      response.set_next_page_token(MakePageToken(LastSegment(last.name()), parameters));
      break;
    }
    *response.add_profiles() = *at->second;
  }
  return response;
}

absl::StatusOr<RuleProfile> Registry::ApplyRuleProfile(const v1::ApplyRuleProfileRequest& request) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("district", request.district()));
  RETURN_IF_ERROR(InvalidFields(Check(request.profile())));
  RuleProfile profile = Completed(request.profile());
  if (profile.yellow_points() > profile.red_points())
    return InvalidField("profile.red_points", "THRESHOLDS_CONTRADICT",
                        fmt::format("red begins at {} points behind, before yellow at {}",
                                    profile.red_points(), profile.yellow_points()));
  const Date from = FromProto(profile.valid_from());
  profile.set_name(RuleProfileName(name.district, FormatDate(from)));
  const auto decide = [&](const DistrictState*, std::int64_t) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const auto district, RequireDistrict(name.district));
    const auto stored = district->profiles.find(from);
    const std::string now = stored == district->profiles.end() ? "" : stored->second->etag();
    RETURN_IF_ERROR(CheckEtag(request.profile().etag(), now, profile.name()));
    profile.set_etag(now);
    if (!now.empty() && profile.SerializeAsString() == stored->second->SerializeAsString())
      return Decision{};
    profile.set_etag(EtagOf(now.empty() ? 1 : std::atoll(now.c_str() + 1) + 1));
    return Decision{.changes = {profile}};
  };
  RETURN_IF_ERROR(committer_.Run(name.district, decide));
  return profile;
}

}  // namespace duban::registry
