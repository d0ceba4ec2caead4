#include "analytics/board_metrics.h"

#include <algorithm>
#include <set>
#include <vector>

#include "analytics/core/queries_inl.h"
#include "analytics/core/summary.h"

namespace duban::analytics {
namespace {

// Where the newest report lies by the calendar, or the day on which reporting could begin.
Day LastWord(const ProgrammeView& view) {
  const std::int64_t accepted_us = view.district().head_accept_us;
  if (accepted_us == 0) return std::max(view.state().first_seen, FirstDay(view.year()));
  google::protobuf::Timestamp instant;
  instant.set_seconds(accepted_us / 1'000'000);
  return ToDay(instant);
}

bool Done(v1::ScheduleStatus status) {
  return status == v1::COMPLETED || status == v1::OVERFULFILLED;
}

}  // namespace

DistrictBoard ReadBoard(const ProgrammeView& view) {
  DistrictBoard board;
  board.counts = BuildCounts(view);
  board.open_findings = board.counts.open_findings();
  ProgressMean mean;
  std::set<const type::v1::Project*> overdue;
  bool all_done = true;
  for (const TaskView& task : view.tasks()) {
    mean.Add(task);
    if (task.verdict.status == v1::OVERDUE) overdue.insert(task.project);
    if (!Done(task.verdict.status)) all_done = false;
  }
  board.overdue_projects = static_cast<int>(overdue.size());
  const v1::Progress progress = mean.Finish(view.profile());
  board.completion = progress.completion();
  board.scheduled = progress.scheduled();
  const Profile& profile = view.profile();
  const Day due = LastWord(view) + profile.reporting_period_days + profile.reporting_grace_days;
  if (!all_done) board.silent_days = std::max(0, view.viewpoint().as_of - due);
  return board;
}

BoardMetrics::BoardMetrics(const SharedState& state, runtime::Metrics& metrics, const Clock& clock)
    : state_(state), metrics_(metrics), clock_(clock) {}

void BoardMetrics::Refresh() {
  const Day today = DayNumber(DateAt(clock_.Now()));
  const auto codes = state_.Read([](const State& state) {
    std::vector<std::string> with_programme;
    for (const auto& [code, district] : state.districts()) {
      if (!district->programmes.empty()) with_programme.push_back(code);
    }
    return with_programme;
  });
  for (const std::string& code : codes) RefreshDistrict(code, today);
  ShowTotals();
}

void BoardMetrics::RefreshDistrict(const std::string& code, Day today) {
  District& known = districts_[code];
  StateVersion version = state_.VersionOf(code);
  if (known.day == today && known.version == version) return;
  // One district at a time, so that folding waits for no more than that.
  known.board = state_.Read([&](const State& state) {
    const DistrictState* district = state.Find(code);
    const int year = district == nullptr ? 0 : internal::ResolveYear(*district, 0, today);
    return year == 0 ? DistrictBoard()
                     : ReadBoard(ProgrammeView(*district, year, {.as_of = today}));
  });
  known.version = std::move(version);
  known.day = today;
  Show(code, known.board);
}

void BoardMetrics::Show(const std::string& code, const DistrictBoard& board) {
  const runtime::Labels labels = {{"district", code}};
  metrics_
      .Gauge("duban_district_completion_ratio", "Mean completion of the year's programme, 0 to 1",
             labels)
      .Set(board.completion);
  metrics_
      .Gauge("duban_district_scheduled_ratio", "Share that its plan wanted by today, 0 to 1",
             labels)
      .Set(board.scheduled);
  metrics_
      .Gauge("duban_district_overdue_projects", "Projects with a task past its due date", labels)
      .Set(board.overdue_projects);
  metrics_.Gauge("duban_district_open_findings", "Findings that are open", labels)
      .Set(board.open_findings);
  metrics_
      .Gauge("duban_district_silent_seconds",
             "How long the next report is past its day, in whole days; 0 = in time", labels)
      .Set(board.silent_days * 86'400.0);
}

void BoardMetrics::ShowTotals() {
  v1::Counts sum;
  for (const auto& [code, district] : districts_) {
    const v1::Counts& counts = district.board.counts;
    sum.set_completed(sum.completed() + counts.completed());
    sum.set_overfulfilled(sum.overfulfilled() + counts.overfulfilled());
    sum.set_ahead(sum.ahead() + counts.ahead());
    sum.set_on_schedule(sum.on_schedule() + counts.on_schedule());
    sum.set_behind(sum.behind() + counts.behind());
    sum.set_overdue(sum.overdue() + counts.overdue());
    sum.set_not_started(sum.not_started() + counts.not_started());
    sum.set_unreported(sum.unreported() + counts.unreported());
    sum.set_no_data(sum.no_data() + counts.no_data());
  }
  const auto show = [&](const char* status, int tasks) {
    metrics_
        .Gauge("duban_board_tasks", "Tasks of all districts' programmes by schedule status",
               {{"status", status}})
        .Set(tasks);
  };
  show("completed", sum.completed());
  show("overfulfilled", sum.overfulfilled());
  show("ahead", sum.ahead());
  show("on_schedule", sum.on_schedule());
  show("behind", sum.behind());
  show("overdue", sum.overdue());
  show("not_started", sum.not_started());
  show("unreported", sum.unreported());
  show("no_data", sum.no_data());
  metrics_.Gauge("duban_board_districts", "Districts with a programme")
      .Set(static_cast<double>(districts_.size()));
}

}  // namespace duban::analytics
