#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "documents/formats/decode.h"
#include "documents/formats/pdf_page.h"

namespace duban::documents {

// Words and rules of a PDF by poppler, in this process. Damaged files may make poppler take any
// time and memory: call it in a process that is limited (pdf_process.h). Rules are found in a
// picture of the page, so that it does not matter how a program draws them. Errors:
// DOCUMENT_BROKEN, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_LARGE.
absl::StatusOr<std::vector<PdfPage>> ExtractPages(std::string_view bytes,
                                                  const DecodeLimits& limits);

}  // namespace duban::documents
