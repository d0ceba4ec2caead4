#include "cli/journal_commands.h"

#include <duban/ingest/v1/progress_service.grpc.pb.h>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "cli/export_verifier.h"
#include "cli/journal_file_commands.h"
#include "common/error.h"
#include "common/hash.h"
#include "common/names.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"

namespace duban::cli {
namespace {

using ingest::v1::ProgressService;

struct JournalOptions {
  std::string district;  // empty = all
  std::string file;
  std::string out;
  std::string report;
  int measurement = 0;
};

std::string ParentOf(const JournalOptions& options) {
  return options.district.empty() ? "districts/-" : DistrictName(options.district);
}

std::unique_ptr<ProgressService::Stub> Stub(const Context& context) {
  return ProgressService::NewStub(runtime::MakeChannel(context.ingest_address));
}

// Files are written aside and renamed, so that a failed export leaves no half of one.
class Output {
 public:
  explicit Output(std::string path) : path_(std::move(path)) {
    if (!path_.empty()) file_.open(path_ + ".part", std::ios::binary | std::ios::trunc);
  }
  std::ostream& stream() { return path_.empty() ? std::cout : file_; }
  absl::Status Finish() {
    stream().flush();
    if (!stream().good() ||
        (!path_.empty() && std::rename((path_ + ".part").c_str(), path_.c_str()) != 0))
      return Error(absl::StatusCode::kUnavailable, "FILE_NOT_WRITTEN",
                   fmt::format("cannot write {}", path_));
    return absl::OkStatus();
  }

 private:
  const std::string path_;
  std::ofstream file_;
};

int VerifyFile(const std::string& path, const std::string& district) {
  if (std::filesystem::is_directory(path)) return VerifySegments(path, district);
  std::ifstream file(path);
  if (!file)
    return Fail(
        Error(absl::StatusCode::kNotFound, "FILE_NOT_FOUND", fmt::format("cannot read {}", path)));
  const auto verified = VerifyExport(file);
  if (!verified.ok()) return Fail(verified.status());
  fmt::print("{} entries of {} districts; every hash holds\n", verified->entries,
             verified->heads.size());
  for (const auto& [code, head] : verified->heads)
    fmt::print("  {}  position {}  {}\n", code, head.position, head.hash);
  return kOk;
}

int VerifyLive(const Context& context, const JournalOptions& options) {
  grpc::ClientContext call;
  runtime::PrepareContext(call, std::chrono::hours(1),
                          options.district);  // a long chain takes its time
  ingest::v1::VerifyJournalRequest request;
  request.set_district(ParentOf(options));
  ingest::v1::VerifyJournalResponse response;
  const grpc::Status status = Stub(context)->VerifyJournal(&call, request, &response);
  if (!status.ok()) return Fail(runtime::FromGrpc(status));
  fmt::print("{} entries of {} districts{}\n", response.entries(), response.heads_size(),
             response.ok() ? "; every hash holds" : "");
  for (const auto& head : response.heads())
    fmt::print("  {}  position {}  {}\n", head.district().substr(10), head.position(),
               Hex(head.hash()));
  if (response.ok()) return kOk;
  fmt::print(stderr, "duban: the chain is broken at {}\n", response.first_broken());
  return kFailed;
}

int Export(const Context& context, const JournalOptions& options) {
  Output out(options.out);
  grpc::ClientContext call;
  runtime::PrepareContext(call, std::chrono::hours(1), options.district);
  ingest::v1::ExportJournalRequest request;
  request.set_district(ParentOf(options));
  const auto stub = Stub(context);
  const auto reader = stub->ExportJournal(&call, request);
  ingest::v1::ExportJournalResponse response;
  while (reader->Read(&response)) {
    for (const std::string& line : response.lines()) out.stream() << line << '\n';
  }
  if (const grpc::Status status = reader->Finish(); !status.ok())
    return Fail(runtime::FromGrpc(status));
  const absl::Status written = out.Finish();
  return written.ok() ? kOk : Fail(written);
}

int Prove(const Context& context, const JournalOptions& options) {
  const auto name = ParseReportName("REPORT", options.report);
  if (!name.ok()) return Fail(name.status());
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout, name->district);
  ingest::v1::ExportProofRequest request;
  request.set_name(options.report);
  request.set_measurement(options.measurement);
  ingest::v1::FigureProof proof;
  const grpc::Status status = Stub(context)->ExportProof(&call, request, &proof);
  if (!status.ok()) return Fail(runtime::FromGrpc(status));
  Output out(options.out);
  out.stream() << proof.json() << '\n';
  const absl::Status written = out.Finish();
  return written.ok() ? kOk : Fail(written);
}

}  // namespace

void AddJournalCommands(CLI::App& app, Context& context) {
  auto options = std::make_shared<JournalOptions>();
  CLI::App* verify =
      app.add_subcommand("verify", "Recompute the hash chains and name the first broken entry");
  verify->add_option("--district", options->district, "six-digit code (default: all)");
  verify->add_option("--file", options->file,
                     "an export, a backup or a data directory; verified from the files alone, "
                     "without any service");
  verify->callback([&context, options] {
    context.run = [&context, options] {
      return options->file.empty() ? VerifyLive(context, *options)
                                   : VerifyFile(options->file, options->district);
    };
  });
  CLI::App* exporting =
      app.add_subcommand("export", "Write journals as text that others can verify");
  exporting->add_option("--district", options->district, "six-digit code (default: all)");
  exporting->add_option("--out", options->out, "the file (default: standard output)");
  exporting->callback([&context, options] {
    context.run = [&context, options] { return Export(context, *options); };
  });
  CLI::App* proof =
      app.add_subcommand("proof", "Prove one figure of a report; see tools/verify_proof.py");
  proof->add_option("report", options->report, "districts/440113/reports/7")->required();
  proof->add_option("--measurement", options->measurement, "which figure of the report, from 0");
  proof->add_option("--out", options->out, "the file (default: standard output)");
  proof->callback([&context, options] {
    context.run = [&context, options] { return Prove(context, *options); };
  });
}

}  // namespace duban::cli
