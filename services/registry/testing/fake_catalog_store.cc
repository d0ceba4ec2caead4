#include "registry/testing/fake_catalog_store.h"

#include <algorithm>

#include "common/error.h"
#include "registry/core/keys.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

// Fills an event's state and says under which key it stands.
struct Describe {
  v1::CatalogEvent& event;
  LoadedState& state;

  std::string operator()(const v1::District& district) {
    state.kind = LoadedState::Kind::kDistrict;
    state.message = district.SerializeAsString();
    *event.mutable_district() = district;
    return "district " + FormatDate(FromProto(district.valid_from()));
  }
  std::string operator()(const v1::Unit& unit) {
    state.kind = LoadedState::Kind::kUnit;
    state.message = unit.SerializeAsString();
    *event.mutable_unit() = unit;
    return "unit " + LastSegment(unit.name());
  }
  std::string operator()(const ProgrammeState& programme) {
    state.kind = LoadedState::Kind::kProgramme;
    state.message = programme.programme.SerializeAsString();
    *event.mutable_programme() = programme.programme;
    return "programme " + LastSegment(programme.programme.name());
  }
  std::string operator()(const v1::RuleProfile& profile) {
    state.kind = LoadedState::Kind::kRuleProfile;
    state.message = profile.SerializeAsString();
    *event.mutable_rule_profile() = profile;
    return "profile " + LastSegment(profile.name());
  }
};

}  // namespace

absl::Status FakeCatalogStore::Commit(std::int64_t expected_head, TimePoint now,
                                      const std::vector<CatalogChange>& changes,
                                      const std::vector<AnsweredRequest>& requests) {
  absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  if (head_.revision != expected_head)
    return Error(absl::StatusCode::kAborted, "HEAD_MOVED", "the catalog has moved on");
  for (const AnsweredRequest& request : requests) {
    if (requests_.contains({request.district, request.request_id}))
      return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED", "request id is taken");
  }
  for (const CatalogChange& change : changes) Store(change, now);
  for (const AnsweredRequest& request : requests)
    requests_[{request.district, request.request_id}] = request;
  ++commits_;
  return absl::OkStatus();
}

void FakeCatalogStore::Store(const CatalogChange& change, TimePoint now) {
  v1::CatalogEvent event;
  event.set_revision(++head_.revision);
  *event.mutable_commit_time() = ToProto(now);
  LoadedState state{.catalog_revision = head_.revision, .district = DistrictOf(change)};
  const std::string key = std::visit(Describe{event, state}, change);
  if (const auto* programme = std::get_if<ProgrammeState>(&change)) {
    ProgrammeState stored = *programme;
    stored.about.set_catalog_revision(head_.revision);
    programmes_[{state.district, stored.programme.year()}][stored.programme.revision()] = stored;
  }
  states_[{state.district, key}] = state;
  events_[head_.revision] = std::move(event);
}

absl::StatusOr<CatalogHead> FakeCatalogStore::GetHead() const {
  absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  return head_;
}

absl::StatusOr<CatalogHead> FakeCatalogStore::Load(
    const std::function<absl::Status(LoadedState)>& visit) const {
  absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  for (const auto& [key, state] : states_) RETURN_IF_ERROR(visit(state));
  return head_;
}

absl::StatusOr<std::vector<v1::CatalogEvent>> FakeCatalogStore::ReadEvents(
    std::int64_t after, std::string_view district, int limit, std::int64_t max_bytes) const {
  absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  std::vector<v1::CatalogEvent> out;
  std::int64_t bytes = 0;
  for (auto at = events_.upper_bound(after); at != events_.end(); ++at) {
    if (out.size() >= static_cast<size_t>(limit) || (bytes >= max_bytes && !out.empty())) break;
    const v1::CatalogEvent& event = at->second;
    const std::string& name = event.has_district()    ? event.district().name()
                              : event.has_unit()      ? event.unit().name()
                              : event.has_programme() ? event.programme().name()
                                                      : event.rule_profile().name();
    if (!district.empty() && DistrictCodeIn(name) != district) continue;
    bytes += static_cast<std::int64_t>(event.ByteSizeLong());
    out.push_back(event);
  }
  return out;
}

absl::StatusOr<std::optional<type::v1::Programme>> FakeCatalogStore::ReadProgramme(
    std::string_view district, int year, std::int64_t revision) const {
  absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  const auto programme = programmes_.find({std::string(district), year});
  if (programme == programmes_.end()) return std::nullopt;
  const auto state = programme->second.find(revision);
  if (state == programme->second.end()) return std::nullopt;
  return state->second.programme;
}

absl::StatusOr<std::vector<v1::ProgrammeRevision>> FakeCatalogStore::ListProgrammeRevisions(
    std::string_view district, int year, std::int64_t before, int limit) const {
  absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  std::vector<v1::ProgrammeRevision> out;
  const auto programme = programmes_.find({std::string(district), year});
  if (programme == programmes_.end()) return out;
  for (auto at = programme->second.rbegin(); at != programme->second.rend(); ++at) {
    if (out.size() >= static_cast<size_t>(limit)) break;
    if (before == 0 || at->first < before) out.push_back(at->second.about);
  }
  return out;
}

absl::StatusOr<std::optional<AnsweredRequest>> FakeCatalogStore::FindRequest(
    std::string_view district, std::string_view request_id) const {
  absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  const auto found = requests_.find({std::string(district), std::string(request_id)});
  if (found == requests_.end()) return std::nullopt;
  return found->second;
}

absl::Status FakeCatalogStore::ForgetRequests(TimePoint before) {
  absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  std::erase_if(requests_, [&](const auto& entry) { return entry.second.commit_time < before; });
  return absl::OkStatus();
}

absl::Status FakeCatalogStore::Compact(std::int64_t revision) {
  absl::MutexLock lock(&mutex_);
  RETURN_IF_ERROR(failure_);
  revision = std::min(revision, head_.revision);
  if (revision <= head_.compacted) return absl::OkStatus();
  events_.erase(events_.begin(), events_.upper_bound(revision));
  head_.compacted = revision;
  return absl::OkStatus();
}

void FakeCatalogStore::FailWith(absl::Status status) {
  absl::MutexLock lock(&mutex_);
  failure_ = std::move(status);
}

int FakeCatalogStore::commits() const {
  absl::MutexLock lock(&mutex_);
  return commits_;
}

}  // namespace duban::registry
