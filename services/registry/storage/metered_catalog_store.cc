#include "registry/storage/metered_catalog_store.h"

namespace duban::registry {

MeteredCatalogStore::MeteredCatalogStore(CatalogStore& store, runtime::Metrics& metrics,
                                         const Clock& clock)
    : store_(store),
      metrics_(metrics),
      clock_(clock),
      changes_(metrics.Histogram("duban_registry_commit_changes",
                                 "Changes that one commit of the catalog held.", {},
                                 {1, 2, 4, 8, 16, 32, 64, 128, 256})),
      revision_(metrics.Gauge("duban_registry_catalog_revision", "Newest catalog revision.")) {}

template <class Call>
auto MeteredCatalogStore::Timed(const std::string& op, Call call) const {
  const SteadyPoint start = clock_.Steady();
  auto result = call();
  const std::chrono::duration<double> took = clock_.Steady() - start;
  metrics_
      .Histogram("duban_registry_store_seconds", "Seconds that a call of the catalog's store took.",
                 {{"op", op}, {"ok", result.ok() ? "true" : "false"}})
      .Observe(took.count());
  return result;
}

absl::Status MeteredCatalogStore::Commit(std::int64_t expected_head, TimePoint now,
                                         const std::vector<CatalogChange>& changes,
                                         const std::vector<AnsweredRequest>& requests) {
  const absl::Status status =
      Timed("commit", [&] { return store_.Commit(expected_head, now, changes, requests); });
  if (status.ok()) {
    changes_.Observe(static_cast<double>(changes.size()));
    revision_.Set(static_cast<double>(expected_head) + static_cast<double>(changes.size()));
  }
  return status;
}

absl::StatusOr<CatalogHead> MeteredCatalogStore::GetHead() const {
  return Timed("get_head", [&] { return store_.GetHead(); });
}

absl::StatusOr<CatalogHead> MeteredCatalogStore::Load(
    const std::function<absl::Status(LoadedState)>& visit) const {
  auto head = Timed("load", [&] { return store_.Load(visit); });
  if (head.ok()) revision_.Set(static_cast<double>(head->revision));
  return head;
}

absl::StatusOr<std::vector<v1::CatalogEvent>> MeteredCatalogStore::ReadEvents(
    std::int64_t after, std::string_view district, int limit, std::int64_t max_bytes) const {
  return Timed("read_events", [&] { return store_.ReadEvents(after, district, limit, max_bytes); });
}

absl::StatusOr<std::optional<type::v1::Programme>> MeteredCatalogStore::ReadProgramme(
    std::string_view district, int year, std::int64_t revision) const {
  return Timed("read_programme", [&] { return store_.ReadProgramme(district, year, revision); });
}

absl::StatusOr<std::vector<v1::ProgrammeRevision>> MeteredCatalogStore::ListProgrammeRevisions(
    std::string_view district, int year, std::int64_t before, int limit) const {
  return Timed("list_revisions",
               [&] { return store_.ListProgrammeRevisions(district, year, before, limit); });
}

absl::StatusOr<std::optional<AnsweredRequest>> MeteredCatalogStore::FindRequest(
    std::string_view district, std::string_view request_id) const {
  return Timed("find_request", [&] { return store_.FindRequest(district, request_id); });
}

absl::Status MeteredCatalogStore::ForgetRequests(TimePoint before) {
  return Timed("forget_requests", [&] { return store_.ForgetRequests(before); });
}

absl::Status MeteredCatalogStore::Compact(std::int64_t revision) {
  return Timed("compact", [&] { return store_.Compact(revision); });
}

}  // namespace duban::registry
