// Having the next log ready before the active one is full.
#include "common/error.h"
#include "ingest/journal/segment_journal.h"

namespace duban::ingest {

absl::Status SegmentJournal::Roll(std::uint64_t needed_bytes) {
  RETURN_IF_ERROR(AwaitSealing());
  RETURN_IF_ERROR(AwaitNextLog(needed_bytes));
  const MutexLock lock(mu_);
  active_ = std::move(next_log_);
  next_log_ = nullptr;
  active_->StartAt(last_sequence_ + 1);
  logs_.push_back(active_);
  auto segments = std::make_shared<Segments>(*segments_);
  segments->push_back(active_);
  segments_ = std::move(segments);
  changed_.NotifyAll();
  return absl::OkStatus();
}

// Memory and recovery time grow with the logs that are not sealed: beyond the limit the writer
// waits.
absl::Status SegmentJournal::AwaitSealing() {
  if (!options_.background) {
    while (true) {
      {
        const MutexLock lock(mu_);
        if (logs_.size() < options_.max_logs) return absl::OkStatus();
      }
      RETURN_IF_ERROR(SealOldest());
    }
  }
  const MutexLock lock(mu_);
  const std::uint64_t attempts = seal_attempts_;
  while (logs_.size() >= options_.max_logs) {
    RETURN_IF_ERROR(read_only_);
    if (seal_attempts_ > attempts && !seal_status_.ok()) return seal_status_;
    seal_urgent_ = true;
    changed_.NotifyAll();
    changed_.Wait(mu_);
  }
  return absl::OkStatus();
}

absl::Status SegmentJournal::AwaitNextLog(std::uint64_t needed_bytes) {
  const MutexLock lock(mu_);
  std::uint64_t attempts = prepare_attempts_;
  while (true) {
    RETURN_IF_ERROR(read_only_);
    if (next_log_ != nullptr && next_log_->file_size() >= needed_bytes) return absl::OkStatus();
    if (next_log_ != nullptr) {
      // Too small for this commit: it is made again under the same number.
      next_log_ = nullptr;
      --next_number_;
    }
    if (prepare_attempts_ > attempts && !prepare_status_.ok()) return prepare_status_;
    wanted_bytes_ = needed_bytes;
    if (!options_.background) {
      const std::uint64_t size = NextLogBytes();
      mu_.Unlock();
      const absl::Status status = PrepareLog(size, /*paced=*/false);
      mu_.Lock();
      RETURN_IF_ERROR(status);
      continue;
    }
    prepare_urgent_ = true;
    changed_.NotifyAll();
    changed_.Wait(mu_);
  }
}

std::uint64_t SegmentJournal::NextLogBytes() const {
  constexpr std::uint64_t kMostDoublings = 20;
  const std::uint64_t grown = options_.first_segment_bytes
                              << std::min(next_number_ - 1, kMostDoublings);
  return std::max(std::min(options_.segment_bytes, grown), wanted_bytes_);
}

absl::Status SegmentJournal::PrepareLog(std::uint64_t size, bool paced) {
  std::uint64_t number = 0;
  {
    const MutexLock lock(mu_);
    number = next_number_;
  }
  const auto pace = [this, paced] {
    const MutexLock lock(mu_);
    if (paced && !prepare_urgent_ && !stop_) changed_.WaitFor(mu_, options_.fill_pause);
  };
  auto prepared = [&]() -> absl::StatusOr<std::shared_ptr<LogSegment>> {
    RETURN_IF_ERROR(LogSegment::Prepare(context_, number, size, pace));
    return LogSegment::Open(context_, number, /*first_sequence=*/1, options_.segment_entries);
  }();
  const MutexLock lock(mu_);
  ++prepare_attempts_;
  prepare_status_ = prepared.status();
  NoteFailure(prepare_status_);
  prepare_urgent_ = false;
  if (prepared.ok()) {
    next_log_ = *std::move(prepared);
    next_number_ = number + 1;
    wanted_bytes_ = 0;
  }
  changed_.NotifyAll();
  return read_only_.ok() ? prepare_status_ : read_only_;
}

void SegmentJournal::PrepareInBackground() {
  while (true) {
    std::uint64_t size = 0;
    {
      const MutexLock lock(mu_);
      // After a failure only a commit that needs the log makes it try again.
      while (!stop_ && (next_log_ != nullptr || !read_only_.ok() || !damages_.empty() ||
                        (!prepare_status_.ok() && !prepare_urgent_)))
        changed_.Wait(mu_);
      if (stop_) return;
      size = NextLogBytes();
      ++busy_;
    }
    PrepareLog(size, /*paced=*/true).IgnoreError();  // kept in prepare_status_
    const MutexLock lock(mu_);
    --busy_;
    changed_.NotifyAll();
  }
}

}  // namespace duban::ingest
