// Parts of the report index on disk, so that a start need not read the whole journal.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "ingest/core/journal.h"
#include "ingest/core/report_index.h"

namespace duban::ingest {

// One file per so many sequences of the journal, derived from them alone and tied to the journal by
// the hash of its last entry. All of it may be deleted at any time; what is missing, damaged or of
// another journal is made anew. Thread-safe.
class ReportIndexStore {
 public:
  // `directory` is made when it is missing.
  explicit ReportIndexStore(std::string directory, std::int64_t entries_per_part = 250'000)
      : directory_(std::move(directory)), entries_per_part_(entries_per_part) {}

  // Fills an empty index: parts from their files, the rest from the journal, at most
  // entries_per_part where SaveParts kept up. Errors: the journal's. Trouble with the files only
  // costs time.
  absl::Status Load(const Journal& journal, ReportIndex& index);

  // Writes the parts that the journal has become long enough for. Cheap when there is none. Errors:
  // the journal's; UNAVAILABLE STORE_UNREACHABLE.
  absl::Status SaveParts(const Journal& journal);

  // Whether SaveParts would write something, the journal being at `sequence`. True once per part,
  // so that the work is not asked for again while it is being done.
  bool IsDue(std::int64_t sequence);

 private:
  std::string PathOf(std::int64_t part) const;
  // True when the part's file holds and was merged.
  bool LoadPart(const Journal& journal, std::int64_t part, ReportIndex& index) const;
  absl::Status SavePart(const Journal& journal, std::int64_t part) const;

  const std::string directory_;
  const std::int64_t entries_per_part_;
  mutable absl::Mutex mu_;
  std::int64_t parts_ ABSL_GUARDED_BY(mu_) = 0;  // on disk
  std::atomic<std::int64_t> due_at_ = 0;
};

}  // namespace duban::ingest
