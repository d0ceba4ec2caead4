// The rules of the catalog: what may be stored, what follows from it, and what a reader gets.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/date.h"
#include "registry/core/catalog.h"
#include "registry/core/catalog_store.h"
#include "registry/core/committer.h"
#include "registry/core/district_table.h"
#include "registry/core/validate.h"

namespace duban::registry {

struct RegistryOptions {
  TreeLimits limits;
  // Catalog events kept for watchers; older ones are compacted away, about a tenth more at a time.
  // 0 = all.
  std::int64_t event_history = 1'000'000;
  // Codes that are known without being registered.
  DistrictTable districts = DistrictTable::Shipped();
  // How long an answered request id is known.
  std::chrono::hours request_memory{24};
};

// Registry answers RegistryService's calls; each method is the RPC of the same name and fails with
// the codes and reasons that registry_service.proto says.
//
// Thread-safe. Reads of the newest state come from memory; writes, old revisions and revision lists
// block on the store.
class Registry {
 public:
  // Loads the catalog. `store` and `clock` must outlive it. `committed` is called after every
  // change.
  static absl::StatusOr<std::unique_ptr<Registry>> Make(
      CatalogStore& store, const Clock& clock, RegistryOptions options,
      std::function<void()> committed = [] {});

  absl::StatusOr<v1::District> GetDistrict(const v1::GetDistrictRequest& request) const;
  absl::StatusOr<v1::ListDistrictsResponse> ListDistricts(
      const v1::ListDistrictsRequest& request) const;
  absl::StatusOr<v1::District> CreateDistrict(const v1::CreateDistrictRequest& request);
  absl::StatusOr<v1::District> UpdateDistrict(const v1::UpdateDistrictRequest& request);

  absl::StatusOr<v1::Unit> GetUnit(const v1::GetUnitRequest& request) const;
  absl::StatusOr<v1::ListUnitsResponse> ListUnits(const v1::ListUnitsRequest& request) const;
  absl::StatusOr<v1::Unit> CreateUnit(const v1::CreateUnitRequest& request);
  absl::StatusOr<v1::Unit> UpdateUnit(const v1::UpdateUnitRequest& request);
  absl::StatusOr<v1::ResolveUnitResponse> ResolveUnit(const v1::ResolveUnitRequest& request) const;
  absl::StatusOr<v1::Unit> MergeUnits(const v1::MergeUnitsRequest& request);

  // The newest revision, serialized as it is served.
  absl::StatusOr<std::shared_ptr<const StoredProgramme>> FindProgramme(std::string_view name) const;
  absl::StatusOr<type::v1::Programme> GetProgramme(const v1::GetProgrammeRequest& request) const;
  absl::StatusOr<v1::ListProgrammesResponse> ListProgrammes(
      const v1::ListProgrammesRequest& request) const;
  absl::StatusOr<v1::ApplyProgrammeResponse> ApplyProgramme(
      const v1::ApplyProgrammeRequest& request);
  absl::StatusOr<v1::ListProgrammeRevisionsResponse> ListProgrammeRevisions(
      const v1::ListProgrammeRevisionsRequest& request) const;
  absl::StatusOr<v1::DiffProgrammeResponse> DiffProgramme(
      const v1::DiffProgrammeRequest& request) const;

  absl::StatusOr<v1::ListTasksResponse> ListTasks(const v1::ListTasksRequest& request) const;
  absl::StatusOr<v1::SearchProjectsResponse> SearchProjects(
      const v1::SearchProjectsRequest& request) const;

  absl::StatusOr<v1::RuleProfile> GetRuleProfile(const v1::GetRuleProfileRequest& request) const;
  absl::StatusOr<v1::ListRuleProfilesResponse> ListRuleProfiles(
      const v1::ListRuleProfilesRequest& request) const;
  absl::StatusOr<v1::RuleProfile> ApplyRuleProfile(const v1::ApplyRuleProfileRequest& request);

  const Catalog& catalog() const { return catalog_; }
  const CatalogStore& store() const { return store_; }

 private:
  Registry(CatalogStore& store, const Clock& clock, RegistryOptions options,
           std::function<void()> committed);

  Date Today() const { return DateAt(clock_.Now()); }

  // The district's state, or NOT_FOUND DISTRICT_NOT_FOUND.
  absl::StatusOr<std::shared_ptr<const DistrictState>> RequireDistrict(std::string_view code) const;

  // A district as it is first stored: what the table knows of the code today, under the name given
  // (if any).
  v1::District KnownDistrict(std::string_view code, const std::string& display_name) const;

  // Fills in what was answered to the request id before, and says whether anything was.
  // Errors: ALREADY_EXISTS REQUEST_ID_REUSED.
  absl::StatusOr<bool> Replay(const AnsweredRequest& asked,
                              google::protobuf::Message& response) const;

  // A decision whose answer is kept when the request had an id.
  Decision Answered(std::vector<CatalogChange> changes, AnsweredRequest asked,
                    const google::protobuf::Message& response) const;

  // Runs after every commit: drops events beyond the history.
  void Trim();

  CatalogStore& store_;
  const Clock& clock_;
  const RegistryOptions options_;
  Catalog catalog_;
  std::int64_t compacted_ = 0;  // touched by the one writer that leads
  Committer committer_;
};

// A request id as the store keeps it; `request` is digested whole.
AnsweredRequest AskedWith(std::string_view district, std::string_view request_id,
                          std::string_view method, const google::protobuf::Message& request);

// Adds a violation when a request id is not 0..64 printable ASCII characters.
void CheckRequestId(std::string_view request_id, std::vector<FieldViolation>& violations);

// ABORTED REVISION_MISMATCH when an etag is given and another one is stored ("" = nothing is).
absl::Status CheckEtag(const std::string& given, const std::string& stored, std::string_view name);

// The page token parameters of a list request: everything but page_size and page_token.
template <typename Request>
std::string ListParameters(std::string_view method, Request request) {
  request.clear_page_size();
  request.clear_page_token();
  return std::string(method) + ' ' + request.SerializeAsString();
}

}  // namespace duban::registry
