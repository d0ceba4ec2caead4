// The common part of every query. Internal to queries*.cc.
#pragma once

#include <fmt/format.h>

#include <algorithm>

#include "analytics/core/queries.h"
#include "common/error.h"
#include "common/page_token.h"

namespace duban::analytics {
namespace internal {

// What is missing, and what there is instead.
absl::Status NoDistrict(const State& state, const std::string& code);
absl::Status NoProgramme(const DistrictState& district, const std::string& code, int year);

// The programme that is meant: of the year asked for, else of the year of as_of, else the newest. 0
// = none.
int ResolveYear(const DistrictState& district, int asked, Day as_of);

// One page of a list: [begin, end). Keyset paging: it begins after the item that the token names;
// where that one has vanished meanwhile, where it would have stood.
struct Page {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string next_token;
};

// `name` gives an item's name as text.
template <typename Item, typename Name>
absl::StatusOr<Page> Paginate(const std::vector<Item>& items, Name name, int page_size,
                              const std::string& token, const std::string& parameters) {
  ASSIGN_OR_RETURN(const int size, ReadPageSize(page_size));
  ASSIGN_OR_RETURN(const std::string cursor, ReadPageToken(token, parameters));
  Page page;
  if (!cursor.empty()) {
    const std::size_t split = cursor.find(' ');
    const std::string key = cursor.substr(split + 1);
    const auto at = std::find_if(items.begin(), items.end(),
                                 [&](const Item& item) { return name(item) == key; });
    page.begin = at != items.end()
                     ? static_cast<std::size_t>(at - items.begin()) + 1
                     : std::min<std::size_t>(items.size(), std::stoul(cursor.substr(0, split)));
  }
  page.end = std::min(items.size(), page.begin + static_cast<std::size_t>(size));
  if (page.end < items.size()) {
    page.next_token =
        MakePageToken(fmt::format("{} {}", page.end, name(items[page.end - 1])), parameters);
  }
  return page;
}

}  // namespace internal

template <typename Request>
absl::StatusOr<Queries::Question> Queries::Ask(const Request& request,
                                               const ResourceName& name) const {
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
  if (request.at_position() > 0)
    question.viewpoint.at = static_cast<Position>(request.at_position());
  question.at_least = std::max(request.at_least(), request.at_position());
  return question;
}

template <typename Answer>
absl::StatusOr<Answer> Queries::Look(
    const Question& question,
    const std::function<absl::StatusOr<Answer>(const ProgrammeView&)>& build) const {
  return state_.Read([&](const State& state) -> absl::StatusOr<Answer> {
    const DistrictState* district = state.Find(question.code);
    if (district == nullptr) return internal::NoDistrict(state, question.code);
    const int year = internal::ResolveYear(*district, question.year, question.viewpoint.as_of);
    if (year == 0) return internal::NoProgramme(*district, question.code, question.year);
    return build(ProgrammeView(*district, year, question.viewpoint));
  });
}

template <typename Answer>
absl::StatusOr<Answer> Queries::Build(
    const Question& question, Deadline deadline,
    const std::function<absl::StatusOr<Answer>(const ProgrammeView&)>& build) const {
  RETURN_IF_ERROR(state_.WaitFor(question.code, question.at_least, deadline));
  absl::StatusOr<Answer> answer = Look<Answer>(question, build);
  if (answer.ok()) answer->mutable_basis()->set_stale_seconds(staleness_(question.code));
  return answer;
}

}  // namespace duban::analytics
