#include "cli/report_command.h"

#include <duban/ingest/v1/progress_service.grpc.pb.h>
#include <fmt/format.h>

#include <charconv>
#include <map>
#include <random>

#include "common/error.h"
#include "common/hash.h"
#include "common/names.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"
#include "runtime/wire.h"

namespace duban::cli {
namespace {

const std::map<std::string, type::v1::StatedStatus> kStatuses = {
    {"not-started", type::v1::NOT_STARTED},
    {"in-progress", type::v1::IN_PROGRESS},
    {"completed", type::v1::COMPLETED},
    {"overfulfilled", type::v1::OVERFULFILLED},
    {"delayed", type::v1::DELAYED}};

struct ReportOptions {
  ProgrammeOptions programme;
  std::string task;  // "3.2": project and task number
  Date as_of;
  std::string status;
  std::vector<std::string> measures;
  std::string text;
  std::string unit;
  std::string replaces;
  std::string request_id;
};

std::string RandomId() {
  std::random_device random;
  std::string bytes;
  for (int i = 0; i < 16; ++i) bytes += static_cast<char>(random());
  return Hex(bytes);
}

absl::StatusOr<std::string> TaskOf(const ReportOptions& options) {
  const size_t dot = options.task.find('.');
  const std::string name = fmt::format(
      "{}/projects/{}/tasks/{}", ProgrammeName(options.programme.district, options.programme.year),
      options.task.substr(0, dot), dot == std::string::npos ? "1" : options.task.substr(dot + 1));
  if (!ParseTaskName("task", name).ok())
    return InvalidField("--task", "TASK_MALFORMED",
                        fmt::format("got \"{}\", want PROJECT.TASK such as 4.1", options.task));
  return name;
}

absl::StatusOr<ingest::v1::SubmitReportRequest> BuildRequest(const Context& context,
                                                             const ReportOptions& options) {
  ingest::v1::SubmitReportRequest request;
  request.set_parent(DistrictName(options.programme.district));
  request.set_request_id(options.request_id.empty() ? RandomId() : options.request_id);
  type::v1::Report& report = *request.mutable_report();
  ASSIGN_OR_RETURN(*report.mutable_task(), TaskOf(options));
  *report.mutable_as_of() =
      ToProto(options.as_of.IsSet() ? options.as_of : DateAt(context.clock.Now()));
  if (!options.status.empty()) report.set_status(kStatuses.at(options.status));
  report.set_narrative(options.text);
  report.set_reporting_unit(options.unit);
  report.set_replaces(options.replaces);
  for (const std::string& measure : options.measures) {
    ASSIGN_OR_RETURN(*report.add_measurements(), ParseMeasure(measure));
  }
  return request;
}

int Submit(const Context& context, const ReportOptions& options) {
  const auto request = BuildRequest(context, options);
  if (!request.ok()) return Fail(request.status());
  const auto stub =
      ingest::v1::ProgressService::NewStub(runtime::MakeChannel(context.ingest_address));
  grpc::ClientContext call;
  runtime::PrepareContext(call, context.timeout, options.programme.district);
  ingest::v1::SubmitReportResponse response;
  const grpc::Status status = stub->SubmitReport(&call, *request, &response);
  if (!status.ok()) return Fail(runtime::FromGrpc(status));
  fmt::print("{} {} at position {} (hash {}…)\n", response.name(),
             response.duplicate() ? "was recorded before" : "recorded", response.position(),
             response.hash().substr(0, 12));
  for (const auto& remark : response.remarks())
    fmt::print("  remark: {} {}: {}\n", remark.kind(), remark.field(), remark.message());
  return kOk;
}

}  // namespace

absl::StatusOr<type::v1::Measurement> ParseMeasure(const std::string& text) {
  const size_t equals = text.find('=');
  double value = 0;
  const char* begin = text.data() + (equals == std::string::npos ? text.size() : equals + 1);
  const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value);
  if (error != std::errc() || end == text.data() + text.size()) {
    return InvalidField(
        "--measure", "MEASURE_MALFORMED",
        fmt::format("got \"{}\", want NAME=VALUE UNIT such as 改造户数=4100户", text));
  }
  type::v1::Measurement measurement;
  measurement.set_measure(text.substr(0, equals));
  measurement.set_value(value);
  std::string unit(end, static_cast<size_t>(text.data() + text.size() - end));
  unit.erase(0, unit.find_first_not_of(' '));
  measurement.set_unit(unit);
  measurement.set_accumulation(type::v1::CUMULATIVE);
  return measurement;
}

void AddReportCommand(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand("report", "Submit one progress report");
  command->footer(
      "Example: duban report --district 440113 --year 2022 --task 1.1 --as-of 2022-07-31 --measure "
      "改造户数=4100户");
  auto options = std::make_shared<ReportOptions>();
  AddProgrammeOptions(*command, options->programme, true);
  command->add_option("--task", options->task, "project and task number, such as 4.1")
      ->required()
      ->type_name("P.T");
  AddDateOption(*command, "--as-of", options->as_of, "the date it speaks of (default: today)");
  command->add_option("--status", options->status, "what the unit says")
      ->check(CLI::IsMember(kStatuses));
  command
      ->add_option("--measure", options->measures,
                   "a cumulative value: NAME=VALUE UNIT; repeatable")
      ->take_all();
  command->add_option("--text", options->text, "the report in prose");
  command->add_option("--unit", options->unit, "the unit that reports");
  command->add_option("--replaces", options->replaces,
                      "the report that this one corrects: districts/440113/reports/7");
  command->add_option("--request-id", options->request_id,
                      "makes a repeated call safe (default: a new one)");
  command->callback([&context, options] {
    context.run = [&context, options] { return Submit(context, *options); };
  });
}

}  // namespace duban::cli
