#include "registry/core/task_query.h"

#include <algorithm>

#include "common/error.h"
#include "registry/core/text_fold.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

using type::v1::Programme;
using type::v1::Project;
using type::v1::Task;

constexpr size_t kSnippetAround = 20;  // characters of context on each side of a match
constexpr size_t kMaxQuery = 100;      // characters

template <typename List>
void Append(const List& list, std::vector<std::string_view>& out) {
  out.insert(out.end(), list.begin(), list.end());
}

using Names = google::protobuf::RepeatedPtrField<std::string>;

const Names& LeadUnits(const Project& project, const Task& task) {
  return task.lead_units().empty() ? project.lead_units() : task.lead_units();
}

const Names& CooperatingUnits(const Project& project, const Task& task) {
  return task.cooperating_units().empty() ? project.cooperating_units() : task.cooperating_units();
}

// What a filter sees of a task, with all units or in one role only.
class TaskSubject : public FilterSubject {
 public:
  TaskSubject(const Project& project, const Task& task, std::string_view district, int year,
              const Date& today, UnitSynonyms& synonyms, std::string_view role)
      : project_(project),
        task_(task),
        district_(district),
        year_(year),
        today_(today),
        synonyms_(synonyms),
        role_(role) {}

  FilterValues Values(size_t field) const override {
    FilterValues out;
    switch (static_cast<TaskField>(field)) {
      case TaskField::kUnit:
        if (role_ != "cooperating") Units(LeadUnits(project_, task_), out.texts);
        if (role_ != "lead") Units(CooperatingUnits(project_, task_), out.texts);
        break;
      case TaskField::kLeadUnit:
        Units(LeadUnits(project_, task_), out.texts);
        break;
      case TaskField::kCooperatingUnit:
        Units(CooperatingUnits(project_, task_), out.texts);
        break;
      case TaskField::kRole:
        out.texts = {role_};
        break;
      case TaskField::kCategory:
        out.texts = {project_.category()};
        break;
      case TaskField::kLeader:
        Append(project_.leaders(), out.texts);
        break;
      case TaskField::kYear:
        out.number = year_;
        break;
      case TaskField::kDue:
        out.date = DueDate(task_, year_);
        break;
      case TaskField::kProject:
        out.number = project_.number();
        break;
      case TaskField::kTask:
        out.number = task_.number();
        break;
      case TaskField::kTitle:
        out.texts = {task_.title(), project_.title()};
        break;
      case TaskField::kContent:
        out.texts = {task_.content(), project_.content()};
        break;
      case TaskField::kMeasure:
        for (const auto& indicator : task_.indicators()) out.texts.push_back(indicator.measure());
        break;
      case TaskField::kWeight:
        out.number = task_.weight();
        break;
      case TaskField::kStatus:
        Status(out.texts);
        break;
      case TaskField::kDistrict:
        out.texts = {district_};
        break;
    }
    return out;
  }

  bool HasText(std::string_view folded) const override {
    const auto holds = [&](const std::string& text) {
      return FoldText(text).find(folded) != std::string::npos;
    };
    if (holds(task_.title()) || holds(project_.title()) || holds(task_.content()) ||
        holds(project_.content()) || holds(project_.category())) {
      return true;
    }
    const auto any = [&](const auto& list) { return std::any_of(list.begin(), list.end(), holds); };
    if (any(LeadUnits(project_, task_)) || any(CooperatingUnits(project_, task_)) ||
        any(project_.leaders()))
      return true;
    for (const auto& indicator : task_.indicators()) {
      if (holds(indicator.measure())) return true;
    }
    for (const auto& milestone : task_.milestones()) {
      if (holds(milestone.title())) return true;
    }
    return false;
  }

 private:
  template <typename List>
  void Units(const List& printed, std::vector<std::string_view>& out) const {
    for (const std::string& name : printed) Append(synonyms_.Of(name), out);
  }

  void Status(std::vector<std::string_view>& out) const {
    out.push_back(DueDate(task_, year_) < today_ ? "PAST_DUE" : "OPEN");
    out.push_back(task_.indicators().empty() ? "UNMEASURED" : "MEASURED");
    if (!task_.milestones().empty()) out.push_back("SCHEDULED");
  }

