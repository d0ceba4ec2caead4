// A complete CatalogStore in memory, for tests and local runs.
#pragma once

#include <map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "registry/core/catalog_store.h"

namespace duban::registry {

// Thread-safe. Everything is gone with the object.
class FakeCatalogStore : public CatalogStore {
 public:
  absl::Status Commit(std::int64_t expected_head, TimePoint now,
                      const std::vector<CatalogChange>& changes,
                      const std::vector<AnsweredRequest>& requests) override;
  absl::StatusOr<CatalogHead> GetHead() const override;
  absl::StatusOr<CatalogHead> Load(
      const std::function<absl::Status(LoadedState)>& visit) const override;
  absl::StatusOr<std::vector<v1::CatalogEvent>> ReadEvents(std::int64_t after,
                                                           std::string_view district, int limit,
                                                           std::int64_t max_bytes) const override;
  absl::StatusOr<std::optional<type::v1::Programme>> ReadProgramme(
      std::string_view district, int year, std::int64_t revision) const override;
  absl::StatusOr<std::vector<v1::ProgrammeRevision>> ListProgrammeRevisions(
      std::string_view district, int year, std::int64_t before, int limit) const override;
  absl::StatusOr<std::optional<AnsweredRequest>> FindRequest(
      std::string_view district, std::string_view request_id) const override;
  absl::Status ForgetRequests(TimePoint before) override;
  absl::Status Compact(std::int64_t revision) override;

  // Every later call fails with `status`, until it is OK again.
  void FailWith(absl::Status status);
  // How many commits were stored.
  int commits() const;

 private:
  // (district, kind and key inside the district), e.g. ("440113", "unit shuiwuju").
  using Key = std::pair<std::string, std::string>;
  void Store(const CatalogChange& change, TimePoint now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  CatalogHead head_ ABSL_GUARDED_BY(mutex_);
  int commits_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::int64_t, v1::CatalogEvent> events_ ABSL_GUARDED_BY(mutex_);
  std::map<Key, LoadedState> states_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, int>, std::map<std::int64_t, ProgrammeState>> programmes_
      ABSL_GUARDED_BY(mutex_);
  std::map<Key, AnsweredRequest> requests_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace duban::registry
