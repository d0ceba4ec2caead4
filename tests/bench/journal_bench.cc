// How fast is the journal engine, and how near to what the disk allows?
//
// Appends batches of 1, 50, 500 and 5000 entries to an empty journal and to one that holds --ids
// entries, each beside its ceiling in the same run: zero-filled writes with fdatasync of as many
// bytes as the commits had. Then replays all entries with the chain verified, reads cold districts,
// and sends old request ids again. Expected on two cores: 5 to 9 k/s at batch 1 (nearly the
// ceiling), hundreds of thousands of entries/s from 500 on, which the processor limits; more than a
// million entries/s replayed.
#include <fmt/format.h>
#include <sys/resource.h>
#include <time.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <tuple>

#include "ingest/core/chain.h"
#include "ingest/journal/posix_file_system.h"
#include "ingest/journal/segment_journal.h"

namespace duban::ingest {
namespace {

double Seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Processor time: what a busy machine distorts less.
double CpuSeconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}
double ThreadSeconds() { return CpuSeconds(CLOCK_THREAD_CPUTIME_ID); }
double ProcessSeconds() { return CpuSeconds(CLOCK_PROCESS_CPUTIME_ID); }

[[noreturn]] void Fail(const absl::Status& status) {
  fmt::print(stderr, "journal_bench: {}\n", status.ToString());
  std::exit(1);
}
template <typename T>
T Need(absl::StatusOr<T> result) {
  if (!result.ok()) Fail(result.status());
  return *std::move(result);
}

// Reports as they come: districts of very different size, random ids, Chinese text that compresses
// as such text does.
class Reports {
 public:
  Reports() {
    double sum = 0;
    for (int i = 1; i <= 3000; ++i) weights_.push_back(sum += 1.0 / i);
    for (int i = 0; i < 20000; ++i) payloads_.push_back(Payload());
  }
  NewEntry Next() {
    NewEntry entry;
    entry.district = DistrictAt(Rank());
    entry.request_id.resize(16);
    for (std::size_t i = 0; i < 16; i += 8) {
      const std::uint64_t word = random_();
      std::memcpy(entry.request_id.data() + i, &word, 8);
    }
    entry.accept_time = TimePoint(std::chrono::microseconds(1'656'547'200'000'000 + count_++));
    const auto& [payload, content] = payloads_[random_() % payloads_.size()];
    entry.payload = payload;
    entry.content = content;
    return entry;
  }
  std::vector<NewEntry> Batch(std::size_t size) {
    std::vector<NewEntry> batch;
    for (std::size_t i = 0; i < size; ++i) batch.push_back(Next());
    return batch;
  }
  static std::string DistrictAt(std::size_t rank) { return std::to_string(110000 + rank * 7); }

 private:
  std::size_t Rank() {
    const double at = std::uniform_real_distribution<double>(0, weights_.back())(random_);
    return static_cast<std::size_t>(std::ranges::lower_bound(weights_, at) - weights_.begin());
  }
  std::pair<std::string, Digest> Payload() {
    static constexpr const char* kParts[] = {"已完成河道清淤",   "新增公办学位", "累计完成",
                                             "正在推进施工",     "完成率",       "区住房城乡建设局",
                                             "计划于年底前竣工", "老旧小区改造"};
    std::string text = fmt::format("districts/440113/programmes/2022/projects/{}/tasks/{}",
                                   1 + random_() % 10, 1 + random_() % 5);
    while (text.size() < 230)
      text += fmt::format("{}{}，", kParts[random_() % 8], random_() % 10000);
    return {text, Hash(HashAlgorithm::kSha256, text)};
  }

  std::mt19937_64 random_{7};
  std::vector<double> weights_;
  std::vector<std::pair<std::string, Digest>> payloads_;
  std::int64_t count_ = 0;
};

class Bench {
 public:
  Bench(std::string directory, std::int64_t ids, double seconds, std::string json)
      : directory_(std::move(directory)), ids_(ids), seconds_(seconds), json_(std::move(json)) {}

  void Run() {
    std::filesystem::remove_all(directory_);
    Open();
    AppendAll("empty");
    Fill();
    journal_->WaitUntilIdle();
    AppendAll("full");
    const double begin = Seconds();
    journal_->WaitUntilIdle();
    Line("journal.settle", Seconds() - begin, "s", "", 0);
    Duplicates();
    Reopen();
    Replay();
    ColdDistricts();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    Line("journal.peak_memory", static_cast<double>(usage.ru_maxrss) / 1024, "MB", "", 0);
    Line("journal.index_memory", static_cast<double>(journal_->Inspect().index_bytes) / 1e6, "MB",
         "", 0);
    std::uint64_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(directory_))
      bytes += file.file_size();
    Line("journal.disk",
         static_cast<double>(bytes) / static_cast<double>(*journal_->LastSequence()), "bytes/entry",
         "", 0);
    journal_.reset();
    std::filesystem::remove_all(directory_);
  }

 private:
  void Open() {
    journal_ = Need(SegmentJournal::Make(Need(PosixFileSystem::Make(directory_)), {}));
  }

  void Line(const std::string& name, double value, const std::string& unit,
            const std::string& ceiling_name, double ceiling) {
    fmt::print("{:<34} {:>12.{}f} {:<12}", name, value, value < 10 ? 3 : 1, unit);
    if (ceiling > 0)
      fmt::print(" {:>12.1f} {} (ratio {:.2f})", ceiling, ceiling_name, value / ceiling);
    fmt::print("\n");
    std::fflush(stdout);
    if (json_.empty()) return;
    std::ofstream(json_, std::ios::app)
        << fmt::format(
               R"({{"name":"{}","value":{},"unit":"{}","ceiling_name":"{}","ceiling":{},"ratio":{},"runs":1}})",
               name, value, unit, ceiling_name, ceiling, ceiling > 0 ? value / ceiling : 0)
        << '\n';
  }

  void AppendAll(const std::string& state) {
    for (const std::size_t batch : {1, 50, 500, 5000}) {
      Append(batch, Seconds() + 0.2);  // warm
      const auto [rate, bytes, cpu] = Append(batch, Seconds() + seconds_);
      Line(fmt::format("journal.append_{}_{}", batch, state), rate, "entries/s",
           "zero-filled fdatasync", Ceiling(bytes) * static_cast<double>(batch));
      Line(fmt::format("journal.append_{}_{}_cpu", batch, state), cpu * 1e6, "us/entry", "", 0);
    }
  }

  // Entries per second, bytes per commit, and processor seconds of the committing thread per entry.
  std::tuple<double, double, double> Append(std::size_t size, double until) {
    const std::vector<NewEntry> pool = reports_.Batch(std::max<std::size_t>(size, 1000) * 3);
    std::vector<NewEntry> batch(size);
    double busy = 0;
    double cpu = 0;
    std::int64_t entries = 0;
    std::int64_t payload = 0;
    std::size_t at = 0;
    while (Seconds() < until) {
      for (NewEntry& entry : batch) {
        // Fresh ids and districts, as the pool's reports come again.
        const NewEntry fresh = reports_.Next();
        entry = pool[at++ % pool.size()];
        entry.request_id = fresh.request_id;
        entry.district = fresh.district;
        payload += static_cast<std::int64_t>(entry.payload.size());
      }
      const double begin = Seconds();
      const double cpu_begin = ThreadSeconds();
      const auto results = Need(journal_->Append(batch));
      cpu += ThreadSeconds() - cpu_begin;
      busy += Seconds() - begin;
      entries += static_cast<std::int64_t>(results.size());
    }
    const double commits = static_cast<double>(entries) / static_cast<double>(size);
    // About what a commit takes on disk: ids and digests as they are, text compressed.
    const double stored =
        static_cast<double>(entries) * 90 + static_cast<double>(payload) / (size < 10 ? 1 : 3);
    return {static_cast<double>(entries) / busy, stored / commits,
            cpu / static_cast<double>(entries)};
  }

  // Synced writes per second of so many bytes into a file that was filled with zeros.
  double Ceiling(double bytes) {
    auto files = Need(PosixFileSystem::Make(directory_ + "-ceiling"));
    auto file = Need(files->Create("zeros"));
    const std::size_t size = static_cast<std::size_t>(bytes);
    const std::size_t writes = std::clamp<std::size_t>((64 << 20) / size, 20, 4000);
    const std::string zeros(1 << 20, '\0');
    for (std::size_t at = 0; at < size * writes; at += zeros.size())
      if (auto status = file->Write(at, zeros); !status.ok()) Fail(status);
    if (auto status = file->Sync(); !status.ok()) Fail(status);
    const std::string data(size, 'x');
    const double begin = Seconds();
    for (std::size_t i = 0; i < writes; ++i) {
      if (auto status = file->Write(i * size, data); !status.ok()) Fail(status);
      if (auto status = file->Sync(); !status.ok()) Fail(status);
    }
    const double rate = static_cast<double>(writes) / (Seconds() - begin);
    std::filesystem::remove_all(directory_ + "-ceiling");
    return rate;
  }

  void Fill() {
    double worst = 0;
    double busy = 0;
    std::int64_t filled = 0;
    while (*journal_->LastSequence() < ids_) {
      const auto batch = reports_.Batch(5000);
      const double begin = Seconds();
      Need(journal_->Append(batch));
      const double took = Seconds() - begin;
      busy += took;
      worst = std::max(worst, took);
      filled += 5000;
    }
    if (filled == 0) return;
    Line("journal.fill_5000", static_cast<double>(filled) / busy, "entries/s", "", 0);
    Line("journal.fill_worst_commit", worst * 1000, "ms", "", 0);
  }

  void Duplicates() {
    std::vector<NewEntry> batch;
    std::mt19937_64 random(3);
    const std::int64_t last = *journal_->LastSequence();
    for (int i = 0; i < 2000; ++i) {
      const Entry entry = Need(journal_->ReadAll(
          static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last)), 1, 1))[0];
      batch.push_back({entry.district, entry.request_id, entry.kind, entry.accept_time,
                       entry.payload, entry.content});
    }
    const double begin = Seconds();
    const auto results = Need(journal_->Append(batch));
    for (const AppendResult& result : results)
      if (result.outcome != AppendResult::Outcome::kDuplicate)
        Fail(absl::InternalError("a duplicate was not found"));
    Line("journal.duplicates", 2000 / (Seconds() - begin), "entries/s", "", 0);
  }

