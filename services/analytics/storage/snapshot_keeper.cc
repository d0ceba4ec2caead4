#include "analytics/storage/snapshot_keeper.h"

#include "absl/time/time.h"
#include "analytics/storage/snapshot_file.h"
#include "common/error.h"

namespace duban::analytics {

SnapshotKeeper::SnapshotKeeper(std::string path, std::string build,
                               std::chrono::milliseconds interval, const SharedState& state,
                               Sequences sequences, runtime::Metrics& metrics, runtime::Log& log,
                               const Clock& clock)
    : path_(std::move(path)),
      build_(std::move(build)),
      interval_(interval),
      state_(state),
      sequences_(std::move(sequences)),
      log_(log),
      clock_(clock),
      bytes_(
          metrics.Gauge("duban_analytics_snapshot_bytes", "Size of the newest snapshot, in bytes")),
      seconds_(metrics.Gauge("duban_analytics_snapshot_seconds",
                             "Time that the newest snapshot took, in seconds")),
      thread_([this] { Loop(); }) {}

SnapshotKeeper::~SnapshotKeeper() {
  {
    absl::MutexLock lock(&mu_);
    stopping_ = true;
  }
  thread_.join();
  Write();
}

void SnapshotKeeper::Write() {
  // Asked first: what is folded in between is sent again after a restart and skipped.
  auto sequences = sequences_();
  const std::int64_t revision = state_.catalog_revision();
  if (sequences == written_sequences_ && revision == written_revision_) return;
  const SteadyPoint start = clock_.Steady();
  const std::string bytes = state_.Read([](const State& state) { return state.Serialize(); });
  const absl::Status written = WriteSnapshot(path_, build_, bytes, sequences);
  if (!written.ok()) {
    log_.Warn("snapshot_failed", {{"reason", ReasonOf(written)}});
    return;
  }
  written_sequences_ = std::move(sequences);
  written_revision_ = revision;
  bytes_.Set(static_cast<double>(bytes.size()));
  seconds_.Set(std::chrono::duration<double>(clock_.Steady() - start).count());
}

void SnapshotKeeper::Loop() {
  for (;;) {
    {
      absl::MutexLock lock(&mu_);
      mu_.AwaitWithTimeout(absl::Condition(&stopping_), absl::FromChrono(interval_));
      if (stopping_) return;
    }
    Write();
  }
}

}  // namespace duban::analytics
