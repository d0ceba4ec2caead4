// What happens to full logs: sealed, their ids in runs, runs merged. Nothing here is on the way of
// a commit.
#include <fmt/format.h>

#include <algorithm>

#include "common/error.h"
#include "ingest/journal/segment_journal.h"
#include "ingest/journal/tail_mark.h"

namespace duban::ingest {
namespace {

constexpr std::chrono::milliseconds kRetryAfter{1000};

}  // namespace

// What a failure outside of commits means for the next one. A full disk or an error that may pass
// means nothing: the job is tried again, and a commit that needs it says so.
void SegmentJournal::NoteFailure(const absl::Status& status) {
  if (absl::IsDataLoss(status)) {
    damages_.push_back(MessageOf(status));
  } else if (ReasonOf(status) == "SYNC_FAILED" && read_only_.ok()) {
    read_only_ =
        Error(absl::StatusCode::kFailedPrecondition, "JOURNAL_READ_ONLY",
              "nothing more is taken until the journal is opened anew, since its files could "
              "not be written in the background: " +
                  MessageOf(status));
  }
}

bool SegmentJournal::SealingDue() const {
  return logs_.size() > 1 && read_only_.ok() && damages_.empty();
}

absl::Status SegmentJournal::SealOldest() {
  std::shared_ptr<LogSegment> log;
  {
    const MutexLock lock(mu_);
    if (!SealingDue()) return absl::OkStatus();
    log = logs_.front();
  }
  const absl::Status status = SealLog(log);
  const MutexLock lock(mu_);
  ++seal_attempts_;
  seal_status_ = status;
  seal_urgent_ = false;
  NoteFailure(status);
  changed_.NotifyAll();
  return read_only_.ok() ? status : read_only_;
}

absl::Status SegmentJournal::SealLog(const std::shared_ptr<LogSegment>& log) {
  if (log->last_sequence() < log->first_sequence()) {
    // A commit that was too great for it went to the next one.
    {
      const MutexLock lock(mu_);
      auto segments = std::make_shared<Segments>(*segments_);
      std::erase(*segments, std::static_pointer_cast<const Segment>(log));
      segments_ = std::move(segments);
      logs_.erase(logs_.begin());
    }
    return files_->Remove(log->name());
  }
  const std::vector<IdRef> ids = log->SortedIds();
  const IdRunRange range{log->first_sequence(), log->last_sequence(), 0};
  std::size_t at = 0;
  RETURN_IF_ERROR(WriteIdRun(*files_, id_, range, ids.size(),
                             [&]() -> absl::StatusOr<IdRef> { return ids[at++]; }));
  RETURN_IF_ERROR(SealedSegment::Seal(context_, *log, options_.window));
  // Both files were synced before they got their names; now the names are. Only then may the log
  // go.
  RETURN_IF_ERROR(files_->SyncDirectory());
  ASSIGN_OR_RETURN(const auto run, IdRun::Open(*files_, id_, IdRun::Name(range)));
  ASSIGN_OR_RETURN(const auto sealed, SealedSegment::Open(context_, log->number(),
                                                          SealedSegment::Name(log->number())));
  RETURN_IF_ERROR(WriteTail(range.last_sequence));
  {
    const MutexLock lock(mu_);
    auto segments = std::make_shared<Segments>(*segments_);
    *std::ranges::find(*segments, std::static_pointer_cast<const Segment>(log)) = sealed;
    segments_ = std::move(segments);
    logs_.erase(logs_.begin());
    runs_.push_back(run);
    changed_.NotifyAll();
  }
  return files_->Remove(log->name());
}

absl::Status SegmentJournal::WriteTail(std::int64_t sequence) {
  return WriteTailMark(*files_, id_, sequence);
}

void SegmentJournal::SealInBackground() {
  while (true) {
    {
      const MutexLock lock(mu_);
      while (!stop_ && !SealingDue()) changed_.Wait(mu_);
      // A full disk may have space again later; a commit that waits makes it try at once.
      if (!seal_status_.ok() && !stop_ && !seal_urgent_) changed_.WaitFor(mu_, kRetryAfter);
      if (stop_) return;
      if (!SealingDue()) continue;
      ++busy_;
    }
    SealOldest().IgnoreError();  // kept in seal_status_
    const MutexLock lock(mu_);
    --busy_;
    changed_.NotifyAll();
  }
}

SegmentJournal::Runs SegmentJournal::MergeDue() const {
  if (!read_only_.ok() || !damages_.empty()) return {};
  for (std::size_t begin = 0; begin + options_.merge_runs <= runs_.size(); ++begin) {
    const auto first = runs_.begin() + static_cast<std::ptrdiff_t>(begin);
    const Runs group(first, first + static_cast<std::ptrdiff_t>(options_.merge_runs));
    if (std::ranges::all_of(
            group, [&](const auto& run) { return run->range().level == group[0]->range().level; }))
      return group;
  }
  return {};
}

absl::Status SegmentJournal::MergeRuns(const Runs& runs) {
  const IdRunRange range{runs.front()->range().first_sequence, runs.back()->range().last_sequence,
                         runs.front()->range().level + 1};
  const absl::Status merged = MergeIdRuns(*files_, id_, runs, range);
  if (!merged.ok()) files_->Remove(IdRun::Name(range) + ".tmp").IgnoreError();
  RETURN_IF_ERROR(merged);
  RETURN_IF_ERROR(files_->SyncDirectory());
  ASSIGN_OR_RETURN(const auto run, IdRun::Open(*files_, id_, IdRun::Name(range)));
  ReplaceRuns(runs, {run});
  return absl::OkStatus();
}

// Takes new runs in the place of old ones, whose files go.
void SegmentJournal::ReplaceRuns(const Runs& old_runs, const Runs& new_runs) {
  {
    const MutexLock lock(mu_);
    for (const auto& run : old_runs) {
      std::erase(runs_, run);
      std::erase(broken_runs_, run);
    }
    runs_.insert(runs_.end(), new_runs.begin(), new_runs.end());
    std::ranges::sort(runs_, {}, [](const auto& run) { return run->range().first_sequence; });
    changed_.NotifyAll();
  }
  for (const auto& old_run : old_runs) {
    // A run that was built anew keeps its name.
    const bool kept = std::ranges::any_of(
        new_runs, [&](const auto& run) { return run->name() == old_run->name(); });
    if (!kept) files_->Remove(old_run->name()).IgnoreError();
  }
}

absl::StatusOr<std::shared_ptr<const IdRun>> SegmentJournal::BuildRun(const Segment& segment) {
  std::vector<IdRef> ids;
  for (std::int64_t next = segment.first_sequence(); next <= segment.last_sequence();) {
    Page page(10000, 16 << 20);
    RETURN_IF_ERROR(segment.ReadSequences(next - 1, segment.last_sequence(), page));
    const std::vector<Entry> entries = page.TakeEntries();
    for (const Entry& entry : entries)
      ids.push_back({id_.HashOf(entry.district, entry.request_id), entry.sequence});
    next += static_cast<std::int64_t>(entries.size());
  }
  std::ranges::sort(ids);
  const IdRunRange range{segment.first_sequence(), segment.last_sequence(), 0};
  std::size_t at = 0;
  RETURN_IF_ERROR(WriteIdRun(*files_, id_, range, ids.size(),
                             [&]() -> absl::StatusOr<IdRef> { return ids[at++]; }));
  RETURN_IF_ERROR(files_->SyncDirectory());
  return IdRun::Open(*files_, id_, IdRun::Name(range));
}

absl::Status SegmentJournal::RebuildRun(const std::shared_ptr<const IdRun>& broken) {
  Runs built;
  const auto segments = AllSegments();
  for (const auto& segment : *segments) {
    if (segment->first_sequence() < broken->range().first_sequence ||
        segment->last_sequence() > broken->range().last_sequence ||
        segment->last_sequence() < segment->first_sequence())
      continue;
    ASSIGN_OR_RETURN(auto run, BuildRun(*segment));
    built.push_back(std::move(run));
  }
  ReplaceRuns({broken}, built);
  const MutexLock lock(mu_);
  notes_.push_back(fmt::format("{} was damaged and built anew", broken->name()));
  return absl::OkStatus();
}

void SegmentJournal::MergeInBackground() {
  while (true) {
    Runs merge;
    std::shared_ptr<const IdRun> broken;
    {
      const MutexLock lock(mu_);
      while (!stop_ && broken_runs_.empty() && MergeDue().empty()) changed_.Wait(mu_);
      if (stop_) return;
      if (!broken_runs_.empty()) broken = broken_runs_.front();
      merge = MergeDue();
      ++busy_;
    }
    const absl::Status status = broken ? RebuildRun(broken) : MergeRuns(merge);
    const MutexLock lock(mu_);
    --busy_;
    // A run that a merge found damaged is built anew from its segments; only if they are damaged is
    // that a loss.
    if (absl::IsDataLoss(status) && !broken) {
      broken_runs_.insert(broken_runs_.end(), merge.begin(), merge.end());
    } else {
      NoteFailure(status);
    }
    changed_.NotifyAll();
    if (!status.ok() && !stop_) changed_.WaitFor(mu_, kRetryAfter);
  }
}

absl::Status SegmentJournal::Maintain() {
  std::uint64_t prepare = 0;
  {
    const MutexLock lock(mu_);
    RETURN_IF_ERROR(read_only_);
    if (!damages_.empty()) return absl::OkStatus();
    if (next_log_ == nullptr) prepare = NextLogBytes();
  }
  if (prepare > 0) RETURN_IF_ERROR(PrepareLog(prepare, /*paced=*/false));
  while (true) {
    Runs merge;
    std::shared_ptr<const IdRun> broken;
    bool seal = false;
    {
      const MutexLock lock(mu_);
      RETURN_IF_ERROR(read_only_);
      seal = SealingDue();
      merge = MergeDue();
      if (!broken_runs_.empty()) broken = broken_runs_.front();
    }
    if (seal) {
      RETURN_IF_ERROR(SealOldest());
    } else if (broken) {
      RETURN_IF_ERROR(RebuildRun(broken));
    } else if (!merge.empty()) {
      RETURN_IF_ERROR(MergeRuns(merge));
    } else {
      return absl::OkStatus();
    }
  }
}

void SegmentJournal::WaitUntilIdle() {
  const MutexLock lock(mu_);
  while (options_.background && read_only_.ok() && damages_.empty() &&
         (busy_ > 0 || next_log_ == nullptr || SealingDue() || !MergeDue().empty() ||
          !broken_runs_.empty())) {
    // A full disk is no reason to wait for ever.
    if (!prepare_status_.ok() || !seal_status_.ok()) return;
    changed_.Wait(mu_);
  }
}

}  // namespace duban::ingest
