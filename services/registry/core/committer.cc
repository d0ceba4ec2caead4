#include "registry/core/committer.h"

#include <set>

#include "common/error.h"

namespace duban::registry {
namespace {

constexpr size_t kMaxWaiting = 4096;
constexpr size_t kMaxBatch = 256;
constexpr int kAttempts = 5;

CatalogChange ChangeOf(v1::CatalogEvent event) {
  if (event.has_district()) return std::move(*event.mutable_district());
  if (event.has_unit()) return std::move(*event.mutable_unit());
  if (event.has_rule_profile()) return std::move(*event.mutable_rule_profile());
  return ProgrammeState{.programme = std::move(*event.mutable_programme())};
}

}  // namespace

Committer::Committer(CatalogStore& store, Catalog& catalog, const Clock& clock,
                     std::function<void()> committed)
    : store_(store), catalog_(catalog), clock_(clock), committed_(std::move(committed)) {}

absl::Status Committer::Run(std::string district, Decide decide) {
  Pending mine{.district = std::move(district), .decide = std::move(decide)};
  absl::MutexLock lock(&mutex_);
  if (waiting_.size() >= kMaxWaiting)
    return WithRetryAfter(Error(absl::StatusCode::kResourceExhausted, "WRITE_QUEUE_FULL",
                                "too many writes wait for the catalog; try again"),
                          std::chrono::milliseconds(200));
  waiting_.push_back(&mine);
  const auto can_go_on = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return mine.done || !led_; };
  mutex_.Await(absl::Condition(&can_go_on));
  if (mine.done) return mine.result;
  led_ = true;
  while (!mine.done) {
    const std::vector<Pending*> batch = TakeBatch();
    mutex_.Unlock();
    Process(batch);
    mutex_.Lock();
    for (Pending* pending : batch) pending->done = true;
  }
  // Whoever still waits wakes up now and leads.
  led_ = false;
  return mine.result;
}

std::vector<Committer::Pending*> Committer::TakeBatch() {
  std::vector<Pending*> batch;
  std::deque<Pending*> later;
  std::set<std::string_view> districts;
  for (Pending* pending : waiting_) {
    if (batch.size() < kMaxBatch && districts.insert(pending->district).second) {
      batch.push_back(pending);
    } else {
      later.push_back(pending);
    }
  }
  waiting_ = std::move(later);
  return batch;
}

void Committer::Process(const std::vector<Pending*>& batch) {
  absl::Status status;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    status = ProcessOnce(batch);
    if (ReasonOf(status) != "HEAD_MOVED") break;
    status = CatchUp();
    if (!status.ok()) break;
    status = Error(absl::StatusCode::kUnavailable, "STORE_UNREACHABLE",
                   "other writers keep the catalog busy; try again");
  }
  if (status.ok()) return;
  for (Pending* pending : batch) {
    if (pending->result.ok()) pending->result = status;
  }
}

absl::Status Committer::ProcessOnce(const std::vector<Pending*>& batch) {
  const std::int64_t head = catalog_.revision();
  Decision all;
  for (Pending* pending : batch) {
    const auto district = catalog_.Find(pending->district);
    auto decision =
        pending->decide(district.get(), head + static_cast<std::int64_t>(all.changes.size()));
    pending->result = decision.status();
    if (!decision.ok() || decision->changes.empty()) continue;
    std::move(decision->changes.begin(), decision->changes.end(), std::back_inserter(all.changes));
    std::move(decision->requests.begin(), decision->requests.end(),
              std::back_inserter(all.requests));
  }
  if (all.changes.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(store_.Commit(head, clock_.Now(), all.changes, all.requests));
  std::int64_t revision = head;
  for (const CatalogChange& change : all.changes) catalog_.Apply(change, ++revision);
  committed_();
  return absl::OkStatus();
}

absl::Status Committer::CatchUp() {
  while (true) {
    ASSIGN_OR_RETURN(auto events, store_.ReadEvents(catalog_.revision(), "", 1000, 8 << 20));
    if (events.empty()) break;
    for (v1::CatalogEvent& event : events) {
      const std::int64_t revision = event.revision();
      catalog_.Apply(ChangeOf(std::move(event)), revision);
    }
  }
  committed_();
  return absl::OkStatus();
}

}  // namespace duban::registry
