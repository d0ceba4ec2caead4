#include "registry/core/catalog.h"

#include "common/error.h"
#include "registry/core/keys.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

void Sign(const type::v1::Programme& programme, BigramSignature& signature) {
  const auto add = [&](const std::string& text) { signature.Add(FoldToCodePoints(text)); };
  const auto add_all = [&](const auto& texts) {
    for (const std::string& text : texts) add(text);
  };
  for (const auto& project : programme.projects()) {
    add(project.title());
    add(project.category());
    add(project.content());
    add_all(project.leaders());
    add_all(project.lead_units());
    add_all(project.cooperating_units());
    for (const auto& task : project.tasks()) {
      add(task.title());
      add(task.content());
      add_all(task.lead_units());
      add_all(task.cooperating_units());
      for (const auto& indicator : task.indicators()) add(indicator.measure());
      for (const auto& milestone : task.milestones()) add(milestone.title());
    }
  }
}

std::shared_ptr<const StoredProgramme> MakeStored(const type::v1::Programme& programme,
                                                  std::string bytes, std::int64_t revision) {
  auto stored = std::make_shared<StoredProgramme>();
  stored->basic.set_name(programme.name());
  stored->basic.set_year(programme.year());
  stored->basic.set_title(programme.title());
  stored->basic.set_revision(programme.revision());
  stored->basic.set_etag(programme.etag());
  *stored->basic.mutable_create_time() = programme.create_time();
  *stored->basic.mutable_update_time() = programme.update_time();
  stored->size = SizeOf(programme);
  stored->bytes = std::move(bytes);
  stored->catalog_revision = revision;
  Sign(programme, stored->signature);
  return stored;
}

Date ProfileDate(const v1::RuleProfile& profile) { return FromProto(profile.valid_from()); }

template <typename Message>
absl::StatusOr<CatalogChange> Parse(const LoadedState& state) {
  Message message;
  if (message.ParseFromString(state.message)) return CatalogChange(std::move(message));
  return Error(absl::StatusCode::kDataLoss, "ROW_CORRUPT",
               "a stored state of district " + state.district + " is broken",
               {{"catalog_revision", std::to_string(state.catalog_revision)}});
}

}  // namespace

std::string VersionKey(const v1::District& district) {
  return district.name() + '@' + FormatDate(FromProto(district.valid_from()));
}

type::v1::Programme StoredProgramme::Tree() const {
  type::v1::Programme programme;
  // The bytes were checked when they were taken in.
  (void)programme.ParseFromString(bytes);
  return programme;
}

std::shared_ptr<const v1::District> DistrictState::VersionAt(const Date& day) const {
  auto after = versions.upper_bound(day);
  if (after == versions.begin()) return nullptr;
  const auto& version = std::prev(after)->second;
  const Date until = FromProto(version->valid_until());
  return until.IsSet() && until <= day ? nullptr : version;
}

std::shared_ptr<const v1::District> DistrictState::VersionAtOrNewest(const Date& day) const {
  if (auto version = VersionAt(day)) return version;
  return versions.empty() ? nullptr : versions.rbegin()->second;
}

std::shared_ptr<const DistrictState> Catalog::Find(std::string_view code) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = districts_.find(code);
  return found == districts_.end() ? nullptr : found->second;
}

std::shared_ptr<const DistrictState> Catalog::Next(std::string_view code) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = districts_.upper_bound(code);
  return found == districts_.end() ? nullptr : found->second;
}

absl::Status Catalog::Load(const LoadedState& state) {
  absl::StatusOr<CatalogChange> change;
  std::string bytes;
  switch (state.kind) {
    case LoadedState::Kind::kDistrict:
      change = Parse<v1::District>(state);
      break;
    case LoadedState::Kind::kUnit:
      change = Parse<v1::Unit>(state);
      break;
    case LoadedState::Kind::kRuleProfile:
      change = Parse<v1::RuleProfile>(state);
      break;
    case LoadedState::Kind::kProgramme: {
      ProgrammeState programme;
      if (programme.programme.ParseFromString(state.message)) {
        change = CatalogChange(std::move(programme));
        bytes = state.message;
      } else {
        change = Parse<v1::District>({.district = state.district, .message = "\xff"});
      }
      break;
    }
  }
  RETURN_IF_ERROR(change.status());
  Change(state.district, *change, state.catalog_revision, std::move(bytes));
  return absl::OkStatus();
}

void Catalog::Apply(const CatalogChange& change, std::int64_t revision) {
  std::string bytes;
  if (const auto* programme = std::get_if<ProgrammeState>(&change))
    bytes = programme->programme.SerializeAsString();
  Change(DistrictOf(change), change, revision, std::move(bytes));
  set_revision(revision);
}

void Catalog::Change(std::string_view code, const CatalogChange& change, std::int64_t revision,
                     std::string programme_bytes) {
  auto next = std::make_shared<DistrictState>();
  if (const auto now = Find(code)) *next = *now;
  next->code = std::string(code);
  if (const auto* district = std::get_if<v1::District>(&change)) {
    next->versions[FromProto(district->valid_from())] =
        std::make_shared<const v1::District>(*district);
    next->revisions[VersionKey(*district)] = revision;
  } else if (const auto* unit = std::get_if<v1::Unit>(&change)) {
    next->units[LastSegment(unit->name())] = std::make_shared<const v1::Unit>(*unit);
    next->revisions[unit->name()] = revision;
  } else if (const auto* profile = std::get_if<v1::RuleProfile>(&change)) {
    next->profiles[ProfileDate(*profile)] = std::make_shared<const v1::RuleProfile>(*profile);
    next->revisions[profile->name()] = revision;
  } else {
    const type::v1::Programme& programme = std::get<ProgrammeState>(change).programme;
    next->programmes[programme.year()] =
        MakeStored(programme, std::move(programme_bytes), revision);
  }
  absl::MutexLock lock(&mutex_);
  districts_[next->code] = std::move(next);
}

}  // namespace duban::registry
