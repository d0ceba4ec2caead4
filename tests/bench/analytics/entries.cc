#include "tests/bench/analytics/entries.h"

#include "analytics/testing/story.h"
#include "common/names.h"

namespace duban::analytics::bench {
namespace {

type::v1::Programme ProgrammeOf(const std::string& code) {
  std::vector<type::v1::Project> projects;
  for (int p = 1; p <= kProjects; ++p) {
    std::vector<type::v1::Task> tasks;
    for (int t = 1; t <= kTasks; ++t) {
      tasks.push_back(testing::TaskOf(t, "改造老旧小区居民户外供水设施并移交属地企业",
                                      {testing::IndicatorOf(1, "改造户数", 7500, "户")}));
    }
    projects.push_back(
        testing::ProjectOf(p, "推进城市优化改造", "区水务局" + std::to_string(p), tasks));
  }
  return testing::ProgrammeOf(code, 2022, projects);
}

}  // namespace

std::string CodeOf(int district) { return std::to_string(440'100 + district); }

registry::v1::CatalogEvent CatalogEventOf(int district) {
  registry::v1::CatalogEvent event;
  event.set_revision(district + 1);
  *event.mutable_programme() = ProgrammeOf(CodeOf(district));
  return event;
}

void FillEntry(std::int64_t i, int districts, ingest::v1::JournalEntry& entry) {
  const auto round = i / districts;
  const std::string code = CodeOf(static_cast<int>(i % districts));
  const int task = static_cast<int>(round % (kProjects * kTasks));
  const std::string name =
      TaskName(ProjectName(ProgrammeName(code, 2022), task / kTasks + 1), task % kTasks + 1);
  entry.set_district("districts/" + code);
  entry.set_position(round + 1);
  entry.set_sequence(i + 1);
  type::v1::Report& report = *entry.mutable_report();
  report.set_task(name);
  const auto turn = static_cast<int>(round / (kProjects * kTasks));
  *report.mutable_as_of() = ToDate(FirstDay(2022) + 1 + turn % 364);
  report.set_status(type::v1::IN_PROGRESS);
  report.set_narrative("本月完成改造,累计完成数见指标。");
  report.clear_measurements();
  type::v1::Measurement& measurement = *report.add_measurements();
  measurement.set_indicator(IndicatorName(name, 1));
  measurement.set_measure("改造户数");
  measurement.set_unit("户");
  measurement.set_value(static_cast<double>(turn));
}

}  // namespace duban::analytics::bench
