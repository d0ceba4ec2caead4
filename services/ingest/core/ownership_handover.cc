// The steps of a hand-over, on the side that lets go and on the side that takes.
#include <fmt/format.h>

#include <utility>

#include "absl/time/time.h"
#include "common/error.h"
#include "ingest/core/ownership.h"
#include "ingest/core/ownership_errors.h"

namespace duban::ingest {
namespace {

constexpr std::chrono::milliseconds kLongestLease{60'000};
constexpr std::chrono::milliseconds kShortestLease{1'000};

}  // namespace

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
    return TryAgain("DISTRICT_BUSY",
                    fmt::format("submissions of district {} are still being written", district));
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
      return TryAgain("DISTRICT_BUSY", "reports are being written");
    }
    if (HasEntries(district)) {
      return Precondition(
          "DISTRICT_HELD",
          fmt::format("district {} has reports at {}; run: duban district move {} --to {}",
                      district, self_, district, by),
          {{"owner", self_}});
    }
    if (placement_->OwnerOf(district).name != by) {
      return TryAgain("PLACEMENT_BEHIND",
                      fmt::format("the placement file of {} does not put district {} to {}", self_,
                                  district, by));
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

}  // namespace duban::ingest
