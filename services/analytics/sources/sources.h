// Sources follows one registry and any number of ingest instances and folds what they say into the
// shared state.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analytics/core/shared_state.h"
#include "analytics/sources/follower.h"
#include "common/clock.h"
#include "common/placement.h"
#include "runtime/log.h"
#include "runtime/metrics.h"

namespace duban::analytics {

// Thread-safe. Threads: one per source, from Start to destruction. A source that is away is tried
// again with growing pauses (50 ms to 2 s); the others go on.
class Sources {
 public:
  // How far each ingest instance was followed, by address: the sequence of the newest entry folded.
  using Sequences = std::map<std::string, std::int64_t>;

  // An ingest instance: its name in logs and metrics, and where it is.
  using Addresses = std::vector<std::pair<std::string, std::string>>;

  // Not owned references must outlive it. `resume` is where to go on, as Snapshot gave it.
  Sources(const std::string& registry_address, const Addresses& ingests, Sequences resume,
          SharedState& state, runtime::Metrics& metrics, runtime::Log& log, const Clock& clock);
  ~Sources();

  void Start();

  // Follows the instances of a placement file from now on: new ones are added, those that are gone
  // dropped. A district's owner decides where instances contradict each other about it; else the
  // same entries may come from several.
  void Follow(const Placement& placement);

  // True once all sources have been reached and taken in up to where they stood then.
  bool caught_up() const;

  // Age of what is known of a district: that of the ingest instance that the placement file names,
  // or that sent it last (of all, where that is not known), or of the registry, whichever is older.
  // 0 = all reached.
  double StaleSeconds(const std::string& code) const;

  // Sets the metrics that change while nothing arrives: how long a source has been away, how far it
  // was followed.
  void ShowProgress();

  // Where the followers stand; a lower bound of what the state holds when asked before reading the
  // state.
  Sequences sequences() const;

 private:
  struct Ingest;
  absl::Status FollowCatalog(grpc::ClientContext& context, bool until_current,
                             const Follower::Heard& heard);
  absl::Status FollowJournals(Ingest& ingest, grpc::ClientContext& context, bool until_current,
                              const Follower::Heard& heard);
  // Folds one entry; false when the stream must be opened anew.
  bool Take(Ingest& ingest, const ingest::v1::JournalEntry& entry);
  void Set(const Addresses& ingests);
  std::shared_ptr<Ingest> Make(const std::string& name, const std::string& address);
  // True when the placement file says that another instance holds the district.
  bool IsElsewhere(const Ingest& ingest, const std::string& code) const;

  const Sequences resume_;
  SharedState& state_;
  runtime::Metrics& metrics_;
  runtime::Log& log_;
  const Clock& clock_;
  struct Registry;
  std::unique_ptr<Registry> registry_;
  // The registry no longer has every event that is missing here: begin with the newest state.
  // Registry's thread only.
  bool catalog_compacted_ = false;
  mutable absl::Mutex mu_;
  bool started_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::shared_ptr<Ingest>> ingests_
      ABSL_GUARDED_BY(mu_);  // shared: ended outside the lock
  std::optional<Placement> placement_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::string> sender_
      ABSL_GUARDED_BY(mu_);  // district code -> address of the last sender
};

}  // namespace duban::analytics
