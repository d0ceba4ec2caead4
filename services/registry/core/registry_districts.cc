// Districts: a code together with the time that it means one division.
#include <fmt/format.h>

#include "common/error.h"
#include "common/names.h"
#include "common/page_token.h"
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

bool Matches(const District& district, const v1::ListDistrictsRequest& request) {
  if (request.text().empty()) return true;
  for (const std::string* text :
       {&district.name(), &district.display_name(), &district.city(), &district.province()}) {
    if (text->find(request.text()) != std::string::npos) return true;
  }
  return false;
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
  v1::ListDistrictsResponse response;
  // The cursor's own district is looked at again, since it may have later meanings.
  auto state = catalog_.Find(cursor.substr(0, 6));
  if (state == nullptr) state = catalog_.Next(cursor.substr(0, 6));
  for (; state != nullptr; state = catalog_.Next(state->code)) {
    if (request.with_programmes() && state->programmes.empty()) continue;
    for (const auto& [from, version] : state->versions) {
      if (CursorOf(*version) <= cursor || !Matches(*version, request)) continue;
      if (request.has_as_of() && state->VersionAt(day) != version) continue;
      if (response.districts_size() == page_size) {
        const District& last = response.districts(page_size - 1);
        response.set_next_page_token(MakePageToken(CursorOf(last), parameters));
        return response;
      }
      *response.add_districts() = *version;
    }
  }
  return response;
}

absl::StatusOr<District> Registry::CreateDistrict(const v1::CreateDistrictRequest& request) {
  std::vector<FieldViolation> violations = Check(request.district());
  if (request.district().display_name().empty())
    violations.push_back({"district.display_name", "TITLE_MISSING", "is empty, want 番禺区"});
  CheckRequestId(request.request_id(), violations);
  RETURN_IF_ERROR(InvalidFields(violations));
  const std::string code = DistrictCodeIn(request.district().name());
  AnsweredRequest asked = AskedWith(code, request.request_id(), "CreateDistrict", request);
  District created = request.district();
  const auto decide = [&](const DistrictState* state,
                          std::int64_t) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const bool replayed, Replay(asked, created));
    if (replayed) return Decision{};
    for (const auto& [from, version] :
         state == nullptr ? decltype(state->versions){} : state->versions) {
      if (Overlap(*version, created))
        return Error(absl::StatusCode::kAlreadyExists, "DISTRICT_EXISTS",
                     fmt::format("code {} already means {} in that time", code,
                                 version->display_name()),
                     {{"district", code}});
    }
    created.set_etag(EtagOf(1));
    *created.mutable_create_time() = ToProto(clock_.Now());
    *created.mutable_update_time() = created.create_time();
    Decision decision{.changes = {created}};
    if (!asked.request_id.empty()) {
      asked.response = created.SerializeAsString();
      asked.commit_time = clock_.Now();
      decision.requests = {asked};
    }
    return decision;
  };
  RETURN_IF_ERROR(committer_.Run(code, decide));
  return created;
}

}  // namespace duban::registry
