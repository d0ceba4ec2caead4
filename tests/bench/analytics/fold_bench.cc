// How many journal entries a second does one core fold, and what does one answer cost, however much
// was folded?
//
// Expected: over 500,000 entries/s; an answer about one district in tens of microseconds built
// anew, under one microsecond from memory, the same at 10 thousand, 1 million and 10 million
// reports. bytes_per_task: at most 1,500.
#include <benchmark/benchmark.h>

#include <memory>

#include "analytics/core/queries.h"
#include "analytics/core/summary.h"
#include "analytics/testing/story.h"
#include "tests/bench/analytics/entries.h"

namespace duban::analytics {
namespace {

using namespace bench;

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
  const int districts =
      static_cast<int>(std::min<std::int64_t>(3000, reports / (kProjects * kTasks)));
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
BENCHMARK(BM_BuildDistrictSummary)
    ->Arg(10'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMicrosecond)
    ->Iterations(5000);

void BM_DistrictSummaryFromMemory(benchmark::State& bench) {
  const auto state = StateWith(bench.range(0));
  AnswerMemory memory(1 << 20);
  const SystemClock clock;
  Queries queries(
      *state, memory, nullptr, [](const std::string&) { return 0.0; }, clock);
  v1::GetDistrictSummaryRequest request;
  request.set_name("districts/" + CodeOf(7));
  request.set_year(2022);
  benchmark::DoNotOptimize(
      queries
          .GetDistrictSummary(request, std::chrono::system_clock::now() + std::chrono::seconds(1))
          .ok());
  for (auto _ : bench) benchmark::DoNotOptimize(queries.DistrictSummaryFromMemory(request));
}
BENCHMARK(BM_DistrictSummaryFromMemory)
    ->Arg(10'000)
    ->Arg(1'000'000)
    ->Unit(benchmark::kNanosecond)
    ->Iterations(500'000);

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
      for (const auto& [year, programme] : district->programmes)
        bytes += programme.bytes.capacity();
      for (const auto& [key, series] : district->tasks)
        bytes += series.HeapBytes() + sizeof(series) + 8;
      bytes += district->task_of_position.capacity() * sizeof(TaskKey) + sizeof(DistrictState);
      tasks += kProjects * kTasks;
    }
    bench.counters["bytes_per_task"] = static_cast<double>(bytes) / static_cast<double>(tasks);
  }
}
BENCHMARK(BM_BytesPerTask)->Arg(1)->Arg(7)->Arg(50)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace duban::analytics
