// SnapshotKeeper writes the snapshot from time to time and once more at the end.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "analytics/core/shared_state.h"
#include "common/clock.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

namespace duban::analytics {

// One thread of its own. Folding waits while the state is laid out in memory, not while it is
// written.
class SnapshotKeeper {
 public:
  using Sequences = std::function<std::map<std::string, std::int64_t>()>;

  // Writes to `path`, in the name of `build`, every `interval` when anything changed. Not owned
  // references must outlive it.
  SnapshotKeeper(std::string path, std::string build, std::chrono::milliseconds interval,
                 const SharedState& state, Sequences sequences, runtime::Metrics& metrics,
                 runtime::Log& log, const Clock& clock);
  // Writes a last time.
  ~SnapshotKeeper();

 private:
  void Loop();
  void Write();

  const std::string path_;
  const std::string build_;
  const std::chrono::milliseconds interval_;
  const SharedState& state_;
  const Sequences sequences_;
  runtime::Log& log_;
  const Clock& clock_;
  prometheus::Gauge& bytes_;
  prometheus::Gauge& seconds_;
  absl::Mutex mu_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::map<std::string, std::int64_t> written_sequences_;  // used by the thread only
  std::int64_t written_revision_ = -1;
  std::thread thread_;
};

}  // namespace duban::analytics
