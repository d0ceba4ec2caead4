#include "cli/journal_file_commands.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "common/hash.h"
#include "ingest/journal/takeover.h"

namespace duban::cli {
namespace {

struct FileOptions {
  std::string directory;
};

// A line on a terminal that says how far a long job is; nothing where standard error is no terminal.
class ProgressLine {
 public:
  void Show(const char* what, std::int64_t done, std::int64_t of) {
    if (isatty(STDERR_FILENO) == 0) return;
    fmt::print(stderr, "\r{} {} of {}\033[K", what, done, of);
    shown_ = true;
  }
  ~ProgressLine() {
    if (shown_) fmt::print(stderr, "\r\033[K");
  }

 private:
  bool shown_ = false;
};

void PrintHeads(const std::vector<ingest::Head>& heads) {
  for (const ingest::Head& head : heads)
    fmt::print("  {}  position {}  {}\n", head.district, head.position, Hex(AsBytes(head.hash)));
}

int TakeOver(const FileOptions& options) {
  ProgressLine line;
  const auto report = ingest::TakeOverJournal(
      options.directory,
      [&line](const char* what, std::int64_t done, std::int64_t of) { line.Show(what, done, of); });
  if (!report.ok()) return Fail(report.status());
  fmt::print("{} entries of {} districts taken over; every hash holds\n", report->entries,
             report->heads.size());
  PrintHeads(report->heads);
  fmt::print("The old journal is kept as {}; it may be deleted once you have a backup.\n", report->kept);
  return kOk;
}

}  // namespace

void AddJournalFileCommands(CLI::App& app, Context& context) {
  auto options = std::make_shared<FileOptions>();
  CLI::App* journal = app.add_subcommand("journal", "Journals as files, without any service");
  journal->require_subcommand(1);
  CLI::App* takeover = journal->add_subcommand(
      "takeover", "Turn an ingest's SQLite journal into segments; ingest must not run");
  takeover->add_option("data-dir", options->directory, "the data directory of duban-ingest")->required();
  takeover->callback([&context, options] { context.run = [options] { return TakeOver(*options); }; });
}

}  // namespace duban::cli
