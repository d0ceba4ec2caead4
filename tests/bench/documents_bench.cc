// How fast is a document read, and does the time grow with its size alone? Expected: linear, tens of MB/s for the text
// of a report, a few MB/s where every line is a figure. And what does a format cost beside the plain text? Expected: a
// millisecond for pages and office files, a tenth of a second for a PDF, whose pages are drawn to find their rules.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <string>

#include "documents/core/reader.h"
#include "documents/formats/read_file.h"

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

// The same document of ten projects in every format, from bytes to draft.
void ReadFormat(benchmark::State& state, const std::string& name) {
  const std::string bytes = Sample(name);
  for (auto _ : state) {
    auto reading = ReadFile(bytes);
    if (!reading.ok()) state.SkipWithError("the sample cannot be read");
    benchmark::DoNotOptimize(reading);
  }
}

BENCHMARK_CAPTURE(ReadFormat, text, "panyu_style_table.txt")->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, csv, "formats/panyu_style_table.csv")->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, html, "formats/panyu_style_table.html")->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, docx, "formats/panyu_style_table.docx")->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, xlsx, "formats/panyu_style_table.xlsx")->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, pdf, "formats/panyu_style_table.pdf")->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duban::documents
