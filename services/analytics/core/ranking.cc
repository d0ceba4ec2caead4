#include "analytics/core/ranking.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "analytics/core/findings.h"
#include "analytics/core/percent.h"
#include "analytics/core/summary.h"
#include "analytics/core/units_of_measure.h"
#include "common/names.h"

namespace duban::analytics {
namespace {

// What a unit's score is made of.
struct UnitFigures {
  ProgressMean mean;
  int punctual = 0;
  int overdue = 0;
  int findings = 0;
};

std::map<std::string, UnitFigures> Collect(const ProgrammeView& view) {
  std::map<std::string, UnitFigures> units;
  std::set<std::string> late;
  for (const v1::Finding& finding : FindFindings(view)) {
    if (!IsOpen(finding)) continue;
    if (finding.kind() == type::v1::LATE_REPORT) late.insert(finding.subject());
    if (finding.severity() < type::v1::WARNING) continue;
    for (const std::string& unit : finding.lead_units()) ++units[unit].findings;
  }
  for (const TaskView& task : view.tasks()) {
    for (const std::string& unit : task.lead_units) {
      UnitFigures& figures = units[unit];
      figures.mean.Add(task);
      figures.overdue += task.verdict.status == v1::OVERDUE ? 1 : 0;
      figures.punctual +=
          task.verdict.status != v1::UNREPORTED && !late.contains(task.name) ? 1 : 0;
    }
  }
  return units;
}

void AddTerm(v1::UnitRank& rank, const std::string& term, double points, std::string explanation) {
  v1::ScoreTerm& added = *rank.add_terms();
  added.set_term(term);
  added.set_points(points);
  added.set_explanation(std::move(explanation));
  rank.set_score(rank.score() + points);
}

std::string Shown(double points) { return FormatNumber(RoundHalfUp(points, 2)); }

v1::UnitRank Score(const std::string& unit, const UnitFigures& figures, const Profile& profile) {
  v1::UnitRank rank;
  rank.set_unit(unit);
  rank.set_tasks(figures.mean.tasks());
  *rank.mutable_progress() = figures.mean.Finish(profile);
  const double completion = rank.progress().completion();
  AddTerm(rank, "completion", profile.score_completion * completion,
          rank.progress().has_completion()
              ? fmt::format("{} × {}% = {}", FormatNumber(profile.score_completion),
                            FormatPercent(completion), Shown(profile.score_completion * completion))
              : "无数据,计0分 / no figures: 0");
  const double share = rank.tasks() == 0 ? 0 : static_cast<double>(figures.punctual) / rank.tasks();
  AddTerm(rank, "punctuality", profile.score_punctuality * share,
          fmt::format("{} × {}/{} = {}", FormatNumber(profile.score_punctuality), figures.punctual,
                      rank.tasks(), Shown(profile.score_punctuality * share)));
  const double overdue = -profile.score_overdue_deduction * figures.overdue;
  AddTerm(rank, "overdue", overdue + 0.0,
          fmt::format("-{} × {} = {}", FormatNumber(profile.score_overdue_deduction),
                      figures.overdue, Shown(overdue)));
  const double findings = -profile.score_finding_deduction * figures.findings;
  AddTerm(rank, "findings", findings + 0.0,
          fmt::format("-{} × {} = {}", FormatNumber(profile.score_finding_deduction),
                      figures.findings, Shown(findings)));
  if (rank.score() < 0) AddTerm(rank, "floor", -rank.score(), "不低于0分 / never below 0");
  return rank;
}

// One district's promises of one measure.
struct Ambition {
  double target = 0;
  double completion = 0;
  double scheduled = 0;
  int known = 0;
};
using MeasureAndUnit = std::pair<std::string, std::string>;

std::map<MeasureAndUnit, Ambition> CollectAmbitions(const ProgrammeView& view) {
  std::map<MeasureAndUnit, Ambition> all;
  for (const TaskView& task : view.tasks()) {
    for (int i = 0; i < task.task->indicators_size(); ++i) {
      const type::v1::Indicator& indicator = task.task->indicators(i);
      if (indicator.measure().empty()) continue;
      Ambition& ambition = all[{indicator.measure(), indicator.unit()}];
      const IndicatorMeasure& measure = task.measure.indicators[static_cast<std::size_t>(i)];
      ambition.target += indicator.value();
      if (measure.point == nullptr) continue;
      ++ambition.known;
      ambition.completion += std::min(measure.raw, 1.0);
      ambition.scheduled += measure.scheduled;
    }
  }
  return all;
}

v1::TargetComparison Render(const ProgrammeView& view, const std::string& measure,
                            const std::string& unit, const Ambition& ambition) {
  v1::TargetComparison row;
  row.set_district(DistrictName(view.code()));
  row.set_measure(measure);
  row.set_unit(unit);
  row.set_target(ambition.target);
  const auto population = view.district().district.population();
  if (population > 0 && !SameUnit(unit, "%")) {
    row.set_target_per_10000(ambition.target / static_cast<double>(population) * 10'000.0);
  }
  if (ambition.known > 0) {
    row.set_completion(ambition.completion / ambition.known);
    if (ambition.scheduled > 0) row.set_spi(ambition.completion / ambition.scheduled);
  }
  return row;
}

}  // namespace

v1::RankUnitsResponse RankUnits(const ProgrammeView& view) {
  v1::RankUnitsResponse response;
  std::vector<v1::UnitRank> ranks;
  for (const auto& [unit, figures] : Collect(view)) {
    if (figures.mean.tasks() > 0) ranks.push_back(Score(unit, figures, view.profile()));
  }
  const auto shown = [](const v1::UnitRank& rank) { return RoundHalfUp(rank.score(), 2); };
  std::stable_sort(ranks.begin(), ranks.end(), [&](const v1::UnitRank& a, const v1::UnitRank& b) {
    return shown(a) > shown(b);
  });
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    const bool tie = i > 0 && shown(ranks[i]) == shown(ranks[i - 1]);
    ranks[i].set_rank(tie ? ranks[i - 1].rank() : static_cast<int>(i) + 1);
  }
  for (v1::UnitRank& rank : ranks) *response.add_units() = std::move(rank);
  *response.mutable_basis() = view.Basis();
  return response;
}

v1::CompareDistrictsResponse BuildComparison(const ProgrammeView& view) {
  v1::CompareDistrictsResponse row;
  *row.add_districts() = BuildDistrictSummary(view);
  for (const auto& [what, ambition] : CollectAmbitions(view)) {
    *row.add_targets() = Render(view, what.first, what.second, ambition);
  }
  return row;
}

void SortComparison(std::vector<v1::CompareDistrictsResponse>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    const v1::Progress &x = a.districts(0).progress(), &y = b.districts(0).progress();
    if (x.has_completion() != y.has_completion()) return x.has_completion();
    if (x.completion() != y.completion()) return x.completion() > y.completion();
    return a.districts(0).name() < b.districts(0).name();
  });
}

v1::CompareDistrictsResponse MergeComparison(const std::vector<v1::CompareDistrictsResponse>& rows,
                                             std::size_t begin, std::size_t end) {
  std::map<MeasureAndUnit, int> promisers;
  for (const auto& row : rows) {
    for (const v1::TargetComparison& target : row.targets()) {
      ++promisers[{target.measure(), target.unit()}];
    }
  }
  v1::CompareDistrictsResponse merged;
  std::vector<const v1::TargetComparison*> shared;
  for (std::size_t i = begin; i < end; ++i) {
    *merged.add_districts() = rows[i].districts(0);
    for (const v1::TargetComparison& target : rows[i].targets()) {
      if (promisers[{target.measure(), target.unit()}] >= 2) shared.push_back(&target);
    }
  }
  std::sort(shared.begin(), shared.end(), [](const auto* a, const auto* b) {
    return std::tie(a->measure(), a->unit(), a->district()) <
           std::tie(b->measure(), b->unit(), b->district());
  });
  for (const v1::TargetComparison* target : shared) *merged.add_targets() = *target;
  return merged;
}

}  // namespace duban::analytics
