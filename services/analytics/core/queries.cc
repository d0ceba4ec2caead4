#include "analytics/core/queries.h"

#include <fmt/format.h>

#include <algorithm>

#include "analytics/core/filter.h"
#include "analytics/core/findings.h"
#include "analytics/core/queries_inl.h"
#include "analytics/core/summary.h"
#include "common/names.h"

namespace duban::analytics {
namespace internal {

absl::Status NoDistrict(const State& state, const std::string& code) {
  // Those with the longest beginning in common: a slip of a digit, or a neighbour.
  constexpr std::size_t kNamed = 3;
  std::vector<std::pair<std::size_t, std::string>> nearest;  // by how much of the code differs
  for (const auto& [other, district] : state.districts()) {
    if (district->programmes.empty()) continue;
    const auto differs = std::mismatch(code.begin(), code.end(), other.begin(), other.end()).first;
    nearest.emplace_back(static_cast<std::size_t>(code.end() - differs), other);
  }
  const auto end = nearest.begin() + static_cast<std::ptrdiff_t>(std::min(kNamed, nearest.size()));
  std::partial_sort(nearest.begin(), end, nearest.end());
  std::string known;
  for (auto near = nearest.begin(); near != end; ++near) {
    const std::string& name = state.Find(near->second)->district.display_name();
    known += fmt::format("{}{}{}", known.empty() ? "; nearest with a programme: " : ", ",
                         near->second, name.empty() ? "" : fmt::format(" ({})", name));
  }
  return Error(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND",
               fmt::format("nothing is known of district {}{}", code, known), {{"district", code}});
}

absl::Status NoProgramme(const DistrictState& district, const std::string& code, int year) {
  std::string years;
  for (const auto& [other, programme] : district.programmes) {
    years += fmt::format("{}{}", years.empty() ? "; there is " : ", ", other);
  }
  return Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND",
               year == 0 ? fmt::format("district {} has no programme", code)
                         : fmt::format("district {} has no programme of {}{}", code, year, years),
               {{"district", code}, {"year", std::to_string(year)}});
}

// The programme that is meant: of the year asked for, else of the year of as_of, else the newest. 0
// = none.
int ResolveYear(const DistrictState& district, int asked, Day as_of) {
  if (asked != 0) return district.programmes.contains(asked) ? asked : 0;
  const int year = FromDayNumber(as_of).year;
  if (district.programmes.contains(year)) return year;
  return district.programmes.empty() ? 0 : district.programmes.rbegin()->first;
}

}  // namespace internal

