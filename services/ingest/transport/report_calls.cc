#include "ingest/transport/report_calls.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "ingest/transport/receipt_bytes.h"
#include "runtime/packets.h"
#include "runtime/rpc.h"

namespace duban::ingest {
namespace {

// Calls that gRPC may hand over before the next look; more wait inside gRPC.
constexpr int kPosted = 256;
// Events that are taken before the calls among them are judged: a bound to how long the first
// waits.
constexpr int kMostEvents = 512;
// Answers that leave together: the callers go on with them while the next ones are written.
constexpr std::size_t kSentTogether = 32;
// How long the thread looks for work before it sleeps, since to be woken takes as long (ADR 0007).
// In between it yields the core to whoever wants it.
constexpr std::chrono::microseconds kPatience{50};
// A thread whose looks around find nothing sleeps at once after so many of them, and tries one in
// so many waits.
constexpr int kMostLuck = 16;
constexpr unsigned kTryAgain = 64;

constexpr gpr_timespec Now() {
  return {.tv_sec = 0, .tv_nsec = 0, .clock_type = GPR_CLOCK_MONOTONIC};
}

}  // namespace

// One call, from before it arrives until its answer is sent; gRPC gives it back at both. Used by
// the polling thread, and between Judge and Answered by the one thread that answers.
class ReportCalls::Call {
 public:
  explicit Call(ReportCalls& calls) : calls_(calls) {
    calls.service_.RequestSubmitReport(&context_, &request_, &responder_, calls.queue_,
                                       calls.queue_, this);
  }

  // At the first event: false at the second, when the call is over.
  bool Arrives() { return !std::exchange(arrived_, true); }

  void Judge() {
    // Whether the caller went away is not asked: to be told costs an event a call, a tenth of the
    // rate.
    if (runtime::DeadlinePassed(context_)) return Answer(runtime::TooLate());
    const auto bytes = std::make_shared<const std::string>(runtime::Flatten(request_));
    request_.Clear();
    RequestView view;
    if (view.Read(*bytes) &&
        calls_.progress_.SubmitWithoutDisk(
            view, bytes, [this](absl::StatusOr<Receipt> receipt) { Answer(std::move(receipt)); }))
      return;
    // Shared since std::function copies.
    auto request = std::make_shared<v1::SubmitReportRequest>();
    if (const absl::Status parsed = runtime::ParseRequest(*bytes, *request); !parsed.ok())
      return Answer(parsed);
    const bool taken = calls_.executor_.TryRun([this, request] {
      const Submission one{.message = request.get()};
      calls_.progress_.SubmitBatch(std::span(&one, 1), nullptr,
                                   [this](std::vector<absl::StatusOr<Receipt>> receipts) {
                                     Answer(std::move(receipts.front()));
                                   });
    });
    if (!taken) Answer(runtime::Overloaded());
  }

  void Send() {
    if (!receipt_.ok()) return responder_.FinishWithError(runtime::ToGrpc(receipt_.status()), this);
    const ReceiptBytes response(*receipt_);
    const grpc::Slice slice(response.bytes().data(), response.bytes().size());
    responder_.Finish(grpc::ByteBuffer(&slice, 1), grpc::Status::OK, this);
  }

 private:
  // From any thread; encoded by the polling one.
  void Answer(absl::StatusOr<Receipt> receipt) {
    receipt_ = std::move(receipt);
    calls_.Answered(*this);
  }

  ReportCalls& calls_;
  grpc::ServerContext context_;
  grpc::ByteBuffer request_;
  absl::StatusOr<Receipt> receipt_;
  grpc::ServerAsyncResponseWriter<grpc::ByteBuffer> responder_{&context_};
  bool arrived_ = false;
};

ReportCalls::~ReportCalls() = default;

void ReportCalls::Serve(grpc::ServerCompletionQueue& queue) {
  queue_ = &queue;
  for (int i = 0; i < kPosted; ++i) Post();
  void* tag = nullptr;
  bool ok = false;
  while (true) {
    SendAnswered();
    const Found found = Wait(tag, ok);
    if (found == Found::kShutdown) return;
    if (found == Found::kEvent) TakeEvents(tag, ok);
    JudgeArrived();
  }
}

ReportCalls::Found ReportCalls::Wait(void*& tag, bool& ok) {
  // Where looks around have not paid, one in a few is tried all the same.
  if (luck_ > 0 || ++unlucky_ % kTryAgain == 0) {
    const std::optional<Found> found = LookAround(tag, ok);
    luck_ = std::clamp(luck_ + (found ? 1 : -1), 0, kMostLuck);
    if (found) return *found;
  }
  {
    absl::MutexLock lock(&mu_);
    if (!answered_.empty()) return Found::kAnswers;
    if (!shut_down_ && IsOver()) {
      shut_down_ = true;
      queue_->Shutdown();
    }
    awake_ = false;
  }
  const bool event = queue_->Next(&tag, &ok);
  absl::MutexLock lock(&mu_);
  awake_ = true;
  return event ? Found::kEvent : Found::kShutdown;
}

std::optional<ReportCalls::Found> ReportCalls::LookAround(void*& tag, bool& ok) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  do {
    switch (queue_->AsyncNext(&tag, &ok, Now())) {
      case grpc::CompletionQueue::GOT_EVENT:
        return Found::kEvent;
      case grpc::CompletionQueue::SHUTDOWN:
        return Found::kShutdown;
      case grpc::CompletionQueue::TIMEOUT:
        break;
    }
    {
      absl::MutexLock lock(&mu_);
      if (!answered_.empty()) return Found::kAnswers;
    }
    std::this_thread::yield();
  } while (std::chrono::steady_clock::now() < until);
  return std::nullopt;
}

void ReportCalls::Post() {
  new Call(*this);  // gives itself to gRPC, which gives it back in TakeEvents
  ++open_;
}

void ReportCalls::TakeEvents(void* tag, bool ok) {
  int taken = 0;
  do {
    if (tag == nullptr) {
      absl::MutexLock lock(&mu_);
      alarmed_ = false;
      continue;
    }
    auto* const call = static_cast<Call*>(tag);  // null is the alarm's
    if (call->Arrives() && ok) {
      Post();
      arrived_.push_back(call);
    } else {
      delete call;
      --open_;
    }
  } while (++taken < kMostEvents &&
           queue_->AsyncNext(&tag, &ok, Now()) == grpc::CompletionQueue::GOT_EVENT);
}

void ReportCalls::JudgeArrived() {
  if (arrived_.empty()) return;
  const Committer::Hold together(committer_);
  for (Call* call : arrived_) call->Judge();
  arrived_.clear();
}

void ReportCalls::SendAnswered() {
  std::vector<Call*> answered;
  {
    absl::MutexLock lock(&mu_);
    answered.swap(answered_);
  }
  for (std::size_t begin = 0; begin < answered.size(); begin += kSentTogether) {
    const runtime::HoldPackets in_few_packets;
    for (std::size_t i = begin; i < std::min(begin + kSentTogether, answered.size()); ++i)
      answered[i]->Send();
  }
}

bool ReportCalls::IsOver() { return stopping_ && !alarmed_ && open_ == 0; }

void ReportCalls::Answered(Call& call) {
  absl::MutexLock lock(&mu_);
  answered_.push_back(&call);
  Wake();
}

void ReportCalls::Stop() {
  absl::MutexLock lock(&mu_);
  stopping_ = true;
  Wake();
}

void ReportCalls::Wake() {
  if (awake_ || alarmed_) return;
  alarmed_ = true;
  alarm_.Set(queue_, Now(), nullptr);
}

}  // namespace duban::ingest
