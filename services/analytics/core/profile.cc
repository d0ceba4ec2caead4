#include "analytics/core/profile.h"

#include <algorithm>

namespace duban::analytics {
namespace {

template <typename T>
T Or(T value, T fallback) {
  return value > 0 ? value : fallback;
}

}  // namespace

Profile FromProto(const registry::v1::RuleProfile& proto) {
  const Profile d;
  Profile profile;
  profile.valid_from = ToDay(proto.valid_from());
  profile.behind_points = Or(proto.behind_points(), d.behind_points);
  profile.ahead_points = Or(proto.ahead_points(), d.ahead_points);
  profile.yellow_points = Or(proto.yellow_points(), d.yellow_points);
  profile.red_points = Or(proto.red_points(), d.red_points);
  profile.sticky_red = proto.sticky_red();
  profile.reporting_period_days = Or(proto.reporting_period_days(), d.reporting_period_days);
  profile.reporting_grace_days = Or(proto.reporting_grace_days(), d.reporting_grace_days);
  profile.schedule_tolerance_points =
      Or(proto.schedule_tolerance_points(), d.schedule_tolerance_points);
  profile.stalled_periods = Or(proto.stalled_periods(), d.stalled_periods);
  profile.score_completion = Or(proto.score_completion(), d.score_completion);
  profile.score_punctuality = Or(proto.score_punctuality(), d.score_punctuality);
  profile.score_overdue_deduction = Or(proto.score_overdue_deduction(), d.score_overdue_deduction);
  profile.score_finding_deduction = Or(proto.score_finding_deduction(), d.score_finding_deduction);
  return profile;
}

void Profiles::Apply(const Profile& profile) {
  const auto at = std::lower_bound(
      profiles_.begin(), profiles_.end(), profile,
      [](const Profile& a, const Profile& b) { return a.valid_from < b.valid_from; });
  if (at != profiles_.end() && at->valid_from == profile.valid_from) {
    *at = profile;
  } else {
    profiles_.insert(at, profile);
  }
}

const Profile& Profiles::On(Day day) const {
  const Profile* found = &default_;
  for (const Profile& profile : profiles_) {
    if (profile.valid_from <= day) found = &profile;
  }
  return *found;
}

}  // namespace duban::analytics
