#include "analytics/core/queries.h"

#include <fmt/format.h>

#include <algorithm>

#include "absl/synchronization/notification.h"
#include "analytics/core/filter.h"
#include "analytics/core/findings.h"
#include "analytics/core/queries_inl.h"
#include "analytics/core/summary.h"
#include "common/names.h"
#include "common/page_token.h"

namespace duban::analytics {
namespace internal {

absl::Status NoDistrict(const std::string& code) {
  return Error(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND",
               fmt::format("nothing is known of district {}", code), {{"district", code}});
}

absl::Status NoProgramme(const std::string& code, int year) {
  return Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND",
               year == 0 ? fmt::format("district {} has no programme", code)
                         : fmt::format("district {} has no programme of {}", code, year),
               {{"district", code}, {"year", std::to_string(year)}});
}

// The programme that is meant: of the year asked for, else of the year of as_of, else the newest. 0 = none.
int ResolveYear(const DistrictState& district, int asked, Day as_of) {
  if (asked != 0) return district.programmes.contains(asked) ? asked : 0;
  const int year = FromDayNumber(as_of).year;
  if (district.programmes.contains(year)) return year;
  return district.programmes.empty() ? 0 : district.programmes.rbegin()->first;
}

}  // namespace internal

namespace {

// One page of `items`, which are named by `name`. Keyset paging: after the item that the token names; where that one
// has vanished meanwhile, from the place where its key would stand.
struct Page {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string next_token;
};

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
    page.begin = at != items.end() ? static_cast<std::size_t>(at - items.begin()) + 1
                                   : std::min<std::size_t>(items.size(), std::stoul(cursor.substr(0, split)));
  }
  page.end = std::min(items.size(), page.begin + static_cast<std::size_t>(size));
  if (page.end < items.size()) {
    page.next_token =
        MakePageToken(fmt::format("{} {}", page.end, name(items[page.end - 1])), parameters);
  }
  return page;
}

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
    return InvalidField("order_by", "ORDER_INVALID",
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

struct Queries::Flight {
  absl::Notification landed;
};

Queries::Queries(const SharedState& state, AnswerMemory& memory, SummaryCache* cache,
                 Staleness staleness, const Clock& clock)
    : state_(state),
      memory_(memory),
      cache_(cache),
      staleness_(std::move(staleness)),
      clock_(clock) {}

template <typename Answer>
absl::StatusOr<Answer> Queries::Fetch(const Question& question, const StateVersion& version) {
  std::optional<CachedAnswer> cached = cache_->Get(question.code, question.key);
  Answer answer;
  if (!cached || cached->origin != version.origin ||
      cached->catalog_revision < version.catalog_revision || cached->position < version.position ||
      cached->position < question.at_least || !answer.ParseFromString(cached->bytes)) {
    return absl::NotFoundError("");
  }
  return answer;
}

template <typename Answer>
absl::StatusOr<Answer> Queries::BuildKept(const Question& question, Deadline deadline,
                                          Answer (*build)(const ProgrammeView&)) {
  const std::string key = question.code + "/" + question.key;
  for (;;) {
    const StateVersion version = state_.VersionOf(question.code);
    if (state_.Holds(question.code, question.at_least)) {
      if (const AnswerMemory::Answer kept = memory_.Find(key, version)) {
        Answer answer = static_cast<const Answer&>(*kept);
        answer.mutable_basis()->set_stale_seconds(staleness_(question.code));
        return answer;
      }
    }
    // A journal that has not begun has no identity that a shared answer could be held against.
    if (cache_ != nullptr && version.position > 0) {
      if (absl::StatusOr<Answer> shared = Fetch<Answer>(question, version); shared.ok()) {
        if (shared->basis().position() == version.position &&
            shared->basis().catalog_revision() == version.catalog_revision) {
          memory_.Store(key, version, std::make_shared<const Answer>(*shared));
        }
        shared->mutable_basis()->set_stale_seconds(staleness_(question.code));
        return shared;
      }
    }
    std::shared_ptr<Flight> flight;
    bool first = false;
    {
      absl::MutexLock lock(&flights_mu_);
      std::shared_ptr<Flight>& slot = flights_[key];
      first = slot == nullptr;
      if (first) slot = std::make_shared<Flight>();
      flight = slot;
    }
    if (!first) {
      flight->landed.WaitForNotification();
      if (memory_.Find(key, state_.VersionOf(question.code)) == nullptr) break;
      continue;
    }
    absl::StatusOr<Answer> answer = Build<Answer>(
        question, deadline, [&](const ProgrammeView& view) -> absl::StatusOr<Answer> {
          const Answer made = build(view);
          const StateVersion made_from{view.district().catalog_revision, view.district().head,
                                       view.district().origin};
          memory_.Store(key, made_from, std::make_shared<const Answer>(made));
          if (cache_ != nullptr && made_from.position > 0) {
            cache_->Put(question.code, question.key,
                        {made_from.catalog_revision, made_from.position, made_from.origin,
                         made.SerializeAsString()});
          }
          return made;
        });
    {
      absl::MutexLock lock(&flights_mu_);
      flights_.erase(key);
    }
    flight->landed.Notify();
    return answer;
  }
  // The first of them failed, or the journal runs on: answer by ourselves.
  return Build<Answer>(question, deadline,
                       [&](const ProgrammeView& view) -> absl::StatusOr<Answer> { return build(view); });
}

absl::StatusOr<v1::ProgrammeSummary> Queries::GetProgrammeSummary(
    const v1::GetProgrammeSummaryRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseProgrammeName("name", request.name()));
  ASSIGN_OR_RETURN(Question question, Ask(request, name));
  question.key = fmt::format("summary:{}:{}:{}", question.year, FormatDay(question.viewpoint.as_of),
                             request.at_position());
  return BuildKept<v1::ProgrammeSummary>(question, deadline, &BuildProgrammeSummary);
}

