// Units: bureaus, sub-districts and companies under all their names.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "common/error.h"
#include "common/names.h"
#include "common/page_token.h"
#include "registry/core/field_mask.h"
#include "registry/core/keys.h"
#include "registry/core/registry.h"
#include "registry/core/text_fold.h"
#include "registry/core/unit_names.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

using v1::Unit;
using UnitPtr = std::shared_ptr<const Unit>;

constexpr int kMaxNames = 100;

absl::Status UnitNotFound(std::string_view name) {
  return Error(absl::StatusCode::kNotFound, "UNIT_NOT_FOUND", fmt::format("there is no {}", name),
               {{"name", std::string(name)}});
}

absl::StatusOr<UnitPtr> UnitIn(const DistrictState& district, std::string_view id) {
  const auto found = district.units.find(id);
  if (found != district.units.end()) return found->second;
  return UnitNotFound(UnitName(district.code, id));
}

void CheckName(const std::string& name, const std::string& field,
               std::vector<FieldViolation>& violations) {
  if (name.empty())
    violations.push_back({field, "TITLE_MISSING", "is empty, want a name like 区水务局"});
  if (CodePoints(name) > 63 || HasControl(name))
    violations.push_back({field, "TEXT_TOO_LONG", "want at most 63 characters on one line"});
}

std::vector<FieldViolation> Check(const Unit& unit) {
  std::vector<FieldViolation> violations;
  CheckName(unit.display_name(), "unit.display_name", violations);
  if (unit.aliases_size() > kMaxNames)
    violations.push_back({"unit.aliases", "LIST_TOO_LONG",
                          fmt::format("got {}, want at most {}", unit.aliases_size(), kMaxNames)});
  for (int i = 0; i < std::min(unit.aliases_size(), kMaxNames); ++i)
    CheckName(unit.aliases(i), fmt::format("unit.aliases[{}]", i), violations);
  if (unit.social_credit_code().size() > 18)
    violations.push_back({"unit.social_credit_code", "TEXT_TOO_LONG", "want 18 characters"});
  if (CodePoints(unit.category()) > 63)
    violations.push_back({"unit.category", "TEXT_TOO_LONG", "want at most 63 characters"});
  return violations;
}

// A parent must be there, in force, and not below the unit itself.
absl::Status CheckParent(const Unit& unit, const DistrictState& district) {
  if (unit.parent_unit().empty()) return absl::OkStatus();
  constexpr char kField[] = "unit.parent_unit";
  ASSIGN_OR_RETURN(UnitKey key, ParseUnitName(kField, unit.parent_unit()));
  std::set<std::string> seen = {LastSegment(unit.name())};
  while (true) {
    const auto parent = district.units.find(key.unit);
    if (key.district != district.code || parent == district.units.end())
      return InvalidField(kField, "PARENT_UNKNOWN",
                          fmt::format("there is no {} in this district; create it first",
                                      UnitName(key.district, key.unit)));
    if (!seen.insert(key.unit).second)
      return InvalidField(kField, "PARENT_CYCLE", "the unit would stand above itself");
    if (parent->second->parent_unit().empty()) return absl::OkStatus();
    key.unit = LastSegment(parent->second->parent_unit());
  }
}

// Every name belongs to one unit in force.
absl::Status CheckNamesFree(const Unit& unit, const DistrictState& district) {
  const UnitNames names(district);
  const auto check = [&](const std::string& name) -> absl::Status {
    const UnitPtr holder = names.Holder(name);
    if (holder == nullptr || holder->name() == unit.name()) return absl::OkStatus();
    return Error(absl::StatusCode::kAlreadyExists, "UNIT_EXISTS",
                 fmt::format("{} is already a name of {} ({}); use that unit, or merge the two",
                             name, holder->name(), holder->display_name()),
                 {{"name", name}, {"unit", holder->name()}});
  };
  RETURN_IF_ERROR(check(unit.display_name()));
  for (const std::string& alias : unit.aliases()) RETURN_IF_ERROR(check(alias));
  return absl::OkStatus();
}

void AddAlias(Unit& unit, const std::string& alias) {
  const auto same = [&](const std::string& other) { return FoldText(other) == FoldText(alias); };
  if (alias.empty() || same(unit.display_name()) ||
      std::any_of(unit.aliases().begin(), unit.aliases().end(), same)) {
    return;
  }
  unit.add_aliases(alias);
}

// Aliases once each, none that is the official name; warnings written anew.
void Tidy(Unit& unit) {
  const google::protobuf::RepeatedPtrField<std::string> aliases = unit.aliases();
  unit.clear_aliases();
  for (const std::string& alias : aliases) AddAlias(unit, alias);
  unit.clear_warnings();
  if (!unit.social_credit_code().empty() && !IsSocialCreditCode(unit.social_credit_code()))
    unit.add_warnings(
        fmt::format("social credit code {} fails its check digit (GB 32100); a digit "
                    "is wrong or two are swapped",
                    unit.social_credit_code()));
}

