// Judges one report against the catalog: what is wrong with it, and what is merely suspicious.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "common/error.h"
#include "duban/type/v1/programme.pb.h"
#include "duban/type/v1/report.pb.h"
#include "ingest/core/report_index.h"
#include "ingest/core/report_view.h"

namespace duban::ingest {

// What a report may hold at most.
struct ReportLimits {
  int narrative_characters = 20'000;
  int measurements = 200;
  int name_characters = 200;  // measure, reporting unit
  int unit_characters = 32;
  int quote_characters = 5'000;
};

// Looks up the last known value of an indicator at a date; see ReportIndex::Latest.
using LatestValue = std::function<std::optional<Observation>(std::string_view, const Date&)>;

// Every field of a report that can be judged without the catalog: lengths, encoding, numbers,
// dates, names. Field paths begin with `report.`. Pure.
std::vector<FieldViolation> CheckReport(const type::v1::Report& report, const ReportLimits& limits,
                                        const Date& today);
// The same, but for the task's name, by which the task was found already.
std::vector<FieldViolation> CheckReport(const ReportView& report, const ReportLimits& limits,
                                        const Date& today);

// Every field that needs the task: indicator names, units of measure, dates against the programme's
// year.
std::vector<FieldViolation> CheckAgainstTask(const type::v1::Report& report,
                                             const type::v1::Task& task, int programme_year);
std::vector<FieldViolation> CheckAgainstTask(const ReportView& report, const type::v1::Task& task,
                                             int programme_year);

// 1..64 printable ASCII characters without blanks at either end. Empty result = good.
std::vector<FieldViolation> CheckRequestId(std::string_view request_id);

// What is suspicious but possible about a report whose measurements are bound: REGRESSION,
// IMPLAUSIBLE_JUMP, PERCENT_MISMATCH. Precision before recall: in doubt nothing.
std::vector<type::v1::Remark> FindSuspicious(const type::v1::Report& report,
                                             const type::v1::Task& task, const LatestValue& latest);
std::vector<type::v1::Remark> FindSuspicious(const ReportView& report, const type::v1::Task& task,
                                             const LatestValue& latest);

}  // namespace duban::ingest
