// Programmes: applied as whole trees, kept with every revision.
#include <fmt/format.h>

#include <set>

#include "common/error.h"
#include "common/hash.h"
#include "common/names.h"
#include "common/page_token.h"
#include "registry/core/keys.h"
#include "registry/core/programme_diff.h"
#include "registry/core/registry.h"
#include "registry/core/unit_names.h"
#include "runtime/wire.h"

namespace duban::registry {
namespace {

using type::v1::Programme;

std::vector<FieldViolation> Check(const v1::ApplyProgrammeRequest& request,
                                  const TreeLimits& limits) {
  auto violations = Validate(request.programme(), "programme", limits);
  if (CodePoints(request.author()) > 63 || HasControl(request.author()))
    violations.push_back({"author", "TEXT_TOO_LONG", "want at most 63 characters on one line"});
  if (CodePoints(request.reason()) > 1000)
    violations.push_back({"reason", "TEXT_TOO_LONG", "want at most 1000 characters"});
  if (CodePoints(request.district_display_name()) > 63)
    violations.push_back({"district_display_name", "TEXT_TOO_LONG", "want at most 63 characters"});
  if (!request.document_id().empty() && !ParseDigest(request.document_id()))
    violations.push_back({"document_id", "DOCUMENT_ID_MALFORMED",
                          "want the SHA-256 of the document in 64 lower-case hex digits"});
  CheckRequestId(request.request_id(), violations);
  return violations;
}

absl::Status NotFound(std::string_view name) {
  return Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND",
               fmt::format("there is no {}; apply it first", name), {{"name", std::string(name)}});
}

absl::Status RevisionNotFound(std::string_view name, std::int64_t revision) {
  return Error(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND",
               fmt::format("{} has no revision {}", name, revision),
               {{"name", std::string(name)}, {"revision", fmt::format("{}", revision)}});
}

const StoredProgramme* ProgrammeIn(const DistrictState* district, int year) {
  if (district == nullptr) return nullptr;
  const auto found = district->programmes.find(year);
  return found == district->programmes.end() ? nullptr : found->second.get();
}

ProgrammeState NextState(Programme tree, const StoredProgramme* stored,
                         const v1::ApplyProgrammeRequest& request, TimePoint now) {
  const std::int64_t revision = stored == nullptr ? 1 : stored->basic.revision() + 1;
  tree.set_revision(revision);
  tree.set_etag(EtagOf(revision));
  *tree.mutable_update_time() = ToProto(now);
  *tree.mutable_create_time() =
      stored == nullptr ? tree.update_time() : stored->basic.create_time();
  ProgrammeState state;
  state.about.set_revision(revision);
  *state.about.mutable_create_time() = tree.update_time();
  state.about.set_author(request.author());
  state.about.set_reason(request.reason());
  state.about.set_document_id(request.document_id());
  state.about.set_project_count(tree.projects_size());
  state.about.set_task_count(SizeOf(tree).tasks);
  state.programme = std::move(tree);
  return state;
}

// One sentence for every printed unit that is not exactly one of the district's. Districts that
// keep no units are not bothered with it.
void WarnOfUnits(const Programme& tree, const DistrictState* district,
                 std::vector<std::string>& warnings) {
  if (district == nullptr || district->units.empty()) return;
  std::set<std::string> printed;
  for (const auto& project : tree.projects()) {
    printed.insert(project.lead_units().begin(), project.lead_units().end());
    printed.insert(project.cooperating_units().begin(), project.cooperating_units().end());
    for (const auto& task : project.tasks()) {
      printed.insert(task.lead_units().begin(), task.lead_units().end());
      printed.insert(task.cooperating_units().begin(), task.cooperating_units().end());
    }
  }
  const UnitNames names(*district);
  for (const std::string& name : printed) {
    const auto answer = names.Resolve(name);
    if (answer.outcome == v1::ResolveUnitResponse::RESOLVED) continue;
    warnings.push_back(fmt::format("unit \"{}\" is {}: {}", name,
                                   answer.units.empty() ? "not registered" : "ambiguous",
                                   answer.explanation));
  }
}

}  // namespace

absl::StatusOr<std::shared_ptr<const StoredProgramme>> Registry::FindProgramme(
    std::string_view text) const {
  ASSIGN_OR_RETURN(const ResourceName name, ParseProgrammeName("name", text));
  const auto district = catalog_.Find(name.district);
  if (district != nullptr) {
    const auto found = district->programmes.find(name.year);
    if (found != district->programmes.end()) return found->second;
  }
  return NotFound(text);
}

absl::StatusOr<Programme> Registry::GetProgramme(const v1::GetProgrammeRequest& request) const {
  ASSIGN_OR_RETURN(const auto stored, FindProgramme(request.name()));
  const bool basic = request.view() == v1::BASIC;
  if (request.revision() == 0 || request.revision() == stored->basic.revision())
    return basic ? stored->basic : stored->Tree();
  if (request.revision() < 0 || request.revision() > stored->basic.revision())
    return RevisionNotFound(request.name(), request.revision());
  const std::string code = DistrictCodeIn(request.name());
  ASSIGN_OR_RETURN(auto old, store_.ReadProgramme(code, stored->basic.year(), request.revision()));
  if (!old) return RevisionNotFound(request.name(), request.revision());
  if (basic) old->clear_projects();
  return *std::move(old);
}