std::string FreeId(const Unit& unit, const DistrictState& district) {
  std::string base = Romanize(unit.display_name(), 56);
  if (base.empty()) base = "unit";
  std::string id = base;
  for (int n = 2; district.units.contains(id); ++n) id = fmt::format("{}-{}", base, n);
  return id;
}

std::int64_t RevisionIn(const std::string& etag) {
  return etag.size() > 2 ? std::atoll(etag.c_str() + 1) : 0;
}

// Orders a list: display name, then name.
std::string CursorOf(const Unit& unit) { return unit.display_name() + '\n' + unit.name(); }

}  // namespace

absl::StatusOr<Unit> Registry::GetUnit(const v1::GetUnitRequest& request) const {
  ASSIGN_OR_RETURN(const UnitKey key, ParseUnitName("name", request.name()));
  const auto district = catalog_.Find(key.district);
  if (district == nullptr) return UnitNotFound(request.name());
  ASSIGN_OR_RETURN(const UnitPtr unit, UnitIn(*district, key.unit));
  return *unit;
}

absl::StatusOr<v1::ListUnitsResponse> Registry::ListUnits(
    const v1::ListUnitsRequest& request) const {
  ASSIGN_OR_RETURN(const ResourceName parent, ParseDistrictName("parent", request.parent()));
  ASSIGN_OR_RETURN(const int page_size, ReadPageSize(request.page_size()));
  const std::string parameters = ListParameters("ListUnits", request);
  ASSIGN_OR_RETURN(const std::string cursor, ReadPageToken(request.page_token(), parameters));
  ASSIGN_OR_RETURN(const auto district, RequireDistrict(parent.district));
  std::vector<UnitPtr> units;
  for (const auto& [id, unit] : district->units) {
    if (!request.include_merged() && !unit->merged_into().empty()) continue;
    if (CursorOf(*unit) > cursor) units.push_back(unit);
  }
  std::sort(units.begin(), units.end(),
            [](const UnitPtr& a, const UnitPtr& b) { return CursorOf(*a) < CursorOf(*b); });
  v1::ListUnitsResponse response;
  for (const UnitPtr& unit : units) {
    if (response.units_size() == page_size) {
      response.set_next_page_token(
          MakePageToken(CursorOf(response.units(page_size - 1)), parameters));
      break;
    }
    *response.add_units() = *unit;
  }
  return response;
}

absl::StatusOr<Unit> Registry::CreateUnit(const v1::CreateUnitRequest& request) {
  ASSIGN_OR_RETURN(const ResourceName parent, ParseDistrictName("parent", request.parent()));
  std::vector<FieldViolation> violations = Check(request.unit());
  if (!request.unit_id().empty() && !IsUnitId(request.unit_id()))
    violations.push_back({"unit_id", "NAME_MALFORMED", "want 1..63 of a-z, 0-9 and -"});
  CheckRequestId(request.request_id(), violations);
  RETURN_IF_ERROR(InvalidFields(violations));
  const AnsweredRequest asked =
      AskedWith(parent.district, request.request_id(), "CreateUnit", request);
  Unit created;
  const auto decide = [&](const DistrictState*, std::int64_t) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const bool replayed, Replay(asked, created));
    if (replayed) return Decision{};
    ASSIGN_OR_RETURN(const auto district, RequireDistrict(parent.district));
    created = request.unit();
    created.clear_merged_into();
    const std::string id =
        request.unit_id().empty() ? FreeId(created, *district) : request.unit_id();
    created.set_name(UnitName(parent.district, id));
    if (district->units.contains(id))
      return Error(absl::StatusCode::kAlreadyExists, "UNIT_EXISTS",
                   fmt::format("there is a {} already", created.name()),
                   {{"unit", created.name()}});
    Tidy(created);
    RETURN_IF_ERROR(CheckNamesFree(created, *district));
    RETURN_IF_ERROR(CheckParent(created, *district));
    created.set_etag(EtagOf(1));
    *created.mutable_create_time() = ToProto(clock_.Now());
    *created.mutable_update_time() = created.create_time();
    return Answered({created}, asked, created);
  };
  RETURN_IF_ERROR(committer_.Run(parent.district, decide));
  return created;
}

