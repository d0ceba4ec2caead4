// Hand-overs in memory, for tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "ingest/core/mutex.h"
#include "ingest/core/ownership_store.h"

namespace duban::ingest {

// Thread-safe.
class FakeOwnershipStore : public OwnershipStore {
 public:
  // From now on Put fails with `status`; `stored` says whether it stores all the same, as a failing
  // sync may. OK ends it.
  void FailPutWith(absl::Status status, bool stored) {
    MutexLock lock(mu_);
    failure_ = std::move(status);
    store_anyway_ = stored;
  }

  absl::StatusOr<std::vector<Handover>> Load() const override {
    MutexLock lock(mu_);
    std::vector<Handover> out;
    for (const auto& [district, handover] : handovers_) out.push_back(handover);
    return out;
  }
  absl::Status Put(const Handover& handover) override {
    MutexLock lock(mu_);
    if (failure_.ok() || store_anyway_) handovers_[handover.district] = handover;
    return failure_;
  }
  absl::StatusOr<std::string> GetName(const std::string& role) const override {
    MutexLock lock(mu_);
    const auto found = names_.find(role);
    return found == names_.end() ? std::string() : found->second;
  }
  absl::Status PutName(const std::string& role, const std::string& name) override {
    MutexLock lock(mu_);
    names_[role] = name;
    return absl::OkStatus();
  }

 private:
  mutable Mutex mu_;
  std::map<std::string, Handover> handovers_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, std::string> names_ ABSL_GUARDED_BY(mu_);
  absl::Status failure_ ABSL_GUARDED_BY(mu_);
  bool store_anyway_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace duban::ingest