absl::StatusOr<v1::ListProgrammesResponse> Registry::ListProgrammes(
    const v1::ListProgrammesRequest& request) const {
  ASSIGN_OR_RETURN(const ResourceName parent, ParseDistrictName("parent", request.parent()));
  ASSIGN_OR_RETURN(const int page_size, ReadPageSize(request.page_size()));
  const std::string parameters = ListParameters("ListProgrammes", request);
  ASSIGN_OR_RETURN(const std::string cursor, ReadPageToken(request.page_token(), parameters));
  ASSIGN_OR_RETURN(const auto district, RequireDistrict(parent.district));
  v1::ListProgrammesResponse response;
  const int before = cursor.empty() ? 9999 : std::stoi(cursor);
  for (auto at = district->programmes.rbegin(); at != district->programmes.rend(); ++at) {
    if (at->first >= before) continue;
    if (response.programmes_size() == page_size) {
      const int last = response.programmes(page_size - 1).year();
      response.set_next_page_token(MakePageToken(std::to_string(last), parameters));
      break;
    }
    *response.add_programmes() =
        request.view() == v1::FULL ? at->second->Tree() : at->second->basic;
  }
  return response;
}

absl::StatusOr<v1::ApplyProgrammeResponse> Registry::ApplyProgramme(
    const v1::ApplyProgrammeRequest& request) {
  RETURN_IF_ERROR(InvalidFields(Check(request, options_.limits)));
  const Programme tree = Canonical(request.programme());
  const std::string code = DistrictCodeIn(tree.name());
  const AnsweredRequest asked = AskedWith(code, request.request_id(), "ApplyProgramme", request);
  const auto warnings = Oddities(tree);
  v1::ApplyProgrammeResponse response;
  const auto decide = [&](const DistrictState* district,
                          std::int64_t head) -> absl::StatusOr<Decision> {
    ASSIGN_OR_RETURN(const bool replayed, Replay(asked, response));
    if (replayed) return Decision{};
    response.Clear();
    Decision decision;
    const TimePoint now = clock_.Now();
    if (district == nullptr || district->versions.empty()) {
      if (!request.create_district()) return RequireDistrict(code).status();
      decision.changes.push_back(KnownDistrict(code, request.district_display_name()));
    }
    const StoredProgramme* stored = ProgrammeIn(district, tree.year());
    RETURN_IF_ERROR(CheckEtag(request.programme().etag(),
                              stored == nullptr ? "" : stored->basic.etag(), tree.name()));
    Programme before;
    before.set_name(tree.name());
    before.set_year(tree.year());
    if (stored != nullptr) before = stored->Tree();
    const auto changes = DiffTrees(before, tree);
    response.mutable_changes()->Assign(changes.begin(), changes.end());
    std::vector<std::string> all_warnings = warnings;
    WarnOfUnits(tree, district, all_warnings);
    response.mutable_warnings()->Assign(all_warnings.begin(), all_warnings.end());
    response.set_changed(stored == nullptr || !changes.empty());
    if (response.changed()) {
      ProgrammeState state = NextState(tree, stored, request, now);
      *response.mutable_programme() = state.programme;
      decision.changes.push_back(std::move(state));
    } else {
      *response.mutable_programme() = std::move(before);
    }
    if (request.validate_only()) decision.changes.clear();
    response.set_catalog_revision(head + static_cast<std::int64_t>(decision.changes.size()));
    return Answered(std::move(decision.changes), asked, response);
  };
  if (request.validate_only()) {
    RETURN_IF_ERROR(decide(catalog_.Find(code).get(), catalog_.revision()).status());
  } else {
    RETURN_IF_ERROR(committer_.Run(code, decide));
  }
  return response;
}

absl::StatusOr<v1::ListProgrammeRevisionsResponse> Registry::ListProgrammeRevisions(
    const v1::ListProgrammeRevisionsRequest& request) const {
  ASSIGN_OR_RETURN(const auto stored, FindProgramme(request.name()));
  ASSIGN_OR_RETURN(const int page_size, ReadPageSize(request.page_size()));
  const std::string parameters = ListParameters("ListProgrammeRevisions", request);
  ASSIGN_OR_RETURN(const std::string cursor, ReadPageToken(request.page_token(), parameters));
  const std::int64_t before = cursor.empty() ? 0 : std::stoll(cursor);
  ASSIGN_OR_RETURN(auto revisions,
                   store_.ListProgrammeRevisions(DistrictCodeIn(request.name()),
                                                 stored->basic.year(), before, page_size + 1));
  v1::ListProgrammeRevisionsResponse response;
  for (auto& revision : revisions) {
    if (response.revisions_size() == page_size) {
      const std::int64_t last = response.revisions(page_size - 1).revision();
      response.set_next_page_token(MakePageToken(std::to_string(last), parameters));
      break;
    }
    *response.add_revisions() = std::move(revision);
  }
  return response;
}

absl::StatusOr<v1::DiffProgrammeResponse> Registry::DiffProgramme(
    const v1::DiffProgrammeRequest& request) const {
  ASSIGN_OR_RETURN(const auto stored, FindProgramme(request.name()));
  v1::DiffProgrammeResponse response;
  response.set_to_revision(request.to_revision() == 0 ? stored->basic.revision()
                                                      : request.to_revision());
  response.set_from_revision(request.from_revision() == 0 ? response.to_revision() - 1
                                                          : request.from_revision());
  const auto at = [&](std::int64_t revision) -> absl::StatusOr<Programme> {
    Programme nothing;
    nothing.set_name(request.name());
    nothing.set_year(stored->basic.year());
    // Before the first revision there was nothing: all of it was added.
    if (revision == 0) return nothing;
    v1::GetProgrammeRequest get;
    get.set_name(request.name());
    get.set_revision(revision);
    return GetProgramme(get);
  };
  ASSIGN_OR_RETURN(const Programme from, at(response.from_revision()));
  ASSIGN_OR_RETURN(const Programme to, at(response.to_revision()));
  for (v1::Change& change : DiffTrees(from, to)) *response.add_changes() = std::move(change);
  return response;
}

}  // namespace duban::registry
