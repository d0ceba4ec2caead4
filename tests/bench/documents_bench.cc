// How fast is a document read, and does the time grow with its size alone? Expected: linear, tens of MB/s for the text
// of a report, a few MB/s where every line is a figure.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <string>

#include "documents/core/reader.h"

namespace duban::documents {
namespace {

std::string Sample(const std::string& name) {
  std::ifstream in(std::string(DUBAN_SOURCE_DIR "/tests/data/documents/") + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string Repeated(const std::string& text, std::size_t bytes) {
  std::string out;
  while (!text.empty() && out.size() < bytes) out += text + "\n";
  return out;
}

void Read(benchmark::State& state, const std::string& name) {
  const std::string text = Repeated(Sample(name), static_cast<std::size_t>(state.range(0)));
  if (text.empty()) {
    state.SkipWithError("the sample is missing");
    return;
  }
  for (auto _ : state) {
    auto reading = ReadDocument(text);
    benchmark::DoNotOptimize(reading);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(text.size()));
}

BENCHMARK_CAPTURE(Read, table, "panyu_style_table.txt")->ArgName("bytes")->Arg(60'000)->Arg(600'000)->Arg(6'000'000);
BENCHMARK_CAPTURE(Read, report, "report_with_annexes.txt")->ArgName("bytes")->Arg(60'000)->Arg(600'000)->Arg(6'000'000);
BENCHMARK_CAPTURE(Read, outline, "outline_plan.txt")->ArgName("bytes")->Arg(60'000)->Arg(600'000)->Arg(6'000'000);

}  // namespace
}  // namespace duban::documents
