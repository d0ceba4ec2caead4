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
