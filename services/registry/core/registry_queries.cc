// Finding tasks and projects over one district or all of them.
#include <fmt/format.h>
#include <google/protobuf/arena.h>

#include <algorithm>
#include <tuple>

#include "common/error.h"
#include "common/names.h"
#include "common/page_token.h"
#include "registry/core/keys.h"
#include "registry/core/registry.h"
#include "registry/core/task_query.h"
#include "registry/core/text_fold.h"

namespace duban::registry {
namespace {

// Trees that one page of tasks may read: a filter that finds nothing gives up its turn after a few
// milliseconds.
constexpr int kMaxTreesPerPage = 64;

// The district that a query's parent names; "" for districts/-.
absl::StatusOr<std::string> ReadScope(const std::string& parent) {
  if (parent == "districts/-") return std::string();
  ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("parent", parent));
  return name.district;
}

// False when the programme surely lacks one of the texts.
bool MayHoldAll(const StoredProgramme& programme, const std::vector<std::u32string>& texts) {
  return std::all_of(texts.begin(), texts.end(),
                     [&](const std::u32string& text) { return programme.signature.MayHold(text); });
}

// Where a list of tasks goes on: after this task.
struct TaskCursor {
  std::string district;
  int year = 0;
  int project = 0;
  int task = 0;
};

absl::StatusOr<TaskCursor> ReadCursor(const std::string& cursor) {
  if (cursor.empty()) return TaskCursor{};
  ASSIGN_OR_RETURN(const ResourceName name, ParseName("page_token", cursor));
  return TaskCursor{name.district, name.year, name.project == 0 ? 1000 : name.project, name.task};
}

// Collects one page of tasks in order of name.
class TaskPage {
 public:
  TaskPage(const Filter& filter, const Date& today, size_t page_size, TaskCursor after)
      : filter_(filter), today_(today), page_size_(page_size), after_(std::move(after)) {
    for (const std::string& text : filter.RequiredTexts(
             {static_cast<size_t>(TaskField::kTitle), static_cast<size_t>(TaskField::kContent),
              static_cast<size_t>(TaskField::kMeasure), static_cast<size_t>(TaskField::kCategory),
              static_cast<size_t>(TaskField::kLeader)})) {
      required_.push_back(ToCodePoints(text));
    }
  }

  // False once the page is full; `cursor` then says where to go on.
  bool Add(const DistrictState& district) {
    UnitSynonyms synonyms(district);
    for (const auto& [year, programme] : district.programmes) {
      if (std::tie(district.code, year) < std::tie(after_.district, after_.year)) continue;
      if (!MayHoldAll(*programme, required_)) continue;
      if (trees_++ == kMaxTreesPerPage) return false;
      // One block of memory for the whole tree: it is thrown away at once.
      google::protobuf::Arena arena;
      auto* tree = google::protobuf::Arena::CreateMessage<type::v1::Programme>(&arena);
      if (!tree->ParseFromString(programme->bytes)) continue;
      if (!Add(district.code, year, *tree, synonyms)) return false;
      cursor_ = programme->basic.name();
    }
    return true;
  }

  v1::ListTasksResponse& response() { return response_; }
  const std::string& cursor() const { return cursor_; }

 private:
  bool Add(const std::string& code, int year, const type::v1::Programme& tree,
           UnitSynonyms& synonyms) {
    for (const auto& project : tree.projects()) {
      for (const auto& task : project.tasks()) {
        if (std::tuple(code, year, project.number(), task.number()) <=
            std::tie(after_.district, after_.year, after_.project, after_.task)) {
          continue;
        }
        if (!MatchesTask(filter_, project, task, code, year, today_, synonyms)) continue;
        if (static_cast<size_t>(response_.tasks_size()) == page_size_) return false;
        cursor_ = task.name();
        *response_.add_tasks() = MakeEntry(project, task, year);
      }
    }
    return true;
  }

  const Filter& filter_;
  const Date today_;
  const size_t page_size_;
  const TaskCursor after_;
  std::vector<std::u32string> required_;
  int trees_ = 0;
  std::string cursor_;
  v1::ListTasksResponse response_;
};

bool Better(const v1::SearchHit& a, const v1::SearchHit& b) {
  return std::tuple(-a.score(), std::string_view(a.resource())) <
         std::tuple(-b.score(), std::string_view(b.resource()));
}

}  // namespace

absl::StatusOr<v1::ListTasksResponse> Registry::ListTasks(
    const v1::ListTasksRequest& request) const {
  ASSIGN_OR_RETURN(const std::string scope, ReadScope(request.parent()));
  ASSIGN_OR_RETURN(const int page_size, ReadPageSize(request.page_size()));
  const std::string parameters = ListParameters("ListTasks", request);
  ASSIGN_OR_RETURN(const std::string token, ReadPageToken(request.page_token(), parameters));
  ASSIGN_OR_RETURN(const TaskCursor after, ReadCursor(token));
  ASSIGN_OR_RETURN(const Filter filter, Filter::Parse(request.filter(), TaskFields(), FoldText));
  TaskPage page(filter, Today(), static_cast<size_t>(page_size), after);
  bool all = true;
  if (!scope.empty()) {
    ASSIGN_OR_RETURN(const auto district, RequireDistrict(scope));
    all = page.Add(*district);
  } else {
    auto district = catalog_.Find(after.district);
    if (district == nullptr) district = catalog_.Next(after.district);
    for (; all && district != nullptr; district = catalog_.Next(district->code))
      all = page.Add(*district);
  }
  if (!all) page.response().set_next_page_token(MakePageToken(page.cursor(), parameters));
  return std::move(page.response());
}

absl::StatusOr<v1::SearchProjectsResponse> Registry::SearchProjects(
    const v1::SearchProjectsRequest& request) const {
  ASSIGN_OR_RETURN(const std::string scope, ReadScope(request.parent()));
  ASSIGN_OR_RETURN(const int page_size, ReadPageSize(request.page_size()));
  const std::string parameters = ListParameters("SearchProjects", request);
  ASSIGN_OR_RETURN(const std::string cursor, ReadPageToken(request.page_token(), parameters));
  ASSIGN_OR_RETURN(const ProjectSearch search, ProjectSearch::Make(request.query()));
  std::vector<v1::SearchHit> hits;
  const auto look = [&](const DistrictState& district) {
    for (const auto& [year, programme] : district.programmes) {
      if (request.year() != 0 && request.year() != year) continue;
      if (MayHoldAll(*programme, search.terms())) search.Find(programme->Tree(), hits);
    }
  };
  if (!scope.empty()) {
    ASSIGN_OR_RETURN(const auto district, RequireDistrict(scope));
    look(*district);
  } else {
    for (auto district = catalog_.Next(""); district != nullptr;
         district = catalog_.Next(district->code)) {
      look(*district);
    }
  }
  std::sort(hits.begin(), hits.end(), Better);
  v1::SearchProjectsResponse response;
  v1::SearchHit last;
  const bool resumed = !cursor.empty();
  if (resumed && !last.ParseFromString(cursor))
    return InvalidField("page_token", "PAGE_TOKEN_INVALID", "not a token of this query");
  for (v1::SearchHit& hit : hits) {
    if (resumed && !Better(last, hit)) continue;
    if (response.hits_size() == page_size) {
      v1::SearchHit key;
      key.set_score(response.hits(page_size - 1).score());
      key.set_resource(response.hits(page_size - 1).resource());
      response.set_next_page_token(MakePageToken(key.SerializeAsString(), parameters));
      break;
    }
    *response.add_hits() = std::move(hit);
  }
  return response;
}

}  // namespace duban::registry
