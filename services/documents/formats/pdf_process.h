#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "documents/formats/decode.h"
#include "documents/formats/pdf_page.h"

namespace duban::documents {

// Words and rules of a PDF, found by the program duban-pdf-pages, which lies beside the running
// one: what a damaged or hostile file does to the PDF library stays there, and ends when its time
// or memory does. Thread-safe; blocks. Errors: those of ExtractPages; DOCUMENT_BROKEN also where
// the program fell or met its limits; kInternal PDF_PROGRAM_MISSING.
absl::StatusOr<std::vector<PdfPage>> PagesOfPdf(std::string_view bytes, const DecodeLimits& limits);

}  // namespace duban::documents
