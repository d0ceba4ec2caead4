#include "tests/load/reports.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "duban/ingest/v1/progress_service.grpc.pb.h"
#include "duban/registry/v1/registry_service.grpc.pb.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"

namespace duban::load {
namespace {

using ingest::v1::ProgressService;

constexpr std::chrono::seconds kTimeout{30};

registry::v1::ApplyProgrammeRequest ProgrammeOf(int district) {
  registry::v1::ApplyProgrammeRequest request;
  request.set_create_district(true);
  request.set_district_display_name(fmt::format("测试{}区", district));
  type::v1::Programme& programme = *request.mutable_programme();
  programme.set_name(ProgrammeNameOf(district));
  programme.set_year(2022);
  for (int p = 1; p <= 10; ++p) {
    type::v1::Project& project = *programme.add_projects();
    project.set_number(p);
    project.set_title(fmt::format("民生项目{}", p));
    project.add_lead_units("区水务局");
    for (int t = 1; t <= 3; ++t) {
      type::v1::Task& task = *project.add_tasks();
      task.set_number(t);
      task.set_title(fmt::format("目标任务{}", t));
      type::v1::Indicator& indicator = *task.add_indicators();
      indicator.set_number(1);
      indicator.set_measure("改造户数");
      indicator.set_comparator(type::v1::AT_LEAST);
      indicator.set_value(1e9);
      indicator.set_unit("户");
    }
  }
  return request;
}

}  // namespace

std::string DistrictCode(int index) {
  return fmt::format("{}", 440100 + index % 90 + 100 * (index / 90));
}

std::string CodeOf(const std::string& district) { return district.substr(district.find('/') + 1); }

std::string ProgrammeNameOf(int district) {
  return fmt::format("districts/{}/programmes/2022", DistrictCode(district));
}

std::string RunId() {
  return fmt::format("{:x}", std::chrono::system_clock::now().time_since_epoch().count());
}

ingest::v1::SubmitReportRequest MakeReport(const std::string& run, std::int64_t number,
                                           int districts) {
  const auto place = number / districts;
  ingest::v1::SubmitReportRequest request;
  const int district = static_cast<int>(number % districts);
  request.set_parent("districts/" + DistrictCode(district));
  request.set_request_id(fmt::format("{}-{}", run, number));
  type::v1::Report& report = *request.mutable_report();
  report.set_task(fmt::format("{}/projects/{}/tasks/{}", ProgrammeNameOf(district), 1 + place % 10,
                              1 + place / 10 % 3));
  report.mutable_as_of()->set_year(2022);
  report.mutable_as_of()->set_month(6);
  report.mutable_as_of()->set_day(30);
  report.set_status(type::v1::IN_PROGRESS);
  report.set_narrative("正在推进，累计完成改造，其余计划年底前完成");
  type::v1::Measurement& measurement = *report.add_measurements();
  measurement.set_indicator(report.task() + "/indicators/1");
  measurement.set_measure("改造户数");
  measurement.set_value(static_cast<double>(number));
  measurement.set_unit("户");
  measurement.set_accumulation(type::v1::CUMULATIVE);
  return request;
}

absl::Status Prepare(const Options& options) {
  const auto registry =
      registry::v1::RegistryService::NewStub(runtime::MakeChannel(options.registry_address));
  const auto progress = ProgressService::NewStub(runtime::MakeChannel(options.ingest_address));
  for (int district = 0; district < options.districts; ++district) {
    grpc::ClientContext context;
    runtime::PrepareContext(context, kTimeout);
    registry::v1::ApplyProgrammeResponse response;
    const auto applied = registry->ApplyProgramme(&context, ProgrammeOf(district), &response);
    if (!applied.ok()) return runtime::FromGrpc(applied);
  }
  auto probe = MakeReport("probe", options.districts - 1, options.districts);
  probe.set_validate_only(true);
  absl::Status last;
  for (int i = 0; i < 500; ++i) {
    grpc::ClientContext context;
    runtime::PrepareContext(context, kTimeout, DistrictCode(options.districts - 1));
    ingest::v1::SubmitReportResponse response;
    last = runtime::FromGrpc(progress->SubmitReport(&context, probe, &response));
    if (last.ok()) return last;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return last;
}

PreparedBatch::PreparedBatch(const std::string& run, const Options& options) : run_(run) {
  bytes_ = Make(0, options.batch, options).SerializeAsString();
  FindIds();
}

PreparedBatch::PreparedBatch(const std::string& run, const Options& options, int number)
    : run_(run) {
  bytes_ = Make(number, 1, options).requests(0).SerializeAsString();
  FindIds();
}

grpc::ByteBuffer PreparedBatch::Message(std::int64_t first) {
  for (std::size_t i = 0; i < ids_.size(); ++i) {
    const std::string id = IdOf(first + static_cast<std::int64_t>(i));
    std::copy(id.begin(), id.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(ids_[i]));
  }
  const grpc::Slice slice(bytes_);
  return {&slice, 1};
}

std::string PreparedBatch::IdOf(std::int64_t number) const {
  return fmt::format("{}-{:012}", run_, number);
}

ingest::v1::StreamReportsRequest PreparedBatch::Make(int first, int count, const Options& options) {
  ingest::v1::StreamReportsRequest batch;
  for (int i = 0; i < count; ++i) {
    ingest::v1::SubmitReportRequest& request = *batch.add_requests();
    request = MakeReport(run_, first + i, options.districts);
    request.set_request_id(IdOf(i));
    // The same every time, so that no report stays behind an earlier one, which would be remarked
    // on.
    request.mutable_report()->mutable_measurements(0)->set_value(1'000);
    districts_.push_back(request.parent());
  }
  return batch;
}

void PreparedBatch::FindIds() {
  for (std::size_t at = bytes_.find(run_ + "-"); at != std::string::npos;
       at = bytes_.find(run_ + "-", at + 1))
    ids_.push_back(at);
}

}  // namespace duban::load
