#include "ingest/core/validate_report.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "common/hash.h"
#include "common/names.h"
#include "ingest/core/binding.h"
#include "ingest/core/text.h"
#include "runtime/wire.h"

namespace duban::ingest {
namespace {

using type::v1::Indicator;
using type::v1::Remark;
using type::v1::Task;
using Violations = std::vector<FieldViolation>;

constexpr double kLargestValue = 1e15;
// A value this many times the target is a slip of the unit (个 for 万个) more often than a triumph.
constexpr double kImplausibleFactor = 10;

// A field's path, put together only when there is something to say about it.
struct Field {
  std::string_view name;
  int measurement = -1;  // >= 0: the field is that measurement's
  std::string path() const {
    return measurement < 0 ? fmt::format("report{}", name)
                           : fmt::format("report.measurements[{}]{}", measurement, name);
  }
};

// Rules are templates over type::v1::Report and ReportView. A view's texts are UTF-8: it could not
// be read else.
constexpr bool TextsAreUtf8(const type::v1::Report&) { return false; }
constexpr bool TextsAreUtf8(const type::v1::Measurement&) { return false; }
constexpr bool TextsAreUtf8(const ReportView&) { return true; }
constexpr bool TextsAreUtf8(const MeasurementView&) { return true; }

const Date& DayOf(const Date& date) { return date; }
Date DayOf(const google::type::Date& date) { return FromProto(date); }

void CheckText(const Field& field, std::string_view text, bool is_utf8, int most, Violations& out) {
  // No more characters than bytes: nearly always short enough uncounted.
  if (is_utf8 && std::cmp_less_equal(text.size(), most)) return;
  const auto length = CountCodePoints(text);
  if (!length) {
    out.push_back({field.path(), "TEXT_NOT_UTF8", "is not valid UTF-8"});
  } else if (*length > most) {
    out.push_back({field.path(), "TEXT_TOO_LONG",
                   fmt::format("has {} characters, at most {} are taken", *length, most)});
  }
}

void CheckNumber(const Field& field, double value, Violations& out) {
  if (!std::isfinite(value)) {
    out.push_back({field.path(), "VALUE_NOT_FINITE", "must be a finite number"});
  } else if (value < 0) {
    out.push_back(
        {field.path(), "VALUE_NEGATIVE", fmt::format("is {}, must not be negative", value)});
  } else if (value > kLargestValue) {
    out.push_back(
        {field.path(), "VALUE_TOO_LARGE", fmt::format("is {}, at most 1e15 is taken", value)});
  }
}

void CheckDay(const Field& field, const Date& day, const Date& today, bool may_be_future,
              Violations& out) {
  if (!IsValid(day)) {
    out.push_back({field.path(), "DATE_INVALID",
                   "is no date of the calendar; year, month and day are needed"});
  } else if (!may_be_future && day > today) {
    out.push_back({field.path(), "DATE_IN_FUTURE",
                   fmt::format("is {}, today is {}", FormatDate(day), FormatDate(today))});
  }
}

template <class Measurement>
void CheckMeasurement(int at, const Measurement& measurement, const ReportLimits& limits,
                      const Date& today, Violations& out) {
  const bool is_utf8 = TextsAreUtf8(measurement);
  CheckText({".measure", at}, measurement.measure(), is_utf8, limits.name_characters, out);
  CheckText({".unit", at}, measurement.unit(), is_utf8, limits.unit_characters, out);
  CheckText({".source.quote", at}, measurement.source().quote(), is_utf8, limits.quote_characters,
            out);
  CheckNumber({".value", at}, measurement.value(), out);
  if (measurement.unit().empty())
    out.push_back(
        {Field{".unit", at}.path(), "UNIT_MISSING", "a unit of measure is required, e.g. 户"});
  if (measurement.has_stated_ratio())
    CheckNumber({".stated_ratio", at}, measurement.stated_ratio(), out);
  if (measurement.has_as_of())
    CheckDay({".as_of", at}, DayOf(measurement.as_of()), today, measurement.expected(), out);
  if (!type::v1::Accumulation_IsValid(measurement.accumulation()))
    out.push_back(
        {Field{".accumulation", at}.path(), "ENUM_UNKNOWN", "is no known kind of counting"});
}

template <class Report>
void CheckReplacement(const Report& report, Violations& out) {
  if (report.replaces().empty()) {
    if (report.retraction())
      out.push_back(
          {"report.replaces", "REPLACES_MISSING", "a retraction names what it takes back"});
    return;
  }
  const auto replaced = ParseReportName("report.replaces", report.replaces());
  if (!replaced.ok()) {
    for (FieldViolation& violation : ViolationsOf(replaced.status()))
      out.push_back(std::move(violation));
  }
  if (report.retraction() && (report.measurements_size() > 0 || report.status() != 0))
    out.push_back({"report.retraction", "RETRACTION_WITH_FIGURES",
                   "a retraction carries neither measurements nor a status"});
}

const Indicator* FindIndicator(const Task& task, std::string_view name) {
  for (const Indicator& indicator : task.indicators()) {
    if (indicator.name() == name) return &indicator;
  }
  return nullptr;
}

std::string KnownIndicators(const Task& task) {
  std::string out;
  for (const Indicator& indicator : task.indicators()) {
    if (!out.empty()) out += ", ";
    out += fmt::format("{} ({} {})", indicator.number(), indicator.measure(), indicator.unit());
  }
  return out.empty() ? "none" : out;
}

void CheckYear(const Field& field, const Date& date, int year, bool expected, Violations& out) {
  // A forecast may look further ahead than the year of reporting.
  const int last = expected ? year + 10 : year + 1;
  if (date.year < year || date.year > last) {
    out.push_back(
        {field.path(), "DATE_OUTSIDE_PROGRAMME",
         fmt::format("is {}, the programme of {} is reported on from {}-01-01 to {}-12-31",
                     FormatDate(date), year, year, last)});
  }
}

Remark MakeRemark(const char* kind, int at, std::string message) {
  Remark remark;
  remark.set_kind(kind);
  remark.set_field(fmt::format("measurements[{}].value", at));
  remark.set_message(std::move(message));
  return remark;
}

template <class Report>
Violations CheckAnyReport(const Report& report, const ReportLimits& limits, const Date& today,
                          Violations out) {
  if (report.has_as_of()) {
    CheckDay({".as_of"}, DayOf(report.as_of()), today, false, out);
  } else {
    out.push_back(
        {"report.as_of", "DATE_MISSING", "the date that the report speaks of is required"});
  }
  if (!type::v1::StatedStatus_IsValid(report.status()))
    out.push_back({"report.status", "ENUM_UNKNOWN", "is no known status"});
  CheckText({".narrative"}, report.narrative(), TextsAreUtf8(report), limits.narrative_characters,
            out);
  CheckText({".reporting_unit"}, report.reporting_unit(), TextsAreUtf8(report),
            limits.name_characters, out);
  if (!report.document_id().empty() && !ParseDigest(report.document_id()))
    out.push_back({"report.document_id", "DIGEST_MALFORMED", "must be 64 lower-case hex digits"});
  CheckReplacement(report, out);
  if (report.measurements_size() > limits.measurements) {
    out.push_back({"report.measurements", "TOO_MANY_MEASUREMENTS",
                   fmt::format("has {}, at most {} are taken", report.measurements_size(),
                               limits.measurements)});
    return out;
  }
  for (int i = 0; i < report.measurements_size(); ++i) {
    CheckMeasurement(i, report.measurements(i), limits, today, out);
  }
  if (!report.retraction() && report.measurements_size() == 0 && report.status() == 0 &&
      report.narrative().empty()) {
    out.push_back({"report", "REPORT_EMPTY", "a status, a narrative or a measurement is required"});
  }
  return out;
}

template <class Report>
Violations CheckAnyAgainstTask(const Report& report, const Task& task, int programme_year) {
  Violations out;
  CheckYear({".as_of"}, DayOf(report.as_of()), programme_year, false, out);
  for (int i = 0; i < report.measurements_size(); ++i) {
    const auto& measurement = report.measurements(i);
    if (measurement.has_as_of())
      CheckYear({".as_of", i}, DayOf(measurement.as_of()), programme_year, measurement.expected(),
                out);
    if (measurement.indicator().empty()) continue;
    const Indicator* indicator = FindIndicator(task, measurement.indicator());
    if (indicator == nullptr) {
      out.push_back(
          {Field{".indicator", i}.path(), "INDICATOR_NOT_FOUND",
           fmt::format("is no indicator of the task; it has: {}", KnownIndicators(task))});
    } else if (indicator->unit() != measurement.unit() &&
               NormalUnit(indicator->unit()) != NormalUnit(measurement.unit())) {
      out.push_back({Field{".unit", i}.path(), "UNIT_UNKNOWN",
                     fmt::format("is \"{}\", the indicator is measured in \"{}\"",
                                 measurement.unit(), indicator->unit())});
    }
  }
  return out;
}

template <class Report>
std::vector<Remark> FindAnythingSuspicious(const Report& report, const Task& task,
                                           const LatestValue& latest) {
  std::vector<Remark> remarks;
  for (int i = 0; i < report.measurements_size(); ++i) {
    const auto& measurement = report.measurements(i);
    const Indicator* indicator = FindIndicator(task, measurement.indicator());
    if (indicator == nullptr || measurement.expected()) continue;
    const double value = measurement.value();
    const double target = indicator->value();
    const bool cumulative = measurement.accumulation() != type::v1::PERIOD;
    if (cumulative && measurement.has_stated_ratio() && target > 0 &&
        !ShareFits(value, target, measurement.stated_ratio())) {
      remarks.push_back(MakeRemark("PERCENT_MISMATCH", i,
                                   fmt::format("{} of {} is {:.2f}%, stated is {}%", value, target,
                                               100 * value / target, measurement.stated_ratio())));
    }
    if (indicator->comparator() == type::v1::AT_MOST) continue;
    if (target > 0 && value > kImplausibleFactor * target) {
      remarks.push_back(MakeRemark("IMPLAUSIBLE_JUMP", i,
                                   fmt::format("{} is more than {} times the target of {}", value,
                                               kImplausibleFactor, target)));
    }
    if (!cumulative) continue;
    const Date day = measurement.has_as_of() ? DayOf(measurement.as_of()) : DayOf(report.as_of());
    if (const auto last = latest(measurement.indicator(), day); last && last->value > value) {
      remarks.push_back(MakeRemark(
          "REGRESSION", i,
          fmt::format("{} is below the {} of {}", value, last->value, FormatDate(last->as_of))));
    }
  }
  return remarks;
}

}  // namespace

Violations CheckReport(const type::v1::Report& report, const ReportLimits& limits,
                       const Date& today) {
  const auto task = ParseTaskName("report.task", report.task());
  return CheckAnyReport(report, limits, today,
                        task.ok() ? Violations() : ViolationsOf(task.status()));
}
Violations CheckReport(const ReportView& report, const ReportLimits& limits, const Date& today) {
  return CheckAnyReport(report, limits, today, {});
}

Violations CheckAgainstTask(const type::v1::Report& report, const Task& task, int programme_year) {
  return CheckAnyAgainstTask(report, task, programme_year);
}
Violations CheckAgainstTask(const ReportView& report, const Task& task, int programme_year) {
  return CheckAnyAgainstTask(report, task, programme_year);
}

std::vector<Remark> FindSuspicious(const type::v1::Report& report, const Task& task,
                                   const LatestValue& latest) {
  return FindAnythingSuspicious(report, task, latest);
}
std::vector<Remark> FindSuspicious(const ReportView& report, const Task& task,
                                   const LatestValue& latest) {
  return FindAnythingSuspicious(report, task, latest);
}

Violations CheckRequestId(std::string_view request_id) {
  bool good = !request_id.empty() && request_id.size() <= 64 && request_id.front() != ' ' &&
              request_id.back() != ' ';
  for (const char c : request_id) good = good && c >= ' ' && c <= '~';
  if (good) return {};
  return {
      {"request_id", "REQUEST_ID_INVALID",
       "must be 1 to 64 printable ASCII characters without blanks at the ends; a UUID is usual"}};
}

}  // namespace duban::ingest
