// Group commit: submissions of many callers and districts share synced appends to one journal.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

struct CommitterConfig {
  // Most that may wait, over all districts. A district is admitted while what it has waiting is at
  // most what is still free, so that one flooding district leaves half of the room, two leave a
  // third, and so on.
  std::int64_t max_queue_entries = 20'000;
  std::int64_t max_queue_bytes = std::int64_t{64} << 20;
  // Most that one synced append takes.
  int max_batch_entries = 2'000;
  std::int64_t max_batch_bytes = std::int64_t{8} << 20;
  // Token bucket per district: entries per second, 0 = no limit; and how many may come at once.
  double district_rate_per_second = 0;
  double district_burst = 5'000;
};

// Where the queue stands.
struct QueueDepth {
  std::int64_t entries = 0;
  std::int64_t bytes = 0;
};

// What an observer or a metric may want to know of one commit.
struct CommitStats {
  int entries = 0;
  int districts = 0;
  std::chrono::microseconds duration{0};
  bool ok = false;
  std::string reason;  // of the failure
  QueueDepth
      waiting;  // behind this append, not yet handed to the journal; so nothing after the last one
};

// Committer owns the only writer of a journal.
//
// Submit is thread-safe and never blocks on I/O. Entries of one district are committed in the order
// in which they were admitted; districts take turns within a batch. A callback runs exactly once
// for every admitted group, on a thread of the committer's, after the append that holds its last
// entry has been synced (or has failed); callbacks of one district that run on the same thread run
// in order. They must not block. The destructor commits what was admitted, runs all callbacks and
// joins.
class Committer {
 public:
  // One result per entry of the group, in order.
  using Results = std::vector<absl::StatusOr<AppendResult>>;
  using Done = std::function<void(Results)>;
  // Runs on the committing thread after every append and before the callbacks; sees the entries in
  // the order of the append. On failure `results` is empty.
  using Observer =
      std::function<void(const std::vector<NewEntry>& entries,
                         const std::vector<AppendResult>& results, const CommitStats& stats)>;

  // `journal` and `clock` are not owned and must outlive the committer.
  Committer(Journal& journal, const Clock& clock, CommitterConfig config, Observer observer = {});
  ~Committer();
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // The thread that a group's callback runs on.
  enum class Answers {
    kOnOwnThread,  // one for answers alone
    // The committing thread, which spares a hand-over; for callbacks that take a microsecond at
    // most. Results other than kAppended, about which there may be more to find out, are given on
    // the other thread all the same.
    kWhereCommitted,
  };

  // Admits a group of entries of one district, whole or not at all; accept_time is set at the
  // commit. On an error `done` never runs. Errors: RESOURCE_EXHAUSTED with advice when to retry:
  // INGEST_QUEUE_FULL, DISTRICT_RATE_EXCEEDED; UNAVAILABLE SHUTTING_DOWN. Requires a non-empty
  // group.
  absl::Status Submit(std::vector<NewEntry> entries, Done done,
                      Answers answers = Answers::kOnOwnThread);

  // Admits entries of another journal's district, to be taken as they are (Journal::Adopt), in one
  // append of their own. `done` hears one result per entry, kDuplicate for one that stood here
  // already; when they are refused, each carries the reason. The rate of a district does not count
  // here. Errors: INGEST_QUEUE_FULL, SHUTTING_DOWN, as above. Requires a non-empty vector of one
  // district's entries.
  absl::Status Adopt(std::vector<Entry> entries, Done done);

  // While one lives, what is admitted stays in the queue: who submits many groups has them written
  // together, and wakes the committing thread once. Must be short-lived.
  class Hold {
   public:
    explicit Hold(Committer& committer);
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

   private:
    Committer& committer_;
  };

  // What is admitted and not yet acknowledged.
  QueueDepth depth() const;

 private:
  struct Group {
    std::string district;
    std::vector<NewEntry> entries;
    std::vector<Entry> adopted;  // instead of entries
    std::int64_t count = 0;      // of either
    size_t taken = 0;            // entries handed to the journal so far
    Results results;
    Done done;
    Answers where = Answers::kOnOwnThread;
    std::int64_t bytes = 0;
  };
  struct District {
    std::deque<std::shared_ptr<Group>> groups;
    std::int64_t entries = 0;  // waiting or in flight
    std::int64_t bytes = 0;
    double tokens = 0;
    SteadyPoint refilled;
    bool in_turn = false;
  };
  // Some entries of a group, which one append takes.
  struct Share {
    std::shared_ptr<Group> group;
    size_t first = 0;
    size_t count = 0;
  };
  struct Batch {
    std::vector<Share> shares;
    size_t entries = 0;
    int districts = 0;
  };

  absl::Status Admit(District& district, std::int64_t entries, std::int64_t bytes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool Fits(std::int64_t entries, std::int64_t bytes) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status QueueFull(std::int64_t entries) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  std::chrono::milliseconds DrainTime(std::int64_t entries) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  Batch TakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Commit(const Batch& batch);
  // Gives the results of an append to those whose entries it took, and has those answered that have
  // all of theirs.
  void Conclude(const Batch& batch, const absl::StatusOr<std::vector<AppendResult>>& appended,
                double seconds);
  void CommitAdopted(const std::shared_ptr<Group>& group);
  // Tells the observer of an append that has just ended.
  void Observe(const std::vector<NewEntry>& entries,
               const absl::StatusOr<std::vector<AppendResult>>& appended, int districts,
               std::chrono::microseconds took);
  void Enter(District& district, const Group& group) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Release(const Group& group) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void CommitLoop();
  void AnswerLoop();

  Journal& journal_;
  const Clock& clock_;
  const CommitterConfig config_;
  const Observer observer_;

  mutable absl::Mutex mu_;
  std::unordered_map<std::string, District> districts_ ABSL_GUARDED_BY(mu_);
  std::list<std::string> turns_ ABSL_GUARDED_BY(mu_);  // districts with waiting entries, next first
  std::deque<std::shared_ptr<Group>> adoptions_ ABSL_GUARDED_BY(mu_);
  std::int64_t entries_ ABSL_GUARDED_BY(mu_) = 0;
  std::int64_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
  QueueDepth waiting_ ABSL_GUARDED_BY(mu_);  // the part of it that is not yet handed to the journal
  double entries_per_second_ ABSL_GUARDED_BY(mu_) = 1'000;  // smoothed, for the advice
  int holds_ ABSL_GUARDED_BY(mu_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool committed_all_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<std::shared_ptr<Group>> answers_ ABSL_GUARDED_BY(mu_);

  std::thread commit_thread_;
  std::thread answer_thread_;
};

}  // namespace duban::ingest
