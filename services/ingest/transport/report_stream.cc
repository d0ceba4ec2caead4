#include "ingest/transport/report_stream.h"

#include <fmt/format.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/error.h"
#include "ingest/transport/report_batch.h"
#include "runtime/rpc.h"

namespace duban::ingest {
namespace {

// One read, one write and several batches may be under way at once; gRPC allows one of each of the
// former. Everything is decided in Advance, under the lock. Finish is called once no batch refers
// to the reactor any more, and outside the lock, since OnDone may delete the reactor before Finish
// returns.
class ReportStream final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  ReportStream(Progress& progress, runtime::Executor& executor, runtime::Signal& stopping,
               const ReportStreamConfig& config)
      : progress_(progress), executor_(executor), stopping_(stopping), config_(config) {
    listener_ = stopping_.Add([this] { OnStopping(); });
    Step([] {});
  }

  void OnReadDone(bool ok) override {
    Step([this, ok]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { TakeRead(ok); });
  }

  void OnWriteDone(bool ok) override {
    Step([this, ok]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
      writing_ = false;
      slots_.pop_front();
      broken_ = broken_ || !ok;
    });
  }

  void OnCancel() override {
    Step([this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { broken_ = true; });
  }

  void OnDone() override {
    stopping_.Remove(listener_);
    delete this;
  }

 private:
  // A batch that was read, and its answer once there is one.
  struct Slot {
    grpc::ByteBuffer request;
    grpc::ByteBuffer response;
    bool ready = false;
  };
  using SlotPtr = std::shared_ptr<Slot>;

  // Changes the state, starts what can be started, and finishes when all is done. Nothing may touch
  // the reactor after.
  template <class Change>
  void Step(Change change) {
    absl::Status status;
    {
      absl::MutexLock lock(&mu_);
      change();
      if (!Advance()) return;
      status = broken_
                   ? Error(absl::StatusCode::kCancelled, "CALL_CANCELLED", "the sender went away")
                   : final_;
    }
    Finish(runtime::ToGrpc(status));
  }

  void OnStopping() {
    if (!stopping_.closed()) return;
    Step([this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
      if (reads_done_ || !final_.ok()) return;
      final_ = Error(absl::StatusCode::kUnavailable, "SERVER_STOPPING",
                     "the server stops; send again what was not acknowledged");
    });
  }

  void TakeRead(bool ok) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    reading_ = false;
    if (!ok) {
      reads_done_ = true;
    } else if (!finished_) {
      // Shared with the callback, which may run after the slot has left the queue of a broken
      // stream.
      slots_.push_back(std::make_shared<Slot>(Slot{.request = request_}));
      waiting_.push_back(slots_.back());
    }
    request_.Clear();
  }

  // Hands the next batch in, one at a time, so that the reports of a stream are committed in the
  // order they were sent. The executor takes one piece of work of each stream whatever waits: a
  // stream bounds itself.
  void HandIn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (handing_in_ || waiting_.empty() || broken_) return;
    const SlotPtr slot = std::move(waiting_.front());
    waiting_.pop_front();
    handing_in_ = true;
    ++under_way_;
    executor_.Run([this, slot] {
      Submit(slot);
      Step([this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { handing_in_ = false; });
    });
  }

  void Submit(const SlotPtr& slot) {
    absl::Status parsed = batch_.Parse(slot->request);
    slot->request.Clear();
    if (parsed.ok() && batch_.size() > config_.max_batch_requests)
      parsed = InvalidField(
          "requests", "BATCH_TOO_LARGE",
          fmt::format("has {}, at most {} are taken", batch_.size(), config_.max_batch_requests));
    if (!parsed.ok()) {
      Step([&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { EndBefore(slot, parsed); });
      return;
    }
    // Shared since std::function copies.
    const auto answers = std::make_shared<const ReportBatch::Answers>(batch_.TakeAnswers());
    if (batch_.good().empty()) {
      Answer(slot, answers->Encode({}));
    } else {
      progress_.SubmitBatch(batch_.good(), batch_.bytes(),
                            [this, slot, answers](const std::vector<absl::StatusOr<Receipt>>& all) {
                              Answer(slot, answers->Encode(all));
                            });
    }
  }

  // Ends the stream with what is wrong with a batch, once all before it are answered; what was read
  // behind it is dropped.
  void EndBefore(const SlotPtr& slot, const absl::Status& why) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    --under_way_;
    reads_done_ = true;
    final_ = why;
    waiting_.clear();
    while (!slots_.empty() && slots_.back() != slot) slots_.pop_back();
    if (!slots_.empty()) slots_.pop_back();
  }

  void Answer(const SlotPtr& slot, grpc::ByteBuffer response) {
    Step([&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
      slot->response = std::move(response);
      slot->ready = true;
      --under_way_;
    });
  }

  // True, once, when the stream is to be finished.
  bool Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (finished_) return false;
    HandIn();
    const bool ends = broken_ || reads_done_ || !final_.ok();
    if (!ends && !reading_ && slots_.size() < static_cast<size_t>(config_.max_batches_under_way)) {
      reading_ = true;
      StartRead(&request_);
    }
    if (!broken_ && !writing_ && !slots_.empty() && slots_.front()->ready) {
      writing_ = true;
      StartWrite(&slots_.front()->response);
    }
    if (!ends || under_way_ > 0 || handing_in_ || writing_ || (!broken_ && !slots_.empty()))
      return false;
    finished_ = true;
    return true;
  }

  Progress& progress_;
  runtime::Executor& executor_;
  runtime::Signal& stopping_;
  const ReportStreamConfig config_;
  std::int64_t listener_ = 0;
  absl::Mutex mu_;
  grpc::ByteBuffer request_;                        // gRPC's while reading_
  ReportBatch batch_;                               // the executor's while handing_in_
  std::deque<SlotPtr> slots_ ABSL_GUARDED_BY(mu_);  // in order of reading; front = next to write
  std::deque<SlotPtr> waiting_ ABSL_GUARDED_BY(mu_);
  bool handing_in_ ABSL_GUARDED_BY(mu_) = false;
  int under_way_ ABSL_GUARDED_BY(mu_) = 0;  // batches whose answer is still to come
  bool reading_ ABSL_GUARDED_BY(mu_) = false;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool reads_done_ ABSL_GUARDED_BY(mu_) = false;
  bool broken_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status final_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* NewReportStream(
    Progress& progress, runtime::Executor& executor, runtime::Signal& stopping,
    const ReportStreamConfig& config) {
  return new ReportStream(progress, executor, stopping, config);
}

}  // namespace duban::ingest
