// Copying a district from one ingest instance to another: its entries as they are, and the
// documents that they point to.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "duban/ingest/v1/placement_service.pb.h"
#include "ingest/core/catalog_view.h"
#include "ingest/core/committer.h"
#include "ingest/core/document_store.h"
#include "ingest/core/journal.h"
#include "ingest/core/ownership.h"
#include "ingest/core/review_store.h"

namespace duban::ingest {

// Takes one piece; an error ends the export.
using PieceSink = std::function<absl::Status(v1::DistrictPiece piece)>;

// Sends what ExportDistrict promises, verifying the chain on the way. Memory: one page, one
// document. Errors: INVALID_ARGUMENT; DATA_LOSS CHAIN_BROKEN, ENTRY_CORRUPT; the journal's, the
// documents' and the sink's.
absl::Status ExportDistrict(const Journal& journal, const DocumentStore& documents,
                            const ReviewStore& reviews, const CatalogView& catalog,
                            const v1::ExportDistrictRequest& request, const PieceSink& sink);

// What adopting touches. Not owned.
struct AdoptionPorts {
  const Journal& journal;
  DocumentStore& documents;
  ReviewStore& reviews;
  const Ownership& ownership;
  Committer& committer;
};

// One stream of AdoptDistrict. Not thread-safe; blocks on I/O.
class DistrictAdoption {
 public:
  explicit DistrictAdoption(AdoptionPorts ports) : ports_(std::move(ports)) {}

  // Takes one message in; when it returns OK, its entries are synced. Errors as AdoptDistrict's.
  absl::Status Take(const v1::AdoptDistrictRequest& message);

  // Where the copy stands now. Errors: INVALID_ARGUMENT when nothing was sent; the journal's.
  absl::StatusOr<Head> Finish() const;

 private:
  absl::Status TakeDocument(const v1::DocumentPart& part);
  absl::Status TakeEntries(const v1::DistrictPiece& piece);

  const AdoptionPorts ports_;
  std::string district_;                    // of the first message
  std::optional<StoredDocument> document_;  // whose parts are coming in
};

v1::DistrictHead ToProto(const Head& head);
// Errors: INVALID_ARGUMENT HEAD_MALFORMED.
absl::StatusOr<Head> FromProto(const v1::DistrictHead& head);

// "sha256" or "sm3".
std::string NameOf(HashAlgorithm algorithm);

}  // namespace duban::ingest
