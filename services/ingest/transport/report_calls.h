// SubmitReport, served by one thread from a completion queue; docs/adr/0007 says why not by
// callbacks.
#pragma once

#include <grpcpp/alarm.h>
#include <grpcpp/completion_queue.h>

#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "ingest/core/committer.h"
#include "ingest/core/progress.h"
#include "ingest/transport/progress_grpc.h"
#include "runtime/executor.h"
#include "runtime/server.h"

namespace duban::ingest {

// The polling thread takes all calls that are there, judges them, hands the good ones to the
// committer together, and sends the answers that stand by then. It never waits for anything but
// gRPC: what needs the disk is judged on the executor, and the committer writes on its own threads.
// How many calls are open is bounded by the queues of these two.
class ReportCalls final : public runtime::PolledCalls {
 public:
  // Nothing is owned; everything must outlive the server. `service` is registered with it.
  ReportCalls(RawProgressService& service, Progress& progress, Committer& committer,
              runtime::Executor& executor)
      : service_(service), progress_(progress), committer_(committer), executor_(executor) {}
  ~ReportCalls() override;

  void Serve(grpc::ServerCompletionQueue& queue) override;
  void Stop() override;

 private:
  class Call;

  enum class Found { kEvent, kAnswers, kShutdown };

  void Post();
  // Waits for an event, or for answers to send.
  Found Wait(void*& tag, bool& ok);
  // Looks for either again and again, for a moment; nothing if none came.
  std::optional<Found> LookAround(void*& tag, bool& ok);
  // Takes the events that are there, the first of which was given.
  void TakeEvents(void* tag, bool ok);
  void JudgeArrived();
  void SendAnswered();
  // True once the server has stopped, every call is over and nothing more will come.
  bool IsOver() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // From any thread: the call is to be answered.
  void Answered(Call& call);
  void Wake() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  RawProgressService& service_;
  Progress& progress_;
  Committer& committer_;
  runtime::Executor& executor_;

  // The polling thread's.
  grpc::ServerCompletionQueue* queue_ = nullptr;
  int open_ = 0;  // calls that wait for one, or are not over
  std::vector<Call*> arrived_;
  bool shut_down_ = false;
  int luck_ = 0;  // of the last looks around, one up for each that found something, one down for
                  // each that did not
  unsigned unlucky_ = 0;  // waits that began without any

  absl::Mutex mu_;
  std::vector<Call*> answered_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool awake_ ABSL_GUARDED_BY(mu_) =
      true;  // the polling thread will look at answered_ before it waits again
  bool alarmed_ ABSL_GUARDED_BY(mu_) = false;  // the event of alarm_ is under way
  grpc::Alarm alarm_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
