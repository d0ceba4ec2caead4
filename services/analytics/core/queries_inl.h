// The common part of every query. Internal to queries*.cc.
#pragma once

#include <fmt/format.h>

#include <algorithm>

#include "analytics/core/queries.h"
#include "common/error.h"

namespace duban::analytics {
namespace internal {

absl::Status NoDistrict(const std::string& code);
absl::Status NoProgramme(const std::string& code, int year);

// The programme that is meant: of the year asked for, else of the year of as_of, else the newest. 0 = none.
int ResolveYear(const DistrictState& district, int asked, Day as_of);

}  // namespace internal

template <typename Request>
absl::StatusOr<Queries::Question> Queries::Ask(const Request& request, const ResourceName& name) const {
  Question question;
  question.code = name.district;
  question.year = name.year;
  question.viewpoint.as_of = DayNumber(DateAt(clock_.Now()));
  if (request.has_as_of()) {
    question.viewpoint.as_of = ToDay(request.as_of());
    if (question.viewpoint.as_of == kNoDay) {
      return InvalidField("as_of", "DATE_INVALID", "as_of is no day of the calendar");
    }
  }
  if (request.at_least() < 0) {
    return InvalidField("at_least", "POSITION_INVALID", "a position is 0 (none) or greater");
  }
  if (request.at_position() < 0 || request.at_position() >= kNow) {
    return InvalidField("at_position", "POSITION_INVALID", "a position is 0 (now) or greater");
  }
  if (request.at_position() > 0) question.viewpoint.at = static_cast<Position>(request.at_position());
  question.at_least = std::max(request.at_least(), request.at_position());
  return question;
}

template <typename Answer>
absl::StatusOr<Answer> Queries::Build(
    const Question& question, Deadline deadline,
    const std::function<absl::StatusOr<Answer>(const ProgrammeView&)>& build) const {
  RETURN_IF_ERROR(state_.WaitFor(question.code, question.at_least, deadline));
  absl::StatusOr<Answer> answer = state_.Read([&](const State& state) -> absl::StatusOr<Answer> {
    const DistrictState* district = state.Find(question.code);
    if (district == nullptr) return internal::NoDistrict(question.code);
    const int year = internal::ResolveYear(*district, question.year, question.viewpoint.as_of);
    if (year == 0) return internal::NoProgramme(question.code, question.year);
    return build(ProgrammeView(*district, year, question.viewpoint));
  });
  if (answer.ok()) answer->mutable_basis()->set_stale_seconds(staleness_(question.code));
  return answer;
}

}  // namespace duban::analytics
