// Story tells a state what happened, in the words of a test. Not thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analytics/core/programme_view.h"
#include "analytics/core/state.h"

namespace duban::analytics::testing {

// "2022-06-30" as a date; aborts on anything else.
google::type::Date DateOf(const std::string& text);
Day DayOf(const std::string& text);

// Parts of a programme.
type::v1::Indicator IndicatorOf(int number, const std::string& measure, double target,
                                const std::string& unit,
                                type::v1::Comparator comparator = type::v1::AT_LEAST,
                                const std::string& due = "");
type::v1::Task TaskOf(int number, const std::string& title,
                      const std::vector<type::v1::Indicator>& indicators);
type::v1::Project ProjectOf(int number, const std::string& title, const std::string& unit,
                            const std::vector<type::v1::Task>& tasks);
type::v1::Programme ProgrammeOf(const std::string& district, int year,
                                const std::vector<type::v1::Project>& projects);
type::v1::Milestone MilestoneOf(int number, const std::string& due, const std::string& measure,
                                double value, const std::string& unit, bool cumulative = true);

// Parts of a report.
type::v1::Measurement MeasurementOf(const std::string& task, int indicator, double value,
                                    const std::string& unit);
type::v1::Report ReportOf(const std::string& task, const std::string& date,
                          type::v1::StatedStatus status,
                          const std::vector<type::v1::Measurement>& measurements = {});

// Every event of catalog and journals in the order told, and the state that they make.
class Story {
 public:
  // `accepted` is the day on which what follows is accepted or committed.
  void SetToday(const std::string& date) { today_ = date; }

  void District(const std::string& code, const std::string& display_name,
                std::int64_t population = 0);
  void Apply(const type::v1::Programme& programme);
  void Apply(const registry::v1::RuleProfile& profile);
  void Apply(const registry::v1::Unit& unit);

  // Returns the position of the entry.
  std::int64_t Submit(const type::v1::Report& report);
  // Replaces an earlier report of the same district.
  std::int64_t Correct(std::int64_t position, type::v1::Report report);
  std::int64_t Retract(const std::string& task, std::int64_t position, const std::string& date);
  std::int64_t Step(const std::string& code, const ingest::v1::CaseStep& step);

  const State& state() const { return state_; }
  const std::vector<registry::v1::CatalogEvent>& catalog() const { return catalog_; }
  const std::vector<ingest::v1::JournalEntry>& journal() const { return journal_; }

  // The programme as seen on `date`; requires that it exists.
  std::unique_ptr<ProgrammeView> View(const std::string& code, int year, const std::string& date,
                                      Position at = kNow) const;

 private:
  registry::v1::CatalogEvent& NextEvent();
  std::int64_t Append(const std::string& code, ingest::v1::JournalEntry entry);

  std::string today_ = "2022-01-01";
  State state_;
  std::vector<registry::v1::CatalogEvent> catalog_;
  std::vector<ingest::v1::JournalEntry> journal_;
  std::map<std::string, std::int64_t> heads_;
};

}  // namespace duban::analytics::testing