  const Project& project_;
  const Task& task_;
  const std::string_view district_;
  const int year_;
  const Date today_;
  UnitSynonyms& synonyms_;
  const std::string_view role_;
};

std::vector<SearchField> FieldsOf(const Project& project) {
  std::vector<SearchField> out = {{"title", 10, &project.title()},
                                  {"category", 6, &project.category()},
                                  {"content", 2, &project.content()}};
  for (const std::string& unit : project.lead_units()) out.push_back({"lead_units", 4, &unit});
  for (const std::string& unit : project.cooperating_units())
    out.push_back({"cooperating_units", 3, &unit});
  for (const std::string& leader : project.leaders()) out.push_back({"leaders", 3, &leader});
  return out;
}

std::vector<SearchField> FieldsOf(const Task& task) {
  std::vector<SearchField> out = {{"title", 8, &task.title()}, {"content", 2, &task.content()}};
  for (const auto& indicator : task.indicators())
    out.push_back({"measure", 5, &indicator.measure()});
  for (const std::string& unit : task.lead_units()) out.push_back({"lead_units", 4, &unit});
  for (const std::string& unit : task.cooperating_units())
    out.push_back({"cooperating_units", 3, &unit});
  for (const auto& milestone : task.milestones())
    out.push_back({"milestone", 1, &milestone.title()});
  return out;
}

}  // namespace

const std::vector<FilterField>& TaskFields() {
  static const auto* const kFields = new std::vector<FilterField>{
      {"unit", FilterType::kText, {}},
      {"lead_unit", FilterType::kText, {}},
      {"cooperating_unit", FilterType::kText, {}},
      {"role", FilterType::kWord, {"lead", "cooperating"}},
      {"category", FilterType::kText, {}},
      {"leader", FilterType::kText, {}},
      {"year", FilterType::kNumber, {}},
      {"due", FilterType::kDate, {}},
      {"project", FilterType::kNumber, {}},
      {"task", FilterType::kNumber, {}},
      {"title", FilterType::kText, {}},
      {"content", FilterType::kText, {}},
      {"measure", FilterType::kText, {}},
      {"weight", FilterType::kNumber, {}},
      {"status", FilterType::kWord, {"OPEN", "PAST_DUE", "MEASURED", "UNMEASURED", "SCHEDULED"}},
      {"district", FilterType::kText, {}}};
  return *kFields;
}

Date DueDate(const Task& task, int year) {
  const Date end{year, 12, 31};
  Date due;
  for (const auto& indicator : task.indicators())
    due = std::max(due, indicator.has_due_date() ? FromProto(indicator.due_date()) : end);
  for (const auto& milestone : task.milestones())
    due = std::max(due, FromProto(milestone.due_date()));
  return due.IsSet() ? due : end;
}

v1::TaskEntry MakeEntry(const Project& project, const Task& task, int year) {
  v1::TaskEntry entry;
  *entry.mutable_task() = task;
  entry.set_project_number(project.number());
  entry.set_project_title(project.title());
  entry.set_category(project.category());
  *entry.mutable_leaders() = project.leaders();
  *entry.mutable_lead_units() = LeadUnits(project, task);
  *entry.mutable_cooperating_units() = CooperatingUnits(project, task);
  *entry.mutable_due_date() = ToProto(DueDate(task, year));
  return entry;
}

const std::vector<std::string>& UnitSynonyms::Of(const std::string& printed) {
  const auto [at, fresh] = known_.try_emplace(printed);
  if (!fresh) return at->second;
  at->second.push_back(printed);
  if (district_.units.empty()) return at->second;
  if (!names_) names_.emplace(district_);
  const auto answer = names_->Resolve(printed);
  if (answer.outcome != v1::ResolveUnitResponse::RESOLVED) return at->second;
  const v1::Unit& unit = *answer.units.front();
  at->second.push_back(unit.display_name());
  at->second.push_back(unit.name());
  at->second.insert(at->second.end(), unit.aliases().begin(), unit.aliases().end());
  return at->second;
}

