// ProgrammeView is one programme as seen on one day from one journal position: every task measured
// and judged. All answers about a programme are read off it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analytics/core/judge.h"
#include "analytics/core/state.h"
#include "analytics/core/task_lens.h"
#include "duban/analytics/v1/analytics_service.pb.h"

namespace duban::analytics {

// From where one looks.
struct Viewpoint {
  Day as_of = kNoDay;
  Position at = kNow;  // only what the journal held up to here is known
};

// One task of a view.
struct TaskView {
  const type::v1::Project* project = nullptr;
  const type::v1::Task* task = nullptr;
  std::string name;                     // resource name
  std::vector<std::string> lead_units;  // official names; the project's where the task has none
  double weight = 1;
  TaskLens lens;
  TaskMeasure measure;
  Verdict verdict;
};

// Immutable once made; the district state must outlive it and stay unchanged.
class ProgrammeView {
 public:
  // Requires that `district` has a programme of `year`.
  ProgrammeView(const DistrictState& district, int year, const Viewpoint& viewpoint);
  ProgrammeView(const ProgrammeView&) = delete;
  ProgrammeView& operator=(const ProgrammeView&) = delete;

  const DistrictState& district() const { return district_; }
  const ProgrammeState& state() const { return state_; }
  const type::v1::Programme& programme() const { return programme_; }
  int year() const { return year_; }
  const Viewpoint& viewpoint() const { return viewpoint_; }
  // The rules of the day.
  const Profile& profile() const { return district_.profiles.On(viewpoint_.as_of); }
  // In order of project and task.
  const std::vector<TaskView>& tasks() const { return tasks_; }
  // District code, six digits.
  const std::string& code() const { return code_; }

  // What answers from this view rest on.
  v1::Basis Basis() const;

 private:
  const DistrictState& district_;
  const ProgrammeState& state_;
  const int year_;
  const Viewpoint viewpoint_;
  const type::v1::Programme programme_;
  std::string code_;
  std::vector<TaskView> tasks_;
};

// The weighted mean of tasks with everything that is said of a mean.
class ProgressMean {
 public:
  void Add(const TaskView& task);
  // OVERDUE when a task is; done when all are; else judged by the mean's own points behind.
  v1::Progress Finish(const Profile& profile) const;
  int tasks() const { return tasks_; }

 private:
  int tasks_ = 0, known_ = 0, done_ = 0, overfulfilled_ = 0, not_started_ = 0;
  bool overdue_ = false, unreported_ = false, behind_ = false, planned_ = false;
  double weight_ = 0, scheduled_ = 0;  // over all tasks
  double known_weight_ = 0, completion_ = 0, known_scheduled_ = 0;
};

// One task's figures in the form of Progress.
v1::Progress ToProgress(const TaskView& task);

}  // namespace duban::analytics
