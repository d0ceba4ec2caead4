// The journal's own storage engine: append-only segments in one directory (docs/formats.md, docs of
// the files there).
//
// Commits go to a zero-filled log with one sync each. Full logs are sealed in the background:
// sorted by district, their ids in runs of their own, then compared with the log before it is
// removed. Nothing else is the truth: heads and indexes are read from the segments when the journal
// opens.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest/core/journal.h"
#include "ingest/core/mutex.h"
#include "ingest/journal/id_run.h"
#include "ingest/journal/log_segment.h"
#include "ingest/journal/sealed_segment.h"

namespace duban::ingest {

struct SegmentJournalOptions {
  // Behaviour.
  HashAlgorithm algorithm = HashAlgorithm::kSha256;  // must match an existing journal's
  // False: no threads; logs are prepared when they are needed, and Maintain does the rest. For
  // tests.
  bool background = true;
  // True: nothing is written and no lock is taken, so that a copy, a read-only disk or the journal
  // of a running process can be read as it stands at the opening. Append and Find are refused.
  bool read_only = false;
  // 32 bytes for the id and secret of a new journal; empty = taken from the system's random source.
  std::string random_bytes;

  // Performance. Memory is bounded by these: per log 32 bytes * segment_entries for ids and at most
  // 20 bytes per entry for positions and frames, for max_logs + 1 logs; the caches; two windows
  // while sealing; and the index that grows with the journal, about 2.1 bytes per report for ids
  // and 0.3 for sealed segments.
  std::uint64_t segment_bytes = 64 << 20;  // size of a log file
  // Size of a journal's first log; each next one is twice as large, up to segment_bytes, so that a
  // small journal takes little space.
  std::uint64_t first_segment_bytes = 4 << 20;
  std::size_t segment_entries = 512 << 10;   // entries of a log at most
  std::size_t max_logs = 4;                  // logs not yet sealed; beyond, Append waits. >= 2
  std::size_t frame_cache_bytes = 32 << 20;  // decoded frames kept for readers
  // Decoded windows kept for readers in order of sequence: two for each that is to be served at
  // full speed, as the next one is decoded in the background.
  std::size_t cached_windows = 4;
  WindowLimits window;
  std::size_t merge_runs = 4;  // adjacent id runs of one level that are merged. >= 2
  std::chrono::milliseconds fill_pause{
      3};  // between steps of 1 MiB when a log is filled with zeros ahead
};

// What a journal is made of.
struct JournalInspection {
  struct SegmentInfo {
    std::string name;
    bool sealed = false;
    std::int64_t first_sequence = 0;
    std::int64_t last_sequence = 0;  // first - 1 = empty
  };
  std::vector<SegmentInfo> segments;  // in order
  std::vector<std::string> id_runs;
  std::vector<std::string>
      damages;  // acknowledged entries that cannot be read: nothing is appended any more
  std::vector<std::string> notes;  // damaged copies and remains that cost nothing
  std::size_t index_bytes = 0;     // memory of the indexes of sealed segments and id runs
};

// Thread-safe. See Journal for the contract. Besides: DATA_LOSS ENTRY_CORRUPT from Append when
// acknowledged entries turned out to be unreadable; UNAVAILABLE STORE_UNREACHABLE while a damaged
// id run is built anew.
class SegmentJournal : public Journal {
 public:
  // Opens or creates the journal in the directory behind `files`, recovering from whatever a crash
  // left. Errors: FAILED_PRECONDITION JOURNAL_LOCKED, JOURNAL_FROM_THE_FUTURE,
  // JOURNAL_FOREIGN_FILE, JOURNAL_ALGORITHM_MISMATCH; DATA_LOSS ENTRY_CORRUPT (not even readable);
  // RESOURCE_EXHAUSTED STORE_FULL; UNAVAILABLE.
  static absl::StatusOr<std::unique_ptr<SegmentJournal>> Make(std::unique_ptr<FileSystem> files,
                                                              const SegmentJournalOptions& options);
  ~SegmentJournal() override;

  absl::StatusOr<std::vector<AppendResult>> Append(const std::vector<NewEntry>& entries) override;
  absl::StatusOr<std::vector<Entry>> Read(std::string_view district, std::int64_t after, int limit,
                                          std::int64_t max_bytes) const override;
  absl::StatusOr<std::vector<Entry>> ReadAll(std::int64_t after_sequence, int limit,
                                             std::int64_t max_bytes) const override;
  absl::Status Scan(std::int64_t after, std::int64_t last, const Visit& each) const override;
  absl::StatusOr<std::optional<Entry>> Find(std::string_view district,
                                            std::string_view request_id) const override;
  absl::StatusOr<Head> GetHead(std::string_view district) const override;
  absl::StatusOr<std::vector<Head>> ListHeads() const override;
  absl::StatusOr<std::int64_t> LastSequence() const override;
  HashAlgorithm algorithm() const override { return options_.algorithm; }
  std::vector<std::string> Damages() const override { return Inspect().damages; }
  std::vector<std::string> Notes() const override { return Inspect().notes; }

  JournalInspection Inspect() const;

  // Does what the background threads would: prepares the next log, seals full ones, merges and
  // rebuilds id runs. Only without background.
  absl::Status Maintain();
  // Waits until the background has nothing left to do. For tests and benchmarks.
  void WaitUntilIdle();