absl::StatusOr<Unit> Registry::UpdateUnit(const v1::UpdateUnitRequest& request) {
  ASSIGN_OR_RETURN(const UnitKey key, ParseUnitName("unit.name", request.unit().name()));
  Unit updated;
  const auto decide = [&](const DistrictState*, std::int64_t) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const auto district, RequireDistrict(key.district));
    ASSIGN_OR_RETURN(const UnitPtr stored, UnitIn(*district, key.unit));
    RETURN_IF_ERROR(CheckEtag(request.unit().etag(), stored->etag(), stored->name()));
    if (!stored->merged_into().empty())
      return Error(absl::StatusCode::kFailedPrecondition, "UNIT_MERGED",
                   fmt::format("{} was merged into {}; change that one", stored->name(),
                               stored->merged_into()),
                   {{"merged_into", stored->merged_into()}});
    updated = *stored;
    RETURN_IF_ERROR(
        ApplyMask(request.update_mask(),
                  {"display_name", "aliases", "parent_unit", "social_credit_code", "category"},
                  request.unit(), updated));
    // The old official name goes on meaning the unit.
    if (updated.display_name() != stored->display_name()) AddAlias(updated, stored->display_name());
    RETURN_IF_ERROR(InvalidFields(Check(updated)));
    Tidy(updated);
    RETURN_IF_ERROR(CheckNamesFree(updated, *district));
    RETURN_IF_ERROR(CheckParent(updated, *district));
    if (updated.SerializeAsString() == stored->SerializeAsString()) return Decision{};
    updated.set_etag(EtagOf(RevisionIn(stored->etag()) + 1));
    *updated.mutable_update_time() = ToProto(clock_.Now());
    return Decision{.changes = {updated}};
  };
  RETURN_IF_ERROR(committer_.Run(key.district, decide));
  return updated;
}

absl::StatusOr<v1::ResolveUnitResponse> Registry::ResolveUnit(
    const v1::ResolveUnitRequest& request) const {
  ASSIGN_OR_RETURN(const ResourceName parent, ParseDistrictName("parent", request.parent()));
  if (request.text().empty() || CodePoints(request.text()) > 200)
    return InvalidField("text", "TEXT_TOO_LONG", "want the printed name, 1..200 characters");
  ASSIGN_OR_RETURN(const auto district, RequireDistrict(parent.district));
  const UnitNames::Answer answer = UnitNames(*district).Resolve(request.text());
  v1::ResolveUnitResponse response;
  response.set_outcome(answer.outcome);
  response.set_explanation(answer.explanation);
  for (const UnitPtr& unit : answer.units) *response.add_units() = *unit;
  return response;
}

absl::StatusOr<Unit> Registry::MergeUnits(const v1::MergeUnitsRequest& request) {
  ASSIGN_OR_RETURN(const UnitKey target_key, ParseUnitName("target", request.target()));
  ASSIGN_OR_RETURN(const UnitKey source_key, ParseUnitName("source", request.source()));
  if (target_key.district != source_key.district || target_key.unit == source_key.unit)
    return InvalidField("source", "MERGE_INVALID", "want two different units of one district");
  Unit target;
  const auto decide = [&](const DistrictState*, std::int64_t) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const auto district, RequireDistrict(target_key.district));
    ASSIGN_OR_RETURN(const UnitPtr stays, UnitIn(*district, target_key.unit));
    ASSIGN_OR_RETURN(const UnitPtr goes, UnitIn(*district, source_key.unit));
    target = *stays;
    // Merged so already: the same call again changes nothing.
    if (goes->merged_into() == stays->name()) return Decision{};
    for (const UnitPtr& unit : {stays, goes}) {
      if (!unit->merged_into().empty())
        return Error(absl::StatusCode::kFailedPrecondition, "UNIT_MERGED",
                     fmt::format("{} was merged into {} before", unit->name(), unit->merged_into()),
                     {{"merged_into", unit->merged_into()}});
    }
    const google::protobuf::Timestamp now = ToProto(clock_.Now());
    const auto touch = [&](Unit& unit) {
      unit.set_etag(EtagOf(RevisionIn(unit.etag()) + 1));
      *unit.mutable_update_time() = now;
    };
    AddAlias(target, goes->display_name());
    for (const std::string& alias : goes->aliases()) AddAlias(target, alias);
    if (target.parent_unit() == goes->name()) target.set_parent_unit(goes->parent_unit());
    touch(target);
    Unit source = *goes;
    source.set_merged_into(target.name());
    touch(source);
    Decision decision{.changes = {source, target}};
    for (const auto& [id, unit] : district->units) {
      if (unit->parent_unit() != source.name() || unit->name() == target.name()) continue;
      Unit child = *unit;
      child.set_parent_unit(target.name());
      touch(child);
      decision.changes.emplace_back(std::move(child));
    }
    return decision;
  };
  RETURN_IF_ERROR(committer_.Run(target_key.district, decide));
  return target;
}

}  // namespace duban::registry
