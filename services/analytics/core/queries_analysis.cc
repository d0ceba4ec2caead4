// The queries that look along time, units and districts.
#include "analytics/core/forecast.h"
#include "analytics/core/queries_inl.h"
#include "analytics/core/ranking.h"
#include "analytics/core/scope.h"

namespace duban::analytics {
namespace {

// A programme, project or task.
absl::StatusOr<ResourceName> ParseScopeName(const std::string& text) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseName("name", text));
  if (name.year == 0 || name.indicator != 0 || name.milestone != 0) {
    return InvalidField("name", "NAME_MALFORMED", "want the name of a programme, project or task");
  }
  return name;
}

}  // namespace

absl::StatusOr<v1::Trend> Queries::GetTrend(const v1::GetTrendRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseScopeName(request.name()));
  ASSIGN_OR_RETURN(const Question question, Ask(request, name));
  return Build<v1::Trend>(question, deadline,
                          [&](const ProgrammeView& view) -> absl::StatusOr<v1::Trend> {
                            ASSIGN_OR_RETURN(const Scope scope, Scope::Of(view, name));
                            return BuildTrend(scope, request.name());
                          });
}

absl::StatusOr<v1::Forecast> Queries::GetForecast(const v1::GetForecastRequest& request,
                                                  Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseScopeName(request.name()));
  ASSIGN_OR_RETURN(const Question question, Ask(request, name));
  return Build<v1::Forecast>(question, deadline,
                             [&](const ProgrammeView& view) -> absl::StatusOr<v1::Forecast> {
                               ASSIGN_OR_RETURN(const Scope scope, Scope::Of(view, name));
                               return BuildForecast(scope, request.name());
                             });
}

absl::StatusOr<v1::RankUnitsResponse> Queries::RankUnits(const v1::RankUnitsRequest& request,
                                                         Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseProgrammeName("parent", request.parent()));
  ASSIGN_OR_RETURN(const Question question, Ask(request, name));
  return Build<v1::RankUnitsResponse>(
      question, deadline, [](const ProgrammeView& view) -> absl::StatusOr<v1::RankUnitsResponse> {
        return analytics::RankUnits(view);
      });
}

absl::StatusOr<v1::CompareDistrictsResponse> Queries::CompareDistricts(
    const v1::CompareDistrictsRequest& request, Deadline) {
  constexpr int kMostDistricts = 1000;
  if (request.districts_size() > kMostDistricts) {
    return InvalidField("districts", "TOO_MANY_DISTRICTS", "compare at most 1000 districts");
  }
  Viewpoint viewpoint{DayNumber(DateAt(clock_.Now())), kNow};
  if (request.has_as_of()) viewpoint.as_of = ToDay(request.as_of());
  if (viewpoint.as_of == kNoDay) {
    return InvalidField("as_of", "DATE_INVALID", "as_of is no day of the calendar");
  }
  const int year = request.year() != 0 ? request.year() : FromDayNumber(viewpoint.as_of).year;
  std::vector<std::string> codes;
  for (const std::string& text : request.districts()) {
    ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("districts", text));
    if (std::find(codes.begin(), codes.end(), name.district) == codes.end()) {
      codes.push_back(name.district);
    }
  }
  auto response = state_.Read([&](const State& state) -> absl::StatusOr<v1::CompareDistrictsResponse> {
    std::vector<std::unique_ptr<ProgrammeView>> views;
    if (codes.empty()) {
      for (const auto& [code, district] : state.districts()) {
        if (!district->programmes.contains(year)) continue;
        if (views.size() == kMostDistricts) {
          return InvalidField("districts", "TOO_MANY_DISTRICTS",
                              "more than 1000 districts have a programme of that year: name some");
        }
        views.push_back(std::make_unique<ProgrammeView>(*district, year, viewpoint));
      }
    }
    for (const std::string& code : codes) {
      const DistrictState* district = state.Find(code);
      if (district == nullptr) return internal::NoDistrict(code);
      if (!district->programmes.contains(year)) return internal::NoProgramme(code, year);
      views.push_back(std::make_unique<ProgrammeView>(*district, year, viewpoint));
    }
    return analytics::CompareDistricts(views);
  });
  if (response.ok()) {
    for (v1::DistrictSummary& summary : *response->mutable_districts()) {
      const auto name = ParseDistrictName("name", summary.name());
      if (name.ok()) summary.mutable_basis()->set_stale_seconds(staleness_(name->district));
    }
  }
  return response;
}

absl::StatusOr<Queries::BulletinAnswer> Queries::GetBulletin(
    const v1::GenerateBulletinRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseProgrammeName("name", request.name()));
  ASSIGN_OR_RETURN(const Question question, Ask(request, name));
  return Build<BulletinAnswer>(question, deadline,
                               [](const ProgrammeView& view) -> absl::StatusOr<BulletinAnswer> {
                                 return BulletinAnswer{BulletinOf(view), view.Basis()};
                               });
}

}  // namespace duban::analytics
