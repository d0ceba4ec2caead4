// How a district judges, on which day: thresholds, lights, calendar, weights. Pure values;
// thread-safe to read.
#pragma once

#include <vector>

#include "analytics/core/days.h"
#include "duban/registry/v1/registry_service.pb.h"

namespace duban::analytics {

// A rule profile with every default filled in. The defaults are those that registry.v1.RuleProfile
// writes down.
struct Profile {
  Day valid_from = kNoDay;
  double behind_points = 5;               // percentage points from which a task is BEHIND
  double ahead_points = 5;                // percentage points from which a task is AHEAD
  double yellow_points = 5;               // points behind at which the light turns yellow
  double red_points = 15;                 // points behind at which it turns red
  bool sticky_red = false;                // red turns yellow only once the backlog is made up
  int reporting_period_days = 31;         // days between two reports
  int reporting_grace_days = 10;          // days after a period's end until a report is late
  double schedule_tolerance_points = 10;  // how far declared, planned and elapsed may disagree
  int stalled_periods = 2;                // periods without a change until a task is STALLED
  double score_completion = 70;
  double score_punctuality = 30;
  double score_overdue_deduction = 5;
  double score_finding_deduction = 2;

  bool operator==(const Profile&) const = default;
};

// A field that is 0 or unset takes its default.
Profile FromProto(const registry::v1::RuleProfile& proto);

// The profiles of one district over time.
class Profiles {
 public:
  // Adds a profile, or replaces the one that is valid from the same day.
  void Apply(const Profile& profile);

  // The newest profile that is valid on `day`; the written default where there is none.
  const Profile& On(Day day) const;

  // In order of valid_from.
  const std::vector<Profile>& all() const { return profiles_; }

 private:
  Profile default_;
  std::vector<Profile> profiles_;
};

}  // namespace duban::analytics
