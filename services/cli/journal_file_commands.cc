#include "cli/journal_file_commands.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "common/date.h"
#include "common/hash.h"
#include "ingest/core/chain.h"
#include "ingest/core/journal_export.h"
#include "ingest/journal/data_backup.h"
#include "ingest/journal/journal_directory.h"
#include "ingest/journal/takeover.h"

namespace duban::cli {
namespace {

struct FileOptions {
  std::string directory;
  std::string backup;
  std::string district;  // empty = all
  std::string out;
  bool entries = false;
  bool heads = false;
  std::int64_t after = 0;
  std::int64_t limit = 0;  // 0 = all
};

// A line on a terminal that says how far a long job is; nothing where standard error is no
// terminal.
class ProgressLine {
 public:
  void Show(const std::string& text) {
    if (isatty(STDERR_FILENO) == 0) return;
    fmt::print(stderr, "\r{}\033[K", text);
    shown_ = true;
  }
  ~ProgressLine() {
    if (shown_) fmt::print(stderr, "\r\033[K");
  }

 private:
  bool shown_ = false;
};

std::string Size(std::uint64_t bytes) {
  if (bytes < 10'000) return fmt::format("{} bytes", bytes);
  if (bytes < 10'000'000) return fmt::format("{:.0f} kB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

void PrintHeads(const std::vector<ingest::Head>& heads) {
  for (const ingest::Head& head : heads)
    fmt::print("  {}  position {}  {}\n", head.district, head.position, Hex(AsBytes(head.hash)));
}

absl::StatusOr<std::unique_ptr<ingest::SegmentJournal>> OpenForReading(const std::string& path) {
  const auto directory = ingest::FindSegments(path);
  if (!directory.ok()) return directory.status();
  return ingest::OpenSegments(*directory, {.read_only = true});
}

int TakeOver(const FileOptions& options) {
  ProgressLine line;
  const auto report = ingest::TakeOverJournal(
      options.directory, [&line](const char* what, std::int64_t done, std::int64_t of) {
        line.Show(fmt::format("{} {} of {}", what, done, of));
      });
  if (!report.ok()) return Fail(report.status());
  fmt::print("{} entries of {} districts taken over; every hash holds\n", report->entries,
             report->heads.size());
  PrintHeads(report->heads);
  fmt::print("The old journal is kept as {}; it may be deleted once you have a backup.\n",
             report->kept);
  return kOk;
}

absl::Status DumpEntries(const ingest::Journal& journal, const FileOptions& options) {
  std::int64_t after = options.after;
  std::int64_t left = options.limit > 0 ? options.limit : INT64_MAX;
  while (left > 0) {
    const int page = static_cast<int>(std::min<std::int64_t>(left, 1000));
    const auto entries = options.district.empty()
                             ? journal.ReadAll(after, page, 4 << 20)
                             : journal.Read(options.district, after, page, 4 << 20);
    if (!entries.ok()) return entries.status();
    if (entries->empty()) return absl::OkStatus();
    for (const ingest::Entry& entry : *entries) fmt::print("{}\n", ingest::ExportLine(entry));
    left -= static_cast<std::int64_t>(entries->size());
    after = options.district.empty() ? entries->back().sequence : entries->back().position;
  }
  return absl::OkStatus();
}

void PrintFiles(const ingest::JournalInspection& found, const std::filesystem::path& directory) {
  std::uint64_t total = 0;
  const auto size_of = [&](const std::string& name) {
    std::error_code ignored;
    const auto size = std::filesystem::file_size(directory / name, ignored);
    total += ignored ? 0 : size;
    return ignored ? 0 : size;
  };
  fmt::print("{:<16} {:<7} {:>14} {:>14} {:>10}\n", "segment", "state", "first", "last", "size");
  for (const auto& segment : found.segments)
    fmt::print("{:<16} {:<7} {:>14} {:>14} {:>10}\n", segment.name,
               segment.sealed ? "sealed" : "log", segment.first_sequence, segment.last_sequence,
               Size(size_of(segment.name)));
  fmt::print("{} in segments\n", Size(total));
}

int Inspect(const FileOptions& options) {
  const auto directory = ingest::FindSegments(options.directory);
  if (!directory.ok()) return Fail(directory.status());
  const auto journal = OpenForReading(options.directory);
  if (!journal.ok()) return Fail(journal.status());
  if (options.entries) {
    const absl::Status dumped = DumpEntries(**journal, options);
    return dumped.ok() ? kOk : Fail(dumped);
  }
  const ingest::JournalInspection found = (*journal)->Inspect();
  const auto heads = (*journal)->ListHeads();
  fmt::print("{}: {} entries of {} districts, chained with {}\n", *directory,
             *(*journal)->LastSequence(), heads->size(),
             (*journal)->algorithm() == HashAlgorithm::kSm3 ? "SM3" : "SHA-256");
  PrintFiles(found, *directory);
  if (options.heads) PrintHeads(*heads);
  for (const std::string& note : found.notes) fmt::print("note: {}\n", note);
  for (const std::string& damage : found.damages) fmt::print("DAMAGED: {}\n", damage);
  return found.damages.empty() ? kOk : kFailed;
}

int Export(const FileOptions& options) {
  const auto journal = OpenForReading(options.directory);
  if (!journal.ok()) return Fail(journal.status());
  std::ofstream file;
  const std::string part = options.out + ".part";
  if (!options.out.empty()) file.open(part, std::ios::binary | std::ios::trunc);
  std::ostream& out = options.out.empty() ? std::cout : file;
  const auto exported =
      ingest::ExportJournal(**journal, options.district, [&out](std::string_view line) {
        out << line << '\n';
        return absl::OkStatus();
      });
  if (!exported.ok()) return Fail(exported.status());
  out.flush();
  if (!out.good() || (!options.out.empty() && std::rename(part.c_str(), options.out.c_str()) != 0))
    return Fail(absl::UnavailableError("cannot write " + options.out));
  return kOk;
}

int BackUp(const FileOptions& options) {
  ProgressLine line;
  const auto report = ingest::BackUpData(options.directory, options.backup,
                                         [&line](const std::string& file, std::uint64_t bytes) {
                                           line.Show(fmt::format("{}  {}", Size(bytes), file));
                                         });
  if (!report.ok()) return Fail(report.status());
  fmt::print("{} holds {} entries of {} districts: {} sealed segments copied, {} were there, {}\n",
             options.backup, report->last_sequence, report->districts, report->copied, report->kept,
             Size(report->bytes));
  return kOk;
}

int Restore(const FileOptions& options) {
  ProgressLine line;
  const auto report = ingest::RestoreData(options.backup, options.directory,
                                          [&line](const std::string& file, std::uint64_t bytes) {
                                            line.Show(fmt::format("{}  {}", Size(bytes), file));
                                          });
  if (!report.ok()) return Fail(report.status());
  fmt::print("{} entries of {} districts restored; every hash holds\n", report->entries,
             report->heads.size());
  PrintHeads(report->heads);
  return kOk;
}

CLI::App* AddCommand(CLI::App& parent, Context& context, std::shared_ptr<FileOptions> options,
                     const char* name, const char* help, int (*run)(const FileOptions&)) {
  CLI::App* command = parent.add_subcommand(name, help);
  command->callback(
      [&context, options, run] { context.run = [options, run] { return run(*options); }; });
  return command;
}

constexpr char kJournalHelp[] =
    "a data directory of duban-ingest, a backup, or a directory of segments";

}  // namespace

int VerifySegments(const std::string& path, const std::string& district) {
  const auto journal = OpenForReading(path);
  if (!journal.ok()) return Fail(journal.status());
  const auto report = ingest::VerifyChain(**journal, district);
  if (!report.ok()) return Fail(report.status());
  fmt::print("{} entries of {} districts{}\n", report->entries, report->heads.size(),
             report->broken ? "" : "; every hash holds");
  for (const auto& [code, head] : report->heads)
    fmt::print("  {}  position {}  {}\n", code, head.position, Hex(AsBytes(head.hash)));
  const ingest::JournalInspection found = (*journal)->Inspect();
  for (const std::string& damage : found.damages) fmt::print(stderr, "duban: {}\n", damage);
  if (report->broken)
    fmt::print(stderr, "duban: the chain is broken at {} position {}: {}\n",
               report->broken->district, report->broken->position, report->broken->what);
  return report->broken || !found.damages.empty() ? kFailed : kOk;
}

void AddJournalFileCommands(CLI::App& app, Context& context) {
  auto options = std::make_shared<FileOptions>();
  CLI::App* journal = app.add_subcommand("journal", "Journals as files, without any service");
  journal->require_subcommand(1);

  CLI::App* inspect = AddCommand(*journal, context, options, "inspect",
                                 "Show what a journal is made of; ingest may run", Inspect);
  inspect->add_option("directory", options->directory, kJournalHelp)->required();
  inspect->add_flag("--heads", options->heads, "show where each district stands");
  inspect->add_flag("--entries", options->entries,
                    "write the entries as lines of an export instead");
  inspect->add_option("--district", options->district, "with --entries: only this six-digit code");
  inspect->add_option("--after", options->after,
                      "with --entries: begin after this sequence (with --district: position)");
  inspect->add_option("--limit", options->limit, "with --entries: at most so many");

  CLI::App* exporting =
      AddCommand(*journal, context, options, "export",
                 "Write a journal as text that others can verify; ingest may run", Export);
  exporting->add_option("directory", options->directory, kJournalHelp)->required();
  exporting->add_option("--district", options->district, "six-digit code (default: all)");
  exporting->add_option("--out", options->out, "the file (default: standard output)");

  CLI::App* takeover =
      AddCommand(*journal, context, options, "takeover",
                 "Turn an ingest's SQLite journal into segments; ingest must not run", TakeOver);
  takeover->add_option("data-dir", options->directory, "the data directory of duban-ingest")
      ->required();

  CLI::App* backup = AddCommand(
      app, context, options, "backup",
      "Bring a backup of an ingest up to date; ingest may run, only what is new is copied", BackUp);
  backup->add_option("data-dir", options->directory, "the data directory of duban-ingest")
      ->required();
  backup->add_option("backup", options->backup, "the backup's directory; made when missing")
      ->required();

  CLI::App* restore = AddCommand(
      app, context, options, "restore",
      "Make a data directory from a backup; every hash is recomputed before it is used", Restore);
  restore->add_option("backup", options->backup, "the backup's directory")->required();
  restore->add_option("data-dir", options->directory, "a data directory without a journal")
      ->required();
}

}  // namespace duban::cli
