// Streams of reports.
#include <fmt/format.h>

#include <memory>
#include <thread>

#include "runtime/client.h"
#include "tests/load/acknowledged.h"
#include "tests/load/reports.h"

namespace duban::load {
namespace {

// One stream: up to `window` messages unanswered. Answers are kept as they come, and looked at when
// the time is over.
class LoadedStream {
 public:
  LoadedStream(const Options& options, const std::shared_ptr<grpc::Channel>& channel,
               const std::string& run)
      : options_(options), channel_(channel), batch_(run, options) {}

  void Run() {
    const grpc::internal::RpcMethod method("/duban.ingest.v1.ProgressService/StreamReports",
                                           grpc::internal::RpcMethod::BIDI_STREAMING, channel_);
    stream_.reset(
        grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>::Create(
            channel_.get(), method, &context_));
    const auto end = Clock::now() + options_.plan.duration;
    bool alive = true;
    for (std::int64_t next = 0; alive && Clock::now() < end; next += options_.batch) {
      sent_.push_back(Clock::now());
      alive = stream_->Write(batch_.Message(next));
      if (sent_.size() - answers_.size() >= static_cast<size_t>(options_.window))
        alive = alive && Receive();
    }
    stream_->WritesDone();
    while (alive && answers_.size() < sent_.size()) alive = Receive();
    status_ = stream_->Finish();
  }

  const Histogram& latency() const { return latency_; }
  std::int64_t sent_reports() const {
    return static_cast<std::int64_t>(answers_.size()) * options_.batch;
  }

  // Takes the answers apart: returns how many reports were acknowledged.
  std::int64_t Count(Acknowledged& acknowledged, std::string& problem) {
    std::int64_t items = 0;
    ingest::v1::StreamReportsResponse response;
    for (std::size_t at = 0; at < answers_.size(); ++at) {
      if (!grpc::SerializationTraits<ingest::v1::StreamReportsResponse>::Deserialize(&answers_[at],
                                                                                     &response)
               .ok())
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
    latency_.Add(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() -
                                                                       sent_[answers_.size()]));
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
  const auto stub = ingest::v1::ProgressService::NewStub(channel);
  const std::string run = RunId();
  std::vector<std::unique_ptr<LoadedStream>> streams;
  for (int i = 0; i < options.plan.concurrency; ++i)
    streams.push_back(
        std::make_unique<LoadedStream>(options, channel, fmt::format("{}-{}", run, i)));
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (const auto& stream : streams) threads.emplace_back([&stream] { stream->Run(); });
  for (std::thread& thread : threads) thread.join();
  Outcome out;
  out.load.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  Acknowledged acknowledged;
  for (const auto& stream : streams) {
    out.load.latency.Merge(stream->latency());
    out.items += empty ? stream->sent_reports() : stream->Count(acknowledged, out.problem);
  }
  if (!empty) out.verified = acknowledged.Verify(*stub, options.districts, out.problem);
  return out;
}

}  // namespace

Outcome SubmitStreams(const Options& options) { return Streams(options, false); }
Outcome EmptyStreams(const Options& options) { return Streams(options, true); }

}  // namespace duban::load
