// The document reader as imports use it.
#pragma once

#include "ingest/core/import_document.h"

namespace duban::ingest {

// Reads with the library duban::documents. Errors: INVALID_ARGUMENT DOCUMENT_EMPTY,
// DOCUMENT_BINARY, DOCUMENT_ENCODING; RESOURCE_EXHAUSTED DOCUMENT_TOO_LARGE.
DocumentReader MakeDocumentReader();

// A reviewer over the documents library.
DocumentReviewer MakeDocumentReviewer();

}  // namespace duban::ingest
