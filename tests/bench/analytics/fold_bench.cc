// How many journal entries a second does one core fold, and what does one answer cost, however much was folded?
//
// Expected: over 500,000 entries/s; an answer about one district in tens of microseconds built anew, under one
// microsecond from memory, the same at 10 thousand, 1 million and 10 million reports. bytes_per_task: at most 1,500.
#include <benchmark/benchmark.h>

#include <memory>

#include "analytics/core/queries.h"
#include "analytics/core/summary.h"
#include "analytics/testing/story.h"
#include "common/names.h"

namespace duban::analytics {
namespace {

constexpr int kProjects = 10;
constexpr int kTasks = 3;  // per project

std::string CodeOf(int district) { return std::to_string(110'000 + district); }

type::v1::Programme ProgrammeOf(const std::string& code) {
  std::vector<type::v1::Project> projects;
  for (int p = 1; p <= kProjects; ++p) {
    std::vector<type::v1::Task> tasks;
    for (int t = 1; t <= kTasks; ++t) {
      tasks.push_back(testing::TaskOf(t, "改造老旧小区居民户外供水设施并移交属地企业",
                                      {testing::IndicatorOf(1, "改造户数", 7500, "户")}));
    }
    projects.push_back(testing::ProjectOf(p, "推进城市优化改造", "区水务局" + std::to_string(p), tasks));
  }
  return testing::ProgrammeOf(code, 2022, projects);
}

registry::v1::CatalogEvent CatalogEventOf(int district) {
  registry::v1::CatalogEvent event;
  event.set_revision(district + 1);
  *event.mutable_programme() = ProgrammeOf(CodeOf(district));
  return event;
}

// Entry number `i` of a stream that goes round the districts and tasks, month after month.
void FillEntry(std::int64_t i, int districts, ingest::v1::JournalEntry& entry) {
  const auto round = i / districts;
  const std::string code = CodeOf(static_cast<int>(i % districts));
  const int task = static_cast<int>(round % (kProjects * kTasks));
  const std::string name = TaskName(ProjectName(ProgrammeName(code, 2022), task / kTasks + 1), task % kTasks + 1);
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

void BM_Fold(benchmark::State& bench) {
  const int districts = static_cast<int>(bench.range(0));
  constexpr int kEntries = 100'000;
  std::vector<ingest::v1::JournalEntry> entries(kEntries);
  for (int i = 0; i < kEntries; ++i) FillEntry(i, districts, entries[static_cast<std::size_t>(i)]);
  for (auto _ : bench) {
    State state;
    for (const auto& entry : entries) state.ApplyEntry(entry);
    benchmark::DoNotOptimize(state.districts().size());
    bench.PauseTiming();
    state = State();
    bench.ResumeTiming();
  }
  bench.SetItemsProcessed(bench.iterations() * kEntries);
}
BENCHMARK(BM_Fold)->Arg(1)->Arg(100)->Arg(2000)->Unit(benchmark::kMillisecond);

// A shared state with many reports in up to 3,000 districts, at least one for every task.
std::unique_ptr<SharedState> StateWith(std::int64_t reports) {
  const int districts = static_cast<int>(std::min<std::int64_t>(3000, reports / (kProjects * kTasks)));
  auto state = std::make_unique<SharedState>();
  for (int d = 0; d < districts; ++d) state->ApplyCatalog(CatalogEventOf(d));
  ingest::v1::JournalEntry entry;
  for (std::int64_t i = 0; i < reports; ++i) {
    FillEntry(i, districts, entry);
    state->ApplyEntry(entry);
  }
  return state;
}

void BM_BuildDistrictSummary(benchmark::State& bench) {
  const auto state = StateWith(bench.range(0));
  for (auto _ : bench) {
    state->Read([](const State& s) {
      const ProgrammeView view(*s.Find(CodeOf(7)), 2022, {FirstDay(2022) + 180, kNow});
      benchmark::DoNotOptimize(BuildDistrictSummary(view).ByteSizeLong());
      return 0;
    });
  }
}
// A fixed number of iterations: the state is made anew for every trial run.
BENCHMARK(BM_BuildDistrictSummary)->Arg(10'000)->Arg(1'000'000)->Arg(10'000'000)->Unit(benchmark::kMicrosecond)->Iterations(5000);

void BM_DistrictSummaryFromMemory(benchmark::State& bench) {
  const auto state = StateWith(bench.range(0));
  AnswerMemory memory(1 << 20);
  const SystemClock clock;
  Queries queries(*state, memory, nullptr, [](const std::string&) { return 0.0; }, clock);
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/" + CodeOf(7));
  request.set_year(2022);
  benchmark::DoNotOptimize(
      queries.GetDistrictSummary(request, std::chrono::system_clock::now() + std::chrono::seconds(1)).ok());
  for (auto _ : bench) benchmark::DoNotOptimize(queries.DistrictSummaryFromMemory(request));
}
BENCHMARK(BM_DistrictSummaryFromMemory)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kNanosecond)->Iterations(500'000);

void BM_BytesPerTask(benchmark::State& bench) {
  for (auto _ : bench) {
    State state;
    std::size_t bytes = 0, tasks = 0;
    constexpr int kDistricts = 500;
    for (int d = 0; d < kDistricts; ++d) state.ApplyCatalog(CatalogEventOf(d));
    ingest::v1::JournalEntry entry;
    for (std::int64_t i = 0; i < bench.range(0) * kDistricts * kProjects * kTasks; ++i) {
      FillEntry(i, kDistricts, entry);
      state.ApplyEntry(entry);
    }
    for (const auto& [code, district] : state.districts()) {
      for (const auto& [year, programme] : district->programmes) bytes += programme.bytes.capacity();
      for (const auto& [key, series] : district->tasks) bytes += series.HeapBytes() + sizeof(series) + 8;
      bytes += district->task_of_position.capacity() * sizeof(TaskKey) + sizeof(DistrictState);
      tasks += kProjects * kTasks;
    }
    bench.counters["bytes_per_task"] = static_cast<double>(bytes) / static_cast<double>(tasks);
  }
}
BENCHMARK(BM_BytesPerTask)->Arg(1)->Arg(7)->Arg(50)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace duban::analytics