  void Reopen() {
    journal_.reset();
    const double begin = Seconds();
    Open();
    Line("journal.open", Seconds() - begin, "s", "", 0);
    if (!journal_->Inspect().damages.empty())
      Fail(absl::DataLossError(journal_->Inspect().damages[0]));
  }

  void Replay() {
    // In order of sequence, in pages, as a subscriber reads.
    for (const bool verify : {false, true}) {
      Measure(verify ? "journal.replay_in_order_verified" : "journal.replay", [this, verify] {
        ChainVerifier verifier(journal_->algorithm());
        std::int64_t sequence = 0;
        while (true) {
          const auto page = Need(journal_->ReadAll(sequence, 5000, 16 << 20));
          if (page.empty()) return sequence;
          for (const Entry& entry : page)
            if (verify && verifier.Check(entry)) Fail(absl::DataLossError("chain broken"));
          sequence = page.back().sequence;
        }
      });
    }
    // Every entry and every head, as a restore or an auditor reads.
    Measure("journal.replay_verified", [this] {
      const auto report = Need(VerifyChain(*journal_));
      if (report.broken) Fail(absl::DataLossError("chain broken"));
      return report.entries;
    });
  }

  // How many entries per second `read` reads, and what processor time they cost in all threads.
  void Measure(const std::string& name, const std::function<std::int64_t()>& read) {
    const double begin = Seconds();
    const double cpu = ProcessSeconds();
    const auto entries = static_cast<double>(read());
    Line(name, entries / (Seconds() - begin), "entries/s", "", 0);
    Line(name + "_cpu", (ProcessSeconds() - cpu) * 1e6 / entries, "us/entry", "", 0);
  }

