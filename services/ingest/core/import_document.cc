#include "ingest/core/import_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/synchronization/notification.h"
#include "common/error.h"
#include "common/hash.h"
#include "common/names.h"
#include "ingest/core/difference.h"
#include "ingest/core/document_findings.h"

namespace duban::ingest {
namespace {

constexpr size_t kBatch = 500;

absl::Status Missing(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

absl::Status CheckOptions(const v1::ReadOptions& options) {
  std::vector<FieldViolation> violations;
  if (!options.district_code().empty() && !IsDistrictCode(options.district_code()))
    violations.push_back(
        {"options.district_code", "DISTRICT_CODE_MALFORMED", "must be six digits"});
  if (options.year() != 0 && (options.year() < 2000 || options.year() > 2100))
    violations.push_back({"options.year", "YEAR_OUT_OF_RANGE", "must be 2000 to 2100"});
  return InvalidFields(violations);
}

std::string DistrictOf(const v1::ReadOptions& options, const v1::ImportDraft& draft) {
  return options.district_code().empty() ? draft.district().code() : options.district_code();
}

// The id of the n-th correction that a document makes of its own report; 0 = the report itself.
std::string CorrectionId(const std::string& request_id, int n) {
  return n == 0 ? request_id : fmt::format("{}.r{}", request_id, n);
}

// Errors that the same import may not meet again: they end it, to be repeated, rather than count as
// refusals.
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

DocumentImporter::DocumentImporter(DocumentReader reader, DocumentReview& review,
                                   DocumentStore& store, Registry& registry,
                                   const CatalogView& catalog, Progress& progress,
                                   const Journal& journal, const Clock& clock,
                                   std::chrono::milliseconds catalog_timeout)
    : reader_(std::move(reader)),
      review_(review),
      store_(store),
      registry_(registry),
      catalog_(catalog),
      progress_(progress),
      journal_(journal),
      clock_(clock),
      catalog_timeout_(catalog_timeout) {}

absl::StatusOr<v1::ImportDraft> DocumentImporter::Parse(
    const v1::ParseDocumentRequest& request) const {
  RETURN_IF_ERROR(CheckOptions(request.options()));
  ASSIGN_OR_RETURN(ReadResult read,
                   reader_(request.content(), request.file_name(), request.options()));
  const std::string district = DistrictOf(request.options(), read.draft);
  RETURN_IF_ERROR(review_
                      .Lay(Sha256Hex(request.content()), district,
                           request.has_patch() ? &request.patch() : nullptr, read.text, read.draft)
                      .status());
  return std::move(read.draft);
}

absl::StatusOr<v1::DocumentImport> DocumentImporter::FindImport(
    const v1::GetDocumentImportRequest& request) const {
  ASSIGN_OR_RETURN(v1::DocumentImport found, review_.GetImport(request));
  const std::string district = DistrictOf(request.options(), found.draft());
  for (const v1::DraftProgramme& programme : found.draft().programmes()) {
    const int year = programme.year() != 0 ? programme.year() : request.options().year();
    if (catalog_.Find(district, year) == nullptr) {
      return Error(absl::StatusCode::kNotFound, "IMPORT_NOT_FOUND",
                   fmt::format("the catalog has no programme of {} any more", year));
    }
  }
  return found;
}

absl::StatusOr<DocumentImporter::Plan> DocumentImporter::MakePlan(v1::DraftProgramme draft,
                                                                  const v1::ImportDraft& all,
                                                                  const std::string& district,
                                                                  const std::string& document_id) {
  Plan plan{.draft = std::move(draft), .findings = all.findings()};
  plan.applied = ProgrammeOf(plan.draft, district, document_id);
  const auto known = registry_.GetProgramme(plan.applied.name());
  if (!known.ok() && known.status().code() != absl::StatusCode::kNotFound) return known.status();
  if (!known.ok() || plan.draft.kind() == v1::PLAN) {
    if (plan.draft.kind() == v1::PLAN) {
      AddPlanFindings(plan.draft, all.findings(), document_id,
                      known.ok() ? *known : type::v1::Programme(), plan.applied);
    }
    plan.matched = MatchItself(plan.applied);
    plan.apply = true;
    return plan;
  }
  plan.matched = MatchProgramme(plan.applied, *known);
  plan.matched.programme.clear_etag();
  for (v1::DraftFinding& finding : TargetFindings(plan.draft, plan.applied, *known, plan.matched))
    *plan.findings.Add() = std::move(finding);
  const bool marked =
      plan.draft.kind() == v1::COMPLETION && MarkVanished(plan.draft, document_id, plan.matched);
  plan.apply = plan.matched.extended || marked;
  return plan;
}

absl::Status DocumentImporter::Apply(const Plan& plan, const v1::ImportDocumentRequest& request,
                                     const v1::ImportDraft& draft, v1::ProgrammeImport& out) {
  registry::v1::ApplyProgrammeRequest apply;
  *apply.mutable_programme() = plan.matched.programme;
  apply.set_validate_only(request.validate_only());
  apply.set_author(request.author());
  apply.set_reason(request.file_name().empty() ? "document import"
                                               : fmt::format("import of {}", request.file_name()));
  apply.set_document_id(Sha256Hex(request.content()));
  apply.set_create_district(true);
  apply.set_district_display_name(draft.district().display_name());
  ASSIGN_OR_RETURN(const auto applied, registry_.ApplyProgramme(apply));
  out.set_catalog_changes(applied.changes_size());
  // The reports must not be judged by a catalog that does not know their programme yet.
  if (!request.validate_only() && !catalog_.WaitFor(applied.catalog_revision(), catalog_timeout_)) {
    return Error(
        absl::StatusCode::kUnavailable, "CATALOG_BEHIND",
        fmt::format(
            "the programme was applied as catalog revision {}, but ingest has only seen {}; "
            "repeat the import",
            applied.catalog_revision(), catalog_.freshness().revision));
  }
  return absl::OkStatus();
}

absl::Status DocumentImporter::SubmitAll(std::vector<v1::SubmitReportRequest> requests,
                                         v1::ProgrammeImport& out) {
  for (size_t begin = 0; begin < requests.size(); begin += kBatch) {
    const size_t end = std::min(requests.size(), begin + kBatch);
    std::vector<v1::SubmitReportRequest> batch(
        std::make_move_iterator(requests.begin() + static_cast<std::ptrdiff_t>(begin)),
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

absl::StatusOr<std::vector<v1::SubmitReportRequest>> DocumentImporter::News(
    std::vector<v1::SubmitReportRequest> requests, const std::string& district,
    v1::ProgrammeImport& out) const {
  std::vector<v1::SubmitReportRequest> news;
  for (v1::SubmitReportRequest& request : requests) {
    std::optional<Entry> last;
    std::string replaced;  // by the last one
    int count = 0;
    for (;; ++count) {
      ASSIGN_OR_RETURN(auto entry,
                       journal_.Find(district, CorrectionId(request.request_id(), count)));
      if (!entry) break;
      if (last) replaced = FormatReportName(district, last->position);
      last = std::move(entry);
    }
    if (!last) {
      news.push_back(std::move(request));
      continue;
    }
    request.mutable_report()->set_replaces(replaced);
    const std::string name = FormatReportName(district, last->position);
    bool stands = last->content == ContentDigest(request.report());
    if (!stands) {
      ASSIGN_OR_RETURN(const type::v1::Report stored, progress_.Get(name));
      stands = !stored.replaced_by().empty();
    }
    if (stands) {
      out.set_reports_known(out.reports_known() + 1);
      continue;
    }
    request.mutable_report()->set_replaces(name);
    request.set_request_id(CorrectionId(request.request_id(), count));
    out.set_reports_corrected(out.reports_corrected() + 1);
    news.push_back(std::move(request));
  }
  return news;
}

absl::StatusOr<v1::ProgrammeImport> DocumentImporter::Carry(
    const Plan& plan, const v1::ImportDocumentRequest& request, const v1::ImportDraft& draft,
    const std::string& district, int repetition) {
  v1::ProgrammeImport out;
  out.set_programme(plan.applied.name());
  out.set_projects(plan.applied.projects_size());
  for (const type::v1::Project& project : plan.applied.projects())
    out.set_tasks(out.tasks() + project.tasks_size());
  if (plan.apply) RETURN_IF_ERROR(Apply(plan, request, draft, out));
  if (plan.draft.kind() != v1::PLAN) {
    DraftReports reports =
        ReportsOf(plan.draft, plan.applied, plan.matched, Sha256Hex(request.content()), repetition,
                  DateAt(clock_.Now()), plan.findings);
    for (std::string& line : reports.left_out) out.add_left_out(std::move(line));
    ASSIGN_OR_RETURN(auto news, News(std::move(reports.requests), district, out));
    if (request.validate_only()) {
      out.set_reports_accepted(static_cast<int>(news.size()));
    } else {
      RETURN_IF_ERROR(SubmitAll(std::move(news), out));
    }
  }
  ASSIGN_OR_RETURN(const Head head, journal_.GetHead(district));
  out.set_position(head.position);
  return out;
}

absl::StatusOr<v1::ImportDocumentResponse> DocumentImporter::Import(
    const v1::ImportDocumentRequest& request) {
  RETURN_IF_ERROR(CheckOptions(request.options()));
  ASSIGN_OR_RETURN(ReadResult read,
                   reader_(request.content(), request.file_name(), request.options()));
  v1::ImportDocumentResponse out;
  const v1::ImportDraft& draft = read.draft;
  const std::string district = DistrictOf(request.options(), draft);
  if (!IsDistrictCode(district))
    return Missing("DISTRICT_UNKNOWN",
                   "the document does not say which district it is of; give its six-digit code");
  RETURN_IF_ERROR(progress_.CheckHeld(district));
  if (draft.programmes().empty())
    return Missing("NOTHING_FOUND", "no list of livelihood projects was found in the document");

  const std::string document_id = Sha256Hex(request.content());
  ASSIGN_OR_RETURN(
      const LaidReview laid,
      review_.Lay(document_id, district, request.has_patch() ? &request.patch() : nullptr,
                  read.text, read.draft));
  ASSIGN_OR_RETURN(const std::vector<OtherList> others, review_.OtherLists(district, document_id));
  for (const v1::DraftProgramme& programme : draft.programmes()) {
    for (v1::DraftFinding& finding : PlaceFindings(programme, others))
      *read.draft.add_findings() = std::move(finding);
  }
  std::vector<Plan> plans;
  for (const v1::DraftProgramme& found : draft.programmes()) {
    v1::DraftProgramme programme = found;
    if (programme.year() == 0) programme.set_year(request.options().year());
    if (programme.year() == 0)
      return Missing("YEAR_UNKNOWN",
                     "the document does not say which year its promises are for; give the year");
    if (!programme.has_as_of() && request.options().has_as_of())
      *programme.mutable_as_of() = request.options().as_of();
    if (programme.kind() != v1::PLAN && !programme.has_as_of())
      return Missing("AS_OF_UNKNOWN",
                     "the document does not say which date its progress is of; give the date");
    ASSIGN_OR_RETURN(Plan plan, MakePlan(std::move(programme), draft, district, document_id));
    plans.push_back(std::move(plan));
  }

  // Everything that can be known to fail has been asked; from here on things are stored.
  if (!request.validate_only()) {
    ASSIGN_OR_RETURN(const bool is_new, store_.Put({.id = document_id,
                                                    .file_name = request.file_name(),
                                                    .mime_type = draft.document().mime_type(),
                                                    .content = request.content(),
                                                    .text = std::move(read.text),
                                                    .create_time = clock_.Now()}));
    ASSIGN_OR_RETURN(const bool is_reviewed, review_.Keep(laid, district));
    out.set_changed(is_new || is_reviewed);
  }
  std::map<int, int> repetitions;
  for (const Plan& plan : plans) {
    ASSIGN_OR_RETURN(v1::ProgrammeImport done,
                     Carry(plan, request, draft, district, repetitions[plan.draft.year()]++));
    if (done.catalog_changes() > 0 || done.reports_accepted() > 0) out.set_changed(true);
    *out.add_programmes() = std::move(done);
  }
  const bool complete =
      std::all_of(out.programmes().begin(), out.programmes().end(),
                  [](const auto& programme) { return programme.refused().empty(); });
  if (complete && !request.validate_only())
    RETURN_IF_ERROR(review_.Finish(document_id, request.options(), district, draft));
  *out.mutable_draft() = std::move(read.draft);
  return out;
}

}  // namespace duban::ingest
