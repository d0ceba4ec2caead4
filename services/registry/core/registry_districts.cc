// Districts: a code together with the time that it means one division.
#include <fmt/format.h>

#include "common/error.h"
#include "common/names.h"
#include "common/page_token.h"
#include "registry/core/field_mask.h"
#include "registry/core/keys.h"
#include "registry/core/registry.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

using v1::District;

void CheckDate(const google::type::Date& date, const std::string& field,
               std::vector<FieldViolation>& violations) {
  if (!IsValid(FromProto(date)))
    violations.push_back({field, "DATE_INVALID", "want a day that the calendar has"});
}

void CheckText(const std::string& text, const std::string& field, int most,
               std::vector<FieldViolation>& violations) {
  if (CodePoints(text) > most || HasControl(text))
    violations.push_back({field, "TEXT_TOO_LONG",
                          fmt::format("want at most {} characters, no control characters", most)});
}

std::vector<FieldViolation> Check(const District& district) {
  std::vector<FieldViolation> violations;
  if (const auto name = ParseDistrictName("district.name", district.name()); !name.ok())
    violations = ViolationsOf(name.status());
  CheckText(district.display_name(), "district.display_name", 63, violations);
  CheckText(district.city(), "district.city", 63, violations);
  CheckText(district.province(), "district.province", 63, violations);
  if (district.population() < 0)
    violations.push_back({"district.population", "VALUE_INVALID", "want 0 (= not known) or more"});
  if (district.has_valid_from())
    CheckDate(district.valid_from(), "district.valid_from", violations);
  if (district.has_valid_until()) {
    CheckDate(district.valid_until(), "district.valid_until", violations);
    if (FromProto(district.valid_until()) <= FromProto(district.valid_from()))
      violations.push_back({"district.valid_until", "VALIDITY_EMPTY",
                            "is not after valid_from; it is the first day that no longer counts"});
  }
  for (int i = 0; i < district.successors_size(); ++i) {
    const std::string field = fmt::format("district.successors[{}]", i);
    if (const auto name = ParseDistrictName(field, district.successors(i)); !name.ok())
      violations.push_back(ViolationsOf(name.status()).front());
  }
  return violations;
}

bool Overlap(const District& a, const District& b) {
  const auto starts_in = [](const District& one, const District& other) {
    const Date until = FromProto(other.valid_until());
    return FromProto(one.valid_from()) >= FromProto(other.valid_from()) &&
           (!until.IsSet() || FromProto(one.valid_from()) < until);
  };
  return starts_in(a, b) || starts_in(b, a);
}

// The day on which the table is asked what a new district's code means.
Date FirstDay(const District& district, const Date& today) {
  return district.has_valid_from() ? FromProto(district.valid_from()) : today;
}

// What is missing of city, province and name, as the table knows it.
void FillIn(const District& known, District& district) {
  if (district.display_name().empty()) district.set_display_name(known.display_name());
  if (district.city().empty()) district.set_city(known.city());
  if (district.province().empty()) district.set_province(known.province());
}

bool Matches(const District& district, const v1::ListDistrictsRequest& request) {
  if (request.text().empty()) return true;
  for (const std::string* text :
       {&district.name(), &district.display_name(), &district.city(), &district.province()}) {
    if (text->find(request.text()) != std::string::npos) return true;
  }
  return false;
}

bool MeansOn(const District& district, const Date& day) {
  const Date until = FromProto(district.valid_until());
  return FromProto(district.valid_from()) <= day && (!until.IsSet() || day < until);
}

// Orders the meanings of all codes: code, then first day.
std::string CursorOf(const District& district) {
  return DistrictCodeIn(district.name()) + FormatDate(FromProto(district.valid_from()));
}

}  // namespace

absl::StatusOr<District> Registry::GetDistrict(const v1::GetDistrictRequest& request) const {
  ASSIGN_OR_RETURN(const ResourceName name, ParseDistrictName("name", request.name()));
  ASSIGN_OR_RETURN(const auto state, RequireDistrict(name.district));
  if (!request.has_as_of()) return *state->VersionAtOrNewest(Today());
  const Date day = FromProto(request.as_of());
  if (!IsValid(day))
    return InvalidField("as_of", "DATE_INVALID", "want a day that the calendar has");
  if (const auto version = state->VersionAt(day)) return *version;
  return Error(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND",
               fmt::format("code {} means no registered district on {}; ask without a date for the "
                           "newest",
                           name.district, FormatDate(day)),
               {{"district", name.district}, {"as_of", FormatDate(day)}});
}

