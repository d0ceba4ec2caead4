// The proof of one published figure: document, span, report, and the chain up to a signed head.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/clock.h"
#include "ingest/core/document_store.h"
#include "ingest/core/head_signer.h"
#include "ingest/core/journal.h"

namespace duban::ingest {

struct ProofLimits {
  std::int64_t entries = 20'000;                // that may follow the report
  std::int64_t bytes = std::int64_t{64} << 20;  // of the proof
};

// The proof as one JSON object (docs/formats.md). Blocks on I/O. Errors: NOT_FOUND
// REPORT_NOT_FOUND, MEASUREMENT_NOT_FOUND; RESOURCE_EXHAUSTED PROOF_TOO_LARGE; the journal's;
// DATA_LOSS DOCUMENT_CORRUPT.
absl::StatusOr<std::string> MakeFigureProof(const Journal& journal, const DocumentStore& documents,
                                            const HeadSigner& signer, const Clock& clock,
                                            std::string_view report_name, int measurement,
                                            const ProofLimits& limits = {});

}  // namespace duban::ingest