absl::StatusOr<v1::DistrictSummary> Queries::GetDistrictSummary(
    const v1::GetDistrictSummaryRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("name", request.name()));
  ASSIGN_OR_RETURN(Question question, Ask(request, name));
  question.year = request.year();
  question.key = fmt::format("district:{}:{}:{}", question.year, FormatDay(question.viewpoint.as_of),
                             request.at_position());
  return BuildKept<v1::DistrictSummary>(question, deadline, &BuildDistrictSummary);
}

std::optional<v1::DistrictSummary> Queries::DistrictSummaryFromMemory(
    const v1::GetDistrictSummaryRequest& request) {
  const absl::StatusOr<ResourceName> name = ParseDistrictName("name", request.name());
  if (!name.ok()) return std::nullopt;
  absl::StatusOr<Question> question = Ask(request, *name);
  if (!question.ok()) return std::nullopt;
  question->year = request.year();
  const StateVersion version = state_.VersionOf(question->code);
  if (!state_.Holds(question->code, question->at_least) || staleness_(question->code) > 0) return std::nullopt;
  const AnswerMemory::Answer kept = memory_.Find(
      fmt::format("{}/district:{}:{}:{}", question->code, question->year,
                  FormatDay(question->viewpoint.as_of), request.at_position()),
      version);
  if (kept == nullptr) return std::nullopt;
  return static_cast<const v1::DistrictSummary&>(*kept);
}

absl::StatusOr<v1::ListTaskProgressResponse> Queries::ListTaskProgress(
    const v1::ListTaskProgressRequest& request, Deadline deadline) {
  ASSIGN_OR_RETURN(const ResourceName name, ParseProgrammeName("parent", request.parent()));
  ASSIGN_OR_RETURN(const Question question, Ask(request, name));
  ASSIGN_OR_RETURN(const Filter filter,
                   Filter::Parse(request.filter(),
                                 {"unit", "category", "status", "light", "project", "text"}));
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
        ASSIGN_OR_RETURN(const Page page,
                         Paginate(tasks, [](const TaskView* t) { return t->name; },
                                  request.page_size(), request.page_token(), parameters));
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
  ASSIGN_OR_RETURN(const Filter filter,
                   Filter::Parse(request.filter(),
                                 {"kind", "severity", "state", "unit", "subject", "text"}));
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
        ASSIGN_OR_RETURN(const Page page,
                         Paginate(findings, [](const v1::Finding& f) { return f.id(); },
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
