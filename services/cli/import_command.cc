#include "cli/import_command.h"

#include <duban/ingest/v1/document_service.grpc.pb.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cli/document_commands.h"
#include "cli/import_batch.h"
#include "cli/import_questions.h"
#include "cli/import_run.h"
#include "cli/yaml_messages.h"
#include "common/error.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

using ingest::v1::ImportDocumentRequest;
using ingest::v1::ImportDocumentResponse;

constexpr int kBarWidth = 30;

std::string DescribeChecks(const ingest::v1::ImportDraft& draft) {
  if (draft.checks().empty()) return "";
  const auto held = std::count_if(draft.checks().begin(), draft.checks().end(),
                                  [](const auto& check) { return check.ok(); });
  std::string out = fmt::format("  {} of {} stated figures verified\n", held, draft.checks_size());
  for (const auto& finding : draft.findings())
    out += fmt::format("  finding: project {}: {}\n", finding.project_number(), finding.message());
  return out;
}

// How the import is to go.
struct ImportFlags {
  ImportOptions options;
  std::string patch;
  std::string author = "unnamed";
  bool yes = false;
  bool accept_unsure = false;
  bool again = false;
};

// A bar that moves on a terminal, a line per file elsewhere.
ImportProgress ShowProgress(const char* doing) {
  const bool bar = isatty(STDERR_FILENO) != 0;
  return [bar, doing](const ImportRow& row, size_t done, size_t all) {
    if (!bar) {
      if (row.outcome != Outcome::kPending)
        fmt::print(stderr, "[{}/{}] {}: {}\n", done, all, row.path, OutcomeWord(row.outcome));
      return;
    }
    const double share = static_cast<double>(done) / static_cast<double>(all);
    fmt::print(stderr, "\r{} {} {}/{}{}", Bar(share, 0, kBarWidth), doing, done, all,
               done == all ? "\n" : "");
    std::fflush(stderr);
  };
}

size_t Pending(const std::vector<ImportRow>& rows) {
  return static_cast<size_t>(std::count_if(rows.begin(), rows.end(), [](const ImportRow& row) {
    return row.outcome == Outcome::kPending;
  }));
}

// Says what one pending document would do.
absl::Status Foretell(const Context& context, const ImportRow& row, ImportOptions options) {
  options.validate_only = true;
  ASSIGN_OR_RETURN(const auto plan, ImportFile(context, row.path, options));
  fmt::print("{}\n{}", row.path, DescribeImport(plan, true));
  return absl::OkStatus();
}

int Summarise(const std::vector<ImportRow>& rows) {
  const std::string todo = WhatToDo(rows);
  fmt::print("\n{}", SummaryTable(rows, ColoursWanted()));
  if (!todo.empty()) fmt::print("\n{}", todo);
  return ExitStatus(rows);
}

// One document is told in full, not in a table.
int DescribeOne(const Context& context, const ImportRow& row, const ImportOptions& options) {
  if (row.outcome == Outcome::kPending) {
    const auto done = ImportFile(context, row.path, options);
    if (!done.ok()) {
      fmt::print(stderr, "{}: ", row.path);
      Fail(done.status());
      return done.status().code() == absl::StatusCode::kFailedPrecondition ? kImportRefused
                                                                           : kFailed;
    }
    fmt::print("{}\n{}", row.path, DescribeImport(*done, false));
    const bool refused =
        std::any_of(done->programmes().begin(), done->programmes().end(),
                    [](const auto& programme) { return !programme.refused().empty(); });
    return refused ? kImportRefused : kOk;
  }
  if (row.outcome == Outcome::kUnchanged) {
    fmt::print(
        "{}\n  nothing changes: it was imported before with the same options (--again looks once "
        "more)\n{}",
        row.path, DescribeChecks(row.draft));
    return kOk;
  }
  fmt::print(stderr, "{}: {}\n", row.path, OutcomeWord(row.outcome));
  for (const std::string& reason : row.reasons) fmt::print(stderr, "  {}\n", reason);
  return ExitStatus({row});
}

int Import(const Context& context, const std::vector<std::string>& paths, ImportFlags flags) {
  if (!flags.patch.empty()) {
    auto patch = ReadPatch(flags.patch);
    if (!patch.ok()) return Fail(patch.status());
    flags.options.patch = *std::move(patch);
  }
  const auto files = ExpandPaths(paths);
  if (!files.ok()) return Fail(files.status());
  if (!flags.patch.empty() && files->size() != 1) {
    fmt::print(stderr, "duban: --patch holds the corrections of one document, not of {}\n",
               files->size());
    return kUsage;
  }
  const bool one = files->size() == 1;
  const ImportProgress quiet = [](const ImportRow&, size_t, size_t) {};
  std::vector<ImportRow> rows = ReadForImport(context, *files, flags.options, flags.again,
                                              one ? quiet : ShowProgress("read"));
  if (!flags.accept_unsure) {
    if (const absl::Status status = SettleUnsure(context, flags.author, rows); !status.ok())
      return Fail(status);
  }
  if (one) flags.options.route = rows[0].draft.district().code();
  if (one && !rows[0].patch.corrections().empty()) flags.options.patch = rows[0].patch;
  if (Pending(rows) > 0 && !flags.yes) {
    if (one) {
      if (const absl::Status status = Foretell(context, rows[0], flags.options); !status.ok())
        return Fail(status);
    } else {
      fmt::print("{}", SummaryTable(rows, ColoursWanted()));
    }
    if (!Confirm(fmt::format("Import {}?",
                             one ? "it" : fmt::format("these {} documents", Pending(rows))))) {
      fmt::print("Nothing was imported. Answer y, or give --yes.\n");
      return kImportRefused;
    }
  }
  if (one) return DescribeOne(context, rows[0], flags.options);
  ImportPending(context, flags.options, ShowProgress("imported"), rows);
  return Summarise(rows);
}

