#include "analytics/core/programme_view.h"

#include <algorithm>

#include "common/names.h"

namespace duban::analytics {
namespace {

std::vector<std::string> LeadUnits(const DistrictState& district, const type::v1::Project& project,
                                   const type::v1::Task& task) {
  const auto& printed = task.lead_units().empty() ? project.lead_units() : task.lead_units();
  std::vector<std::string> units;
  for (const std::string& unit : printed) {
    std::string official = district.OfficialName(unit);
    if (std::find(units.begin(), units.end(), official) == units.end()) {
      units.push_back(std::move(official));
    }
  }
  return units;
}

}  // namespace

ProgrammeView::ProgrammeView(const DistrictState& district, int year, const Viewpoint& viewpoint)
    : district_(district),
      state_(district.programmes.at(year)),
      year_(year),
      viewpoint_(viewpoint),
      programme_(state_.Parse()) {
  if (const auto name = ParseProgrammeName("name", programme_.name()); name.ok()) {
    code_ = name->district;
  }
  std::size_t count = 0;
  for (const auto& project : programme_.projects()) {
    count += static_cast<std::size_t>(project.tasks_size());
  }
  tasks_.reserve(count);
  for (const auto& project : programme_.projects()) {
    const std::string project_name = ProjectName(programme_.name(), project.number());
    for (const auto& task : project.tasks()) {
      const TaskSeries* series = district.FindSeries(year, project.number(), task.number());
      TaskLens lens(task, year, series, district.texts, viewpoint.at);
      TaskMeasure measure = lens.At(viewpoint.as_of);
      const Verdict verdict = Judge(lens, measure, district.profiles, viewpoint.as_of);
      tasks_.push_back({&project, &task, TaskName(project_name, task.number()),
                        LeadUnits(district, project, task), task.weight() > 0 ? task.weight() : 1.0,
                        std::move(lens), std::move(measure), verdict});
    }
  }
}

v1::Basis ProgrammeView::Basis() const {
  v1::Basis basis;
  *basis.mutable_as_of() = ToDate(viewpoint_.as_of);
  basis.set_catalog_revision(district_.catalog_revision);
  basis.set_position(std::min(viewpoint_.at, district_.head));
  return basis;
}

void ProgressMean::Add(const TaskView& task) {
  ++tasks_;
  weight_ += task.weight;
  scheduled_ += task.weight * task.measure.scheduled;
  planned_ = planned_ || task.measure.basis == v1::PLANNED;
  if (task.measure.completion) {
    ++known_;
    known_weight_ += task.weight;
    completion_ += task.weight * *task.measure.completion;
    known_scheduled_ += task.weight * task.measure.scheduled;
  }
  done_ += task.measure.done ? 1 : 0;
  overfulfilled_ += task.measure.overfulfilled ? 1 : 0;
  not_started_ += task.verdict.status == v1::NOT_STARTED ? 1 : 0;
  overdue_ = overdue_ || task.verdict.status == v1::OVERDUE;
  unreported_ = unreported_ || task.verdict.status == v1::UNREPORTED;
  behind_ = behind_ || task.verdict.status == v1::BEHIND;
}

v1::Progress ProgressMean::Finish(const Profile& profile) const {
  v1::Progress progress;
  progress.set_tasks(tasks_);
  progress.set_known_tasks(known_);
  progress.set_schedule_basis(planned_ ? v1::PLANNED : v1::ELAPSED);
  progress.set_status(v1::NO_DATA);
  progress.set_light(v1::GREY);
  if (tasks_ == 0) return progress;
  double points = 0;
  if (known_ > 0) {
    const double completion = completion_ / known_weight_;
    const double scheduled = known_scheduled_ / known_weight_;
    points = (scheduled - completion) * 100.0;
    progress.set_completion(completion);
    progress.set_scheduled(scheduled);
    progress.set_points_behind(points);
    if (scheduled > 0) progress.set_spi(completion / scheduled);
    progress.set_status(StatusOf(points, profile));
    progress.set_light(LightOf(points, profile));
  } else {
    progress.set_scheduled(scheduled_ / weight_);
    if (behind_) {
      progress.set_status(v1::BEHIND);
      progress.set_light(v1::YELLOW);
    } else if (unreported_) {
      progress.set_status(v1::UNREPORTED);
    }
  }
  if (done_ == tasks_) {
    progress.set_status(overfulfilled_ == tasks_ ? v1::OVERFULFILLED : v1::COMPLETED);
    progress.set_light(v1::GREEN);
  } else if (overdue_) {
    progress.set_status(v1::OVERDUE);
    progress.set_light(v1::RED);
  } else if (not_started_ == tasks_) {
    progress.set_status(v1::NOT_STARTED);
  }
  return progress;
}

v1::Progress ToProgress(const TaskView& task) {
  v1::Progress progress;
  progress.set_tasks(1);
  progress.set_scheduled(task.measure.scheduled);
  progress.set_schedule_basis(task.measure.basis);
  progress.set_status(task.verdict.status);
  progress.set_light(task.verdict.light);
  if (task.measure.completion) {
    progress.set_completion(*task.measure.completion);
    progress.set_known_tasks(1);
  }
  if (task.verdict.spi) progress.set_spi(*task.verdict.spi);
  if (task.verdict.points_behind) progress.set_points_behind(*task.verdict.points_behind);
  return progress;
}

}  // namespace duban::analytics
