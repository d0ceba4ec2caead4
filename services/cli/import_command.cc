#include "cli/import_command.h"

#include <duban/ingest/v1/document_service.grpc.pb.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "common/error.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

using ingest::v1::ImportDocumentRequest;
using ingest::v1::ImportDocumentResponse;

std::string DescribeChecks(const ingest::v1::ImportDraft& draft) {
  if (draft.checks().empty()) return "";
  const auto held = std::count_if(draft.checks().begin(), draft.checks().end(),
                                  [](const auto& check) { return check.ok(); });
  std::string out = fmt::format("  {} of {} stated figures verified\n", held, draft.checks_size());
  for (const auto& finding : draft.findings())
    out += fmt::format("  finding: project {}: {}\n", finding.project_number(), finding.message());
  return out;
}

// Imports one file, after asking unless `yes`.
int ImportOne(const Context& context, const std::string& path, ImportOptions options, bool yes) {
  if (!yes) {
    options.validate_only = true;
    const auto plan = ImportFile(context, path, options);
    if (!plan.ok()) return Fail(plan.status());
    fmt::print("{}\n{}", path, DescribeImport(*plan, true));
    if (!plan->changed()) return kOk;
    if (!Confirm("Import it?")) {
      fmt::print("Nothing was imported. Answer y, or give --yes.\n");
      return kFailed;
    }
    options.validate_only = false;
  }
  const auto done = ImportFile(context, path, options);
  if (!done.ok()) return Fail(done.status());
  fmt::print("{}\n{}", path, DescribeImport(*done, false));
  for (const auto& programme : done->programmes()) {
    if (!programme.refused().empty()) return kFailed;
  }
  return kOk;
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
  if (options.as_of.IsSet()) *request.mutable_options()->mutable_as_of() = ToProto(options.as_of);
  const auto stub =
      ingest::v1::DocumentService::NewStub(runtime::MakeChannel(context.ingest_address));
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout, options.district);
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
    if (!response.changed()) {
      out += fmt::format("nothing changes: the programme is equal and all {} reports are known\n",
                         programme.reports_known());
      continue;
    }
    out += fmt::format("{} change{} in the catalog, {} report{} {}, {} known before\n",
                       programme.catalog_changes(), programme.catalog_changes() == 1 ? "" : "s",
                       programme.reports_accepted(), programme.reports_accepted() == 1 ? "" : "s",
                       validate_only ? "to record" : "recorded", programme.reports_known());
    for (const std::string& refused : programme.refused())
      out += fmt::format("  refused: {}\n", refused);
  }
  if (response.programmes().empty()) out += "  no livelihood programme was found in it\n";
  return out + DescribeChecks(response.draft());
}

void AddImportCommand(CLI::App& app, Context& context) {
  CLI::App* command =
      app.add_subcommand("import", "Read documents into programmes and reports");
  auto files = std::make_shared<std::vector<std::string>>();
  auto programme = std::make_shared<ProgrammeOptions>();
  auto options = std::make_shared<ImportOptions>();
  auto yes = std::make_shared<bool>(false);
  command->add_option("FILE", *files, "documents to import")->required();
  AddProgrammeOptions(*command, *programme, false);
  AddDateOption(*command, "--as-of", options->as_of, "the date that the progress is of");
  command->add_flag("--yes,-y", *yes, "do not ask");
  command->callback([&context, files, programme, options, yes] {
    context.run = [&context, files, programme, options, yes] {
      options->district = programme->district;
      options->year = programme->year;
      int worst = kOk;
      for (const std::string& file : *files)
        worst = std::max(worst, ImportOne(context, file, *options, *yes));
      return worst;
    };
  });
}

}  // namespace duban::cli
