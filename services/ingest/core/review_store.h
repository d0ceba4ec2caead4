// What people said about documents, and what came of it: corrections, learned words, finished
// imports.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "duban/ingest/v1/document_service.pb.h"
#include "duban/ingest/v1/placement_service.pb.h"

namespace duban::ingest {

// The corrections of one document. `copy_key` is equal for all copies of one publication: district,
// years, kinds, dates.
struct StoredPatch {
  std::string document_id;
  std::string copy_key;
  v1::ReviewPatch patch;
};

// An import that was finished. `fingerprint` covers everything that could make another import of
// the same bytes differ.
struct FinishedImport {
  std::string document_id;
  std::string options;  // digest of the options
  std::string district;
  std::string fingerprint;
  v1::ImportDraft draft;   // without prose
  v1::ImportDraft places;  // only the places that it names; empty when none
  TimePoint create_time;
};

// ReviewStore keeps them durably; earlier patches of a document are kept too, but only the newest
// counts. Thread-safe; blocks on I/O. Any method may fail with UNAVAILABLE STORE_UNREACHABLE.
class ReviewStore {
 public:
  virtual ~ReviewStore() = default;

  // True when it differs from the newest patch of the document.
  virtual absl::StatusOr<bool> PutPatch(const StoredPatch& patch, TimePoint now) = 0;
  // The newest patch of the document.
  virtual absl::StatusOr<std::optional<v1::ReviewPatch>> GetPatch(
      std::string_view document_id) const = 0;
  // The newest patch of another copy.
  virtual absl::StatusOr<std::optional<v1::ReviewPatch>> FindPatch(
      std::string_view copy_key) const = 0;

  // Adds the words that do not hold for the district yet; kind and text are the key, a new meaning
  // replaces the old one. True when anything was added.
  virtual absl::StatusOr<bool> Learn(std::string_view district,
                                     const std::vector<v1::LearnedWord>& words, TimePoint now) = 0;
  // In the order of learning.
  virtual absl::StatusOr<std::vector<v1::LearnedWord>> Learned(std::string_view district,
                                                               bool show_forgotten) const = 0;
  // Errors: NOT_FOUND WORD_NOT_FOUND, also when it was forgotten before.
  virtual absl::StatusOr<v1::LearnedWord> Forget(std::string_view name, TimePoint now) = 0;

  virtual absl::Status PutImport(const FinishedImport& finished) = 0;
  virtual absl::StatusOr<std::optional<FinishedImport>> GetImport(
      std::string_view document_id, std::string_view options) const = 0;
  // The finished imports of a district that name places, the oldest first, one per document:
  // document_id, places.
  virtual absl::StatusOr<std::vector<FinishedImport>> ListPlaces(
      std::string_view district) const = 0;

  // For a district that moves: everything that belongs to it (patches: of the documents that were
  // imported for it), and taking one such record over, which may be repeated and replaces what has
  // its key.
  virtual absl::StatusOr<std::vector<v1::ReviewRecord>> Export(std::string_view district) const = 0;
  virtual absl::Status Adopt(std::string_view district, const v1::ReviewRecord& record) = 0;
};

}  // namespace duban::ingest
