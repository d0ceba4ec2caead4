// Importing a document: it is stored, its programmes are applied, its reports submitted.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "duban/ingest/v1/document_service.pb.h"
#include "ingest/core/catalog_view.h"
#include "ingest/core/document_review.h"
#include "ingest/core/document_store.h"
#include "ingest/core/draft_programme.h"
#include "ingest/core/journal.h"
#include "ingest/core/progress.h"
#include "ingest/core/registry.h"

namespace duban::ingest {

// What a reader makes of a document's bytes.
struct ReadResult {
  v1::ImportDraft draft;
  std::string text;  // decoded, UTF-8
};

// Reads a document and stores nothing. Pure; may take seconds. Errors: those of ParseDocument.
using DocumentReader = std::function<absl::StatusOr<ReadResult>(
    const std::string& content, const std::string& file_name, const v1::ReadOptions& options)>;

// DocumentImporter carries an import out.
//
// A plan is applied as it stands. Progress of a programme that the catalog does not know brings its
// promises along; where they are known, they stay, and only tasks that are new are added. Reports
// have ids that depend on the document alone, so an import that broke off is simply repeated, and a
// second one changes nothing. Where the same document is read differently than before (a person
// corrected it, a better reader came), the reports that differ are corrected by reports that
// replace them, unless somebody has replaced them since.
//
// Thread-safe; blocks on network and disk.
class DocumentImporter {
 public:
  // Nothing is owned; everything must outlive this.
  DocumentImporter(DocumentReader reader, DocumentReview& review, DocumentStore& store,
                   Registry& registry, const CatalogView& catalog, Progress& progress,
                   const Journal& journal, const Clock& clock,
                   std::chrono::milliseconds catalog_timeout);

  absl::StatusOr<v1::ImportDraft> Parse(const v1::ParseDocumentRequest& request) const;

  // The review's answer, unless the catalog has lost a programme of the document meanwhile. Errors:
  // the review's.
  absl::StatusOr<v1::DocumentImport> FindImport(const v1::GetDocumentImportRequest& request) const;

  // Errors: the reader's and the review's; those of Ownership::Admit; FAILED_PRECONDITION
  // DISTRICT_UNKNOWN, YEAR_UNKNOWN, AS_OF_UNKNOWN, NOTHING_FOUND; the registry's; UNAVAILABLE
  // CATALOG_BEHIND when what was applied is not seen in time (repeat the import).
  absl::StatusOr<v1::ImportDocumentResponse> Import(const v1::ImportDocumentRequest& request);

 private:
  // A programme as it is to be imported.
  struct Plan {
    v1::DraftProgramme draft;
    google::protobuf::RepeatedPtrField<v1::DraftFinding>
        findings;                 // the document's, and those against the catalog
    type::v1::Programme applied;  // as the document has it
    Matched matched;              // as the catalog is to have it
    bool apply = false;
  };

  absl::StatusOr<Plan> MakePlan(v1::DraftProgramme draft, const v1::ImportDraft& all,
                                const std::string& district, const std::string& document_id);
  absl::StatusOr<v1::ProgrammeImport> Carry(const Plan& plan,
                                            const v1::ImportDocumentRequest& request,
                                            const v1::ImportDraft& draft,
                                            const std::string& district, int repetition);
  absl::Status Apply(const Plan& plan, const v1::ImportDocumentRequest& request,
                     const v1::ImportDraft& draft, v1::ProgrammeImport& out);
  absl::Status SubmitAll(std::vector<v1::SubmitReportRequest> requests, v1::ProgrammeImport& out);
  // What of the reports is to be submitted: those known as they are fall out, those that an earlier
  // reading of the document made differently become corrections. Counts both.
  absl::StatusOr<std::vector<v1::SubmitReportRequest>> News(
      std::vector<v1::SubmitReportRequest> requests, const std::string& district,
      v1::ProgrammeImport& out) const;

  const DocumentReader reader_;
  DocumentReview& review_;
  DocumentStore& store_;
  Registry& registry_;
  const CatalogView& catalog_;
  Progress& progress_;
  const Journal& journal_;
  const Clock& clock_;
  const std::chrono::milliseconds catalog_timeout_;
};

}  // namespace duban::ingest
