// Which districts this instance takes reports of; the state machine of a hand-over (docs/adr/0006).
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/clock.h"
#include "common/placement.h"
#include "ingest/core/journal.h"
#include "ingest/core/ownership_store.h"

namespace duban::ingest {

// Ownership answers for every district whether it is this instance's, and hands districts over so
// that at every moment at most one instance takes reports of a district, whatever crashes.
//
// A district that was handed over is where the last hand-over says. One that never was belongs to
// the shared instance of the placement file if that holds entries of it; without entries, to the
// instance that the file names, once that has claimed it from the shared one. Without a placement
// every district that was not released is held.
//
// Data that was restored from a backup may say that a district is held here which has moved since.
// Such data is in doubt: nothing is taken or shown until every other instance of the placement was
// asked what it knows (Settle).
//
// Thread-safe. Admit, Check and what else only reads do not wait for the store, also while another
// thread stores a hand-over: the thread that takes single reports calls them. SealDistrict waits
// for what is under way; the rest blocks on I/O.
class Ownership {
 public:
  // While any copy of it lives, what was admitted is under way and the district cannot be sealed.
  using Ticket = std::shared_ptr<const void>;

  // `self` is this instance's name, empty when it runs alone. Not owned references must outlive it.
  // Errors: FAILED_PRECONDITION INSTANCE_DIFFERS (the data is another instance's); the store's.
  static absl::StatusOr<std::unique_ptr<Ownership>> Make(std::string self, OwnershipStore& store,
                                                         const Journal& journal,
                                                         const Clock& clock);

  // Takes a placement file in. Errors: FAILED_PRECONDITION INSTANCE_NOT_PLACED (the file does not
  // have this instance), SHARED_CHANGED (another instance is to be the shared one: the old one
  // answers for districts without entries, so the role cannot move); then the placement before
  // stays. The store's.
  absl::Status SetPlacement(Placement placement);
  std::optional<Placement> placement() const;

  // Admits reports of a district. Errors: FAILED_PRECONDITION DISTRICT_NOT_OWNED with owner and
  // endpoint where known; UNAVAILABLE DISTRICT_MOVING (sealed, or released less than kSettling ago:
  // routes follow within that time), DISTRICT_UNCLAIMED (placed here, but the shared instance has
  // not let it go yet), OWNERSHIP_IN_DOUBT, all with advice when to retry; DISTRICT_BEHIND (see
  // Settle).
  absl::StatusOr<Ticket> Admit(const std::string& district);
  static constexpr std::chrono::seconds kSettling{60};

  // The same for reads, which a sealed district still answers.
  absl::Status Check(const std::string& district) const;

  // The steps of a hand-over; the contracts are those of the RPCs in placement_service.proto.
  struct Seal {
    Head head;
    std::int64_t epoch = 0;
  };
  absl::StatusOr<Seal> SealDistrict(const std::string& district, const std::string& to,
                                    const std::string& endpoint, std::chrono::milliseconds lease);
  void Unseal(const std::string& district, const std::string& to);
  absl::Status Release(const Head& head, std::int64_t epoch, const std::string& to,
                       const std::string& endpoint);
  absl::Status Take(const Head& head, std::int64_t epoch);
  absl::StatusOr<Seal> Claim(const std::string& district, const std::string& by,
                             const std::string& endpoint);

  // Keeps a copy of a district from being taken while it grows. Errors: FAILED_PRECONDITION
  // DISTRICT_HELD.
  absl::Status CheckAdoptable(const std::string& district) const;

  // A released district whose new holder has not answered yet.
  std::vector<Handover> Unconfirmed() const;
  absl::Status Confirm(const std::string& district, std::int64_t epoch);
  // Districts that the file puts here and that were never handed over, to be claimed. Empty on the
  // shared instance.
  std::vector<std::string> Unclaimed() const;

  // The data was restored: with a placement, it is in doubt from now on.
  void Doubt();
  // True until Settle has resolved every doubt.
  bool Unsettled() const;
  // What another instance knows of a district's newest hand-over.
  struct Elsewhere {
    std::string instance;  // that says so
    std::string district;
    std::int64_t epoch = 0;
    std::string released_to;  // empty = `instance` took it
    Head released;            // where it was released
  };
  // Ends the doubt, given what all other instances know: what was handed over since the backup is
  // where they say. A district that came back here since is held again if the journal reaches the
  // place of that hand-over; else it stays closed (UNAVAILABLE DISTRICT_BEHIND), since what was
  // reported at its end would stand beside what others have seen there. The store's errors; then
  // the doubt stays.
  absl::Status Settle(const std::vector<Elsewhere>& known);

  // How a district stands here.
  struct Standing {
    bool held = false;
    bool sealed = false;
    std::optional<Handover> handover;
  };
  Standing StandingOf(const std::string& district) const;
  // Districts with a hand-over, in order.
  std::vector<std::string> HandedOver() const;
  // Districts that are not where the file puts them, as far as this instance can tell.
  std::set<std::string> Misplaced() const;

  const std::string& self() const { return self_; }

 private:
  struct Sealing {
    std::string to;
    std::string endpoint;
    SteadyPoint until;
    bool doubtful = false;  // a release may or may not have been stored: closed until that is known
  };
  struct District {
    int under_way = 0;
    std::optional<Handover> handover;
    std::optional<Sealing> sealing;
  };

  Ownership(std::string self, OwnershipStore& store, const Journal& journal, const Clock& clock)
      : self_(std::move(self)), store_(store), journal_(journal), clock_(clock) {}

  absl::Status CheckLocked(const std::string& district) const ABSL_SHARED_LOCKS_REQUIRED(mu_);
  bool IsSealed(const District& district) const ABSL_SHARED_LOCKS_REQUIRED(mu_);
  bool HasEntries(const std::string& district) const;
  bool Reaches(const Head& head) const;
  absl::Status SettleOne(const Elsewhere& newest, std::map<std::string, std::int64_t>& behind)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(change_mu_) ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status Store(const Handover& handover) ABSL_EXCLUSIVE_LOCKS_REQUIRED(change_mu_)
      ABSL_LOCKS_EXCLUDED(mu_);
  const District* Find(const std::string& district) const ABSL_SHARED_LOCKS_REQUIRED(mu_);
  // Of the newest hand-over; 0 = there was none.
  std::int64_t EpochOf(const std::string& district) const ABSL_LOCKS_EXCLUDED(mu_);
  void Leave(const std::string& district);

  const std::string self_;
  OwnershipStore& store_;
  const Journal& journal_;
  const Clock& clock_;

  // Held by one change at a time, from its decision until it is stored. What it decided on must
  // hold meanwhile without mu_, which is not held over I/O: a district that is being given away is
  // sealed for as long as that takes.
  absl::Mutex change_mu_ ABSL_ACQUIRED_BEFORE(mu_);
  mutable absl::Mutex mu_;
  std::optional<Placement> placement_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, District> districts_ ABSL_GUARDED_BY(mu_);
  bool in_doubt_ ABSL_GUARDED_BY(mu_) = false;
  std::map<std::string, std::int64_t> behind_
      ABSL_GUARDED_BY(mu_);  // district -> position that it should reach
};

}  // namespace duban::ingest