namespace {

std::vector<std::string> TaskValues(const TaskView& task, const std::string& field) {
  if (field == "unit") return task.lead_units;
  if (field == "category") return {task.project->category()};
  if (field == "status") return {v1::ScheduleStatus_Name(task.verdict.status)};
  if (field == "light") return {v1::Light_Name(task.verdict.light)};
  if (field == "project") return {std::to_string(task.project->number())};
  return {task.project->title(), task.task->title()};  // text
}

std::vector<std::string> FindingValues(const v1::Finding& finding, const std::string& field) {
  if (field == "kind") return {type::v1::FindingKind_Name(finding.kind())};
  if (field == "severity") return {type::v1::Severity_Name(finding.severity())};
  if (field == "state") return {v1::Finding::State_Name(finding.state())};
  if (field == "unit") return {finding.lead_units().begin(), finding.lead_units().end()};
  if (field == "subject") return {finding.subject()};
  return {finding.message_zh(), finding.message_en()};  // text
}

// Sorts tasks; those without a figure come last in either direction.
absl::Status Sort(std::vector<const TaskView*>& tasks, std::string order_by) {
  constexpr std::string_view kDesc = " desc";
  const bool desc = order_by.ends_with(kDesc);
  if (desc) order_by.resize(order_by.size() - kDesc.size());
  std::function<std::optional<double>(const TaskView&)> key;
  if (order_by == "completion") {
    key = [](const TaskView& t) { return t.measure.completion; };
  } else if (order_by == "points_behind") {
    key = [](const TaskView& t) { return t.verdict.points_behind; };
  } else if (order_by == "due_date") {
    key = [](const TaskView& t) { return std::optional<double>(t.lens.due()); };
  } else if (order_by.empty() || order_by == "name") {
    if (desc) std::reverse(tasks.begin(), tasks.end());
    return absl::OkStatus();
  } else {
    return InvalidField(
        "order_by", "ORDER_INVALID",
        "order by completion, points_behind, due_date or name, each with \" desc\"");
  }
  std::stable_sort(tasks.begin(), tasks.end(), [&](const TaskView* a, const TaskView* b) {
    const auto x = key(*a), y = key(*b);
    if (!x || !y) return x.has_value() && !y.has_value();
    return desc ? *y < *x : *x < *y;
  });
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListTaskProgressResponse> Queries::ListTaskProgress(
    const v1::ListTaskProgressRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseProgrammeName("parent", request.parent()));
  ASSIGN_OR_RETURN(const Question question, Ask(request, name));
  ASSIGN_OR_RETURN(
      const Filter filter,
      Filter::Parse(request.filter(), {"unit", "category", "status", "light", "project", "text"}));
  const std::string parameters =
      fmt::format("{}|{}|{}|{}", request.parent(), FormatDay(question.viewpoint.as_of),
                  request.filter(), request.order_by());
  return Build<v1::ListTaskProgressResponse>(
      question, deadline,
      [&](const ProgrammeView& view) -> absl::StatusOr<v1::ListTaskProgressResponse> {
        std::vector<const TaskView*> tasks;
        for (const TaskView& task : view.tasks()) {
          if (filter.Matches([&](const std::string& field) { return TaskValues(task, field); })) {
            tasks.push_back(&task);
          }
        }
        RETURN_IF_ERROR(Sort(tasks, request.order_by()));
        ASSIGN_OR_RETURN(const internal::Page page,
                         internal::Paginate(
                             tasks, [](const TaskView* t) { return t->name; }, request.page_size(),
                             request.page_token(), parameters));
        v1::ListTaskProgressResponse response;
        for (std::size_t i = page.begin; i < page.end; ++i) {
          *response.add_tasks() = BuildTaskProgress(view, *tasks[i]);
        }
        response.set_next_page_token(page.next_token);
        response.set_total_size(static_cast<int>(tasks.size()));
        *response.mutable_basis() = view.Basis();
        return response;
      });
}

absl::StatusOr<v1::ListFindingsResponse> Queries::ListFindings(
    const v1::ListFindingsRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseProgrammeName("parent", request.parent()));
  ASSIGN_OR_RETURN(const Question question, Ask(request, name));
  ASSIGN_OR_RETURN(
      const Filter filter,
      Filter::Parse(request.filter(), {"kind", "severity", "state", "unit", "subject", "text"}));
  const std::string parameters = fmt::format("{}|{}|{}", request.parent(),
                                             FormatDay(question.viewpoint.as_of), request.filter());
  return Build<v1::ListFindingsResponse>(
      question, deadline,
      [&](const ProgrammeView& view) -> absl::StatusOr<v1::ListFindingsResponse> {
        const bool all = filter.Mentions("state");
        std::vector<v1::Finding> findings = all ? FindAllFindings(view) : FindFindings(view);
        std::erase_if(findings, [&](const v1::Finding& finding) {
          if (!all && finding.state() == v1::Finding::CLOSED) return true;
          return !filter.Matches(
              [&](const std::string& field) { return FindingValues(finding, field); });
        });
        ASSIGN_OR_RETURN(const internal::Page page,
                         internal::Paginate(
                             findings, [](const v1::Finding& f) { return f.id(); },
                             request.page_size(), request.page_token(), parameters));
        v1::ListFindingsResponse response;
        for (std::size_t i = page.begin; i < page.end; ++i) {
          *response.add_findings() = findings[i];
        }
        response.set_next_page_token(page.next_token);
        response.set_total_size(static_cast<int>(findings.size()));
        *response.mutable_basis() = view.Basis();
        return response;
      });
}

}  // namespace duban::analytics
