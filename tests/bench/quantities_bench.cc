// How fast are figures and dates read out of text, and does the time grow with the size alone?
//
// Expected: more than 60 MB/s per core for figures at every size, and the same rate at 60 KB, 600
// KB and 6 MB.
#include <benchmark/benchmark.h>

#include <string>

#include "documents/quantities/dates.h"
#include "documents/quantities/quantity.h"

namespace duban::quantities {
namespace {

// A report as governments write it: about one figure in 25 characters, one paragraph in 200.
std::string Report(std::size_t bytes, bool one_line) {
  constexpr std::string_view kParagraph =
      "三、推进交通拥堵点治理。截至第二季度,已优化调整公交线路14条次,"
      "涉及地铁南浦站、地铁洛溪站等15个站点,"
      "完成年度任务的46.67%;2022年12月底前全区新增不少于350个公共停车位(不包含路内停车位),"
      "预计惠及居民8万多人。"
      "下一步将结合道路通行情况和市民出行需求,进一步优化调整公交线网,统一标准,强化督导,"
      "确保民生实事落地见效。"
      "区公安分局查处机动车违停6.5033万宗,完成进度325%,查处摩电违法7.2111万宗,发放宣传资料约2."
      "4万份。";
  std::string text;
  while (text.size() < bytes) {
    text += kParagraph;
    text += one_line ? " " : "\n";
  }
  return text;
}

void FindFigures(benchmark::State& state) {
  const std::string text = Report(static_cast<std::size_t>(state.range(0)), state.range(1) != 0);
  for (auto _ : state) benchmark::DoNotOptimize(FindQuantities(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(text.size()));
}
BENCHMARK(FindFigures)
    ->ArgNames({"bytes", "one_line"})
    ->Args({60 << 10, 0})
    ->Args({600 << 10, 0})
    ->Args({6 << 20, 0})
    ->Args({6 << 20, 1});

void FindFiguresAndWhatIsSetAside(benchmark::State& state) {
  const std::string text = Report(static_cast<std::size_t>(state.range(0)), false);
  for (auto _ : state) benchmark::DoNotOptimize(FindQuantities(text, {.set_aside = true}));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(text.size()));
}
BENCHMARK(FindFiguresAndWhatIsSetAside)->ArgName("bytes")->Arg(600 << 10);

void FindAllDates(benchmark::State& state) {
  const std::string text = Report(static_cast<std::size_t>(state.range(0)), false);
  for (auto _ : state)
    benchmark::DoNotOptimize(FindDates(text, {.default_year = 2022, .reference = {}}));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(text.size()));
}
BENCHMARK(FindAllDates)->ArgName("bytes")->Arg(60 << 10)->Arg(600 << 10)->Arg(6 << 20);

void FindAllMarkers(benchmark::State& state) {
  const std::string text = Report(600 << 10, false);
  for (auto _ : state) benchmark::DoNotOptimize(FindMarkers(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(text.size()));
}
BENCHMARK(FindAllMarkers);

}  // namespace
}  // namespace duban::quantities
