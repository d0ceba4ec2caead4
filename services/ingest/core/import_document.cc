#include "ingest/core/import_document.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "absl/synchronization/notification.h"
#include "common/error.h"
#include "common/hash.h"
#include "common/names.h"

namespace duban::ingest {
namespace {

constexpr size_t kBatch = 500;

absl::Status Missing(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

absl::Status CheckOptions(const v1::ReadOptions& options) {
  std::vector<FieldViolation> violations;
  if (!options.district_code().empty() && !IsDistrictCode(options.district_code()))
    violations.push_back({"options.district_code", "DISTRICT_CODE_MALFORMED", "must be six digits"});
  if (options.year() != 0 && (options.year() < 2000 || options.year() > 2100))
    violations.push_back({"options.year", "YEAR_OUT_OF_RANGE", "must be 2000 to 2100"});
  return InvalidFields(violations);
}

// Errors that the same import may not meet again: they end it, to be repeated, rather than count as refusals.
bool IsPassing(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kInternal:
      return true;
    default:
      return ReasonOf(status) == "JOURNAL_READ_ONLY" || ReasonOf(status) == "DISTRICT_NOT_OWNED";
  }
}

}  // namespace

DocumentImporter::DocumentImporter(DocumentReader reader, DocumentStore& store, Registry& registry,
                                   const CatalogView& catalog, Progress& progress,
                                   const Journal& journal, const Clock& clock,
                                   std::chrono::milliseconds catalog_timeout)
    : reader_(std::move(reader)), store_(store), registry_(registry), catalog_(catalog),
      progress_(progress), journal_(journal), clock_(clock), catalog_timeout_(catalog_timeout) {}

absl::StatusOr<v1::ImportDraft> DocumentImporter::Parse(const v1::ParseDocumentRequest& request) const {
  RETURN_IF_ERROR(CheckOptions(request.options()));
  ASSIGN_OR_RETURN(ReadResult read, reader_(request.content(), request.file_name(), request.options()));
  return std::move(read.draft);
}

absl::StatusOr<DocumentImporter::Plan> DocumentImporter::MakePlan(v1::DraftProgramme draft,
                                                                  const std::string& district,
                                                                  const std::string& document_id) {
  Plan plan;
  plan.applied = ProgrammeOf(draft, district, document_id);
  plan.draft = std::move(draft);
  const auto known = registry_.GetProgramme(plan.applied.name());
  if (!known.ok() && known.status().code() != absl::StatusCode::kNotFound) return known.status();
  if (!known.ok() || plan.draft.kind() == v1::PLAN) {
    plan.matched = MatchProgramme(plan.applied, plan.applied);
    plan.apply = true;
  } else {
    plan.matched = MatchProgramme(plan.applied, *known);
    plan.matched.programme.clear_etag();
    plan.apply = plan.matched.extended;
  }
  return plan;
}

absl::Status DocumentImporter::Apply(const Plan& plan, const v1::ImportDocumentRequest& request,
                                     const v1::ImportDraft& draft, v1::ProgrammeImport& out) {
  registry::v1::ApplyProgrammeRequest apply;
  *apply.mutable_programme() = plan.matched.programme;
  apply.set_validate_only(request.validate_only());
  apply.set_author(request.author());
  apply.set_reason(request.file_name().empty() ? "document import" : fmt::format("import of {}", request.file_name()));
  apply.set_document_id(Sha256Hex(request.content()));
  apply.set_create_district(true);
  apply.set_district_display_name(draft.district().display_name());
  ASSIGN_OR_RETURN(const auto applied, registry_.ApplyProgramme(apply));
  out.set_catalog_changes(applied.changes_size());
  // The reports must not be judged by a catalog that does not know their programme yet.
  if (!request.validate_only() && !catalog_.WaitFor(applied.catalog_revision(), catalog_timeout_)) {
    return Error(absl::StatusCode::kUnavailable, "CATALOG_BEHIND",
                 fmt::format("the programme was applied as catalog revision {}, but ingest has only seen {}; "
                             "repeat the import", applied.catalog_revision(), catalog_.freshness().revision));
  }
  return absl::OkStatus();
}

absl::Status DocumentImporter::SubmitAll(std::vector<v1::SubmitReportRequest> requests,
                                         v1::ProgrammeImport& out) {
  for (size_t begin = 0; begin < requests.size(); begin += kBatch) {
    const size_t end = std::min(requests.size(), begin + kBatch);
    std::vector<v1::SubmitReportRequest> batch(std::make_move_iterator(requests.begin() + static_cast<std::ptrdiff_t>(begin)),
                                               std::make_move_iterator(requests.begin() + static_cast<std::ptrdiff_t>(end)));
    std::vector<std::string> tasks;
    for (const v1::SubmitReportRequest& request : batch) tasks.push_back(request.report().task());
    std::vector<Progress::Answer> answers;
    absl::Notification done;
    progress_.SubmitBatch(std::move(batch), [&](std::vector<Progress::Answer> all) {
      answers = std::move(all);
      done.Notify();
    });
    done.WaitForNotification();
    for (size_t i = 0; i < answers.size(); ++i) {
      if (answers[i].ok()) {
        if (answers[i]->duplicate()) {
          out.set_reports_known(out.reports_known() + 1);
        } else {
          out.set_reports_accepted(out.reports_accepted() + 1);
        }
      } else if (IsPassing(answers[i].status())) {
        return answers[i].status();
      } else {
        out.add_refused(fmt::format("{}: {}", tasks[i], MessageOf(answers[i].status())));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status DocumentImporter::CountKnown(const std::vector<v1::SubmitReportRequest>& requests,
                                          const std::string& district,
                                          v1::ProgrammeImport& out) const {
  for (const v1::SubmitReportRequest& request : requests) {
    ASSIGN_OR_RETURN(const auto entry, journal_.Find(district, request.request_id()));
    if (entry) {
      out.set_reports_known(out.reports_known() + 1);
    } else {
      out.set_reports_accepted(out.reports_accepted() + 1);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::ProgrammeImport> DocumentImporter::Carry(const Plan& plan,
                                                            const v1::ImportDocumentRequest& request,
                                                            const v1::ImportDraft& draft,
                                                            const std::string& district, int repetition) {
  v1::ProgrammeImport out;
  out.set_programme(plan.applied.name());
  out.set_projects(plan.applied.projects_size());
  for (const type::v1::Project& project : plan.applied.projects())
    out.set_tasks(out.tasks() + project.tasks_size());
  if (plan.apply) RETURN_IF_ERROR(Apply(plan, request, draft, out));
  if (plan.draft.kind() != v1::PLAN) {
    DraftReports reports = ReportsOf(plan.draft, plan.applied, plan.matched, Sha256Hex(request.content()), repetition,
                                      DateAt(clock_.Now()), draft.findings());
    for (std::string& line : reports.left_out) out.add_refused(std::move(line));
    if (request.validate_only()) {
      RETURN_IF_ERROR(CountKnown(reports.requests, district, out));
    } else {
      RETURN_IF_ERROR(SubmitAll(std::move(reports.requests), out));
    }
  }
  ASSIGN_OR_RETURN(const Head head, journal_.GetHead(district));
  out.set_position(head.position);
  return out;
}

absl::StatusOr<v1::ImportDocumentResponse> DocumentImporter::Import(
    const v1::ImportDocumentRequest& request) {
  RETURN_IF_ERROR(CheckOptions(request.options()));
  ASSIGN_OR_RETURN(ReadResult read, reader_(request.content(), request.file_name(), request.options()));
  v1::ImportDocumentResponse out;
  const v1::ImportDraft& draft = read.draft;
  const std::string district = !request.options().district_code().empty() ? request.options().district_code()
                                                                          : draft.district().code();
  if (!IsDistrictCode(district))
    return Missing("DISTRICT_UNKNOWN", "the document does not say which district it is of; give its six-digit code");
  RETURN_IF_ERROR(progress_.CheckHeld(district));
  if (draft.programmes().empty())
    return Missing("NOTHING_FOUND", "no list of livelihood projects was found in the document");

  const std::string document_id = Sha256Hex(request.content());
  std::vector<Plan> plans;
  for (const v1::DraftProgramme& found : draft.programmes()) {
    v1::DraftProgramme programme = found;
    if (programme.year() == 0) programme.set_year(request.options().year());
    if (programme.year() == 0)
      return Missing("YEAR_UNKNOWN", "the document does not say which year its promises are for; give the year");
    if (!programme.has_as_of() && request.options().has_as_of())
      *programme.mutable_as_of() = request.options().as_of();
    if (programme.kind() != v1::PLAN && !programme.has_as_of())
      return Missing("AS_OF_UNKNOWN", "the document does not say which date its progress is of; give the date");
    ASSIGN_OR_RETURN(Plan plan, MakePlan(std::move(programme), district, document_id));
    plans.push_back(std::move(plan));
  }

  // Everything that can be known to fail has been asked; from here on things are stored.
  if (!request.validate_only()) {
    ASSIGN_OR_RETURN(const bool is_new,
                     store_.Put({.id = document_id, .file_name = request.file_name(),
                                 .mime_type = draft.document().mime_type(), .content = request.content(),
                                 .text = std::move(read.text), .create_time = clock_.Now()}));
    out.set_changed(is_new);
  }
  std::map<int, int> repetitions;
  for (const Plan& plan : plans) {
    ASSIGN_OR_RETURN(v1::ProgrammeImport done,
                     Carry(plan, request, draft, district, repetitions[plan.draft.year()]++));
    if (done.catalog_changes() > 0 || done.reports_accepted() > 0) out.set_changed(true);
    *out.add_programmes() = std::move(done);
  }
  *out.mutable_draft() = std::move(read.draft);
  return out;
}

}  // namespace duban::ingest
