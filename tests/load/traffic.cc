#include "tests/load/traffic.h"

#include <fmt/format.h>
#include <grpcpp/generic/generic_stub.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include "common/error.h"
#include "common/hash.h"
#include "duban/analytics/v1/analytics_service.grpc.pb.h"
#include "duban/registry/v1/registry_service.grpc.pb.h"
#include "runtime/client.h"
#include "runtime/rpc_status.h"

namespace duban::load {
namespace {

using ingest::v1::ProgressService;

constexpr std::chrono::seconds kTimeout{30};

std::string ProgrammeNameOf(int district) {
  return fmt::format("districts/{}/programmes/2022", DistrictCode(district));
}

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

// "440113" of "districts/440113".
std::string CodeOf(const std::string& district) { return district.substr(district.find('/') + 1); }

// A name for the ids of this run that earlier runs have not used.
std::string RunId() {
  return fmt::format("{:x}", std::chrono::system_clock::now().time_since_epoch().count());
}

}  // namespace

std::string DistrictCode(int index) { return fmt::format("{}", 440100 + index % 90 + 100 * (index / 90)); }

ingest::v1::SubmitReportRequest MakeReport(const std::string& run, std::int64_t number, int districts) {
  const auto place = number / districts;
  ingest::v1::SubmitReportRequest request;
  const int district = static_cast<int>(number % districts);
  request.set_parent("districts/" + DistrictCode(district));
  request.set_request_id(fmt::format("{}-{}", run, number));
  type::v1::Report& report = *request.mutable_report();
  report.set_task(fmt::format("{}/projects/{}/tasks/{}", ProgrammeNameOf(district), 1 + place % 10, 1 + place / 10 % 3));
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
  const auto registry = registry::v1::RegistryService::NewStub(runtime::MakeChannel(options.registry_address));
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

void Acknowledged::Add(const std::string& district, std::string request_id,
                       const ingest::v1::SubmitReportResponse& response) {
  absl::MutexLock lock(&mu_);
  all_.push_back({district, response.position(), std::move(request_id), response.hash()});
}

std::int64_t Acknowledged::Verify(ProgressService::Stub& stub, int districts, std::string& problem) const {
  absl::MutexLock lock(&mu_);
  std::map<std::string, std::map<std::int64_t, const One*>> wanted;
  for (const One& one : all_) {
    if (!wanted[one.district].emplace(one.position, &one).second && problem.empty())
      problem = fmt::format("{} position {} was acknowledged twice", one.district, one.position);
  }
  std::int64_t good = 0;
  for (const auto& [district, entries] : wanted) {
    grpc::ClientContext context;
    context.AddMetadata("duban-district", CodeOf(district));
    ingest::v1::WatchReportsRequest request;
    request.set_district(district);
    request.set_after_position(entries.begin()->first - 1);
    request.set_until_current(true);
    const auto reader = stub.WatchReports(&context, request);
    ingest::v1::JournalEntry entry;
    while (reader->Read(&entry)) {
      const auto found = entries.find(entry.position());
      if (entry.district().empty() || found == entries.end()) continue;
      if (found->second->request_id == entry.request_id() && found->second->hash == Hex(entry.hash())) {
        ++good;
      } else if (problem.empty()) {
        problem = fmt::format("{} position {} is not what was acknowledged", district, entry.position());
      }
    }
    if (const auto status = reader->Finish(); !status.ok() && problem.empty()) problem = status.error_message();
  }
  if (good != static_cast<std::int64_t>(all_.size()) && problem.empty())
    problem = fmt::format("{} of {} acknowledged reports were found in {} districts", good, all_.size(), districts);
  return good;
}

namespace {

// The message of one sender: made and serialized once, so that what is measured is the server and not the making of
// reports; each time it is sent the reports get fresh request ids, written into the bytes.
class PreparedBatch {
 public:
  // A stream's message of options.batch reports.
  PreparedBatch(const std::string& run, const Options& options) : run_(run) {
    bytes_ = Make(0, options.batch, options).SerializeAsString();
    FindIds();
  }
  // A call's, of the report with this number.
  PreparedBatch(const std::string& run, const Options& options, int number) : run_(run) {
    bytes_ = Make(number, 1, options).requests(0).SerializeAsString();
    FindIds();
  }

  // The reports `first`, `first` + 1, …
  grpc::ByteBuffer Message(std::int64_t first) {
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      const std::string id = IdOf(first + static_cast<std::int64_t>(i));
      std::copy(id.begin(), id.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(ids_[i]));
    }
    const grpc::Slice slice(bytes_);
    return {&slice, 1};
  }

  std::string IdOf(std::int64_t number) const { return fmt::format("{}-{:012}", run_, number); }
  const std::string& DistrictOf(int index) const { return districts_[static_cast<std::size_t>(index)]; }

 private:
  ingest::v1::StreamReportsRequest Make(int first, int count, const Options& options) {
    ingest::v1::StreamReportsRequest batch;
    for (int i = 0; i < count; ++i) {
      ingest::v1::SubmitReportRequest& request = *batch.add_requests();
      request = MakeReport(run_, first + i, options.districts);
      request.set_request_id(IdOf(i));
      // The same every time, so that no report stays behind an earlier one, which would be remarked on.
      request.mutable_report()->mutable_measurements(0)->set_value(1'000);
      districts_.push_back(request.parent());
    }
    return batch;
  }
  void FindIds() {
    for (std::size_t at = bytes_.find(run_ + "-"); at != std::string::npos; at = bytes_.find(run_ + "-", at + 1))
      ids_.push_back(at);
  }

  const std::string run_;
  std::vector<std::string> districts_;  // by place in the message
  std::string bytes_;
  std::vector<std::size_t> ids_;  // where each request id begins
};

// One stream: up to `window` messages unanswered. Answers are kept as they come, and looked at when the time is over.
class LoadedStream {
 public:
  LoadedStream(const Options& options, const std::shared_ptr<grpc::Channel>& channel, const std::string& run)
      : options_(options), channel_(channel), batch_(run, options) {}

  void Run() {
    const grpc::internal::RpcMethod method("/duban.ingest.v1.ProgressService/StreamReports",
                                           grpc::internal::RpcMethod::BIDI_STREAMING, channel_);
    stream_.reset(grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>::Create(
        channel_.get(), method, &context_));
    const auto end = Clock::now() + options_.plan.duration;
    bool alive = true;
    for (std::int64_t next = 0; alive && Clock::now() < end; next += options_.batch) {
      sent_.push_back(Clock::now());
      alive = stream_->Write(batch_.Message(next));
      if (sent_.size() - answers_.size() >= static_cast<size_t>(options_.window)) alive = alive && Receive();
    }
    stream_->WritesDone();
    while (alive && answers_.size() < sent_.size()) alive = Receive();
    status_ = stream_->Finish();
  }

  const Histogram& latency() const { return latency_; }
  std::int64_t sent_reports() const { return static_cast<std::int64_t>(answers_.size()) * options_.batch; }

  // Takes the answers apart: returns how many reports were acknowledged.
  std::int64_t Count(Acknowledged& acknowledged, std::string& problem) {
    std::int64_t items = 0;
    ingest::v1::StreamReportsResponse response;
    for (std::size_t at = 0; at < answers_.size(); ++at) {
      if (!grpc::SerializationTraits<ingest::v1::StreamReportsResponse>::Deserialize(&answers_[at], &response).ok())
        continue;
      const std::int64_t first = static_cast<std::int64_t>(at) * options_.batch;
      for (int i = 0; i < response.acknowledgements_size(); ++i) {
        const auto& one = response.acknowledgements(i);
        if (one.status().code() == 0) {
          acknowledged.Add(batch_.DistrictOf(i), batch_.IdOf(first + i), one.response());
          ++items;
        } else if (problem.empty()) {
          problem = one.status().message();
        }
      }
    }
    if (!status_.ok() && problem.empty()) problem = status_.error_message();
    return items;
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool Receive() {
    grpc::ByteBuffer answer;
    if (!stream_->Read(&answer)) return false;
    latency_.Add(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - sent_[answers_.size()]));
    answers_.push_back(std::move(answer));
    return true;
  }

  const Options& options_;
  const std::shared_ptr<grpc::Channel> channel_;
  PreparedBatch batch_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>> stream_;
  std::vector<Clock::time_point> sent_;  // by message
  std::vector<grpc::ByteBuffer> answers_;
  Histogram latency_;
  grpc::Status status_;
};

Outcome Streams(const Options& options, bool empty) {
  const auto channel = runtime::MakeChannel(options.ingest_address);
  const auto stub = ProgressService::NewStub(channel);
  const std::string run = RunId();
  std::vector<std::unique_ptr<LoadedStream>> streams;
  for (int i = 0; i < options.plan.concurrency; ++i)
    streams.push_back(std::make_unique<LoadedStream>(options, channel, fmt::format("{}-{}", run, i)));
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (const auto& stream : streams) threads.emplace_back([&stream] { stream->Run(); });
  for (std::thread& thread : threads) thread.join();
  Outcome out;
  out.load.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  Acknowledged acknowledged;
  for (const auto& stream : streams) {
    out.load.latency.Merge(stream->latency());
    out.items += empty ? stream->sent_reports() : stream->Count(acknowledged, out.problem);
  }
  if (!empty) out.verified = acknowledged.Verify(*stub, options.districts, out.problem);
  return out;
}

}  // namespace

// As bytes in and out; answers are kept as they come, and taken apart when the time is over.
Outcome SubmitSingle(const Options& options) {
  struct Slot {
    std::unique_ptr<PreparedBatch> calls;
    std::unique_ptr<grpc::ClientContext> context;
    grpc::ByteBuffer request;
    grpc::ByteBuffer response;
    std::vector<std::pair<std::int64_t, grpc::ByteBuffer>> answers;  // by number of the call
    std::int64_t next = 0;
    std::string problem;
  };
  const auto channel = runtime::MakeChannel(options.ingest_address);
  grpc::GenericStub stub(channel);
  const std::string run = RunId();
  std::vector<Slot> slots(static_cast<size_t>(options.plan.concurrency));
  for (std::size_t i = 0; i < slots.size(); ++i)
    slots[i].calls = std::make_unique<PreparedBatch>(fmt::format("{}-{}", run, i), options, static_cast<int>(i));
  LoadLoop loop(options.plan, [&](int index, LoadLoop::Done done) {
    Slot& slot = slots[static_cast<size_t>(index)];
    slot.context = std::make_unique<grpc::ClientContext>();
    slot.request = slot.calls->Message(slot.next);
    slot.context->AddMetadata("duban-district", CodeOf(slot.calls->DistrictOf(0)));
    stub.UnaryCall(slot.context.get(), "/duban.ingest.v1.ProgressService/SubmitReport", grpc::StubOptions(),
                   &slot.request, &slot.response, [&slot, done = std::move(done)](const grpc::Status& status) {
                     if (status.ok()) {
                       slot.answers.emplace_back(slot.next, std::move(slot.response));
                     } else if (slot.problem.empty()) {
                       slot.problem = status.error_message();
                     }
                     ++slot.next;
                     done(status.ok());
                   });
  });
  Outcome out;
  out.load = loop.Run();
  out.items = out.load.latency.total() - out.load.errors;
  Acknowledged acknowledged;
  for (Slot& slot : slots) {
    if (out.problem.empty()) out.problem = slot.problem;
    for (auto& [number, bytes] : slot.answers) {
      ingest::v1::SubmitReportResponse response;
      if (grpc::SerializationTraits<ingest::v1::SubmitReportResponse>::Deserialize(&bytes, &response).ok())
        acknowledged.Add(slot.calls->DistrictOf(0), slot.calls->IdOf(number), response);
    }
  }
  out.verified = acknowledged.Verify(*ProgressService::NewStub(channel), options.districts, out.problem);
  return out;
}

Outcome SubmitStreams(const Options& options) { return Streams(options, false); }
Outcome EmptyStreams(const Options& options) { return Streams(options, true); }

Outcome Replay(const Options& options) {
  const auto stub = ProgressService::NewStub(runtime::MakeChannel(options.ingest_address));
  Outcome out;
  grpc::ClientContext context;
  ingest::v1::WatchReportsRequest request;
  request.set_district("districts/-");
  request.set_until_current(true);
  const auto begin = std::chrono::steady_clock::now();
  const auto reader = stub->WatchReports(&context, request);
  ingest::v1::JournalEntry entry;
  while (reader->Read(&entry)) {
    if (!entry.district().empty()) ++out.items;
  }
  const auto status = reader->Finish();
  if (!status.ok()) out.problem = status.error_message();
  out.load.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return out;
}

namespace {

// The same unary call again and again, as bytes in and out: what is measured is the server, not how fast this process
// takes answers apart.
Outcome Repeat(const Options& options, const std::string& address, const std::string& method,
               const google::protobuf::Message& request) {
  struct Slot {
    std::unique_ptr<grpc::ClientContext> context;
    grpc::ByteBuffer response;
  };
  grpc::GenericStub stub(runtime::MakeChannel(address));
  const grpc::Slice slice(request.SerializeAsString());
  const grpc::ByteBuffer bytes(&slice, 1);
  std::vector<Slot> slots(static_cast<size_t>(options.plan.concurrency));
  absl::Mutex mu;
  Outcome out;
  LoadLoop loop(options.plan, [&](int index, LoadLoop::Done done) {
    Slot& slot = slots[static_cast<size_t>(index)];
    slot.context = std::make_unique<grpc::ClientContext>();
    slot.response.Clear();
    stub.UnaryCall(slot.context.get(), method, grpc::StubOptions(), &bytes, &slot.response,
                   [&, done = std::move(done)](const grpc::Status& status) {
                     if (!status.ok()) {
                       absl::MutexLock lock(&mu);
                       if (out.problem.empty()) out.problem = status.error_message();
                     }
                     done(status.ok());
                   });
  });
  out.load = loop.Run();
  out.items = out.load.latency.total() - out.load.errors;
  return out;
}

}  // namespace

Outcome Freshness(const Options& options) {
  using Clock = std::chrono::steady_clock;
  const auto progress = ProgressService::NewStub(runtime::MakeChannel(options.ingest_address));
  const auto analytics =
      analytics::v1::AnalyticsService::NewStub(runtime::MakeChannel(options.analytics_address));
  struct Slot {
    std::unique_ptr<grpc::ClientContext> submitting, reading;
    ingest::v1::SubmitReportRequest report;
    ingest::v1::SubmitReportResponse acknowledgement;
    analytics::v1::GetDistrictSummaryRequest question;
    analytics::v1::DistrictSummary summary;
    Clock::time_point acknowledged;
  };
  std::vector<Slot> slots(static_cast<size_t>(options.plan.concurrency));
  std::atomic<std::int64_t> next{0};
  const std::string run = RunId();
  absl::Mutex mu;
  Histogram visible;
  Outcome out;
  LoadLoop loop(options.plan, [&](int index, LoadLoop::Done done) {
    Slot& slot = slots[static_cast<size_t>(index)];
    slot.submitting = std::make_unique<grpc::ClientContext>();
    slot.reading = std::make_unique<grpc::ClientContext>();
    runtime::PrepareContext(*slot.reading, kTimeout);
    slot.report = MakeReport(run, next++, options.districts);
    const auto seen = [&, done](const grpc::Status& status) {
      {
        absl::MutexLock lock(&mu);
        visible.Add(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - slot.acknowledged));
        const bool shown = status.ok() && slot.summary.basis().position() >= slot.question.at_least();
        if (!shown && out.problem.empty()) out.problem = "not visible: " + status.error_message();
      }
      done(status.ok());
    };
    progress->async()->SubmitReport(
        slot.submitting.get(), &slot.report, &slot.acknowledgement, [&, done, seen](const grpc::Status& status) {
          if (!status.ok()) return done(false);
          slot.acknowledged = Clock::now();
          slot.question.set_name(slot.report.parent());
          slot.question.set_year(2022);
          slot.question.set_at_least(slot.acknowledgement.position());
          analytics->async()->GetDistrictSummary(slot.reading.get(), &slot.question, &slot.summary, seen);
        });
  });
  out.load = loop.Run();
  out.items = out.load.latency.total() - out.load.errors;
  out.load.latency = visible;
  return out;
}

Outcome Call(const Options& options, const std::string& what) {
  if (what == "programme") {
    registry::v1::GetProgrammeRequest request;
    request.set_name(ProgrammeNameOf(0));
    return Repeat(options, options.registry_address, "/duban.registry.v1.RegistryService/GetProgramme", request);
  }
  if (what == "summary") {
    analytics::v1::GetDistrictSummaryRequest request;
    request.set_name("districts/" + DistrictCode(0));
    request.set_year(2022);
    return Repeat(options, options.analytics_address, "/duban.analytics.v1.AnalyticsService/GetDistrictSummary",
                  request);
  }
  return Repeat(options, options.ingest_address, "/duban.ingest.v1.ProgressService/ListJournals",
                ingest::v1::ListJournalsRequest());
}

}  // namespace duban::load