  void ColdDistricts() {
    for (const std::size_t rank : {0, 99, 1499}) {
      Measure(fmt::format("journal.district_rank_{}", rank + 1), [this, rank] {
        const std::string district = Reports::DistrictAt(rank);
        std::int64_t position = 0;
        while (true) {
          const auto page = Need(journal_->Read(district, position, 5000, 16 << 20));
          if (page.empty()) return position;
          position = page.back().position;
        }
      });
    }
  }

  const std::string directory_;
  const std::int64_t ids_;
  const double seconds_;
  const std::string json_;
  Reports reports_;
  std::unique_ptr<SegmentJournal> journal_;
};

}  // namespace
}  // namespace duban::ingest

int main(int argc, char** argv) {
  CLI::App app("Measures the journal engine beside what the disk allows.");
  std::string directory = "journal_bench_data";
  std::int64_t ids = 1'000'000;
  double seconds = 1.0;
  std::string json;
  app.add_option("--dir", directory, "directory for the data, removed before and after")
      ->capture_default_str();
  app.add_option("--ids", ids, "entries in the full journal, up to 100 million")
      ->check(CLI::Range(0, 100'000'000))
      ->capture_default_str();
  app.add_option("--seconds", seconds, "length of each measurement")->capture_default_str();
  app.add_option("--json", json, "append one JSON object per figure to this file");
  CLI11_PARSE(app, argc, argv);
  duban::ingest::Bench(directory, ids, seconds, json).Run();
}
