#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "documents/formats/decode.h"
#include "documents/formats/pdf_page.h"

namespace duban::documents {

// Pages as a text: words make lines, lines that were broken at the margin make paragraphs, also
// across pages; rules make tables with merged cells, words that line up in columns make tables
// without; a table that goes on over the page is one, its repeated heads dropped. Page heads, page
// feet and page numbers are left out. Errors: DOCUMENT_SCANNED (pictures, no text), DOCUMENT_EMPTY,
// DOCUMENT_TOO_LARGE.
absl::StatusOr<DecodedDocument> LayOutPages(const std::vector<PdfPage>& pages,
                                            const DecodeLimits& limits);

}  // namespace duban::documents
