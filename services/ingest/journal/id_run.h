// A run: the ids of consecutive segments in one sorted, immutable file, with a bloom filter in
// memory.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/journal/file_system.h"
#include "ingest/journal/huge_pages.h"
#include "ingest/journal/id_table.h"
#include "ingest/journal/journal_id.h"

namespace duban::ingest {

// Which entries a run covers, and how often it was merged.
struct IdRunRange {
  std::int64_t first_sequence = 0;
  std::int64_t last_sequence = 0;
  std::uint32_t level = 0;

  bool operator==(const IdRunRange&) const = default;
};

// Immutable; thread-safe. Memory: 16 bits per id for the filter, and 12 bytes per page of 256 ids.
class IdRun {
 public:
  static std::string Name(const IdRunRange& range);

  // Errors: DATA_LOSS ENTRY_CORRUPT; those of files.
  static absl::StatusOr<std::shared_ptr<const IdRun>> Open(FileSystem& files, const JournalId& id,
                                                           const std::string& name);

  // Asks the processor to fetch what Find will need first.
  void Prefetch(std::uint64_t hash) const;
  // Appends the sequences stored under a hash. Errors as Open.
  absl::Status Find(std::uint64_t hash, std::vector<std::int64_t>& sequences) const;

  const IdRunRange& range() const { return range_; }
  const std::string& name() const { return name_; }
  std::uint64_t count() const { return count_; }
  std::size_t MemoryBytes() const;

  // Gives all refs in order to `each`. Errors as Open; `each`'s.
  absl::Status ForEach(const std::function<absl::Status(const IdRef&)>& each) const;

 private:
  friend class IdRunCursor;
  IdRun() = default;
  // The refs of one page. Errors as Open.
  absl::StatusOr<std::vector<IdRef>> LoadPage(std::size_t page) const;

  std::string name_;
  std::unique_ptr<File> file_;
  std::uint32_t salt_ = 0;
  IdRunRange range_;
  std::uint64_t count_ = 0;
  std::vector<std::uint32_t> checksums_;  // by page
  std::vector<std::uint64_t> fences_;     // by page: its first hash
  HugePageVector<std::uint64_t> bloom_;   // blocks of 512 bits
};

// Writes a run durably under its name, but leaves the directory to be synced by the caller. `next`
// gives `count` refs in order.
absl::Status WriteIdRun(FileSystem& files, const JournalId& id, const IdRunRange& range,
                        std::uint64_t count, const std::function<absl::StatusOr<IdRef>()>& next);

// Merges adjacent runs into one. The same about durability.
absl::Status MergeIdRuns(FileSystem& files, const JournalId& id,
                         const std::vector<std::shared_ptr<const IdRun>>& runs,
                         const IdRunRange& range);

}  // namespace duban::ingest
