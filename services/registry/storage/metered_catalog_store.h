// A CatalogStore that measures another one.
#pragma once

#include <map>
#include <string>

#include "registry/core/catalog_store.h"
#include "runtime/metrics.h"

namespace duban::registry {

// Metrics: duban_registry_store_seconds{op, ok}, duban_registry_commit_changes (changes of one
// commit), duban_registry_catalog_revision. Thread-safe; `store`, `metrics` and `clock` must
// outlive it.
class MeteredCatalogStore : public CatalogStore {
 public:
  MeteredCatalogStore(CatalogStore& store, runtime::Metrics& metrics, const Clock& clock);

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

 private:
  // Calls and times; `op` is one of the closed set of method names.
  template <class Call>
  auto Timed(const std::string& op, Call call) const;

  CatalogStore& store_;
  runtime::Metrics& metrics_;
  const Clock& clock_;
  prometheus::Histogram& changes_;
  prometheus::Gauge& revision_;
};

}  // namespace duban::registry
