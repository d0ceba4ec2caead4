#include "ingest/core/ownership.h"

#include <fmt/format.h>

#include <utility>

#include "common/error.h"
#include "ingest/core/ownership_errors.h"

namespace duban::ingest {

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

absl::Status Ownership::CheckLocked(const std::string& district) const {
  if (in_doubt_ && placement_) {
    return TryAgain("OWNERSHIP_IN_DOUBT",
                    "this instance was restored from a backup and asks the others first which "
                    "districts have moved since; send it again");
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
  return TryAgain("DISTRICT_UNCLAIMED",
                  fmt::format("district {} is placed here, but the shared instance {} has not let "
                              "it go yet; if it has reports already, run: duban district move {} "
                              "--to {}",
                              district, placement_->shared().name, district, self_),
                  {{"district", district},
                   {"owner", placement_->shared().name},
                   {"endpoint", placement_->shared().endpoint}});
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

std::int64_t Ownership::EpochOf(const std::string& district) const {
  absl::ReaderMutexLock lock(&mu_);
  const District* known = Find(district);
  return known != nullptr && known->handover ? known->handover->epoch : 0;
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
