// How fast is a document read, and does the time grow with its size alone? Expected: linear, 10
// MB/s for text, a little less where every line is a figure. DecodeFolder is the ceiling: one pass
// that decodes the same characters. And what does a format cost beside the plain text? Expected: a
// millisecond for pages and office files, a tenth of a second for a PDF, whose pages are drawn to
// find their rules.
//
// ReadFolder reads every text file of tests/data/documents, or of the folder that
// DUBAN_BENCH_FOLDER names.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "common/utf8.h"
#include "documents/core/reader.h"
#include "documents/core/utf8.h"
#include "documents/formats/read_file.h"

namespace duban::documents {
namespace {

constexpr const char* kSamples = DUBAN_SOURCE_DIR "/tests/data/documents";

std::string Bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string Sample(const std::string& name) {
  return Bytes(std::filesystem::path(kSamples) / name);
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
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(text.size()));
}

BENCHMARK_CAPTURE(Read, table, "panyu_style_table.txt")
    ->ArgName("bytes")
    ->Arg(60'000)
    ->Arg(600'000)
    ->Arg(6'000'000);
BENCHMARK_CAPTURE(Read, report, "report_with_annexes.txt")
    ->ArgName("bytes")
    ->Arg(60'000)
    ->Arg(600'000)
    ->Arg(6'000'000);
BENCHMARK_CAPTURE(Read, outline, "outline_plan.txt")
    ->ArgName("bytes")
    ->Arg(60'000)
    ->Arg(600'000)
    ->Arg(6'000'000);

BENCHMARK_CAPTURE(Read, prose, "narrative_report.txt")
    ->ArgName("bytes")
    ->Arg(60'000)
    ->Arg(600'000)
    ->Arg(6'000'000);

// Files of their natural sizes, from bytes to draft, one after the other as `duban parse FOLDER`
// reads them.
std::vector<std::string> Folder() {
  const char* other = std::getenv("DUBAN_BENCH_FOLDER");
  std::vector<std::string> documents;
  for (const auto& entry :
       std::filesystem::directory_iterator(other != nullptr ? other : kSamples)) {
    if (entry.path().extension() == ".txt") documents.push_back(Bytes(entry.path()));
  }
  return documents;
}

template <typename Each>
void ForFolder(benchmark::State& state, const Each& each) {
  const std::vector<std::string> documents = Folder();
  std::size_t bytes = 0;
  for (const std::string& document : documents) bytes += document.size();
  if (bytes == 0) {
    state.SkipWithError("the folder holds no text file");
    return;
  }
  for (auto _ : state) {
    for (const std::string& document : documents) each(document);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}

void ReadFolder(benchmark::State& state) {
  ForFolder(state,
            [](const std::string& document) { benchmark::DoNotOptimize(ReadFile(document)); });
}
BENCHMARK(ReadFolder);

void DecodeFolder(benchmark::State& state) {
  ForFolder(state, [](const std::string& document) { benchmark::DoNotOptimize(IsUtf8(document)); });
}
BENCHMARK(DecodeFolder);

// The same document of ten projects in every format, from bytes to draft.
void ReadFormat(benchmark::State& state, const std::string& name) {
  const std::string bytes = Sample(name);
  for (auto _ : state) {
    auto reading = ReadFile(bytes);
    if (!reading.ok()) state.SkipWithError("the sample cannot be read");
    benchmark::DoNotOptimize(reading);
  }
}

BENCHMARK_CAPTURE(ReadFormat, text, "panyu_style_table.txt")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, csv, "formats/panyu_style_table.csv")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, html, "formats/panyu_style_table.html")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, docx, "formats/panyu_style_table.docx")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, xlsx, "formats/panyu_style_table.xlsx")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ReadFormat, pdf, "formats/panyu_style_table.pdf")
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace duban::documents
