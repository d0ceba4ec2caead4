#include "analytics/testing/story.h"

#include <cstdlib>

#include "common/names.h"

namespace duban::analytics::testing {
namespace {

google::protobuf::Timestamp NoonOf(const std::string& date) {
  google::protobuf::Timestamp instant;
  instant.set_seconds(std::int64_t{DayOf(date)} * 86'400 + 4 * 3'600);
  return instant;
}

}  // namespace

Day DayOf(const std::string& text) {
  const std::optional<Date> date = ParseDate(text);
  if (!date) std::abort();
  return DayNumber(*date);
}

google::type::Date DateOf(const std::string& text) { return ToDate(DayOf(text)); }

type::v1::Indicator IndicatorOf(int number, const std::string& measure, double target,
                                const std::string& unit, type::v1::Comparator comparator,
                                const std::string& due) {
  type::v1::Indicator indicator;
  indicator.set_number(number);
  indicator.set_measure(measure);
  indicator.set_comparator(comparator);
  indicator.set_value(target);
  indicator.set_unit(unit);
  if (!due.empty()) *indicator.mutable_due_date() = DateOf(due);
  return indicator;
}

type::v1::Task TaskOf(int number, const std::string& title,
                      const std::vector<type::v1::Indicator>& indicators) {
  type::v1::Task task;
  task.set_number(number);
  task.set_title(title);
  for (const auto& indicator : indicators) *task.add_indicators() = indicator;
  return task;
}

type::v1::Project ProjectOf(int number, const std::string& title, const std::string& unit,
                            const std::vector<type::v1::Task>& tasks) {
  type::v1::Project project;
  project.set_number(number);
  project.set_title(title);
  project.add_lead_units(unit);
  for (const auto& task : tasks) *project.add_tasks() = task;
  return project;
}

type::v1::Programme ProgrammeOf(const std::string& district, int year,
                                const std::vector<type::v1::Project>& projects) {
  type::v1::Programme programme;
  programme.set_name(ProgrammeName(district, year));
  programme.set_year(year);
  for (const auto& project : projects) *programme.add_projects() = project;
  return programme;
}

type::v1::Milestone MilestoneOf(int number, const std::string& due, const std::string& measure,
                                double value, const std::string& unit, bool cumulative) {
  type::v1::Milestone milestone;
  milestone.set_number(number);
  milestone.set_title("节点" + std::to_string(number));
  *milestone.mutable_due_date() = DateOf(due);
  type::v1::PlannedValue& planned = *milestone.add_targets();
  planned.set_measure(measure);
  planned.set_comparator(type::v1::AT_LEAST);
  planned.set_value(value);
  planned.set_unit(unit);
  planned.set_cumulative(cumulative);
  return milestone;
}

type::v1::Measurement MeasurementOf(const std::string& task, int indicator, double value,
                                    const std::string& unit) {
  type::v1::Measurement measurement;
  if (indicator > 0) measurement.set_indicator(IndicatorName(task, indicator));
  measurement.set_value(value);
  measurement.set_unit(unit);
  return measurement;
}

type::v1::Report ReportOf(const std::string& task, const std::string& date,
                          type::v1::StatedStatus status,
                          const std::vector<type::v1::Measurement>& measurements) {
  type::v1::Report report;
  report.set_task(task);
  *report.mutable_as_of() = DateOf(date);
  report.set_status(status);
  for (const auto& measurement : measurements) *report.add_measurements() = measurement;
  return report;
}

registry::v1::CatalogEvent& Story::NextEvent() {
  registry::v1::CatalogEvent& event = catalog_.emplace_back();
  event.set_revision(static_cast<std::int64_t>(catalog_.size()));
  *event.mutable_commit_time() = NoonOf(today_);
  return event;
}

void Story::District(const std::string& code, const std::string& display_name,
                     std::int64_t population) {
  registry::v1::CatalogEvent& event = NextEvent();
  event.mutable_district()->set_name(DistrictName(code));
  event.mutable_district()->set_display_name(display_name);
  event.mutable_district()->set_population(population);
  state_.ApplyCatalog(event);
}

void Story::Apply(const type::v1::Programme& programme) {
  registry::v1::CatalogEvent& event = NextEvent();
  *event.mutable_programme() = programme;
  state_.ApplyCatalog(event);
}

void Story::Apply(const registry::v1::RuleProfile& profile) {
  registry::v1::CatalogEvent& event = NextEvent();
  *event.mutable_rule_profile() = profile;
  state_.ApplyCatalog(event);
}

void Story::Apply(const registry::v1::Unit& unit) {
  registry::v1::CatalogEvent& event = NextEvent();
  *event.mutable_unit() = unit;
  state_.ApplyCatalog(event);
}

std::int64_t Story::Append(const std::string& code, ingest::v1::JournalEntry entry) {
  std::int64_t& head = heads_[code];
  entry.set_district(DistrictName(code));
  entry.set_position(++head);
  entry.set_sequence(static_cast<std::int64_t>(journal_.size()) + 1);
  *entry.mutable_accept_time() = NoonOf(today_);
  state_.ApplyEntry(entry);
  journal_.push_back(std::move(entry));
  return head;
}

std::int64_t Story::Submit(const type::v1::Report& report) {
  const auto name = ParseTaskName("task", report.task());
  if (!name.ok()) std::abort();
  ingest::v1::JournalEntry entry;
  *entry.mutable_report() = report;
  return Append(name->district, std::move(entry));
}

std::int64_t Story::Correct(std::int64_t position, type::v1::Report report) {
  const auto name = ParseTaskName("task", report.task());
  if (!name.ok()) std::abort();
  report.set_replaces(FormatReportName(name->district, position));
  return Submit(report);
}

std::int64_t Story::Retract(const std::string& task, std::int64_t position,
                            const std::string& date) {
  type::v1::Report report = ReportOf(task, date, type::v1::STATED_STATUS_UNSPECIFIED);
  report.set_retraction(true);
  return Correct(position, std::move(report));
}

std::int64_t Story::Step(const std::string& code, const ingest::v1::CaseStep& step) {
  ingest::v1::JournalEntry entry;
  *entry.mutable_case_step() = step;
  return Append(code, std::move(entry));
}

std::unique_ptr<ProgrammeView> Story::View(const std::string& code, int year,
                                           const std::string& date, Position at) const {
  return std::make_unique<ProgrammeView>(*state_.Find(code), year, Viewpoint{DayOf(date), at});
}

}  // namespace duban::analytics::testing
