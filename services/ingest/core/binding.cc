#include "ingest/core/binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "ingest/core/text.h"

namespace duban::ingest {
namespace {

using type::v1::Indicator;
using type::v1::Measurement;
using type::v1::Remark;
using type::v1::Report;
using type::v1::Task;

// A stated share that fits says more than any wording; wording is 0..1.
constexpr double kShareScore = 2;
// Two candidates closer than this are alike.
constexpr double kClearLead = 0.1;
// A document's figure that was left unbound in its context needs at least so much wording in
// common.
constexpr double kDocumentLikeness = 0.25;

struct Candidate {
  int measurement = 0;
  const Indicator* indicator = nullptr;
  double score = 0;
};

double Score(const Measurement& measurement, const Indicator& indicator) {
  double score = Similarity(measurement.measure(), indicator.measure());
  if (measurement.has_stated_ratio() &&
      ShareFits(measurement.value(), indicator.value(), measurement.stated_ratio())) {
    score += kShareScore;
  }
  return score;
}

// The indicator that fits best; nullopt when none fits or the best two fit alike.
std::optional<Candidate> Best(const Task& task, const Measurement& measurement, int at) {
  std::vector<Candidate> candidates;
  for (const Indicator& indicator : task.indicators()) {
    if (NormalUnit(indicator.unit()) == NormalUnit(measurement.unit()))
      candidates.push_back({at, &indicator, Score(measurement, indicator)});
  }
  if (candidates.empty()) return std::nullopt;
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  if (candidates.size() > 1 && candidates[0].score - candidates[1].score < kClearLead)
    return std::nullopt;
  return candidates[0];
}

// What two values must share to contradict each other: one indicator, one date, one kind of
// counting.
auto SlotOf(const std::string& indicator, const Measurement& measurement) {
  const auto& date = measurement.as_of();
  return std::tuple(indicator, date.year(), date.month(), date.day(),
                    measurement.accumulation() == type::v1::PERIOD, measurement.expected());
}

Remark Unbound(int at, const Measurement& measurement) {
  Remark remark;
  remark.set_kind("UNBOUND_MEASUREMENT");
  remark.set_field(fmt::format("measurements[{}]", at));
  remark.set_message(fmt::format("\"{}\" {} {} measures none of the task's indicators for certain",
                                 measurement.measure(), measurement.value(), measurement.unit()));
  return remark;
}

}  // namespace

bool ShareFits(double value, double target, double stated_ratio) {
  if (target == 0) return false;
  const double last_digit = std::pow(10.0, -Decimals(stated_ratio));
  return std::abs(100 * value / target - stated_ratio) < last_digit * (1 + 1e-9);
}

std::vector<Remark> BindMeasurements(const Task& task, Report& report) {
  if (std::ranges::none_of(report.measurements(),
                           [](const Measurement& m) { return m.indicator().empty(); }))
    return {};
  std::vector<Candidate> candidates;
  const double least = report.document_id().empty() ? 0 : kDocumentLikeness;
  std::set<decltype(SlotOf("", Measurement()))> taken;
  for (int i = 0; i < report.measurements_size(); ++i) {
    const Measurement& measurement = report.measurements(i);
    if (!measurement.indicator().empty()) {
      taken.insert(SlotOf(measurement.indicator(), measurement));
    } else if (const auto best = Best(task, measurement, i); best && best->score >= least) {
      candidates.push_back(*best);
    }
  }
  // The best pairs first: of "3648 户" and "其中 2000 户" only one is the indicator's value.
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  for (const Candidate& candidate : candidates) {
    Measurement& measurement = *report.mutable_measurements(candidate.measurement);
    if (taken.insert(SlotOf(candidate.indicator->name(), measurement)).second)
      measurement.set_indicator(candidate.indicator->name());
  }
  std::vector<Remark> remarks;
  for (int i = 0; i < report.measurements_size(); ++i) {
    if (report.measurements(i).indicator().empty())
      remarks.push_back(Unbound(i, report.measurements(i)));
  }
  return remarks;
}

}  // namespace duban::ingest
