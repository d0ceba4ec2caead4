// Group commit of catalog changes: writers that come together share one transaction and one sync.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "registry/core/catalog.h"
#include "registry/core/catalog_store.h"

namespace duban::registry {

// What a write comes to once its district is seen.
struct Decision {
  std::vector<CatalogChange> changes;     // of that district alone; empty = nothing to store
  std::vector<AnsweredRequest> requests;  // kept only together with changes
};

// Committer runs decisions one after the other per district, and stores those of many districts
// together.
//
// Thread-safe. Run blocks until its own decision is durable and visible in the catalog. The first
// waiting caller leads: it decides and commits for all that wait (one decision per district and
// commit), so no thread of its own is needed.
class Committer {
 public:
  // Decides on the district's state now (null when it is unknown); `head` is the catalog revision
  // before its changes. Called without locks held; again when another process has written in
  // between.
  using Decide =
      std::function<absl::StatusOr<Decision>(const DistrictState* district, std::int64_t head)>;

  // `store`, `catalog` and `clock` must outlive it. `committed` is called after every commit, from
  // the leading thread.
  Committer(CatalogStore& store, Catalog& catalog, const Clock& clock,
            std::function<void()> committed);

  // Returns what `decide` or the commit fails with. Errors beside those: RESOURCE_EXHAUSTED
  // WRITE_QUEUE_FULL.
  absl::Status Run(std::string district, Decide decide);

 private:
  struct Pending {
    std::string district;
    Decide decide;
    absl::Status result;
    bool done = false;
  };

  std::vector<Pending*> TakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Process(const std::vector<Pending*>& batch);
  // Decides and commits once; ABORTED HEAD_MOVED when it must be done again.
  absl::Status ProcessOnce(const std::vector<Pending*>& batch);
  // Takes in what another process has stored.
  absl::Status CatchUp();

  CatalogStore& store_;
  Catalog& catalog_;
  const Clock& clock_;
  const std::function<void()> committed_;
  absl::Mutex mutex_;
  std::deque<Pending*> waiting_ ABSL_GUARDED_BY(mutex_);
  bool led_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace duban::registry