bool MatchesTask(const Filter& filter, const Project& project, const Task& task,
                 std::string_view district, int year, const Date& today, UnitSynonyms& synonyms) {
  const auto matches = [&](std::string_view role) {
    return filter.Matches(TaskSubject(project, task, district, year, today, synonyms, role));
  };
  // `unit = X AND role = lead` speaks of one role: it holds when it holds in either.
  if (filter.Uses(static_cast<size_t>(TaskField::kRole)))
    return matches("lead") || matches("cooperating");
  return matches("");
}

absl::StatusOr<ProjectSearch> ProjectSearch::Make(std::string_view query) {
  ProjectSearch search;
  const std::u32string folded = FoldToCodePoints(query);
  std::u32string term;
  size_t characters = 0;
  for (const char32_t c : folded + U" ") {
    if (c == U' ' || c == U'\t' || c == U'\n') {
      if (!term.empty()) search.terms_.push_back(std::move(term));
      term.clear();
    } else {
      term += c;
      ++characters;
    }
  }
  if (characters < 2)
    return InvalidField("query", "QUERY_TOO_SHORT", "want at least two characters");
  if (folded.size() > kMaxQuery)
    return InvalidField("query", "QUERY_TOO_LONG", "want at most 100 characters");
  return search;
}

ProjectSearch::Match ProjectSearch::BestMatch(const std::vector<SearchField>& fields,
                                              const std::u32string& term) const {
  Match best;
  for (const SearchField& field : fields) {
    const std::u32string text = FoldToCodePoints(*field.text);
    const size_t at = text.find(term);
    if (at == std::u32string::npos) continue;
    // A match that is much of its field says more than one that is lost in it, and so does one at
    // its start.
    const double share = static_cast<double>(term.size()) / static_cast<double>(text.size());
    const double score = field.weight * (1 + share + (at == 0 ? 0.25 : 0));
    if (score > best.score) best = {score, &field, at, term.size()};
  }
  return best;
}

void ProjectSearch::AddHit(const std::string& resource, const std::string& title,
                           const std::vector<Match>& matches,
                           std::vector<v1::SearchHit>& hits) const {
  v1::SearchHit& hit = hits.emplace_back();
  hit.set_resource(resource);
  hit.set_project_title(title);
  const Match* best = &matches.front();
  double score = 0;
  for (const Match& match : matches) {
    score += match.score;
    if (match.score > best->score) best = &match;
  }
  hit.set_score(score / static_cast<double>(matches.size()));
  hit.set_field(best->field->name);
  const std::u32string text = ToCodePoints(*best->field->text);
  const size_t start = best->at > kSnippetAround ? best->at - kSnippetAround : 0;
  const size_t end = std::min(text.size(), best->at + best->length + kSnippetAround);
  hit.set_snippet(ToUtf8(std::u32string_view(text).substr(start, end - start)));
  hit.set_match_start(static_cast<int>(best->at - start));
  hit.set_match_end(static_cast<int>(best->at + best->length - start));
}

void ProjectSearch::Find(const Programme& programme, std::vector<v1::SearchHit>& hits) const {
  for (const Project& project : programme.projects()) {
    const std::vector<SearchField> fields = FieldsOf(project);
    std::vector<Match> of_project;
    bool whole = true;
    for (const std::u32string& term : terms_) {
      of_project.push_back(BestMatch(fields, term));
      whole = whole && of_project.back().field != nullptr;
    }
    if (whole) AddHit(project.name(), project.title(), of_project, hits);
    for (const Task& task : project.tasks()) {
      const std::vector<SearchField> own = FieldsOf(task);
      std::vector<Match> matches;
      bool any_own = false;
      for (size_t i = 0; i < terms_.size(); ++i) {
        Match match = BestMatch(own, terms_[i]);
        if (match.field != nullptr) any_own = true;
        if (match.field == nullptr) match = of_project[i];
        if (match.field != nullptr) matches.push_back(match);
      }
      if (any_own && matches.size() == terms_.size())
        AddHit(task.name(), project.title(), matches, hits);
    }
  }
}

}  // namespace duban::registry
