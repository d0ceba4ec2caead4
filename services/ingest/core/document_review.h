// What people said about documents, laid over what was read of them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "common/error.h"
#include "duban/ingest/v1/document_service.pb.h"
#include "ingest/core/document_findings.h"
#include "ingest/core/review_store.h"

namespace duban::ingest {

// What a reviewer made of a patch.
struct ReviewOutcome {
  std::vector<FieldViolation>
      problems;  // corrections[i].… that do not fit; nothing of them was applied
  std::vector<v1::LearnedWord> to_learn;
};

// Lays a patch, then learned words, over `draft`, which was read from `text`. Pure.
using DocumentReviewer = std::function<ReviewOutcome(
    const v1::ReviewPatch& patch, const std::vector<v1::LearnedWord>& learned,
    const std::string& text, v1::ImportDraft& draft)>;

// What was laid over one document, to be kept once the document is.
struct LaidReview {
  StoredPatch patch;
  bool given = false;  // the patch came with the request
  std::vector<v1::LearnedWord> to_learn;
};

// DocumentReview knows every correction, learned word and finished import. Thread-safe; blocks on
// I/O.
class DocumentReview {
 public:
  // Nothing is owned; everything must outlive this. `reader_version` changes whenever documents are
  // read differently.
  DocumentReview(DocumentReviewer reviewer, ReviewStore& store, const Clock& clock,
                 std::string reader_version)
      : reviewer_(std::move(reviewer)),
        store_(store),
        clock_(clock),
        reader_version_(std::move(reader_version)) {}

  // Lays `given`, or else what is stored for the document or for an older copy of it, and the
  // district's words over `draft`. A stored correction that no longer fits becomes a doubt. Errors:
  // INVALID_ARGUMENT with every correction of `given` that does not fit; the store's.
  absl::StatusOr<LaidReview> Lay(const std::string& document_id, const std::string& district,
                                 const v1::ReviewPatch* given, const std::string& text,
                                 v1::ImportDraft& draft) const;

  // Stores a given patch and what it teaches. True when anything is new.
  absl::StatusOr<bool> Keep(const LaidReview& laid, const std::string& district);

  // Remembers that an import is complete.
  absl::Status Finish(const std::string& document_id, const v1::ReadOptions& options,
                      const std::string& district, const v1::ImportDraft& draft);

  // The lists of the district's other documents that were imported.
  absl::StatusOr<std::vector<OtherList>> OtherLists(const std::string& district,
                                                    const std::string& document_id) const;

  // Errors: INVALID_ARGUMENT; NOT_FOUND IMPORT_NOT_FOUND when it is not complete, or may differ
  // now.
  absl::StatusOr<v1::DocumentImport> GetImport(const v1::GetDocumentImportRequest& request) const;

  absl::StatusOr<v1::ListLearnedWordsResponse> ListWords(
      const v1::ListLearnedWordsRequest& request) const;
  absl::StatusOr<v1::LearnedWord> Forget(const v1::ForgetLearnedWordRequest& request);

  // The patch that counts for a document; empty when there is none.
  absl::StatusOr<v1::ReviewPatch> PatchOf(const std::string& document_id) const;

 private:
  absl::StatusOr<std::string> Fingerprint(const std::string& document_id,
                                          const std::string& district,
                                          const std::string& copy_key) const;

  const DocumentReviewer reviewer_;
  ReviewStore& store_;
  const Clock& clock_;
  const std::string reader_version_;
};

}  // namespace duban::ingest
