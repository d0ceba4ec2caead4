// A small programme and reports on it, as the tests of ingest need them.
#pragma once

#include <string>

#include "common/clock.h"
#include "common/date.h"
#include "duban/ingest/v1/progress_service.pb.h"
#include "duban/registry/v1/registry_service.pb.h"
#include "duban/type/v1/programme.pb.h"
#include "duban/type/v1/report.pb.h"
#include "runtime/wire.h"

namespace duban::ingest {

inline constexpr char kDistrict[] = "districts/440113";
inline constexpr char kTask[] = "districts/440113/programmes/2022/projects/1/tasks/1";
inline constexpr char kHouseholds[] =
    "districts/440113/programmes/2022/projects/1/tasks/1/indicators/1";
inline constexpr char kPipes[] = "districts/440113/programmes/2022/projects/1/tasks/1/indicators/2";

// 10:00 in Shanghai on a day.
inline TimePoint At(const Date& date) {
  return TimePoint(std::chrono::hours(24) * DayNumber(date) + std::chrono::hours(2));
}

inline void AddIndicator(type::v1::Task& task, const char* measure, double value,
                         const char* unit) {
  type::v1::Indicator& indicator = *task.add_indicators();
  indicator.set_number(task.indicators_size());
  indicator.set_name(task.name() + "/indicators/" + std::to_string(task.indicators_size()));
  indicator.set_measure(measure);
  indicator.set_comparator(type::v1::AT_LEAST);
  indicator.set_value(value);
  indicator.set_unit(unit);
}

// Project 1: 7500 households and 120 km of pipes; project 2: a task with nothing to measure.
inline type::v1::Programme SampleProgramme(const std::string& code = "440113") {
  type::v1::Programme programme;
  programme.set_name("districts/" + code + "/programmes/2022");
  programme.set_year(2022);
  for (int number = 1; number <= 2; ++number) {
    type::v1::Project& project = *programme.add_projects();
    project.set_name(programme.name() + "/projects/" + std::to_string(number));
    project.set_number(number);
    project.set_title(number == 1 ? "农村供水改造" : "便民服务");
    type::v1::Task& task = *project.add_tasks();
    task.set_name(project.name() + "/tasks/1");
    task.set_number(1);
    task.set_title(project.title());
    if (number == 1) {
      AddIndicator(task, "改造供水户数", 7500, "户");
      AddIndicator(task, "新建管网", 120, "公里");
    }
  }
  return programme;
}

inline registry::v1::CatalogEvent SampleEvent(std::int64_t revision = 1,
                                              const std::string& code = "440113") {
  registry::v1::CatalogEvent event;
  event.set_revision(revision);
  *event.mutable_programme() = SampleProgramme(code);
  return event;
}

inline type::v1::Measurement& AddMeasurement(type::v1::Report& report, const char* measure,
                                             double value, const char* unit) {
  type::v1::Measurement& measurement = *report.add_measurements();
  measurement.set_measure(measure);
  measurement.set_value(value);
  measurement.set_unit(unit);
  return measurement;
}

// "By 30 June 3648 households": a report that is good in every field.
inline type::v1::Report SampleReport(double households = 3648, const Date& as_of = {2022, 6, 30}) {
  type::v1::Report report;
  report.set_task(kTask);
  *report.mutable_as_of() = ToProto(as_of);
  report.set_status(type::v1::IN_PROGRESS);
  report.set_narrative("累计完成改造");
  AddMeasurement(report, "改造户数", households, "户");
  return report;
}

inline v1::SubmitReportRequest SampleRequest(const std::string& id,
                                             type::v1::Report report = SampleReport()) {
  v1::SubmitReportRequest request;
  request.set_parent(report.task().substr(0, 16));
  request.set_request_id(id);
  *request.mutable_report() = std::move(report);
  return request;
}

}  // namespace duban::ingest