void AddOptions(CLI::App& command, ImportFlags& flags) {
  const std::map<std::string, ingest::v1::ProgrammeKind> kinds = {
      {"plan", ingest::v1::PLAN},
      {"progress", ingest::v1::PROGRESS},
      {"results", ingest::v1::COMPLETION},
      {"completion", ingest::v1::COMPLETION}};
  command
      .add_option("--source-grade", flags.options.source_grade,
                  "how near the documents are to what was published: official, mirror or damaged "
                  "(default: found in the text)")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, ingest::v1::SourceGrade>{{"official", ingest::v1::OFFICIAL},
                                                         {"mirror", ingest::v1::MIRROR},
                                                         {"damaged", ingest::v1::DAMAGED_COPY}}));
  command.add_option("--kind", flags.options.kind, "what the lists are: plan, progress or results")
      ->transform(CLI::CheckedTransformer(kinds, CLI::ignore_case))
      ->type_name("KIND");
  AddDateOption(command, "--as-of", flags.options.as_of, "the date that the progress is of");
  command
      .add_option("--patch", flags.patch,
                  "a person's corrections (docs/review.md), kept with the document")
      ->type_name("FILE");
  command.add_option("--author", flags.author, "who answers, for the record")
      ->envname("USER")
      ->type_name("NAME");
  command.add_flag("--yes,-y", flags.yes, "do not ask");
  command.add_flag("--accept-unsure", flags.accept_unsure,
                   "import also what the reader is unsure of, bound to nothing");
  command.add_flag("--again", flags.again, "look again at documents that were imported before");
}

}  // namespace

absl::StatusOr<ImportDocumentResponse> ImportFile(const Context& context, const std::string& path,
                                                  const ImportOptions& options) {
  ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
  ImportDocumentRequest request;
  request.set_content(content);
  request.set_file_name(std::filesystem::path(path).filename().string());
  request.set_validate_only(options.validate_only);
  request.set_author("duban import");
  request.mutable_options()->set_district_code(options.district);
  request.mutable_options()->set_year(options.year);
  request.mutable_options()->set_kind(options.kind);
  request.mutable_options()->set_source_grade(options.source_grade);
  if (options.as_of.IsSet()) *request.mutable_options()->mutable_as_of() = ToProto(options.as_of);
  if (!options.patch.author().empty()) *request.mutable_patch() = options.patch;
  const auto stub =
      ingest::v1::DocumentService::NewStub(runtime::MakeChannel(context.ingest_address));
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout,
                          options.district.empty() ? options.route : options.district);
  ImportDocumentResponse response;
  const grpc::Status status = stub->ImportDocument(&call, request, &response);
  if (!status.ok()) return runtime::FromGrpc(status);
  return response;
}

std::string DescribeImport(const ImportDocumentResponse& response, bool validate_only) {
  std::string out;
  for (const auto& programme : response.programmes()) {
    out += fmt::format("  {}: {} projects, {} tasks; ", programme.programme(), programme.projects(),
                       programme.tasks());
    if (!response.changed() && programme.refused().empty()) {
      out += fmt::format("nothing changes: the programme is equal and all {} reports are known\n",
                         programme.reports_known());
      continue;
    }
    out += fmt::format("{} change{} in the catalog, {} report{} {}, {} known before\n",
                       programme.catalog_changes(), programme.catalog_changes() == 1 ? "" : "s",
                       programme.reports_accepted(), programme.reports_accepted() == 1 ? "" : "s",
                       validate_only ? "to record" : "recorded", programme.reports_known());
    if (programme.reports_corrected() > 0)
      out += fmt::format("  {} of them correct an earlier reading of this document\n",
                         programme.reports_corrected());
    for (const std::string& refused : programme.refused())
      out += fmt::format("  refused: {}\n", refused);
    for (const std::string& line : programme.left_out())
      out += fmt::format("  left out: {}\n", line);
  }
  if (response.programmes().empty()) out += "  no livelihood programme was found in it\n";
  for (const std::string& line : response.draft().reviewed())
    out += fmt::format("  reviewed: {}\n", line);
  return out + DescribeChecks(response.draft());
}

absl::StatusOr<ingest::v1::ReviewPatch> ReadPatch(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  ASSIGN_OR_RETURN(const auto messages, ReadYaml(text, [](const std::string&) {
                     return std::make_unique<ingest::v1::ReviewPatch>();
                   }));
  if (messages.size() != 1)
    return InvalidField("file", "YAML_INVALID",
                        "want one YAML document with author and corrections");
  return static_cast<const ingest::v1::ReviewPatch&>(*messages.front());
}

void AddImportCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("import", "Read documents into programmes and reports");
  command->footer(
      "Plans come in before the reports on them, whatever the order of the files. What was "
      "imported before is skipped, so\n"
      "an import that broke off is simply repeated.\n\n"
      "Exit status: 0 everything is on record; 1 a file could not be read or a service failed; 2 "
      "wrong usage;\n"
      "3 something was refused: unsure and not accepted, no list found, a district, year or date "
      "missing.");
  auto paths = std::make_shared<std::vector<std::string>>();
  auto programme = std::make_shared<ProgrammeOptions>();
  auto flags = std::make_shared<ImportFlags>();
  command->add_option("FILE", *paths, "documents, folders or globs")->required();
  AddProgrammeOptions(*command, *programme, false);
  AddOptions(*command, *flags);
  command->callback([&context, paths, programme, flags] {
    context.run = [&context, paths, programme, flags] {
      flags->options.district = programme->district;
      flags->options.year = programme->year;
      return Import(context, *paths, *flags);
    };
  });
}

}  // namespace duban::cli
