// A log: the segment that commits are written to, in the order in which they happen.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest/core/mutex.h"
#include "ingest/journal/file_system.h"
#include "ingest/journal/frame_cache.h"
#include "ingest/journal/id_table.h"
#include "ingest/journal/journal_id.h"
#include "ingest/journal/segment.h"
#include "ingest/journal/window_cache.h"

namespace duban::ingest {

// What every segment of a journal shares. Not owned.
struct SegmentContext {
  FileSystem& files;
  const JournalId& id;
  FrameCache& cache;
  WindowCache& windows;
};

// What the indexes need to know of a committed entry.
struct IndexedEntry {
  std::uint32_t district = 0;
  std::int64_t position = 0;
  std::int64_t sequence = 0;
  std::uint64_t id_hash = 0;
};

// Where a frame lies.
struct FrameRef {
  std::int64_t first_sequence = 0;
  std::uint64_t offset = 0;
};

// What reading a log from its beginning found.
struct LogRecovery {
  bool torn = false;                 // a commit that was never acknowledged lies at the end
  std::vector<std::string> damages;  // acknowledged entries that cannot be read, a sentence each
};

// Commits are written by one thread; everything else is thread-safe.
class LogSegment : public Segment {
 public:
  static constexpr std::size_t kHeaderBytes = 64;

  static std::string Name(std::uint64_t number);

  // Makes a zero-filled log file of `size` bytes durably; `pace` is called after every step of 1
  // MiB.
  static absl::Status Prepare(const SegmentContext& context, std::uint64_t number,
                              std::uint64_t size, const std::function<void()>& pace);

  // Opens a log that was prepared; nothing is known of its contents before Recover.
  // `first_sequence` = the one that follows the segment before it. `ids` = how many entries it will
  // hold at most.
  static absl::StatusOr<std::shared_ptr<LogSegment>> Open(const SegmentContext& context,
                                                          std::uint64_t number,
                                                          std::int64_t first_sequence,
                                                          std::size_t ids);

  // Reads all commits, gives their entries to `each` in order, and finds the end. Before the first
  // Write.
  absl::StatusOr<LogRecovery> Recover(const std::function<void(const Record&)>& each);
  // Makes what Recover found the truth on the disk as well: writes the last commit again, since a
  // page that the kernel failed to write counts as clean and would never be written otherwise;
  // overwrites what lies behind the end with zeros; and syncs.
  absl::Status Harden();

  // Sets the sequence that an empty log begins with.
  void StartAt(std::int64_t first_sequence);

  // Whether a commit of so many bytes and entries fits.
  bool HasRoom(std::size_t bytes, std::size_t entries) const;
  // Checksums the frames and writes them behind the end, without a sync.
  absl::Status Write(std::string& frames);
  absl::Status Sync() { return file_->Sync(); }
  // Overwrites frames that were not published with zeros, durably.
  absl::Status Undo(std::size_t bytes);
  // Takes the written frames and their entries over: from now on they are read.
  void Publish(std::size_t bytes, const std::vector<FrameRef>& frames,
               const std::vector<IndexedEntry>& entries);

  // Appends the sequences of entries whose id has this hash.
  void FindIds(const std::vector<std::uint64_t>& hashes,
               std::vector<std::vector<std::int64_t>>& sequences) const;
  std::vector<IdRef> SortedIds() const;

  // Gives every entry to `each` in order of sequence, frame by frame. Errors: DATA_LOSS; `each`'s.
  absl::Status ForEachFrame(
      const std::function<absl::Status(const std::shared_ptr<const DecodedFrame>&)>& each) const;

  std::uint64_t number() const { return number_; }
  std::uint64_t file_size() const { return file_size_; }
  std::uint64_t tail() const;

  const std::string& name() const override { return name_; }
  std::int64_t first_sequence() const override;
  std::int64_t last_sequence() const override;
  std::optional<DistrictRange> FindDistrict(std::uint32_t district) const override;
  absl::Status ReadSequences(std::int64_t after, std::int64_t last,
                             RecordSink& sink) const override;
  absl::Status ReadPositions(std::uint32_t district, std::int64_t after, std::int64_t last,
                             RecordSink& sink) const override;
  absl::StatusOr<std::int64_t> Scan(std::int64_t after, std::int64_t last,
                                    RecordSink& sink) const override;
  // A log is read frame by frame; there is nothing that takes long.
  bool LoadAhead(std::int64_t sequence) const override { return sequence < last_sequence(); }

 private:
  struct DistrictIndex {
    std::int64_t first_position = 0;
    std::vector<std::uint32_t>
        sequences;  // by position, less the log's first; kMissing = unreadable
  };
  static constexpr std::uint32_t kMissing = 0xffffffff;
  class Scanner;
  struct FoundFrame {
    std::uint64_t offset = 0;
    std::shared_ptr<const DecodedFrame> frame;
  };

  LogSegment(const SegmentContext& context, std::uint64_t number, std::int64_t first_sequence,
             std::unique_ptr<File> file, std::uint64_t file_size, std::size_t ids);

  absl::StatusOr<std::shared_ptr<const DecodedFrame>> TryFrame(Scanner& scanner,
                                                               std::uint64_t offset) const;
  void TakeCommit(const std::vector<FoundFrame>& frames, std::uint64_t begin, std::uint64_t end,
                  const std::function<void(const Record&)>& each);
  void Index(const IndexedEntry& entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::StatusOr<std::shared_ptr<const DecodedFrame>> LoadFrame(std::uint64_t offset) const;
  // The frame that holds a sequence. Errors: DATA_LOSS when there is none.
  absl::StatusOr<std::shared_ptr<const DecodedFrame>> FrameOf(std::int64_t sequence) const;
  absl::Status ZeroTail();
  absl::Status ZeroRange(std::uint64_t begin, std::uint64_t end);

  const SegmentContext context_;
  const std::uint64_t number_;
  const std::string name_;
  const std::uint32_t salt_;
  const std::unique_ptr<File> file_;
  const std::uint64_t file_size_;
  const std::size_t max_entries_;

  mutable Mutex mu_;
  std::int64_t first_sequence_ ABSL_GUARDED_BY(mu_);
  std::int64_t last_sequence_ ABSL_GUARDED_BY(mu_);
  std::uint64_t tail_ ABSL_GUARDED_BY(mu_) = kHeaderBytes;
  std::uint64_t last_commit_ ABSL_GUARDED_BY(mu_) =
      kHeaderBytes;  // where it begins, when recovered
  std::vector<FrameRef> frames_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::uint32_t, DistrictIndex> districts_ ABSL_GUARDED_BY(mu_);
  IdTable ids_ ABSL_GUARDED_BY(mu_);
};

}  // namespace duban::ingest
