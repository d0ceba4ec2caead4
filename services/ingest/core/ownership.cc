#include "ingest/core/ownership.h"

#include <fmt/format.h>

#include <utility>

#include "absl/time/time.h"
#include "common/error.h"

namespace duban::ingest {
namespace {

// How soon a refusal may be over.
constexpr std::chrono::milliseconds kRetryAfter{200};
constexpr std::chrono::milliseconds kLongestLease{60'000};
constexpr std::chrono::milliseconds kShortestLease{1'000};

absl::Status Precondition(std::string_view reason, const std::string& message,
                          const std::map<std::string, std::string>& metadata = {}) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message, metadata);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Ownership>> Ownership::Make(std::string self, OwnershipStore& store,
                                                           const Journal& journal,
                                                           const Clock& clock) {
  std::unique_ptr<Ownership> out(new Ownership(std::move(self), store, journal, clock));
  ASSIGN_OR_RETURN(const std::string stored, store.GetName("self"));
  if (!out->self_.empty() && !stored.empty() && stored != out->self_) {
    return Precondition(
        "INSTANCE_DIFFERS",
        fmt::format(
            "this data directory is of instance {}, not of {}; start it with --instance {}, or "
            "give another --data-dir",
            stored, out->self_, stored));
  }
  if (!out->self_.empty() && stored.empty()) RETURN_IF_ERROR(store.PutName("self", out->self_));
  ASSIGN_OR_RETURN(const std::vector<Handover> handovers, store.Load());
  absl::MutexLock lock(&out->mu_);
  for (const Handover& handover : handovers) out->districts_[handover.district].handover = handover;
  return out;
}

absl::Status Ownership::SetPlacement(Placement placement) {
  if (placement.Find(self_) == nullptr) {
    return Precondition(
        "INSTANCE_NOT_PLACED",
        fmt::format("the placement file has no instance \"{}\", which this one is", self_));
  }
  absl::MutexLock change(&change_mu_);
  ASSIGN_OR_RETURN(const std::string known, store_.GetName("shared"));
  const std::string& shared = placement.shared().name;
  if (!known.empty() && known != shared) {
    return Precondition(
        "SHARED_CHANGED",
        fmt::format(
            "the placement file makes {} the shared instance, but it is {} and cannot change: "
            "write shared: {} and move districts one by one",
            shared, known, known));
  }
  if (known.empty()) RETURN_IF_ERROR(store_.PutName("shared", shared));
  absl::MutexLock lock(&mu_);
  placement_ = std::move(placement);
  return absl::OkStatus();
}

std::optional<Placement> Ownership::placement() const {
  absl::ReaderMutexLock lock(&mu_);
  return placement_;
}

const Ownership::District* Ownership::Find(const std::string& district) const {
  const auto found = districts_.find(district);
  return found == districts_.end() ? nullptr : &found->second;
}

bool Ownership::IsSealed(const District& district) const {
  return district.sealing &&
         (district.sealing->doubtful || clock_.Steady() < district.sealing->until);
}

bool Ownership::HasEntries(const std::string& district) const {
  const auto head = journal_.GetHead(district);
  // A journal that cannot be read keeps its districts: giving one away unread could fork it.
  return !head.ok() || head->position > 0;
}

absl::Status Ownership::NotOwned(const std::string& district, const std::string& owner,
                                 const std::string& endpoint) const {
  return Precondition(
      "DISTRICT_NOT_OWNED",
      fmt::format(
          "district {} is held by ingest instance {} at {}; send it there, or through a proxy "
          "with the header duban-district: {}",
          district, owner, endpoint, district),
      {{"district", district}, {"owner", owner}, {"endpoint", endpoint}});
}

absl::Status Ownership::Moving(const std::string& district, const std::string& to,
                               const std::string& endpoint) const {
  return WithRetryAfter(
      Error(absl::StatusCode::kUnavailable, "DISTRICT_MOVING",
            fmt::format("district {} is being moved to ingest instance {}; send it again", district,
                        to),
            {{"district", district}, {"owner", to}, {"endpoint", endpoint}}),
      kRetryAfter);
}

absl::Status Ownership::CheckLocked(const std::string& district) const {
  if (in_doubt_ && placement_) {
    return WithRetryAfter(Error(absl::StatusCode::kUnavailable, "OWNERSHIP_IN_DOUBT",
                                "this instance was restored from a backup and asks the others "
                                "first which districts have "
                                "moved since; send it again"),
                          kRetryAfter);
  }
  if (const auto behind = behind_.find(district); behind != behind_.end()) {
    return Error(absl::StatusCode::kUnavailable, "DISTRICT_BEHIND",
                 fmt::format("district {} was handed over at position {}, which the journal that "
                             "was restored here does "
                             "not reach; restore a newer backup",
                             district, behind->second));
  }
  const District* known = Find(district);
  if (known != nullptr && known->handover) {
    const Handover& handover = *known->handover;
    if (handover.state == Handover::State::kTaken) return absl::OkStatus();
    const PlacedInstance* to = placement_ ? placement_->Find(handover.to) : nullptr;
    const std::string& endpoint = to == nullptr ? handover.endpoint : to->endpoint;
    const auto ago = clock_.Now() - handover.time;
    if (ago >= std::chrono::seconds(0) && ago < kSettling)
      return Moving(district, handover.to, endpoint);
    return NotOwned(district, handover.to, endpoint);
  }
  if (!placement_) return absl::OkStatus();
  const PlacedInstance& owner = placement_->OwnerOf(district);
  if (placement_->shared().name == self_) {
    if (owner.name == self_ || HasEntries(district)) return absl::OkStatus();
    return NotOwned(district, owner.name, owner.endpoint);
  }
  if (owner.name != self_) return NotOwned(district, owner.name, owner.endpoint);
  return WithRetryAfter(Error(absl::StatusCode::kUnavailable, "DISTRICT_UNCLAIMED",
                              fmt::format("district {} is placed here, but the shared instance {} "
                                          "has not let it go yet; if it has "
                                          "reports already, run: duban district move {} --to {}",
                                          district, placement_->shared().name, district, self_),
                              {{"district", district},
                               {"owner", placement_->shared().name},
                               {"endpoint", placement_->shared().endpoint}}),
                        kRetryAfter);
}

absl::StatusOr<Ownership::Ticket> Ownership::Admit(const std::string& district) {
  absl::MutexLock lock(&mu_);
  RETURN_IF_ERROR(CheckLocked(district));
  District& entry = districts_[district];
  if (IsSealed(entry)) return Moving(district, entry.sealing->to, entry.sealing->endpoint);
  entry.sealing.reset();
  ++entry.under_way;
  return Ticket(this, [this, district](const void*) { Leave(district); });
}

void Ownership::Leave(const std::string& district) {
  absl::MutexLock lock(&mu_);
  const auto found = districts_.find(district);
  --found->second.under_way;
  if (found->second.under_way == 0 && !found->second.handover && !found->second.sealing)
    districts_.erase(found);
}

absl::Status Ownership::Check(const std::string& district) const {
  absl::ReaderMutexLock lock(&mu_);
  return CheckLocked(district);
}

absl::StatusOr<Ownership::Seal> Ownership::SealDistrict(const std::string& district,
                                                        const std::string& to,
                                                        const std::string& endpoint,
                                                        std::chrono::milliseconds lease) {
  if (lease < kShortestLease || lease > kLongestLease)
    return InvalidField("lease", "LEASE_INVALID", "must be 1 s to 60 s");
  if (to == self_) return InvalidField("to", "INSTANCE_SAME", "is this instance");
  absl::MutexLock lock(&mu_);
  RETURN_IF_ERROR(CheckLocked(district));
  District& entry = districts_[district];
  if (IsSealed(entry) && entry.sealing->to != to) {
    return Error(absl::StatusCode::kAborted, "DISTRICT_BEING_MOVED",
                 fmt::format("district {} is being moved to {} by another command", district,
                             entry.sealing->to));
  }
  const bool doubtful = entry.sealing && entry.sealing->doubtful;
  entry.sealing = Sealing{
      .to = to, .endpoint = endpoint, .until = clock_.Steady() + lease, .doubtful = doubtful};
  // Looked up anew each time: while it waits, the district may be unsealed and forgotten.
  const auto ended = [this, &district]() ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    const District* now = Find(district);
    return now == nullptr || !now->sealing || now->under_way == 0;
  };
  const bool in_time = mu_.AwaitWithTimeout(absl::Condition(&ended), absl::FromChrono(lease / 2));
  const auto found = districts_.find(district);
  if (!in_time || found == districts_.end() || !found->second.sealing) {
    if (found != districts_.end()) found->second.sealing.reset();
    return WithRetryAfter(
        Error(absl::StatusCode::kUnavailable, "DISTRICT_BUSY",
              fmt::format("submissions of district {} are still being written", district)),
        kRetryAfter);
  }
  Seal out;
  ASSIGN_OR_RETURN(out.head, journal_.GetHead(district));
  out.epoch = found->second.handover ? found->second.handover->epoch + 1 : 1;
  return out;
}

void Ownership::Unseal(const std::string& district, const std::string& to) {
  absl::MutexLock lock(&mu_);
  const auto found = districts_.find(district);
  if (found == districts_.end() || !found->second.sealing) return;
  if (found->second.sealing->to == to && !found->second.sealing->doubtful)
    found->second.sealing.reset();
}

std::int64_t Ownership::EpochOf(const std::string& district) const {
  absl::ReaderMutexLock lock(&mu_);
  const District* known = Find(district);
  return known != nullptr && known->handover ? known->handover->epoch : 0;
}

absl::Status Ownership::Store(const Handover& handover) {
  RETURN_IF_ERROR(store_.Put(handover));
  absl::MutexLock lock(&mu_);
  District& entry = districts_[handover.district];
  entry.handover = handover;
  entry.sealing.reset();
  return absl::OkStatus();
}

absl::Status Ownership::Release(const Head& head, std::int64_t epoch, const std::string& to,
                                const std::string& endpoint) {
  absl::MutexLock change(&change_mu_);
  {
    absl::MutexLock lock(&mu_);
    District& entry = districts_[head.district];
    const std::int64_t newest = entry.handover ? entry.handover->epoch : 0;
    if (entry.handover && newest == epoch && entry.handover->state == Handover::State::kReleased &&
        entry.handover->to == to)
      return absl::OkStatus();
    if (epoch != newest + 1) {
      return Error(
          absl::StatusCode::kAborted, "EPOCH_PASSED",
          fmt::format("district {} was handed over {} times; this is the release of hand-over {}",
                      head.district, newest, epoch));
    }
    if (!IsSealed(entry) || entry.sealing->to != to || entry.under_way > 0) {
      return Precondition("DISTRICT_NOT_SEALED",
                          fmt::format("district {} is not sealed for {} any more; seal it again",
                                      head.district, to));
    }
    ASSIGN_OR_RETURN(const Head here, journal_.GetHead(head.district));
    if (here.position != head.position || here.hash != head.hash) {
      return Precondition("HEAD_DIFFERS",
                          fmt::format("district {} stands at {}, the release says {}",
                                      head.district, here.position, head.position));
    }
    // A release that is stored after all, with entries taken in between, would lose them: closed
    // until it is known.
    entry.sealing->doubtful = true;
  }
  return Store({.district = head.district,
                .state = Handover::State::kReleased,
                .epoch = epoch,
                .to = to,
                .endpoint = endpoint,
                .position = head.position,
                .hash = head.hash,
                .time = clock_.Now()});
}

absl::Status Ownership::Take(const Head& head, std::int64_t epoch) {
  absl::MutexLock change(&change_mu_);
  // Taken before; perhaps it has even moved on since, and a late repetition must not bring it back.
  if (EpochOf(head.district) >= epoch) return absl::OkStatus();
  ASSIGN_OR_RETURN(const Head here, journal_.GetHead(head.district));
  if (here.position != head.position || here.hash != head.hash) {
    return Precondition(
        "HEAD_DIFFERS",
        fmt::format(
            "the copy of district {} ends at {}, it was released at {}; copy the rest first",
            head.district, here.position, head.position));
  }
  return Store({.district = head.district,
                .state = Handover::State::kTaken,
                .epoch = epoch,
                .to = self_,
                .position = head.position,
                .hash = head.hash,
                .confirmed = true,
                .time = clock_.Now()});
}

absl::StatusOr<Ownership::Seal> Ownership::Claim(const std::string& district, const std::string& by,
                                                 const std::string& endpoint) {
  absl::MutexLock change(&change_mu_);
  Handover handover{.district = district,
                    .state = Handover::State::kReleased,
                    .epoch = 1,
                    .to = by,
                    .endpoint = endpoint};
  {
    absl::MutexLock lock(&mu_);
    if (!placement_ || placement_->shared().name != self_ || by == self_)
      return Precondition("NOT_SHARED",
                          "districts are claimed from the shared instance by another one");
    if (in_doubt_) return CheckLocked(district);
    const District* known = Find(district);
    if (known != nullptr && known->handover) {
      const Handover& last = *known->handover;
      if (last.state == Handover::State::kReleased && last.to == by)
        return Seal{{district, last.position, last.hash, {}}, last.epoch};
      const std::string holder = last.state == Handover::State::kTaken ? self_ : last.to;
      return Precondition(
          "DISTRICT_HELD",
          fmt::format("district {} is held by {}; run: duban district move {} --to {}", district,
                      holder, district, by),
          {{"owner", holder}});
    }
    if (known != nullptr && (known->under_way > 0 || known->sealing)) {
      return WithRetryAfter(
          Error(absl::StatusCode::kUnavailable, "DISTRICT_BUSY", "reports are being written"),
          kRetryAfter);
    }
    if (HasEntries(district)) {
      return Precondition(
          "DISTRICT_HELD",
          fmt::format("district {} has reports at {}; run: duban district move {} --to {}",
                      district, self_, district, by),
          {{"owner", self_}});
    }
    if (placement_->OwnerOf(district).name != by) {
      return WithRetryAfter(
          Error(absl::StatusCode::kUnavailable, "PLACEMENT_BEHIND",
                fmt::format("the placement file of {} does not put district {} to {}", self_,
                            district, by)),
          kRetryAfter);
    }
    // A claim that is stored in spite of an error must not be followed by reports taken here.
    districts_[district].sealing =
        Sealing{.to = by, .endpoint = endpoint, .until = clock_.Steady(), .doubtful = true};
  }
  handover.time = clock_.Now();
  RETURN_IF_ERROR(Store(handover));
  return Seal{{district, 0, {}, {}}, 1};
}

absl::Status Ownership::CheckAdoptable(const std::string& district) const {
  absl::ReaderMutexLock lock(&mu_);
  if (in_doubt_) return CheckLocked(district);
  const District* known = Find(district);
  const bool released =
      known != nullptr && known->handover && known->handover->state == Handover::State::kReleased;
  // The shared instance holds a district by default once it has entries, so a copy must not grow
  // there before its release.
  const bool elsewhere =
      placement_ && placement_->shared().name != self_ && !CheckLocked(district).ok();
  if (released || elsewhere) return absl::OkStatus();
  return Precondition(
      "DISTRICT_HELD",
      fmt::format("district {} is held here; its journal grows by reports only", district),
      {{"owner", self_}});
}

std::vector<Handover> Ownership::Unconfirmed() const {
  absl::ReaderMutexLock lock(&mu_);
  std::vector<Handover> out;
  for (const auto& [code, district] : districts_) {
    if (district.handover && district.handover->state == Handover::State::kReleased &&
        !district.handover->confirmed)
      out.push_back(*district.handover);
  }
  return out;
}

absl::Status Ownership::Confirm(const std::string& district, std::int64_t epoch) {
  absl::MutexLock change(&change_mu_);
  std::optional<Handover> handover = StandingOf(district).handover;
  if (!handover || handover->epoch != epoch || handover->confirmed) return absl::OkStatus();
  handover->confirmed = true;
  return Store(*handover);
}

std::vector<std::string> Ownership::Unclaimed() const {
  absl::ReaderMutexLock lock(&mu_);
  std::vector<std::string> out;
  if (!placement_ || placement_->shared().name == self_) return out;
  for (const std::string& district : placement_->DistrictsOf(self_)) {
    const District* known = Find(district);
    if (known == nullptr || !known->handover) out.push_back(district);
  }
  return out;
}

void Ownership::Doubt() {
  absl::MutexLock lock(&mu_);
  in_doubt_ = true;
}

bool Ownership::Unsettled() const {
  absl::ReaderMutexLock lock(&mu_);
  return in_doubt_ || !behind_.empty();
}

bool Ownership::Reaches(const Head& head) const {
  if (head.position == 0) return true;
  const auto entry = journal_.Read(head.district, head.position - 1, 1, 1 << 30);
  return entry.ok() && !entry->empty() && entry->front().position == head.position &&
         entry->front().hash == head.hash;
}

absl::Status Ownership::SettleOne(const Elsewhere& newest,
                                  std::map<std::string, std::int64_t>& behind) {
  if (EpochOf(newest.district) >= newest.epoch) return absl::OkStatus();
  Handover handover{.district = newest.district,
                    .epoch = newest.epoch,
                    .to = newest.released_to.empty() ? newest.instance : newest.released_to,
                    .position = newest.released.position,
                    .hash = newest.released.hash,
                    .confirmed = true};
  if (handover.to != self_) {
    const std::optional<Placement> placed = placement();
    const PlacedInstance* to = placed ? placed->Find(handover.to) : nullptr;
    handover.state = Handover::State::kReleased;
    handover.endpoint = to == nullptr ? "" : to->endpoint;
    return Store(handover);
  }
  if (!Reaches(newest.released)) {
    behind[newest.district] = newest.released.position;
    return absl::OkStatus();
  }
  handover.state = Handover::State::kTaken;
  handover.time = clock_.Now();
  return Store(handover);
}

absl::Status Ownership::Settle(const std::vector<Elsewhere>& known) {
  std::map<std::string, Elsewhere> newest;
  for (const Elsewhere& one : known) {
    Elsewhere& best = newest[one.district];
    // Of one hand-over the release is worth more: it says where the journal stood.
    if (one.epoch > best.epoch || (one.epoch == best.epoch && !one.released_to.empty())) best = one;
  }
  absl::MutexLock change(&change_mu_);
  std::map<std::string, std::int64_t> behind;
  for (const auto& [district, one] : newest) RETURN_IF_ERROR(SettleOne(one, behind));
  absl::MutexLock lock(&mu_);
  behind_ = std::move(behind);
  in_doubt_ = false;
  return absl::OkStatus();
}

Ownership::Standing Ownership::StandingOf(const std::string& district) const {
  absl::ReaderMutexLock lock(&mu_);
  Standing out;
  out.held = CheckLocked(district).ok();
  if (const District* known = Find(district)) {
    out.sealed = IsSealed(*known);
    out.handover = known->handover;
  }
  return out;
}

std::vector<std::string> Ownership::HandedOver() const {
  absl::ReaderMutexLock lock(&mu_);
  std::vector<std::string> out;
  for (const auto& [code, district] : districts_) {
    if (district.handover) out.push_back(code);
  }
  return out;
}

std::set<std::string> Ownership::Misplaced() const {
  absl::ReaderMutexLock lock(&mu_);
  std::set<std::string> out;
  if (!placement_) return out;
  for (const auto& [code, name] : placement_->districts()) {
    if ((name == self_) != CheckLocked(code).ok()) out.insert(code);
  }
  for (const auto& [code, district] : districts_) {
    if (district.handover && district.handover->state == Handover::State::kTaken &&
        placement_->OwnerOf(code).name != self_)
      out.insert(code);
  }
  return out;
}

}  // namespace duban::ingest