 private:
  struct HeadState {
    std::int64_t position = 0;
    Digest hash{};
    TimePoint accept_time;
  };
  using Heads = absl::flat_hash_map<std::uint32_t, HeadState>;
  using Segments = std::vector<std::shared_ptr<const Segment>>;
  using Logs = std::vector<std::shared_ptr<LogSegment>>;
  using Runs = std::vector<std::shared_ptr<const IdRun>>;
  // Where ids are looked up: consistent with one another.
  struct IdSources {
    Logs logs;
    Runs runs;
  };
  class Commit;
  class Opener;

  SegmentJournal(std::unique_ptr<FileSystem> files, const SegmentJournalOptions& options,
                 JournalId id);

  // segment_journal.cc
  absl::Status Writable() const;
  static absl::Status OpenedForReading();
  absl::StatusOr<std::vector<std::vector<std::int64_t>>> FindSequences(
      const IdSources& sources, const std::vector<std::uint64_t>& hashes) const;
  absl::StatusOr<std::optional<Entry>> MatchEntry(const std::vector<std::int64_t>& sequences,
                                                  std::string_view district,
                                                  std::string_view request_id) const;
  absl::Status WriteDurably(LogSegment& log, Commit& commit);
  void Publish(LogSegment& log, const Commit& commit);
  absl::StatusOr<std::shared_ptr<LogSegment>> LogWithRoom(std::size_t bytes, std::size_t entries)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(append_mu_);
  IdSources Sources() const;
  std::shared_ptr<const Segments> AllSegments() const;
  // Position 0 = no entry.
  HeadState StateOf(std::uint32_t district) const;
  Head HeadOf(std::string_view district) const;

  // log_preparation.cc: the log after the active one.
  absl::Status Roll(std::uint64_t needed_bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(append_mu_);
  absl::Status AwaitSealing();
  absl::Status AwaitNextLog(std::uint64_t needed_bytes);
  // The size of the log to be prepared next.
  std::uint64_t NextLogBytes() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status PrepareLog(std::uint64_t size, bool paced);
  void PrepareInBackground();

  // maintenance.cc: what happens to full logs.
  bool SealingDue() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status SealOldest();
  absl::Status SealLog(const std::shared_ptr<LogSegment>& log);
  void SealInBackground();
  // Adjacent runs that are due to be merged; empty = none.
  Runs MergeDue() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status MergeRuns(const Runs& runs);
  absl::Status RebuildRun(const std::shared_ptr<const IdRun>& broken);
  absl::StatusOr<std::shared_ptr<const IdRun>> BuildRun(const Segment& segment);
  void MergeInBackground();
  void NoteFailure(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status WriteTail(std::int64_t sequence);
  void ReplaceRuns(const Runs& old_runs, const Runs& new_runs);

  const SegmentJournalOptions options_;
  const std::unique_ptr<FileSystem> files_;
  const JournalId id_;
  mutable FrameCache cache_;
  mutable WindowCache windows_;
  const SegmentContext context_;

  Mutex append_mu_;  // held by one Append at a time; before mu_
  std::unique_ptr<FrameBuilder> builder_ ABSL_GUARDED_BY(append_mu_);
  std::shared_ptr<LogSegment> active_ ABSL_GUARDED_BY(append_mu_);

  mutable Mutex mu_;
  mutable CondVar changed_;  // anything below changed
  std::shared_ptr<const Segments> segments_
      ABSL_GUARDED_BY(mu_);         // copied on write, so that readers need no lock
  Logs logs_ ABSL_GUARDED_BY(mu_);  // oldest first; the last one is active
  Runs runs_ ABSL_GUARDED_BY(mu_);  // by first sequence
  mutable Runs broken_runs_ ABSL_GUARDED_BY(mu_);
  Heads heads_ ABSL_GUARDED_BY(mu_);
  std::int64_t last_sequence_ ABSL_GUARDED_BY(mu_) = 0;
  std::shared_ptr<LogSegment> next_log_ ABSL_GUARDED_BY(mu_);
  std::uint64_t next_number_ ABSL_GUARDED_BY(mu_) = 1;  // of the log to be prepared next
  std::uint64_t wanted_bytes_ ABSL_GUARDED_BY(mu_) =
      0;  // a commit that waits needs a log of this size
  bool prepare_urgent_ ABSL_GUARDED_BY(mu_) = false;  // a commit waits for the log
  std::uint64_t prepare_attempts_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Status prepare_status_ ABSL_GUARDED_BY(mu_);  // of the last attempt
  absl::Status seal_status_ ABSL_GUARDED_BY(mu_);     // of the last attempt
  std::uint64_t seal_attempts_ ABSL_GUARDED_BY(mu_) = 0;
  bool seal_urgent_ ABSL_GUARDED_BY(mu_) = false;  // a commit waits for it
  absl::Status read_only_ ABSL_GUARDED_BY(mu_);    // not OK once a sync has failed
  std::vector<std::string> damages_ ABSL_GUARDED_BY(mu_);
  std::vector<std::string> notes_ ABSL_GUARDED_BY(mu_);
  int busy_ ABSL_GUARDED_BY(mu_) = 0;  // background jobs under way
  bool stop_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace duban::ingest
