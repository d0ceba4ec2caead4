// SharedState lets many threads read one State while the followers fold into it.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "analytics/core/state.h"

namespace duban::analytics {

// What a district's answers depend on; answers of equal versions (and dates) are equal.
struct StateVersion {
  std::int64_t catalog_revision =
      0;                      // of the newest change of the catalog that concerns the district
  std::int64_t position = 0;  // newest journal entry folded
  std::string origin;  // hash of the journal's first entry: which journal it is; may be empty

  bool operator==(const StateVersion&) const = default;
};

// Thread-safe. Folding excludes reading for the length of one batch.
class SharedState {
 public:
  // Called after every change with the code of the district ("" = any may have changed), on the
  // folding thread, without a lock held. Set before folding starts.
  void OnChange(std::function<void(const std::string& code)> listener) {
    listener_ = std::move(listener);
  }

  State::Applied ApplyCatalog(const registry::v1::CatalogEvent& event);
  State::Applied ApplyEntry(const ingest::v1::JournalEntry& entry);
  void ForgetJournal(const std::string& code);
  // Replaces everything.
  void Reset(State state);

  // Calls `reader` with the state, which must not be kept.
  template <typename Reader>
  auto Read(Reader&& reader) const {
    absl::ReaderMutexLock lock(&mu_);
    return reader(static_cast<const State&>(state_));
  }

  // All zero when the district is not known.
  StateVersion VersionOf(const std::string& code) const;
  std::int64_t catalog_revision() const;
  // True when WaitFor would return at once.
  bool Holds(const std::string& code, std::int64_t position) const;

  // Blocks until the district's journal is folded up to `position` and the catalog knows what that
  // entry is about (the two come from different services), or `until`. At most `kMaxWaiters`
  // callers wait at a time. Errors: DEADLINE_EXCEEDED POSITION_NOT_REACHED; RESOURCE_EXHAUSTED
  // TOO_MANY_WAITERS.
  absl::Status WaitFor(const std::string& code, std::int64_t position,
                       std::chrono::system_clock::time_point until) const;
  static constexpr int kMaxWaiters = 64;

 private:
  void Changed(const std::string& code);

  mutable absl::Mutex mu_;
  State state_ ABSL_GUARDED_BY(mu_);
  std::function<void(const std::string&)> listener_;

  mutable absl::Mutex wait_mu_;
  mutable absl::CondVar folded_;
  mutable int waiters_ ABSL_GUARDED_BY(wait_mu_) = 0;
};

}  // namespace duban::analytics
