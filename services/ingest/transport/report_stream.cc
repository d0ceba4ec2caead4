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
#include "runtime/rpc.h"
#include "runtime/rpc_status.h"

namespace duban::ingest {
namespace {

using v1::StreamReportsRequest;
using v1::StreamReportsResponse;

// One read, one write and several batches may be under way at once; gRPC allows one of each of the former. Everything
// is decided in Advance, under the lock. Finish is called once no batch refers to the reactor any more, and outside the
// lock, since OnDone may delete the reactor before Finish returns.
class ReportStream final : public grpc::ServerBidiReactor<StreamReportsRequest, StreamReportsResponse> {
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
    std::vector<std::string> request_ids;
    StreamReportsResponse response;
    bool ready = false;
  };
  // A batch that was read and not yet handed in.
  struct Waiting {
    std::shared_ptr<Slot> slot;
    std::shared_ptr<std::vector<v1::SubmitReportRequest>> requests;  // shared: std::function copies
  };

  // Changes the state, starts what can be started, and finishes when all is done. Nothing may touch the reactor after.
  template <class Change>
  void Step(Change change) {
    absl::Status status;
    {
      absl::MutexLock lock(&mu_);
      change();
      if (!Advance()) return;
      status = broken_ ? Error(absl::StatusCode::kCancelled, "CALL_CANCELLED", "the sender went away") : final_;
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
    } else if (request_.requests_size() > config_.max_batch_requests) {
      reads_done_ = true;
      final_ = InvalidField("requests", "BATCH_TOO_LARGE",
                            fmt::format("has {}, at most {} are taken", request_.requests_size(),
                                        config_.max_batch_requests));
    } else if (!finished_) {
      TakeBatch();
    }
  }

  void TakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    // Shared with the callback, which may run after the slot has left the queue of a broken stream.
    auto slot = std::make_shared<Slot>();
    std::vector<v1::SubmitReportRequest> requests;
    requests.reserve(static_cast<size_t>(request_.requests_size()));
    for (v1::SubmitReportRequest& request : *request_.mutable_requests()) {
      slot->request_ids.push_back(request.request_id());
      requests.push_back(std::move(request));
    }
    request_.Clear();
    slots_.push_back(slot);
    waiting_.push_back({slot, std::make_shared<std::vector<v1::SubmitReportRequest>>(std::move(requests))});
  }

  // Hands the next batch in, one at a time, so that the reports of a stream are committed in the order they were sent.
  void HandIn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    while (!handing_in_ && !waiting_.empty() && !broken_) {
      const Waiting batch = std::move(waiting_.front());
      waiting_.pop_front();
      handing_in_ = executor_.TryRun([this, batch] {
        if (batch.requests->empty()) {
          Answer(batch.slot, {});
        } else {
          progress_.SubmitBatch(std::move(*batch.requests), [this, slot = batch.slot](std::vector<Progress::Answer> answers) {
            Answer(slot, std::move(answers));
          });
        }
        Step([this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { handing_in_ = false; });
      });
      if (handing_in_) {
        ++under_way_;
      } else {
        Fill(*batch.slot, std::vector<Progress::Answer>(batch.slot->request_ids.size(), runtime::Overloaded()));
      }
    }
  }

  static void Fill(Slot& slot, const std::vector<Progress::Answer>& answers) {
    for (size_t i = 0; i < slot.request_ids.size(); ++i) {
      v1::Acknowledgement& acknowledgement = *slot.response.add_acknowledgements();
      acknowledgement.set_request_id(slot.request_ids[i]);
      if (answers[i].ok()) {
        acknowledgement.mutable_status();
        *acknowledgement.mutable_response() = *answers[i];
      } else {
        *acknowledgement.mutable_status() = runtime::ToRpcStatus(answers[i].status());
      }
    }
    slot.ready = true;
  }

  void Answer(const std::shared_ptr<Slot>& slot, std::vector<Progress::Answer> answers) {
    Slot filled;
    filled.request_ids = slot->request_ids;
    Fill(filled, answers);
    Step([&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
      slot->response = std::move(filled.response);
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
    if (!ends || under_way_ > 0 || handing_in_ || writing_ || (!broken_ && !slots_.empty())) return false;
    finished_ = true;
    return true;
  }

  Progress& progress_;
  runtime::Executor& executor_;
  runtime::Signal& stopping_;
  const ReportStreamConfig config_;
  std::int64_t listener_ = 0;
  absl::Mutex mu_;
  StreamReportsRequest request_;  // gRPC's while reading_
  std::deque<std::shared_ptr<Slot>> slots_ ABSL_GUARDED_BY(mu_);  // in order of reading; front = next to write
  std::deque<Waiting> waiting_ ABSL_GUARDED_BY(mu_);
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

grpc::ServerBidiReactor<StreamReportsRequest, StreamReportsResponse>* NewReportStream(
    Progress& progress, runtime::Executor& executor, runtime::Signal& stopping,
    const ReportStreamConfig& config) {
  return new ReportStream(progress, executor, stopping, config);
}

}  // namespace duban::ingest
