#include "ingest/transport/export_stream.h"

#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/error.h"
#include "ingest/core/journal_export.h"
#include "runtime/rpc.h"

namespace duban::ingest {
namespace {

constexpr size_t kChunkBytes = 256 << 10;

// The exporting thread fills a message, starts its write and waits until it is done: one message in memory at a time.
class ExportStream final : public grpc::ServerWriteReactor<v1::ExportJournalResponse> {
 public:
  ExportStream(const Journal& journal, std::string district, runtime::Executor& executor)
      : journal_(journal), district_(std::move(district)) {
    if (!executor.TryRun([this] { Run(); })) Finish(runtime::ToGrpc(runtime::Overloaded()));
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mu_);
    writing_ = false;
    broken_ = broken_ || !ok;
  }
  void OnCancel() override {
    absl::MutexLock lock(&mu_);
    broken_ = true;
  }
  void OnDone() override { delete this; }

 private:
  void Run() {
    const auto exported = ExportJournal(journal_, district_, [this](std::string_view line) { return Take(line); });
    absl::Status status = exported.status();
    if (status.ok()) status = Flush();
    Finish(runtime::ToGrpc(status));
  }

  absl::Status Take(std::string_view line) {
    bytes_ += line.size();
    chunk_.add_lines(std::string(line));
    return bytes_ < kChunkBytes ? absl::OkStatus() : Flush();
  }

  absl::Status Flush() {
    {
      absl::MutexLock lock(&mu_);
      if (broken_) return Error(absl::StatusCode::kCancelled, "CALL_CANCELLED", "the reader went away");
      writing_ = true;
    }
    StartWrite(&chunk_);
    absl::MutexLock lock(&mu_);
    const auto written = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return !writing_; };
    mu_.Await(absl::Condition(&written));
    chunk_.Clear();
    bytes_ = 0;
    return broken_ ? Error(absl::StatusCode::kCancelled, "CALL_CANCELLED", "the reader went away") : absl::OkStatus();
  }

  const Journal& journal_;
  const std::string district_;
  v1::ExportJournalResponse chunk_;  // gRPC's while writing_
  size_t bytes_ = 0;
  absl::Mutex mu_;
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool broken_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace

grpc::ServerWriteReactor<v1::ExportJournalResponse>* NewExportStream(const Journal& journal, std::string district,
                                                                     runtime::Executor& executor) {
  return new ExportStream(journal, std::move(district), executor);
}

}  // namespace duban::ingest
