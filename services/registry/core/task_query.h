// Tasks as lists and searches see them: with what they inherit from their project. Pure;
// thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "common/filter.h"
#include "duban/registry/v1/registry_service.pb.h"
#include "registry/core/unit_names.h"

namespace duban::registry {

// The fields that ListTasks filters by, in the order of TaskField.
const std::vector<FilterField>& TaskFields();
enum class TaskField : size_t {
  kUnit,
  kLeadUnit,
  kCooperatingUnit,
  kRole,
  kCategory,
  kLeader,
  kYear,
  kDue,
  kProject,
  kTask,
  kTitle,
  kContent,
  kMeasure,
  kWeight,
  kStatus,
  kDistrict,
};

// The day on which the whole task is due: the latest of its indicators and milestones, an undated
// indicator and a task without either counting as the last day of `year`.
Date DueDate(const type::v1::Task& task, int year);

// A task with its project's part of it.
v1::TaskEntry MakeEntry(const type::v1::Project& project, const type::v1::Task& task, int year);

// All names of the unit that a printed name means, the printed one first. Answers are kept, so ask
// one object often.
class UnitSynonyms {
 public:
  // `district` must outlive it.
  explicit UnitSynonyms(const DistrictState& district) : district_(district) {}
  const std::vector<std::string>& Of(const std::string& printed);

 private:
  const DistrictState& district_;
  // Made when first asked: most lists pass over most districts without a look at their units.
  std::optional<UnitNames> names_;
  std::map<std::string, std::vector<std::string>> known_;
};

// Whether a task satisfies a parsed filter. `today` decides what is PAST_DUE.
bool MatchesTask(const Filter& filter, const type::v1::Project& project, const type::v1::Task& task,
                 std::string_view district, int year, const Date& today, UnitSynonyms& synonyms);

// One field of a project or task that a search looks into.
struct SearchField {
  const char* name;  // as in SearchHit.field
  double weight;     // of a match in it
  const std::string* text;
};

// A search for folded terms, all of which must be found in one project or task (with its
// project's).
class ProjectSearch {
 public:
  // Errors: INVALID_ARGUMENT QUERY_TOO_SHORT, QUERY_TOO_LONG about query.
  static absl::StatusOr<ProjectSearch> Make(std::string_view query);

  const std::vector<std::u32string>& terms() const { return terms_; }

  // Adds the hits of one programme: projects that hold all terms themselves, and tasks that hold at
  // least one of their own and the rest with their project. Unordered.
  void Find(const type::v1::Programme& programme, std::vector<v1::SearchHit>& hits) const;

 private:
  struct Match {
    double score = 0;
    const SearchField* field = nullptr;
    size_t at = 0;  // code points
    size_t length = 0;
  };
  Match BestMatch(const std::vector<SearchField>& fields, const std::u32string& term) const;
  void AddHit(const std::string& resource, const std::string& title,
              const std::vector<Match>& matches, std::vector<v1::SearchHit>& hits) const;

  std::vector<std::u32string> terms_;
};

}  // namespace duban::registry
