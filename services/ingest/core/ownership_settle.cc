// After data was restored: what the others know of hand-overs since the backup.
#include <utility>

#include "common/error.h"
#include "ingest/core/ownership.h"

namespace duban::ingest {

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

}  // namespace duban::ingest