absl::StatusOr<v1::ListDistrictsResponse> Registry::ListDistricts(
    const v1::ListDistrictsRequest& request) const {
  ASSIGN_OR_RETURN(const int page_size, ReadPageSize(request.page_size()));
  const std::string parameters = ListParameters("ListDistricts", request);
  ASSIGN_OR_RETURN(const std::string cursor, ReadPageToken(request.page_token(), parameters));
  const Date day = FromProto(request.as_of());
  if (request.has_as_of() && !IsValid(day))
    return InvalidField("as_of", "DATE_INVALID", "want a day that the calendar has");
  std::map<std::string, const District*> found;
  const auto take = [&](const District& district) {
    const std::string at = CursorOf(district);
    if (at <= cursor || !Matches(district, request)) return;
    if (request.has_as_of() && !MeansOn(district, day)) return;
    found.emplace(at, &district);
  };
  if (request.include_known() && !request.with_programmes()) {
    for (const District* district : options_.districts.All()) {
      const auto state = catalog_.Find(DistrictCodeIn(district->name()));
      if (state == nullptr || state->versions.empty()) take(*district);
    }
  }
  // The cursor's own district is looked at again, since it may have later meanings. States are kept
  // while `found` points into them.
  std::vector<std::shared_ptr<const DistrictState>> states;
  auto state = catalog_.Find(cursor.substr(0, 6));
  if (state == nullptr) state = catalog_.Next(cursor.substr(0, 6));
  size_t registered = 0;
  for (; state != nullptr && registered <= static_cast<size_t>(page_size);
       state = catalog_.Next(state->code)) {
    if (request.with_programmes() && state->programmes.empty()) continue;
    const size_t before = found.size();
    for (const auto& [from, version] : state->versions) take(*version);
    registered += found.size() - before;
    states.push_back(state);
  }
  v1::ListDistrictsResponse response;
  for (const auto& [at, district] : found) {
    if (response.districts_size() == page_size) {
      const District& last = response.districts(page_size - 1);
      response.set_next_page_token(MakePageToken(CursorOf(last), parameters));
      break;
    }
    *response.add_districts() = *district;
  }
  return response;
}

absl::StatusOr<District> Registry::CreateDistrict(const v1::CreateDistrictRequest& request) {
  std::vector<FieldViolation> violations = Check(request.district());
  const District* known = options_.districts.Find(DistrictCodeIn(request.district().name()),
                                                  FirstDay(request.district(), Today()));
  if (request.district().display_name().empty() && known == nullptr)
    violations.push_back({"district.display_name", "TITLE_MISSING",
                          "is empty, and the code is not in the table; want a name like 番禺区"});
  CheckRequestId(request.request_id(), violations);
  RETURN_IF_ERROR(InvalidFields(violations));
  const std::string code = DistrictCodeIn(request.district().name());
  const AnsweredRequest asked = AskedWith(code, request.request_id(), "CreateDistrict", request);
  District created = request.district();
  if (known != nullptr) FillIn(*known, created);
  const auto decide = [&](const DistrictState* state, std::int64_t) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const bool replayed, Replay(asked, created));
    if (replayed) return Decision{};
    for (const auto& [from, version] :
         state == nullptr ? decltype(state->versions){} : state->versions) {
      if (Overlap(*version, created))
        return Error(
            absl::StatusCode::kAlreadyExists, "DISTRICT_EXISTS",
            fmt::format("code {} already means {} in that time", code, version->display_name()),
            {{"district", code}});
    }
    created.set_etag(EtagOf(1));
    *created.mutable_create_time() = ToProto(clock_.Now());
    *created.mutable_update_time() = created.create_time();
    return Answered({created}, asked, created);
  };
  RETURN_IF_ERROR(committer_.Run(code, decide));
  return created;
}

absl::StatusOr<District> Registry::UpdateDistrict(const v1::UpdateDistrictRequest& request) {
  RETURN_IF_ERROR(InvalidFields(Check(request.district())));
  const std::string code = DistrictCodeIn(request.district().name());
  District updated;
  const auto decide = [&](const DistrictState*, std::int64_t) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const auto state, RequireDistrict(code));
    // valid_from is part of the key: it says which meaning of the code is changed.
    auto stored = state->VersionAtOrNewest(Today());
    if (request.district().has_valid_from()) {
      const auto version = state->versions.find(FromProto(request.district().valid_from()));
      if (version == state->versions.end())
        return Error(absl::StatusCode::kNotFound, "DISTRICT_NOT_FOUND",
                     fmt::format("code {} has no meaning that begins on {}; valid_from cannot be "
                                 "changed",
                                 code, FormatDate(FromProto(request.district().valid_from()))),
                     {{"district", code}});
      stored = version->second;
    }
    RETURN_IF_ERROR(CheckEtag(request.district().etag(), stored->etag(), stored->name()));
    updated = *stored;
    RETURN_IF_ERROR(
        ApplyMask(request.update_mask(),
                  {"display_name", "valid_until", "successors", "city", "province", "population"},
                  request.district(), updated));
    RETURN_IF_ERROR(InvalidFields(Check(updated)));
    if (updated.display_name().empty())
      return InvalidField("district.display_name", "TITLE_MISSING", "must not become empty");
    for (const auto& [from, version] : state->versions) {
      if (version != stored && Overlap(*version, updated))
        return InvalidField(
            "district.valid_until", "VALIDITY_OVERLAPS",
            fmt::format("the code means {} from {}", version->display_name(), FormatDate(from)));
    }
    if (updated.SerializeAsString() == stored->SerializeAsString()) return Decision{};
    updated.set_etag(EtagOf(std::atoll(stored->etag().c_str() + 1) + 1));
    *updated.mutable_update_time() = ToProto(clock_.Now());
    return Decision{.changes = {updated}};
  };
  RETURN_IF_ERROR(committer_.Run(code, decide));
  return updated;
}

v1::District Registry::KnownDistrict(std::string_view code, const std::string& display_name) const {
  District district;
  district.set_name(DistrictName(code));
  district.set_display_name(display_name);
  if (const District* known = options_.districts.Find(code, Today())) FillIn(*known, district);
  district.set_etag(EtagOf(1));
  *district.mutable_create_time() = ToProto(clock_.Now());
  *district.mutable_update_time() = district.create_time();
  return district;
}

}  // namespace duban::registry
