#include "analytics/core/shared_state.h"

#include <fmt/format.h>

#include "absl/time/time.h"
#include "common/error.h"

namespace duban::analytics {

State::Applied SharedState::ApplyCatalog(const registry::v1::CatalogEvent& event) {
  State::Applied applied;
  {
    absl::WriterMutexLock lock(&mu_);
    applied = state_.ApplyCatalog(event);
  }
  if (applied == State::Applied::kApplied) Changed("");
  return applied;
}

State::Applied SharedState::ApplyEntry(const ingest::v1::JournalEntry& entry) {
  State::Applied applied;
  {
    absl::WriterMutexLock lock(&mu_);
    applied = state_.ApplyEntry(entry);
  }
  if (applied == State::Applied::kApplied) {
    constexpr std::size_t kPrefix = std::string_view("districts/").size();
    Changed(entry.district().size() > kPrefix ? entry.district().substr(kPrefix) : "");
  }
  return applied;
}

void SharedState::ForgetJournal(const std::string& code) {
  {
    absl::WriterMutexLock lock(&mu_);
    state_.ForgetJournal(code);
  }
  Changed(code);
}

void SharedState::Reset(State state) {
  {
    absl::WriterMutexLock lock(&mu_);
    std::swap(state_, state);
  }
  Changed("");
}

void SharedState::Changed(const std::string& code) {
  {
    absl::MutexLock lock(&wait_mu_);
    if (waiters_ > 0) folded_.SignalAll();
  }
  if (listener_) listener_(code);
}

StateVersion SharedState::VersionOf(const std::string& code) const {
  absl::ReaderMutexLock lock(&mu_);
  const DistrictState* district = state_.Find(code);
  if (district == nullptr) return {};
  return {district->catalog_revision, district->head, district->origin};
}

std::int64_t SharedState::catalog_revision() const {
  absl::ReaderMutexLock lock(&mu_);
  return state_.catalog_revision();
}

bool SharedState::Holds(const std::string& code, std::int64_t position) const {
  if (position <= 0) return true;
  absl::ReaderMutexLock lock(&mu_);
  const DistrictState* district = state_.Find(code);
  return district != nullptr && district->Holds(position);
}

absl::Status SharedState::WaitFor(const std::string& code, std::int64_t position,
                                  std::chrono::system_clock::time_point until) const {
  if (Holds(code, position)) return absl::OkStatus();
  absl::MutexLock lock(&wait_mu_);
  if (waiters_ >= kMaxWaiters) {
    return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_WAITERS",
                                "too many reads wait for a position; retry later"),
                          std::chrono::milliseconds(200));
  }
  ++waiters_;
  bool reached = false, late = false;
  while (!(reached = Holds(code, position)) && !late) {
    late = folded_.WaitWithDeadline(&wait_mu_, absl::FromChrono(until));
  }
  --waiters_;
  if (reached) return absl::OkStatus();
  return Error(
      absl::StatusCode::kDeadlineExceeded, "POSITION_NOT_REACHED",
      fmt::format("position {} of district {} was not folded in time; retry or ask for less",
                  position, code),
      {{"position", std::to_string(position)}, {"district", code}});
}

}  // namespace duban::analytics
